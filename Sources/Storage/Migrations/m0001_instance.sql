CREATE TABLE instance (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    default_organization_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    -- A known text sealed under the master key: a wrong key is noticed at start.
    master_key_check BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive')),
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE organization_domains (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    domain TEXT NOT NULL,
    is_verified BOOLEAN NOT NULL,
    is_primary BOOLEAN NOT NULL,
    is_generated BOOLEAN NOT NULL,
    validation_type TEXT NOT NULL CHECK (validation_type IN ('none', 'http', 'dns')),
    validation_token TEXT,
    validation_expires_at BIGINT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, domain)
);

CREATE UNIQUE INDEX organization_domains_verified ON organization_domains (domain) WHERE is_verified;
CREATE UNIQUE INDEX organization_domains_primary ON organization_domains (organization_id) WHERE is_primary;

CREATE TABLE organization_metadata (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, key)
);

CREATE TABLE events (
    id BIGINT PRIMARY KEY,
    aggregate_type TEXT NOT NULL,
    aggregate_id TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    organization_id TEXT,
    type TEXT NOT NULL,
    actor TEXT,
    created_at BIGINT NOT NULL,
    payload TEXT NOT NULL,
    UNIQUE (aggregate_type, aggregate_id, sequence)
);

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- What is counted over all nodes, such as their starts.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
