CREATE TABLE web_keys (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('initial', 'active', 'inactive')),
    -- rsa, ecdsa or ed25519, with the parameter of each.
    kind TEXT NOT NULL CHECK (kind IN ('rsa', 'ecdsa', 'ed25519')),
    rsa_bits BIGINT,
    hash_bits BIGINT,
    curve TEXT,
    -- PKCS #8 in DER, sealed under the master key.
    private_key BYTEA NOT NULL,
    -- SubjectPublicKeyInfo in DER.
    public_key BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX web_keys_active ON web_keys (state) WHERE state = 'active';

CREATE TABLE revoked_tokens (
    token_id TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);

CREATE TABLE used_assertions (
    -- SHA-256 over issuer and jti.
    digest BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

CREATE INDEX used_assertions_expiry ON used_assertions (expires_at);
