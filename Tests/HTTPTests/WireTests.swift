internal import HTTP
internal import Testing

@Suite("RFC 9112: requests over a socket")
struct WireTests {
    @Test func `every message of the corpus gets exactly its responses`() async throws {
        try await RunningServer.with { address, _ in
            for fixture in Fixture.all {
                let client = try await RawClient.connect(to: address)
                // A refused message is answered while it is still being sent, so sending may fail.
                try? await client.send(fixture.bytes)
                if !fixture.isRefused { client.finish() }
                let responses = RawResponse.parse(try await client.readToEnd())
                #expect(responses.map(\.status) == fixture.statuses, "\(fixture.name)")
                if fixture.isRefused { #expect(responses.last?.field("Connection") == "close", "\(fixture.name)") }
            }
        }
    }

    @Test func `every message of the corpus has the same outcome when it comes in two pieces`() async throws {
        try await RunningServer.with { address, _ in
            for fixture in Fixture.all where fixture.bytes.count < 2000 {
                let client = try await RawClient.connect(to: address)
                let cut = fixture.bytes.count / 2
                // As above.
                try? await client.send(Array(fixture.bytes[..<cut]))
                try? await client.send(Array(fixture.bytes[cut...]))
                if !fixture.isRefused { client.finish() }
                let statuses = RawResponse.parse(try await client.readToEnd()).map(\.status).filter { $0 != 100 }
                #expect(statuses == fixture.statuses, "\(fixture.name)")
            }
        }
    }

    @Test func `nothing is answered after a refused message`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET / HTTP/1.1\r\n\r\n")
            let first = try await client.responses(1)
            #expect(first.map(\.status) == [400])
            // The server may be gone already.
            try? await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let rest = (try? await client.readToEnd()) ?? []
            #expect(rest.isEmpty)
        }
    }

    @Test func `a client that is still sending its too large body can read why it was refused`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n")
            try await client.send([UInt8](repeating: 97, count: 500_000))
            client.finish()
            #expect(RawResponse.parse(try await client.readToEnd()).map(\.status) == [413])
        }
    }
}
