CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    -- In the one token that counts.
    token_id TEXT NOT NULL,
    creator_id TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    user_verified_at BIGINT,
    password_verified_at BIGINT,
    web_authn_verified_at BIGINT,
    is_web_authn_user_verified BOOLEAN NOT NULL,
    intent_verified_at BIGINT,
    totp_verified_at BIGINT,
    otp_sms_verified_at BIGINT,
    otp_email_verified_at BIGINT,
    recovery_code_verified_at BIGINT,
    -- The challenge that waits for its assertion, as JSON.
    web_authn_challenge TEXT,
    agent_fingerprint TEXT NOT NULL,
    -- Address, description and header fields of the user agent, as JSON.
    agent TEXT NOT NULL,
    expires_at BIGINT,
    terminated_at BIGINT,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_creator ON sessions (creator_id);
CREATE INDEX sessions_agent ON sessions (agent_fingerprint) WHERE agent_fingerprint <> '';
CREATE INDEX sessions_creation ON sessions (created_at);
CREATE INDEX sessions_expiry ON sessions (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX sessions_termination ON sessions (terminated_at) WHERE terminated_at IS NOT NULL;

CREATE TABLE session_metadata (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value BYTEA NOT NULL,
    PRIMARY KEY (session_id, key)
);

-- Codes that were sent to prove a factor in this session.
CREATE TABLE session_codes (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    -- HMAC over session, channel and code.
    digest BYTEA NOT NULL,
    failures BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, channel)
);
