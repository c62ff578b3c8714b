internal import Model
internal import Outbound
internal import Platform
internal import Storage

/// One attempt to tell one application that a session has ended.
struct LogoutDelivery: Sendable {
    /// How long an application is tried.
    private static let patience = Duration.hours(24)
    private static let firstPause = Duration.seconds(5)
    private static let longestPause = Duration.hours(1)

    private enum Outcome {
        case delivered
        /// Worth another attempt.
        case failed(String)
        case refused(String)
    }

    let courier: LogoutCourier
    let notice: LogoutNotice
    let holder: String

    func run() async {
        do throws(DomainError) {
            let token = try await courier.tokens.sign(notice, at: courier.clock.now())
            try await settle(await send(token))
        } catch {
            // The mark on the notice ends by itself, and then it is taken up again.
            courier.log.error(
                "what became of a logout notice was not noted",
                ["noticeId": .string(notice.id.rawValue), "reason": .string(error.message)])
        }
    }

    /// §2.5 and §2.8: a form with the one parameter; 200 says that the session is over there, 204 is taken for the same,
    /// and 400 that the application does not understand.
    private func send(_ token: String) async -> Outcome {
        do throws(OutboundError) {
            let response = try await courier.web.send(
                WebRequest(
                    .post, notice.uri, fields: [("Content-Type", "application/x-www-form-urlencoded")],
                    // The characters of a JWT stand for themselves in a form.
                    body: Array("logout_token=\(token)".utf8)))
            switch response.status {
            case 200...299: return .delivered
            case 408, 425, 429, 500...599: return .failed("it said \(response.status)")
            default: return .refused("it said \(response.status)")
            }
        } catch {
            switch error.kind {
            case .invalid, .denied: return .refused(error.description)
            // Whatever it said, it has heard.
            case .tooLarge: return .delivered
            case .unreachable, .noSuchHost, .interrupted, .insecure, .notAuthenticated, .refusedForNow, .refused,
                .abandoned, .busy:
                return .failed(error.description)
            }
        }
    }

    private func settle(_ outcome: Outcome) async throws(DomainError) {
        switch outcome {
        case .delivered:
            courier.statistics.count(.delivered)
            try await courier.database.write { (tx) throws(DomainError) in
                try tx.deleteLogoutNotice(notice.id, holder: holder)
            }
        case .refused(let reason): try await bury(reason)
        case .failed(let reason):
            let pause = Self.pause(after: notice.attempts)
            guard courier.clock.now().since(notice.createdAt) + pause < Self.patience else {
                try await bury(reason)
                return
            }
            courier.statistics.count(.failed)
            courier.log.warning(
                "an application was not told of an ended session and is told again", facts(reason))
            try await note(.waiting, reason, until: courier.clock.now() + pause)
        }
    }

    /// Each pause is twice the one before, and each differs a little from others, so that what failed together does not
    /// come back together.
    private static func pause(after attempts: Int64) -> Duration {
        let doublings = min(max(attempts, 1) - 1, 12)
        let pause = min(firstPause * (1 << doublings), longestPause)
        return .milliseconds(Int64(Double(pause.milliseconds) * .random(in: 0.8...1.2)))
    }

    private func bury(_ reason: String) async throws(DomainError) {
        courier.statistics.count(.dead)
        courier.log.error("an application was not told of an ended session and is not told any more", facts(reason))
        try await note(.dead, reason, until: courier.clock.now())
    }

    private func note(
        _ state: LogoutNotice.State, _ reason: String, until due: Timestamp
    ) async throws(DomainError) {
        let now = courier.clock.now()
        try await courier.database.write { (tx) throws(DomainError) in
            try tx.settleLogoutNotice(notice.id, holder: holder, state, until: due, reason: reason, at: now)
        }
    }

    private func facts(_ reason: String) -> Log.Facts {
        [
            "noticeId": .string(notice.id.rawValue), "clientId": .string(notice.clientID),
            "attempts": .integer(notice.attempts), "reason": .string(reason),
        ]
    }
}
