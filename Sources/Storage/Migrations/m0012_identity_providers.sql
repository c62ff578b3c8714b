-- Services whose word on who somebody is is taken.
CREATE TABLE identity_providers (
    id TEXT PRIMARY KEY,
    -- NULL for a provider of the instance.
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive')),
    kind TEXT NOT NULL CHECK (kind IN ('oidc', 'oauth')),
    -- What is no secret, as JSON.
    configuration TEXT NOT NULL,
    -- The client secret, sealed under the master key; NULL for a public client.
    secret BYTEA,
    allows_linking BOOLEAN NOT NULL,
    allows_creation BOOLEAN NOT NULL,
    creates_automatically BOOLEAN NOT NULL,
    updates_automatically BOOLEAN NOT NULL,
    auto_linking TEXT NOT NULL CHECK (auto_linking IN ('off', 'username', 'email')),
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX identity_providers_organization ON identity_providers (organization_id)
    WHERE organization_id IS NOT NULL;

-- With which providers people may log in, by the login settings of the instance or of an organization.
CREATE TABLE login_identity_providers (
    -- The organization; empty for the instance.
    owner TEXT NOT NULL,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, provider_id),
    CHECK (owner = COALESCE(organization_id, ''))
);

CREATE INDEX login_identity_providers_organization ON login_identity_providers (organization_id)
    WHERE organization_id IS NOT NULL;
CREATE INDEX login_identity_providers_provider ON login_identity_providers (provider_id);

-- Which account at a provider is which user.
CREATE TABLE identity_provider_links (
    provider_id TEXT NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE,
    external_id TEXT NOT NULL,
    external_name TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider_id, external_id)
);

CREATE INDEX identity_provider_links_user ON identity_provider_links (user_id);

-- Ways to a provider and back.
CREATE TABLE identity_provider_intents (
    id TEXT PRIMARY KEY,
    provider_id TEXT NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('started', 'answered', 'succeeded', 'failed', 'consumed')),
    success_url TEXT NOT NULL,
    failure_url TEXT NOT NULL,
    -- Who it turned out to be; NULL while nobody is linked.
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    -- Code verifier and nonce while it is started, and while it has succeeded what the provider said and gave: sealed
    -- under the master key. Empty otherwise.
    content BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX identity_provider_intents_expiry ON identity_provider_intents (expires_at);
CREATE INDEX identity_provider_intents_provider ON identity_provider_intents (provider_id);
CREATE INDEX identity_provider_intents_user ON identity_provider_intents (user_id) WHERE user_id IS NOT NULL;
