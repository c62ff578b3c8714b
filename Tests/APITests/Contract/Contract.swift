internal import API
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// What the contract says of one method of `zitadel.user.v2.UserService`, or of one about users of the management API.
/// The message with which it succeeds is the one of its ``WalkRow``.
struct Contract: Sendable, CustomTestStringConvertible {
    /// What the same call comes to when it is made again and again, and many times at once.
    enum Repetition: Sendable {
        /// It succeeds each time.
        case always
        /// It succeeds so many times, and is then refused with the error of this id.
        case times(Int, String)

        static func once(_ id: String) -> Repetition { .times(1, id) }
    }

    /// An object that the message names and that is not there.
    struct Unknown: Sendable {
        let path: FieldPath
        let status: HTTPStatus
        /// Of the error; empty when the answer is just empty.
        let errorID: String
    }

    let name: String
    /// Whether it is a method of the management API.
    let isOlder: Bool
    /// Method and pattern of the REST form.
    let rest: String
    /// Whether the rest of the message is the body of a REST request.
    let hasBody: Bool
    let access: APIMethod.Access
    /// The members of the answer.
    let reply: Set<String>
    let repetition: Repetition
    private(set) var unknown: [Unknown] = []
    private(set) var limits: [FieldLimit] = []
    /// In place of the message of the method's row.
    private(set) var message: JSONValue?
    /// What `root` does before, in place of what the method's row needs.
    private var preparation: [WalkRow.Preparation] = []
    /// What gives the `$code` of the message, and the member that has it.
    private(set) var code: (preparation: WalkRow.Preparation, member: String)?

    init(
        _ name: String, _ rest: String, hasBody: Bool? = nil, _ access: APIMethod.Access, reply: Set<String>,
        _ repetition: Repetition = .always
    ) {
        self.name = name
        self.rest = rest
        isOlder = rest.contains("/management/v1/")
        self.hasBody = hasBody ?? !(rest.hasPrefix("GET") || rest.hasPrefix("DELETE"))
        self.access = access
        self.reply = reply
        self.repetition = repetition
    }

    func unknown(_ path: FieldPath, _ status: HTTPStatus, _ errorID: String = "") -> Contract {
        var copy = self
        copy.unknown.append(Unknown(path: path, status: status, errorID: errorID))
        return copy
    }

    func limits(_ limits: FieldLimit...) -> Contract {
        var copy = self
        copy.limits += limits
        return copy
    }

    func message(_ message: JSONValue) -> Contract {
        var copy = self
        copy.message = message
        return copy
    }

    func after(_ method: String, _ message: JSONValue) -> Contract {
        var copy = self
        copy.preparation.append(("\(Self.service)/\(method)", message))
        return copy
    }

    func code(_ member: String, by method: String, _ message: JSONValue) -> Contract {
        var copy = self
        copy.code = (("\(Self.service)/\(method)", message), member)
        return copy
    }

    static let service = "zitadel.user.v2.UserService"

    /// As the walk through all methods calls it.
    var method: String { isOlder ? rest : "\(Self.service)/\(name)" }
    var testDescription: String { isOlder ? "management: \(name)" : name }

    var wires: [WalkWorld.Wire] { isOlder ? [.rest] : [.connect, .rest] }

    /// The permission that a caller needs, and whether it only decides which rows are shown.
    var permission: (Permission?, isRow: Bool) {
        switch access {
        case .gate(let permission), .object(let permission), .objectOrSelf(let permission): (permission, false)
        case .rows(let permission): (permission, true)
        case .authenticated: (nil, false)
        }
    }

    /// The fields that stand in the path of a REST request.
    var pathFields: Set<String> {
        Set(
            rest.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
                let words = segment.dropFirst().dropLast().split(separator: "_")
                return words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
            })
    }

    /// The method's row in the walk through all methods, with this contract's message.
    var row: WalkRow? {
        WalkRow.all.first { $0.method == method }.map { row in
            WalkRow(
                row.kind, method, message ?? row.message,
                preparing: preparation.isEmpty ? row.preparation : preparation)
        }
    }

    static let all = (lifeCycle + addresses + factors + credentials + metadata + identityProviders + management)
        .filter { $0.row != nil }
}

/// One method with the world in which it succeeds.
struct ContractCall {
    let world: WalkWorld
    let row: WalkRow

    /// - Parameter contract: for whose message everything is prepared in a world of its own.
    init(_ contract: Contract) async throws {
        let row = try #require(contract.row)
        var world = try await WalkWorld.shared().copy()
        try await world.prepare(row)
        if let (preparation, member) = contract.code {
            let before = WalkRow(.write, preparation.method, preparation.message)
            let response = try await world.call(before, over: .connect, as: .root)
            world = world.adding("code", try #require(try response.json[member]))
        }
        self.world = world
        self.row = row
    }

    func call(over wire: WalkWorld.Wire, as caller: WalkWorld.Caller = .root) async throws -> TestResponse {
        try await world.call(row, over: wire, as: caller)
    }
}
