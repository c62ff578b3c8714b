internal import Platform
internal import TestSupport

extension TestResponse {
    /// What a client matches on, on either wire; empty for a fault of the form.
    var errorID: String {
        get throws {
            let detail = try json["details"]?[0]
            return (detail?["debug"]?["id"] ?? detail?["id"])?.stringValue ?? ""
        }
    }
}
