-- Settings by kind: those of the instance, and what organizations chose instead.
CREATE TABLE settings (
    kind TEXT NOT NULL,
    -- The organization; empty for the instance.
    owner TEXT NOT NULL,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    -- A JSON object.
    value TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (kind, owner),
    CHECK (owner = COALESCE(organization_id, ''))
);

CREATE INDEX settings_organization ON settings (organization_id) WHERE organization_id IS NOT NULL;

-- Texts of the login pages that replace the built-in ones.
CREATE TABLE login_translations (
    owner TEXT NOT NULL,
    locale TEXT NOT NULL,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    -- A JSON object.
    texts TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (owner, locale),
    CHECK (owner = COALESCE(organization_id, ''))
);

CREATE INDEX login_translations_organization ON login_translations (organization_id)
    WHERE organization_id IS NOT NULL;
