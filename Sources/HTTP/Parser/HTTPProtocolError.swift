/// Why a message is refused. After one of these nothing more is read from the connection: where the message ends is
/// no longer certain.
enum HTTPProtocolError: Error, CaseIterable {
    case malformedRequestLine
    case malformedTarget
    case targetTooLong
    case unsupportedVersion
    case unsupportedMethod
    case bareLineEnd
    case foldedField
    case malformedFieldName
    case malformedFieldValue
    case headerTooLarge
    case tooManyFields
    case missingHost
    case malformedHost
    case repeatedField
    case malformedLength
    case conflictingLength
    case malformedCoding
    case unsupportedCoding
    case unsupportedExpectation
    case bodyTooLarge
    case malformedChunk
    case malformedTrailer
    case truncated
    case timedOut
    /// The loop has no room for so much of the body. The message may be right, and can be sent again.
    case overloaded

    var status: HTTPStatus {
        switch self {
        case .malformedRequestLine, .malformedTarget, .bareLineEnd, .foldedField, .malformedFieldName,
            .malformedFieldValue, .missingHost, .malformedHost, .repeatedField, .malformedLength, .conflictingLength,
            .malformedCoding, .malformedChunk, .malformedTrailer, .truncated:
            .badRequest
        case .targetTooLong: .uriTooLong
        case .unsupportedVersion: .versionNotSupported
        case .unsupportedMethod, .unsupportedCoding: .notImplemented
        case .headerTooLarge, .tooManyFields: .headerFieldsTooLarge
        case .unsupportedExpectation: .expectationFailed
        case .bodyTooLarge: .contentTooLarge
        case .timedOut: .requestTimeout
        case .overloaded: .serviceUnavailable
        }
    }
}
