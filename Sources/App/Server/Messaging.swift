internal import Domain
internal import Outbound
internal import Platform

/// Messages to people, from the command that posts one to the server that takes it.
struct Messaging {
    let messages: Messages
    let courier: Courier
    let sender: MessageSender

    init(_ surroundings: Service.Surroundings, externalURL: String) {
        let outbound = surroundings.outbound
        let bell = MessageBell()
        let statistics = MessageStatistics()
        messages = Messages(
            masterKey: surroundings.masterKey, ids: surroundings.ids, externalURL: externalURL, bell: bell)
        sender = MessageSender(
            mail: SMTPClient(certificates: outbound.certificates),
            web: HTTPClient(
                .publicNetwork(except: outbound.allowedHosts), connections: 8, certificates: outbound.certificates),
            twilioURL: outbound.twilioURL)
        courier = Courier(
            database: surroundings.database, masterKey: surroundings.masterKey,
            route: outbound.console.map { .console($0) } ?? .providers(sender, outbound.providers), bell: bell,
            statistics: statistics, clock: surroundings.clock, log: surroundings.log)
        MessageMetrics.add(statistics, to: surroundings.metrics)
    }
}
