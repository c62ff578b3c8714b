CREATE TABLE authorizations (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    -- Who gave it: the owner of the project, or the holder of the grant.
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    grant_id TEXT REFERENCES project_grants (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive')),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (user_id, project_id, organization_id)
);

CREATE INDEX authorizations_project ON authorizations (project_id);
CREATE INDEX authorizations_organization ON authorizations (organization_id);
CREATE INDEX authorizations_grant ON authorizations (grant_id);

CREATE TABLE authorization_roles (
    authorization_id TEXT NOT NULL REFERENCES authorizations (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL,
    role_key TEXT NOT NULL,
    PRIMARY KEY (authorization_id, role_key),
    FOREIGN KEY (project_id, role_key) REFERENCES project_roles (project_id, key) ON DELETE CASCADE
);

CREATE INDEX authorization_roles_role ON authorization_roles (project_id, role_key);

CREATE TABLE administrators (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    scope TEXT NOT NULL CHECK (scope IN ('instance', 'organization', 'project', 'project_grant')),
    -- The one of the three below that is set; empty for the instance.
    resource_id TEXT NOT NULL,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    project_id TEXT REFERENCES projects (id) ON DELETE CASCADE,
    grant_id TEXT REFERENCES project_grants (id) ON DELETE CASCADE,
    -- Names separated by a space.
    roles TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, scope, resource_id)
);

CREATE INDEX administrators_organization ON administrators (organization_id);
CREATE INDEX administrators_project ON administrators (project_id);
CREATE INDEX administrators_grant ON administrators (grant_id);
