import FieldKit
import Foundation

/// Where to listen: `--listen HOST:PORT`.
struct ListenAddress: Hashable, Sendable {
    /// A name or an address; without brackets.
    let host: String
    /// 0 for any free port.
    let port: Int

    /// Reads `HOST:PORT`, with an IPv6 address in brackets.
    ///
    /// - Throws: `listen_invalid`.
    init(_ text: String) throws(Problem) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else {
            throw Problem(
                .listenInvalid,
                ["address": text, "reason": "no port between 0 and 65535"]
            )
        }
        let name = String(text[..<colon])
        if name.contains(":") && !(name.hasPrefix("[") && name.hasSuffix("]")) {
            throw Problem(
                .listenInvalid,
                ["address": text, "reason": "an IPv6 address stands in brackets"]
            )
        }
        host = try HostName(name).text
        self.port = port
    }

    /// True if only this machine can reach it.
    var isLoopback: Bool { (try? HostName(host))?.isLoopback == true }

    /// The address as a URL, with the port that was given to it.
    func url(port: Int, secure: Bool) -> String {
        "\(secure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
