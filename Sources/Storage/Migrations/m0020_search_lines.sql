-- In the text of all that a user is searched by, each has a line of its own now, and the nick name comes last, after an
-- empty line: a text that occurs there occurs in one of them. Empty where a line would be two, or all too long.
DROP INDEX users_organization_search;

UPDATE users
SET search_text = CASE
    WHEN username_folded = '' OR strpos(username_folded, s.line_break) > 0 THEN ''
    ELSE s.line_break || username_folded
END
FROM (SELECT '
' AS line_break) s
WHERE type = 'machine';

UPDATE users
SET search_text = CASE
    WHEN username_folded = ''
        OR length(display_name_folded || email_folded || given_name_folded || family_name_folded || nick_name_folded)
            > 194
        OR strpos(username_folded || display_name_folded || email_folded || given_name_folded || family_name_folded
            || nick_name_folded, s.line_break) > 0
    THEN ''
    ELSE s.line_break || username_folded
        || CASE WHEN display_name_folded = '' THEN '' ELSE s.line_break || display_name_folded END
        -- What another line begins with needs none of its own.
        || CASE
            WHEN email_folded = ''
                OR strpos(s.line_break || display_name_folded, s.line_break || email_folded) > 0 THEN ''
            ELSE s.line_break || email_folded
        END
        || CASE
            WHEN given_name_folded = ''
                OR strpos(s.line_break || display_name_folded || s.line_break || email_folded,
                    s.line_break || given_name_folded) > 0 THEN ''
            ELSE s.line_break || given_name_folded
        END
        || CASE
            WHEN family_name_folded = ''
                OR strpos(s.line_break || display_name_folded || s.line_break || email_folded || s.line_break
                    || given_name_folded, s.line_break || family_name_folded) > 0 THEN ''
            ELSE s.line_break || family_name_folded
        END
        || CASE
            WHEN nick_name_folded = ''
                OR strpos(s.line_break || display_name_folded || s.line_break || email_folded || s.line_break
                    || given_name_folded || s.line_break || family_name_folded,
                    s.line_break || nick_name_folded) > 0 THEN ''
            ELSE s.line_break || s.line_break || nick_name_folded
        END
END
FROM (SELECT '
' AS line_break) s
WHERE type = 'human';

CREATE INDEX users_organization_search ON users (organization_id, search_text, id, username_scope);
CREATE INDEX users_scoped ON users (username_scope) WHERE username_scope <> '';

-- The smallest one is made last again, because it counts.
DROP INDEX users_organization;
CREATE INDEX users_organization ON users (organization_id, id);
