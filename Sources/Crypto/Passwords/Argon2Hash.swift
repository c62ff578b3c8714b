internal import CArgon2

/// Argon2i or Argon2id (RFC 9106), version 1.3, as a PHC string.
struct Argon2Hash: StoredHash {
    enum Variant: String {
        case i = "argon2i"
        case id = "argon2id"
    }

    let variant: Variant
    let cost: PasswordHash.Cost
    let salt: [UInt8]
    var hash: [UInt8]

    init(variant: Variant = .id, cost: PasswordHash.Cost, salt: [UInt8], hash: [UInt8]) {
        self.variant = variant
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Reads the strict form: every part once, in the order of the specification, numbers without leading zeros.
    init?(_ fields: [Substring]) {
        guard fields.count == 5, let variant = Variant(rawValue: String(fields[0])), fields[1] == "v=19" else {
            return nil
        }
        let parameters = fields[2].split(separator: ",", omittingEmptySubsequences: false)
        guard parameters.count == 3, let memory = HashEncoding.number(parameters[0], "m="),
            let passes = HashEncoding.number(parameters[1], "t="),
            let lanes = HashEncoding.number(parameters[2], "p="), let salt = HashEncoding.unpadded(fields[3]),
            let hash = HashEncoding.unpadded(fields[4])
        else { return nil }
        // RFC 9106 §3.1 asks for 8 bytes of salt and 4 of hash; a hash that short would match by luck.
        guard (8...64).contains(salt.count), (16...64).contains(hash.count) else { return nil }
        self.init(
            variant: variant, cost: PasswordHash.Cost(memory: memory, passes: passes, lanes: lanes), salt: salt,
            hash: hash)
    }

    var text: String {
        "$\(variant.rawValue)$v=19$m=\(cost.memory),t=\(cost.passes),p=\(cost.lanes)"
            + "$\(HashEncoding.unpadded(salt))$\(HashEncoding.unpadded(hash))"
    }

    /// At most 512 MiB, 10 passes, 16 lanes; RFC 9106 §3.1 asks for 8 KiB a lane.
    var isAffordable: Bool {
        (1...16).contains(cost.lanes) && (8 * cost.lanes...512 * 1024).contains(cost.memory)
            && (1...10).contains(cost.passes)
    }

    var isStrong: Bool { cost.memory >= 8192 }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        ConstantTime.equal(try compute(password), hash)
    }

    /// The hash of a password under salt and cost of this one. The lanes are computed one after another: a check takes
    /// one thread, whatever the hash says.
    func compute(_ password: [UInt8]) throws(CryptoError) -> [UInt8] {
        var (output, password, salt) = ([UInt8](repeating: 0, count: hash.count), password, salt)
        defer { password.wipe() }
        let status = unsafe output.withUnsafeMutableBufferPointer { output in
            unsafe password.withUnsafeMutableBufferPointer { password in
                unsafe salt.withUnsafeMutableBufferPointer { salt in
                    var context = unsafe argon2_context()
                    unsafe context.out = output.baseAddress
                    unsafe context.outlen = UInt32(output.count)
                    unsafe context.pwd = password.baseAddress
                    unsafe context.pwdlen = UInt32(password.count)
                    unsafe context.salt = salt.baseAddress
                    unsafe context.saltlen = UInt32(salt.count)
                    unsafe context.t_cost = cost.passes
                    unsafe context.m_cost = cost.memory
                    unsafe context.lanes = cost.lanes
                    unsafe context.threads = 1
                    unsafe context.version = ARGON2_VERSION_13.rawValue
                    unsafe context.allocate_cbk = { block, size in
                        guard let taken = unsafe HashMemory.take(size) else {
                            return ARGON2_MEMORY_ALLOCATION_ERROR.rawValue
                        }
                        unsafe block?.pointee = taken
                        return ARGON2_OK.rawValue
                    }
                    unsafe context.free_cbk = { block, size in
                        if let block = unsafe block { unsafe HashMemory.putBack(block, size: size) }
                    }
                    return unsafe argon2_ctx(&context, variant == .i ? Argon2_i : Argon2_id)
                }
            }
        }
        guard status == ARGON2_OK.rawValue else {
            throw .library(operation: "hash a password", reason: unsafe String(cString: argon2_error_message(status)))
        }
        return output
    }
}
