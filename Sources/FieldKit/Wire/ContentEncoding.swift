/// How the body of a message is packed, by its name in `content-encoding`.
public enum ContentEncoding: String, CaseIterable, Sendable {
    /// Zstandard (RFC 8878), preferred.
    case zstd
    /// For peers without zstd.
    case gzip
    /// Not packed.
    case identity

    /// What a `content-encoding` header names, in either case.
    ///
    /// - Parameter header: The header's value; nil and an empty one mean ``identity``.
    /// - Returns: The encoding.
    /// - Throws: ``ProblemCode/encodingUnsupported`` for any other name and for stacked encodings.
    public static func named(_ header: String?) throws(Problem) -> ContentEncoding {
        guard let header, !header.isEmpty else { return .identity }
        guard let encoding = token(header) else {
            throw Problem(.encodingUnsupported, ["encoding": Problem.printable(header)])
        }
        return encoding
    }

    /// The packing to use for a body towards a peer.
    ///
    /// - Parameters:
    ///   - header: The peer's `accept-encoding` header; nil if it sent none.
    ///   - bytes: Bytes of the body.
    /// - Returns: zstd before gzip where the peer takes both; none for a body below
    ///   ``Limits/compressedBytesMin`` or a peer that did not say what it takes.
    public static func best(accepting header: String?, bytes: Int) -> ContentEncoding {
        guard let header, bytes >= Limits.compressedBytesMin else { return .identity }
        var accepted: [ContentEncoding: Bool] = [:]
        var others = false
        for item in header.split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let name = parts.first else { continue }
            let wanted = !parts.dropFirst().contains { isZeroQuality($0) }
            if name == "*" {
                others = wanted
            } else if let encoding = token(name) {
                accepted[encoding] = wanted
            }
        }
        return [.zstd, .gzip].first { accepted[$0] ?? others } ?? .identity
    }

    private static func token(_ text: String) -> ContentEncoding? {
        let name = text.filter { !$0.isWhitespace }.lowercased()
        return name == "x-gzip" ? .gzip : ContentEncoding(rawValue: name)
    }

    /// `q=0`, `q=0.0` and so on: "not acceptable" in the words of RFC 9110.
    private static func isZeroQuality(_ parameter: String) -> Bool {
        let text = parameter.lowercased()
        guard text.hasPrefix("q=") else { return false }
        return text.dropFirst(2).allSatisfy { $0 == "0" || $0 == "." }
    }
}
