import FieldKit
import Foundation

/// The fields of a form, or of an address's query, as a browser sends them.
struct PageForm: Sendable {
    private let fields: [String: String]

    /// Reads `application/x-www-form-urlencoded`; of a name given twice the first counts.
    init(_ encoded: some StringProtocol) {
        var fields: [String: String] = [:]
        for pair in encoded.split(separator: "&") {
            let parts = pair.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = Self.decode(parts[0]), fields[name] == nil else { continue }
            fields[name] = parts.count > 1 ? Self.decode(parts[1]) : ""
        }
        self.fields = fields
    }

    /// A field as it was sent; empty if it was not.
    subscript(_ name: String) -> String { fields[name] ?? "" }

    /// The conflict that the fields name.
    ///
    /// - Throws: `invalid_identifier`.
    func conflictKey() throws(Problem) -> ConflictKey {
        guard let record = RecordID(self["record"]) else {
            throw Problem(.invalidIdentifier)
        }
        return ConflictKey(type: self["type"], record: record, field: self["field"])
    }

    /// An address with fields.
    static func address(_ path: String, _ fields: [(String, String)]) -> String {
        let pairs = fields.map { "\(encode($0.0))=\(encode($0.1))" }
        return "\(path)?\(pairs.joined(separator: "&"))"
    }

    private static func decode(_ text: some StringProtocol) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }

    private static func encode(_ text: String) -> String {
        var plain = CharacterSet(charactersIn: "-._~")
        plain.insert(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
