internal import Model
internal import Platform

extension Page {
    /// The largest page, and the one of those who do not ask.
    static let greatestLimit: Int64 = 1000
    static let defaultLimit: Int64 = 100

    /// Reads `pagination` (or the older `query`): `{offset, limit, asc}`.
    /// - Throws: `QUERY-4M0fs` for more than 1000 rows.
    init(_ request: MessageReader, field: String = "pagination") throws(DomainError) {
        let message = try request.message(field, as: "PaginationRequest")
        let limit = try message?.unsigned("limit") ?? 0
        guard limit <= Self.greatestLimit else {
            throw DomainError(.invalidArgument, "QUERY-4M0fs", "Limit exceeded")
        }
        self.init(
            offset: try message?.unsigned("offset") ?? 0, limit: limit == 0 ? Self.defaultLimit : limit,
            isAscending: try message?.bool("asc") ?? false)
    }

    /// `zitadel.filter.v2.PaginationResponse`.
    func response(total: Int64) -> JSONObject {
        .message {
            $0.set("totalResult", long: total)
            $0.set("appliedLimit", long: limit)
        }
    }
}

/// `zitadel.object.v2.ListDetails`, the older list head.
func listDetails(total: Int64, at now: Timestamp, timestampField: String = "timestamp") -> JSONObject {
    .message {
        $0.set("totalResult", long: total)
        $0.set(timestampField, now)
    }
}
