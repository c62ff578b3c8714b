internal import Model

/// Which addresses may be connected to.
///
/// The address is judged when the connection is made, not the name before: a name that points elsewhere a moment later
/// gains nothing, and neither does a redirect.
package struct AddressGate: Sendable {
    private let deniesPrivate: Bool
    /// Hosts and addresses that the operator allows all the same, in lower case.
    private let allowed: Set<String>

    private init(deniesPrivate: Bool, allowed: Set<String>) {
        self.deniesPrivate = deniesPrivate
        self.allowed = allowed
    }

    /// For what the operator wrote into the settings.
    package static let open = AddressGate(deniesPrivate: false, allowed: [])

    /// For addresses that come from anybody else: none of this machine or a private network (``OutboundHost``).
    package static func publicNetwork(except allowed: Set<String> = []) -> AddressGate {
        AddressGate(deniesPrivate: true, allowed: Set(allowed.map { $0.lowercased() }))
    }

    /// The gate for requests to a host: one that the operator allows by its name may be anywhere.
    func forHost(_ host: String) -> AddressGate {
        allowed.contains(host.lowercased()) ? .open : self
    }

    var isOpen: Bool { !deniesPrivate }

    /// Whether nothing in the host's text says no. A name is judged again when its address is known.
    func allowsHost(_ host: String) -> Bool {
        !deniesPrivate || allowed.contains(host) || !OutboundHost.isDenied(host)
    }

    /// - Parameter address: in numbers, an IPv6 address without brackets.
    func allows(_ address: String) -> Bool {
        // A link-local address names its interface behind a percent sign.
        let plain = String(address.prefix { $0 != "%" })
        return !deniesPrivate || allowed.contains(plain) || !OutboundHost.isDenied(plain)
    }
}
