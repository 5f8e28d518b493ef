import FieldKit
import Foundation

/// The badly behaved server of `Tests/Support/loopback_server.py`, one for all tests.
final class LoopbackServer: Sendable {
    static let shared = Result { try LoopbackServer() }

    let httpsPort: Int
    let httpPort: Int
    /// The authority that signed the server's certificate.
    let county: Data
    /// One that did not.
    let other: Data
    private let process: Process
    /// The server ends when this pipe closes, however the tests end.
    private let lifeline: Pipe

    private struct Ports: Decodable {
        let https: Int
        let http: Int
    }

    private init() throws {
        let script = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Support/loopback_server.py")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("loopback-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        process = Process()
        lifeline = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.path, folder.path]
        process.standardInput = lifeline
        process.standardOutput = output
        try process.run()
        let ports = try JSONDecoder().decode(
            Ports.self,
            from: output.fileHandleForReading.availableData
        )
        httpsPort = ports.https
        httpPort = ports.http
        county = try Data(contentsOf: folder.appendingPathComponent("county.pem"))
        other = try Data(contentsOf: folder.appendingPathComponent("other.pem"))
    }

    func transport(
        host: String = "127.0.0.1",
        trust: CurlTransport.Trust? = nil
    ) throws -> CurlTransport {
        try CurlTransport(
            ServerAddress("https://\(host):\(httpsPort)"),
            trust: trust ?? .pinned(county)
        )
    }
}
