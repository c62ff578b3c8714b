-- What is to be told to people, until it is sent.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL,
    -- Address, words, code and link, sealed under the master key.
    content BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'dead')),
    attempts BIGINT NOT NULL,
    -- When a waiting message may be taken up, and when a message that is being sent counts as left behind.
    due_at BIGINT NOT NULL,
    -- The run that took it up; empty while it waits.
    holder TEXT NOT NULL,
    -- Why the last attempt failed; never what a server said, which may repeat an address.
    reason TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX messages_due ON messages (channel, state, due_at);
CREATE INDEX messages_user ON messages (user_id);

-- Who sends them.
CREATE TABLE message_providers (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
    kind TEXT NOT NULL CHECK (kind IN ('smtp', 'twilio', 'http')),
    is_active BOOLEAN NOT NULL,
    description TEXT NOT NULL,
    -- What is no secret, as JSON.
    configuration TEXT NOT NULL,
    -- The password, the token or the signing key, sealed under the master key.
    secret BYTEA,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX message_providers_active ON message_providers (channel) WHERE is_active;
