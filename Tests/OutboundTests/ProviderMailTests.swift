internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Providers of messages: test mails")
struct ProviderMailTests {
    let fixture: ProviderFixture

    init() async throws {
        fixture = try await ProviderFixture()
    }

    private func message(_ server: MailServer, _ more: JSONObject = [:]) -> JSONValue {
        var message = ProviderFixture.smtp
        message["tls"] = false
        message["host"] = .string("127.0.0.1:\(server.port)")
        message["receiverAddress"] = "minnie@mouse.example"
        for member in more.members { message[member.name] = member.value }
        return .object(message)
    }

    @Test func `a server is tested as it is described, or as it is stored`() async throws {
        let server = try await MailServer(user: "postman", password: "s3cr3t-password")
        for path in ["smtp/_test", "email/smtp/_test"] {
            #expect(try await fixture.send(.post, path, message(server)).status == .ok)
        }
        let id = try await fixture.add("smtp", message(server))
        for path in ["smtp/\(id)/_test", "email/smtp/\(id)/_test"] {
            let response = try await fixture.send(.post, path, ["receiverAddress": "minnie@mouse.example"])
            #expect(response.status == .ok, "\(response.text)")
        }
        let stored = try await fixture.send(
            .post, "smtp/_test", message(server, ["password": "", "id": .string(id)]))
        #expect(stored.status == .ok, "\(stored.text)")
        let mails = try server.mails
        #expect(mails.count == 5)
        #expect(mails.allSatisfy { $0["authenticated"] == true && $0["receivers"] == ["minnie@mouse.example"] })
    }

    @Test func `a server that does not take the mail is told about, without the password`() async throws {
        let server = try await MailServer(user: "postman", password: "another")
        let response = try await fixture.send(.post, "smtp/_test", message(server))
        #expect(response.status == .badRequest)
        #expect(try response.errorID == "SMTP-t3stF")
        #expect(response.text.contains("does not accept the credentials"))
        #expect(!response.text.contains("s3cr3t-password"))
        #expect(try server.mails == [])
    }

    @Test func `a stored password goes to no other server, and not in the clear`() async throws {
        let server = try await MailServer(user: "postman", password: "s3cr3t-password")
        let id = try await fixture.add("smtp", .object(ProviderFixture.smtp))
        let moved = message(server, ["password": "", "id": .string(id)])
        #expect(try await fixture.send(.post, "smtp/_test", moved).errorID == "SMTP-0therH")
        let clear = message(server, ["host": "mail.example.com:587", "password": "", "id": .string(id)])
        #expect(try await fixture.send(.post, "smtp/_test", clear).errorID == "SMTP-0therH")
        #expect(try server.mails == [])
    }

    @Test(arguments: [("smtp/_test", "SMTP-p9uy"), ("smtp/1/_test", "SMTP-99yth")])
    func `a test needs a receiver`(path: String, id: String) async throws {
        #expect(try await fixture.send(.post, path, .object(ProviderFixture.smtp)).errorID == id)
    }

    @Test(arguments: ["nobody", "a@b.example\r\nRCPT TO:<x@y.example>"])
    func `a receiver that is none gets nothing`(receiver: String) async throws {
        let server = try await MailServer()
        let response = try await fixture.send(
            .post, "smtp/_test", message(server, ["user": "", "receiverAddress": .string(receiver)]))
        #expect(try response.errorID == "SMTP-t3stF")
        #expect(try server.mails == [])
    }
}
