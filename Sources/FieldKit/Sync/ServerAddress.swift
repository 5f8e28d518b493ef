import Foundation

/// Where a server is: an address that may be used, taken apart.
package struct ServerAddress: Hashable, Sendable {
    /// The address without its closing slash; a request's path is put behind it.
    package let text: String
    /// Name or number, and the port if one was given: for sentences.
    package let host: String
    /// Whether the address never leaves this machine.
    package let isLoopback: Bool

    /// Reads an address as a person types it.
    ///
    /// Only https: what travels are children's records. Plain http is for a server on this
    /// machine.
    ///
    /// - Throws: ``ProblemCode/wrongUsage``.
    package init(_ typed: String) throws(Problem) {
        guard
            let parts = URLComponents(string: typed),
            let scheme = parts.scheme?.lowercased(), scheme == "https" || scheme == "http",
            let name = parts.host, !name.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            let url = parts.string
        else { throw Self.unusable }
        isLoopback = Self.isLoopback(name)
        guard scheme == "https" || isLoopback else { throw Self.unusable }
        text = String(url.reversed().drop { $0 == "/" }.reversed())
        host = parts.port.map { "\(name):\($0)" } ?? name
    }

    private static let unusable = Problem(.wrongUsage, ["what": "--server https://HOST[:PORT]"])

    private static func isLoopback(_ name: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(name.lowercased()) { return true }
        // Four numbers, lest 127.0.0.1.example.org pass.
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
            .map { UInt8($0) }
        return numbers.count == 4 && numbers.first == 127 && !numbers.contains(nil)
    }
}
