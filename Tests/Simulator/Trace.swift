import Crypto
import Foundation

/// What happened under one seed, as lines and as one hash over them.
package struct Trace {
    /// Whether the lines are kept; the hash is always.
    package let isKept: Bool
    package private(set) var lines: [String] = []
    private var hash = SHA256()

    package init(isKept: Bool) { self.isKept = isKept }

    /// Adds a line.
    package mutating func add(_ line: String) {
        hash.update(data: Data(line.utf8))
        hash.update(data: Data([10]))
        if isKept { lines.append(line) }
    }

    /// The hash of all lines so far, in hexadecimal.
    package var digest: String {
        hash.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
