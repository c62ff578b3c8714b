internal import CCurl
internal import Glibc
internal import Synchronization

/// A handle of libcurl with the connections that it keeps: owned once, freed at the end of its scope, used by one thread.
@safe struct CurlHandle: ~Copyable {
    private let pointer: UnsafeMutableRawPointer

    /// - Throws: `.busy` when the system has no memory left.
    init() throws(OutboundError) {
        guard Self.isStarted, let pointer = unsafe curl_easy_init() else { throw OutboundError(.busy) }
        unsafe self.pointer = pointer
    }

    deinit { unsafe curl_easy_cleanup(pointer) }

    /// The library's own start, once in the process.
    private static let isStarted = alcazar_curl_start() == CURLE_OK

    /// Forgets all options, but keeps the connections.
    borrowing func reset() { unsafe curl_easy_reset(pointer) }

    borrowing func set(_ option: CURLoption, _ value: Int) {
        note(unsafe alcazar_curl_set_long(pointer, option, value))
    }

    /// For the options that take a size.
    borrowing func set(_ option: CURLoption, size value: Int) {
        note(unsafe alcazar_curl_set_size(pointer, option, Int64(value)))
    }

    /// The text is copied.
    /// - Throws: `.invalid` for a text with a NUL, which would cut it short.
    borrowing func set(_ option: CURLoption, _ value: String) throws(OutboundError) {
        guard !value.utf8.contains(0) else { throw OutboundError(.invalid) }
        note(unsafe alcazar_curl_set_text(pointer, option, value))
    }

    /// The list must live until the transfer is over.
    borrowing func set(_ option: CURLoption, _ list: borrowing CurlList) {
        note(unsafe alcazar_curl_set_list(pointer, option, list.pointer))
    }

    /// Carries out what the options say. Blocks the thread.
    /// - Parameter transfer: gives and takes the bytes.
    borrowing func perform(_ transfer: Transfer) -> CURLcode {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        var gate = unsafe alcazar_curl_gate(
            is_allowed: { context, address in
                guard let context = unsafe context, let address = unsafe address else { return 0 }
                return unsafe Transfer.of(context).allows(String(cString: address)) ? 1 : 0
            }, context: context)
        unsafe alcazar_curl_set_bytes(pointer, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return alcazar_curl_read_abort }
            let room = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return unsafe Transfer.of(context).read(into: room) ?? alcazar_curl_read_abort
        }
        unsafe alcazar_curl_set_bytes(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let received = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe Transfer.of(context).write(received) ? size * count : 0
        }
        unsafe alcazar_curl_set_bytes(pointer, CURLOPT_HEADERFUNCTION) { _, size, count, context in
            guard let context = unsafe context else { return 0 }
            return unsafe Transfer.of(context).skip(size * count) ? size * count : 0
        }
        unsafe alcazar_curl_set_progress(pointer) { context, _, _, _, _ in
            guard let context = unsafe context else { return 1 }
            return unsafe Transfer.of(context).isAbandoned ? 1 : 0
        }
        for option in [CURLOPT_READDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA] {
            unsafe alcazar_curl_set_pointer(pointer, option, context)
        }
        set(CURLOPT_NOPROGRESS, 0)
        return unsafe withUnsafeMutablePointer(to: &gate) { gate in
            unsafe alcazar_curl_set_gate(pointer, gate)
            return withExtendedLifetime(transfer) { unsafe curl_easy_perform(pointer) }
        }
    }

    /// The last reply code of the server; 0 when there was none.
    borrowing func replyCode() -> Int {
        var code = 0
        unsafe alcazar_curl_get_long(pointer, CURLINFO_RESPONSE_CODE, &code)
        return code
    }

    /// An option that this libcurl does not know is a mistake in the program or in its build.
    private borrowing func note(_ code: CURLcode) {
        precondition(code == CURLE_OK || code == CURLE_OUT_OF_MEMORY, "libcurl refused an option")
    }
}

/// A list of texts for libcurl: owned once, freed at the end of its scope.
@safe struct CurlList: ~Copyable {
    private(set) var pointer: UnsafeMutablePointer<curl_slist>?

    init(_ texts: [String]) {
        unsafe pointer = nil
        for text in texts {
            // Out of memory leaves the list as it was.
            if let longer = unsafe curl_slist_append(pointer, text) { unsafe pointer = unsafe longer }
        }
    }

    deinit { unsafe curl_slist_free_all(pointer) }
}
