import FieldKit
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import UnixSignals

@testable import SyncServer

/// A county's server that really listens, with its own CA, in this process.
final class RunningServer: Sendable {
    let url: String
    let folder: ServerFolder
    let log: CollectedLines
    let metrics: PrometheusMetrics
    private let group: ServiceGroup
    private let home: TemporaryFolder

    private init(
        url: String,
        folder: ServerFolder,
        log: CollectedLines,
        metrics: PrometheusMetrics,
        group: ServiceGroup,
        home: TemporaryFolder
    ) {
        self.url = url
        self.folder = folder
        self.log = log
        self.metrics = metrics
        self.group = group
        self.home = home
    }

    /// Starts a server, runs the test against it, and stops it.
    static func with(
        _ endpoint: any SyncEndpoint,
        secure: Bool = true,
        signals: [UnixSignal] = [],
        clock: FixedClock = FixedClock(),
        review: ReviewParts? = nil,
        _ test: (RunningServer) async throws -> Void
    ) async throws {
        let home = try TemporaryFolder()
        let folder = ServerFolder(home.path("county"))
        let settings = ServerSettings(
            name: "试验县",
            division: "219900",
            role: .county,
            hosts: ServerSettings.localHosts
        )
        try folder.make(settings)
        try TransportIdentity.create(
            in: folder,
            name: settings.name,
            hosts: try settings.hostNames()
        )
        let log = CollectedLines()
        let metrics = PrometheusMetrics()
        let parts = ServerParts(
            endpoint: endpoint,
            review: review,
            authorityPEM: String(decoding: try folder.read(.authority), as: UTF8.self),
            clock: clock,
            metrics: metrics,
            logger: Logger(label: "test") {
                StructuredLog(label: $0, clock: clock) { log.append($0) }
            }
        )
        let application = try ServerApplication(
            parts,
            listen: try ListenAddress("127.0.0.1:0"),
            transport: secure
                ? try TransportIdentity.open(in: folder, hosts: try settings.hostNames()) : nil
        )
        let (addresses, listening) = AsyncStream<String>.makeStream()
        let group = try application.group(signals: signals) { listening.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            for await url in addresses {
                let server = RunningServer(
                    url: url,
                    folder: folder,
                    log: log,
                    metrics: metrics,
                    group: group,
                    home: home
                )
                do {
                    try await test(server)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Asks the server to stop, as SIGTERM does.
    func stop() async { await group.triggerGracefulShutdown() }

    /// One answer of the server.
    struct Answer: Sendable {
        let status: Int
        let httpVersion: String
        let headers: [String: String]
        let body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Asks by curl, which trusts the county's CA and nothing else.
    func curl(_ path: String, _ arguments: [String] = []) async throws -> Answer {
        let head = home.path(UUID().uuidString)
        let tool = try await Tool.run(
            "curl",
            [
                "-sS", "--noproxy", "*", "--cacert", folder.path(of: .authority), "-D", head,
                "-w", "\n%{http_code} %{http_version}", url + path,
            ] + arguments
        )
        guard tool.status == 0 else { throw Failure(tool: tool) }
        guard let end = tool.output.lastIndex(of: UInt8(ascii: "\n")) else {
            throw Failure(tool: tool)
        }
        let words = String(decoding: tool.output[(end + 1)...], as: UTF8.self).split(separator: " ")
        let lines = try String(contentsOfFile: head, encoding: .utf8)
            .components(separatedBy: "\r\n").dropFirst()
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        return Answer(
            status: words.first.flatMap { Int($0) } ?? 0,
            httpVersion: words.last.map { String($0) } ?? "",
            headers: headers,
            body: Data(tool.output[..<end])
        )
    }

    /// Posts a body, as a peer does.
    func post(
        _ call: String,
        _ body: Data = Data(),
        _ arguments: [String] = []
    ) async throws -> Answer {
        let file = home.path(UUID().uuidString)
        try body.write(to: URL(filePath: file))
        return try await curl(
            "/v1/\(call)",
            ["-H", "Content-Type: application/x-protobuf", "--data-binary", "@\(file)"]
                + arguments
        )
    }

    /// What a form on the pages sends, and keeps the cookies of a browser.
    func form(
        _ path: String,
        _ fields: [(String, String)],
        _ arguments: [String] = []
    ) async throws -> Answer {
        try await browse(
            path,
            fields.flatMap { ["--data-urlencode", "\($0.0)=\($0.1)"] } + arguments
        )
    }

    /// Asks as a browser that keeps its cookies.
    func browse(_ path: String, _ arguments: [String] = []) async throws -> Answer {
        let jar = home.path("cookies")
        return try await curl(path, ["-b", jar, "-c", jar] + arguments)
    }

    struct Failure: Error { let tool: Tool }
}

extension ServerFolder {
    /// Makes the folder of a server with an empty store, without certificates.
    func make(_ settings: ServerSettings) throws {
        try create(settings.role).close()
        try save(settings)
    }
}
