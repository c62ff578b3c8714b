-- Authentication requests of applications (OpenID Connect Core §3.1.2.1), and what became of them.
CREATE TABLE auth_requests (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES applications (client_id) ON DELETE CASCADE,
    -- Who may answer the request besides those who may answer every one.
    login_client_id TEXT,
    -- What the application asked for, as JSON.
    parameters TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'granted', 'redeemed')),
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    session_id TEXT,
    authenticated_at BIGINT,
    -- RFC 8176 values, separated by spaces.
    authentication_methods TEXT NOT NULL,
    -- Names all tokens that the code gave, so that its second use ends them.
    family_id TEXT,
    -- Of the request while it waits, then of its code.
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX auth_requests_client ON auth_requests (client_id);
CREATE INDEX auth_requests_user ON auth_requests (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX auth_requests_expiry ON auth_requests (expires_at);

-- What refresh tokens stand for: a row for each time that a user let an application have one.
CREATE TABLE token_families (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES applications (client_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- What the tokens say, as JSON.
    grant_details TEXT NOT NULL,
    -- Of the refresh token that counts; each use makes another.
    generation BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL,
    revoked_at BIGINT,
    -- When it ends if it is not used; never after its last end.
    expires_at BIGINT NOT NULL,
    last_expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX token_families_client ON token_families (client_id);
CREATE INDEX token_families_user ON token_families (user_id);
CREATE INDEX token_families_expiry ON token_families (expires_at);
