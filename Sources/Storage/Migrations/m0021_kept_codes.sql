-- Codes for addresses and invitations are kept after their end. Whoever looks for those that are to go does not read them.
DROP INDEX one_time_codes_expiry;
CREATE INDEX one_time_codes_expiry ON one_time_codes (expires_at) WHERE purpose IN ('password', 'passkey');
