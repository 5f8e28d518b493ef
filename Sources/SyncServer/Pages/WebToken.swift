import Crypto
import FieldKit
import Foundation

/// A secret that a person or a browser carries: 32 random bytes, in hexadecimal where it is text.
struct WebToken: Hashable, Sendable {
    let bytes: Data

    /// Makes a new one from the system's randomness.
    init() { bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }

    /// Reads its text; nil for anything that is none.
    init?(_ text: String) {
        guard text.utf8.count == 64, let bytes = Data(hexadecimal: text) else { return nil }
        self.bytes = bytes
    }

    /// Sixty-four hexadecimal digits.
    var text: String { bytes.hexadecimal }

    /// What is stored in its place, and looked up by: who reads the store can use no token.
    var fingerprint: String { Data(SHA256.hash(data: bytes)).hexadecimal }
}
