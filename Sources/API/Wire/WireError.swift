internal import HTTP
internal import Model
internal import Platform

extension DomainError {
    /// The message with the stable id that clients match on.
    var wireMessage: String {
        id.isEmpty ? message : "\(message) (\(id))"
    }

    /// The type of the message that carries the details.
    var detailType: String {
        failedAttempts == nil ? "zitadel.v1.ErrorDetail" : "zitadel.v1.CredentialsCheckError"
    }

    /// Its members, as both wires show them.
    var detail: JSONObject {
        var detail: JSONObject = ["id": .string(id), "message": .string(message)]
        if let failedAttempts { detail["failedAttempts"] = .integer(failedAttempts) }
        return detail
    }

    /// `{id = 1, message = 2, failed_attempts = 3}` in protobuf's binary form.
    var protobufDetail: [UInt8] {
        var bytes = Self.protobufField(1, id) + Self.protobufField(2, message)
        if let failedAttempts { bytes += [3 << 3] + Self.varint(UInt64(max(0, failedAttempts))) }
        return bytes
    }

    private static func protobufField(_ number: UInt8, _ text: String) -> [UInt8] {
        [number << 3 | 2] + varint(UInt64(text.utf8.count)) + Array(text.utf8)
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var (bytes, rest): ([UInt8], UInt64) = ([], value)
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

extension DomainError.Kind {
    /// The canonical code by number, its name on the Connect wire, and the HTTP status of both wires.
    var code: (number: Int64, name: String, http: HTTPStatus) {
        switch self {
        case .cancelled: (1, "canceled", HTTPStatus(499))
        case .unknown: (2, "unknown", .internalServerError)
        case .invalidArgument: (3, "invalid_argument", .badRequest)
        case .deadlineExceeded: (4, "deadline_exceeded", .gatewayTimeout)
        case .notFound: (5, "not_found", .notFound)
        case .alreadyExists: (6, "already_exists", .conflict)
        case .permissionDenied: (7, "permission_denied", .forbidden)
        case .resourceExhausted: (8, "resource_exhausted", .tooManyRequests)
        case .failedPrecondition: (9, "failed_precondition", .badRequest)
        case .aborted: (10, "aborted", .conflict)
        case .outOfRange: (11, "out_of_range", .badRequest)
        case .unimplemented: (12, "unimplemented", .notImplemented)
        case .internal: (13, "internal", .internalServerError)
        case .unavailable: (14, "unavailable", .serviceUnavailable)
        case .dataLoss: (15, "data_loss", .internalServerError)
        case .unauthenticated: (16, "unauthenticated", .unauthorized)
        }
    }
}
