-- The order in which authorizations are listed, and the sessions that have not been ended, which are counted.
CREATE INDEX authorizations_creation ON authorizations (created_at, id);
CREATE INDEX sessions_living ON sessions (id) WHERE terminated_at IS NULL;
