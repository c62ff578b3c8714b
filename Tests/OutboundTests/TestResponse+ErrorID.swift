internal import Platform
internal import TestSupport

extension TestResponse {
    /// What a client matches on; empty for a fault of the form.
    var errorID: String {
        get throws { try json["details"]?[0]?["id"]?.stringValue ?? "" }
    }
}
