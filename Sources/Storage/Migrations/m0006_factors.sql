-- One counter per subject and kind of check. The subject is a user, or the digest of a name that nobody has, so that
-- both are slowed down alike.
CREATE TABLE failed_checks (
    subject TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('password', 'totp', 'otp_sms', 'otp_email', 'recovery_code')),
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    failures BIGINT NOT NULL,
    -- The next check is not made before this moment.
    next_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (subject, kind)
);

CREATE INDEX failed_checks_user ON failed_checks (user_id);
CREATE INDEX failed_checks_change ON failed_checks (changed_at);

CREATE TABLE one_time_codes (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('email', 'phone', 'password', 'passkey', 'invite')),
    -- The e-mail address or the telephone number that the code proves; empty for the others.
    address TEXT NOT NULL,
    -- HMAC over purpose, user, address and code.
    digest BYTEA NOT NULL,
    -- What the next code of the purpose takes over, as JSON.
    details TEXT NOT NULL,
    failures BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Only the newest code counts, except that each link for a passkey has its own.
CREATE UNIQUE INDEX one_time_codes_purpose ON one_time_codes (user_id, purpose) WHERE purpose <> 'passkey';
CREATE INDEX one_time_codes_user ON one_time_codes (user_id);
CREATE INDEX one_time_codes_expiry ON one_time_codes (expires_at);

CREATE TABLE totp_factors (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('pending', 'ready')),
    -- Sealed under the master key.
    secret BYTEA NOT NULL,
    -- The time step of the last code that was accepted: it and the ones before it count no more.
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE otp_factors (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, channel)
);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- HMAC over user and code.
    digest BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (user_id, digest)
);

CREATE TABLE web_authn_credentials (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('passkey', 'u2f')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'ready')),
    name TEXT NOT NULL,
    relying_party_id TEXT NOT NULL,
    -- Of a pending registration, with the moment when it ends.
    challenge BYTEA,
    expires_at BIGINT,
    -- Of a finished one.
    credential_id BYTEA,
    -- COSE_Key.
    public_key BYTEA,
    sign_count BIGINT NOT NULL,
    -- Whether the authenticator may copy it to other devices.
    is_backup_eligible BOOLEAN NOT NULL,
    aaguid BYTEA,
    attestation_format TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX web_authn_credentials_credential ON web_authn_credentials (credential_id)
    WHERE credential_id IS NOT NULL;
CREATE INDEX web_authn_credentials_user ON web_authn_credentials (user_id);
CREATE INDEX web_authn_credentials_expiry ON web_authn_credentials (expires_at) WHERE expires_at IS NOT NULL;
