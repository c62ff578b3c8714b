CREATE TABLE users (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('human', 'machine')),
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive', 'locked', 'initial')),
    username TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    -- Where the name is unique: empty for the whole instance, else the organization, whose domains then end each login
    -- name.
    username_scope TEXT NOT NULL,
    -- Tokens issued before this moment are dead.
    tokens_valid_from BIGINT NOT NULL,
    -- When a lock after too many failed checks ends by itself.
    locked_until BIGINT,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (username_folded, username_scope)
);

CREATE INDEX users_organization ON users (organization_id);
CREATE INDEX users_locked ON users (locked_until) WHERE locked_until IS NOT NULL;

CREATE TABLE machines (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    access_token_type TEXT NOT NULL CHECK (access_token_type IN ('bearer', 'jwt')),
    -- SHA-256 of the client secret.
    secret_digest BYTEA
);

CREATE TABLE humans (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    nick_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    preferred_language TEXT NOT NULL,
    gender TEXT NOT NULL CHECK (gender IN ('unspecified', 'female', 'male', 'diverse')),
    email TEXT NOT NULL,
    is_email_verified BOOLEAN NOT NULL,
    phone TEXT NOT NULL,
    is_phone_verified BOOLEAN NOT NULL,
    password_hash TEXT,
    is_password_change_required BOOLEAN NOT NULL,
    password_changed_at BIGINT,
    mfa_init_skipped_at BIGINT
);

CREATE TABLE user_metadata (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE TABLE machine_keys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SubjectPublicKeyInfo in DER.
    public_key BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX machine_keys_user ON machine_keys (user_id);

CREATE TABLE personal_access_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX personal_access_tokens_user ON personal_access_tokens (user_id);
