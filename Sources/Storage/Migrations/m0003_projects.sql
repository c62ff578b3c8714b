CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive')),
    role_assertion BOOLEAN NOT NULL,
    authorization_required BOOLEAN NOT NULL,
    access_required BOOLEAN NOT NULL,
    private_labeling TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (organization_id, name_folded)
);

CREATE TABLE project_roles (
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role_group TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, key)
);

CREATE TABLE project_grants (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    granted_organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive')),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (project_id, granted_organization_id)
);

CREATE INDEX project_grants_organization ON project_grants (granted_organization_id);

CREATE TABLE project_grant_roles (
    grant_id TEXT NOT NULL REFERENCES project_grants (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL,
    role_key TEXT NOT NULL,
    PRIMARY KEY (grant_id, role_key),
    FOREIGN KEY (project_id, role_key) REFERENCES project_roles (project_id, key) ON DELETE CASCADE
);

CREATE INDEX project_grant_roles_role ON project_grant_roles (project_id, role_key);

CREATE TABLE applications (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive')),
    type TEXT NOT NULL CHECK (type IN ('oidc', 'api')),
    client_id TEXT NOT NULL UNIQUE,
    authentication_method TEXT NOT NULL,
    -- SHA-256 of the client secret.
    secret_digest BYTEA,
    -- The settings of an OpenID Connect client as JSON; empty for an API.
    configuration TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX applications_project ON applications (project_id);

CREATE TABLE application_keys (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    public_key BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX application_keys_application ON application_keys (application_id);
