package import Foundation

/// Writes every request and reply to a folder, for people who look into an exchange or record it.
///
/// `0001-request.bin` holds the message as it was before packing, `0001-request.json` what went
/// with it; the same for `reply`. A try without a reply leaves `0001-problem.json`. The files are
/// readable by their owner only: the messages are the records themselves.
package final class TracingTransport: Transport {
    private let inner: any Transport
    private let folder: URL
    private var number: Int

    /// Headers that would let a reader of the trace go on with the session.
    private static let secretHeaders: Set<String> = [
        "fieldkit-session", "authorization", "proxy-authorization", "cookie", "set-cookie",
    ]

    /// Wraps a transport.
    ///
    /// Numbering goes on after the files that the folder already holds.
    ///
    /// - Throws: ``ProblemCode/fileUnwritable``.
    package init(_ inner: any Transport, folder: URL) throws(Problem) {
        self.inner = inner
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            number =
                try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .compactMap { Int($0.prefix { $0 != "-" }) }.max() ?? 0
        } catch {
            throw Problem(.fileUnwritable, ["path": folder.path, "reason": "folder"])
        }
    }

    package func send(_ request: TransportRequest) throws(Problem) -> TransportReply {
        number += 1
        try write(request.body, "request.bin")
        try write(
            TracedRequest(
                method: request.method.rawValue,
                path: request.path,
                headers: Self.open(request.headers),
                bytes: request.body.count
            ),
            "request.json"
        )
        do {
            let reply = try inner.send(request)
            try write(reply.body, "reply.bin")
            try write(
                TracedReply(
                    status: reply.status,
                    headers: Self.open(reply.headers),
                    bytes: reply.body.count,
                    requestBytes: reply.requestBytes,
                    replyBytes: reply.replyBytes
                ),
                "reply.json"
            )
            return reply
        } catch {
            try write(
                TracedProblem(code: error.code.rawValue, details: error.details),
                "problem.json"
            )
            throw error
        }
    }

    private static func open(_ headers: [String: String]) -> [String: String] {
        headers.filter { !secretHeaders.contains($0.key) }
    }

    private func write(_ value: some Encodable, _ name: String) throws(Problem) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let text = try? encoder.encode(value) else {
            throw Problem(.internalError, ["reason": "trace: \(name)"])
        }
        try write(text + Data("\n".utf8), name)
    }

    private func write(_ data: Data, _ name: String) throws(Problem) {
        let digits = String(number)
        let prefix = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let path = folder.appendingPathComponent("\(prefix)-\(name)").path
        let written = FileManager.default.createFile(
            atPath: path,
            contents: data,
            attributes: [.posixPermissions: 0o600]
        )
        guard written else {
            throw Problem(.fileUnwritable, ["path": path, "reason": "trace"])
        }
    }
}

private struct TracedRequest: Encodable {
    let method: String
    let path: String
    let headers: [String: String]
    let bytes: Int
}

private struct TracedReply: Encodable {
    let status: Int
    let headers: [String: String]
    let bytes: Int
    let requestBytes: Int
    let replyBytes: Int
}

private struct TracedProblem: Encodable {
    let code: String
    let details: [String: String]
}
