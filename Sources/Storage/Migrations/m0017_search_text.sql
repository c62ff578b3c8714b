-- All that a user is searched by, in one text: where a text is looked for in several columns at once, one comparison tells
-- of most users that they do not match. Empty when it would be too long for an index.
ALTER TABLE users ADD COLUMN search_text TEXT NOT NULL DEFAULT '';

UPDATE users SET search_text = username_folded WHERE type = 'machine';
UPDATE users
SET search_text = username_folded || ' ' || display_name_folded || ' ' || email_folded || ' ' || given_name_folded
    || ' ' || family_name_folded || ' ' || nick_name_folded
WHERE length(display_name_folded || email_folded || given_name_folded || family_name_folded || nick_name_folded) <= 195;

CREATE INDEX users_organization_search ON users (organization_id, search_text, id, username_scope);
