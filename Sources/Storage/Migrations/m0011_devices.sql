-- Requests of devices that cannot show a browser, until they have their tokens.
CREATE TABLE device_authorizations (
    id TEXT PRIMARY KEY,
    -- SHA-256 of the device code.
    device_digest BYTEA NOT NULL UNIQUE,
    -- The letters that people type, without the dash.
    user_code TEXT NOT NULL UNIQUE,
    client_id TEXT NOT NULL REFERENCES applications (client_id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'redeemed')),
    -- Milliseconds between two polls; it grows when the device polls faster.
    poll_interval BIGINT NOT NULL,
    polled_at BIGINT,
    -- Who approved, in which session, and what was proven there.
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    session_id TEXT,
    authentication_methods TEXT NOT NULL,
    authenticated_at BIGINT,
    approved_at BIGINT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX device_authorizations_client ON device_authorizations (client_id);
CREATE INDEX device_authorizations_user ON device_authorizations (user_id);
CREATE INDEX device_authorizations_expiry ON device_authorizations (expires_at);

-- User codes that nobody has, by who tried them.
CREATE TABLE user_code_failures (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    -- From then on they count no more.
    expires_at BIGINT NOT NULL
);

CREATE INDEX user_code_failures_expiry ON user_code_failures (expires_at);

-- The applications that a session signed in to and that want to know when it ends.
CREATE TABLE session_clients (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES applications (client_id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, client_id)
);

CREATE INDEX session_clients_client ON session_clients (client_id);

-- What applications are to be told about sessions that have ended. The session and its user may be gone by then.
CREATE TABLE logout_notices (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES applications (client_id) ON DELETE CASCADE,
    uri TEXT NOT NULL,
    session_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'dead')),
    attempts BIGINT NOT NULL,
    -- When a waiting one may be taken up; also when one that is on its way counts as left behind.
    due_at BIGINT NOT NULL,
    -- The run that took it up; empty while it waits.
    holder TEXT NOT NULL,
    -- Why the last attempt failed.
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX logout_notices_due ON logout_notices (state, due_at);
CREATE INDEX logout_notices_client ON logout_notices (client_id);
