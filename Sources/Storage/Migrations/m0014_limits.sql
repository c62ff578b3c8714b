-- Requests that anybody can make, by who made them: so many are allowed in a span of time.
CREATE TABLE request_counts (
    -- The kind of request, what it is for, and the network that it came from.
    subject TEXT PRIMARY KEY,
    requests BIGINT NOT NULL,
    -- The end of the span. From then on they count no more.
    expires_at BIGINT NOT NULL
);

CREATE INDEX request_counts_expiry ON request_counts (expires_at);
