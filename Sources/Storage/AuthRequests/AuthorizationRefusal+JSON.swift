internal import Model
internal import Platform

extension AuthorizationRefusal {
    /// The refusal as it is stored.
    var stored: JSONObject {
        ["error": .string(code.rawValue), "description": .string(description), "uri": .string(uri)]
    }

    /// Reads the `refusal` column. A code that this version does not know is an error of the server.
    init(stored row: borrowing SQLRow) throws(DomainError) {
        let object = try row.object("refusal")
        self.init(
            object["error"]?.stringValue.flatMap(Code.init(rawValue:)) ?? .serverError,
            object["description"]?.stringValue ?? "", uri: object["uri"]?.stringValue ?? "")
    }
}
