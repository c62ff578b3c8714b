-- The copies in lower case were once made by the engine, of texts that came from no column; one that folded them by the
-- rules of a language folded more than ASCII letters.
UPDATE users
SET given_name_folded = (SELECT lower(h.given_name) FROM humans h WHERE h.user_id = users.id),
    family_name_folded = (SELECT lower(h.family_name) FROM humans h WHERE h.user_id = users.id),
    nick_name_folded = (SELECT lower(h.nick_name) FROM humans h WHERE h.user_id = users.id),
    display_name_folded = (SELECT lower(h.display_name) FROM humans h WHERE h.user_id = users.id),
    email_folded = (SELECT lower(h.email) FROM humans h WHERE h.user_id = users.id)
WHERE EXISTS (
    SELECT 1 FROM humans h
    WHERE h.user_id = users.id AND (
        users.given_name_folded <> lower(h.given_name) OR users.family_name_folded <> lower(h.family_name)
        OR users.nick_name_folded <> lower(h.nick_name) OR users.display_name_folded <> lower(h.display_name)
        OR users.email_folded <> lower(h.email)
    )
);
