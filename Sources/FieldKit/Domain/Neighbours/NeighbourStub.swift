import Crypto
import Foundation

/// What tells that a family is known somewhere, and not who it is: a short digest of one fact about it.
///
/// How it is computed is in `docs/decisions/0024-neighbours.md`.
enum NeighbourStub {
    /// Characters of a stub.
    static let length = 8

    static func head(_ name: String) -> String? { stub("head", [PlainText.name(name)]) }

    static func phone(_ number: String) -> String? { stub("phone", [number]) }

    static func child(_ name: String) -> String? { stub("child", [PlainText.name(name)]) }

    static func child(_ name: String, born day: BusinessDay) -> String? {
        stub("birth", [PlainText.name(name), "\(day)"])
    }

    /// Nil for what says nothing.
    private static func stub(_ kind: String, _ words: [String]) -> String? {
        guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
        var hasher = SHA256()
        for word in ["FieldKit stub 1", kind] + words { hasher.update(data: Data(word.utf8) + [0]) }
        return Data(hasher.finalize().prefix(6)).base64EncodedString()
    }
}
