-- That a person lets an application have tokens for a project of another organization.
CREATE TABLE consents (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES applications (client_id) ON DELETE CASCADE,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, client_id, project_id)
);

CREATE INDEX consents_client ON consents (client_id);
CREATE INDEX consents_project ON consents (project_id);

-- Who was asked for this request and agreed.
ALTER TABLE auth_requests ADD COLUMN consented_user_id TEXT;
