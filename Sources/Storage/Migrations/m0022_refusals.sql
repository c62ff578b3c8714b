-- What the application of a refused request is told, as JSON.
ALTER TABLE auth_requests ADD COLUMN refusal TEXT;
