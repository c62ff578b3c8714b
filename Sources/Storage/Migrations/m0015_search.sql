-- What people are searched and sorted by, in lower case, beside what all users are: a search reads one table, and finds
-- what it needs in one index. NULL for machine users.
ALTER TABLE users ADD COLUMN given_name_folded TEXT;
ALTER TABLE users ADD COLUMN family_name_folded TEXT;
ALTER TABLE users ADD COLUMN nick_name_folded TEXT;
ALTER TABLE users ADD COLUMN display_name_folded TEXT;
ALTER TABLE users ADD COLUMN email_folded TEXT;

UPDATE users
SET given_name_folded = (SELECT lower(h.given_name) FROM humans h WHERE h.user_id = users.id),
    family_name_folded = (SELECT lower(h.family_name) FROM humans h WHERE h.user_id = users.id),
    nick_name_folded = (SELECT lower(h.nick_name) FROM humans h WHERE h.user_id = users.id),
    display_name_folded = (SELECT lower(h.display_name) FROM humans h WHERE h.user_id = users.id),
    email_folded = (SELECT lower(h.email) FROM humans h WHERE h.user_id = users.id)
WHERE type = 'human';

-- Within an organization one for each order, which counts and compares without reading a row.
DROP INDEX users_organization;
CREATE INDEX users_organization ON users (organization_id, id);
CREATE INDEX users_organization_username ON users (organization_id, username_folded, id, username_scope, username);
CREATE INDEX users_organization_creation ON users (organization_id, created_at, id);
CREATE INDEX users_organization_type ON users (organization_id, type, id);
CREATE INDEX users_organization_state ON users (organization_id, state, id);
CREATE INDEX users_organization_given_name ON users (organization_id, given_name_folded, id)
    WHERE given_name_folded IS NOT NULL;
CREATE INDEX users_organization_family_name ON users (organization_id, family_name_folded, id)
    WHERE family_name_folded IS NOT NULL;
CREATE INDEX users_organization_nick_name ON users (organization_id, nick_name_folded, id)
    WHERE nick_name_folded IS NOT NULL;
CREATE INDEX users_organization_display_name ON users (organization_id, display_name_folded, id)
    WHERE display_name_folded IS NOT NULL;
CREATE INDEX users_organization_email ON users (organization_id, email_folded, id) WHERE email_folded IS NOT NULL;

-- Over all organizations; names are unique by another index.
CREATE INDEX users_creation ON users (created_at, id);
CREATE INDEX users_email ON users (email_folded, id) WHERE email_folded IS NOT NULL;

CREATE INDEX user_metadata_key ON user_metadata (key, user_id);
