import Crypto
import CryptoExtras
import FieldKit
import Foundation

/// A password as it is stored: scrypt's key with the salt and the cost that made it, so that the
/// cost can rise later without anybody's sign-in breaking.
struct PasswordHash: Codable, Hashable, Sendable {
    /// Characters that a password needs at least.
    static let lengthMin = 12
    /// Characters beyond which it is refused unread.
    static let lengthMax = 256

    /// What scrypt is told: about 0.1 s and 32 MB for each try.
    struct Cost: Codable, Hashable, Sendable {
        var rounds = 1 << 15
        var blockSize = 8
        var parallelism = 1
    }

    private static let saltBytes = 16
    private static let keyBytes = 32

    let cost: Cost
    let salt: Data
    let key: Data

    /// Hashes a new password.
    ///
    /// - Throws: `password_weak` for one that is too short, or too long to be one.
    init(_ password: String, cost: Cost = Cost()) throws {
        guard (Self.lengthMin...Self.lengthMax).contains(password.count) else {
            throw Problem(.passwordWeak, ["length": String(Self.lengthMin)])
        }
        self.cost = cost
        salt = SymmetricKey(size: .init(bitCount: Self.saltBytes * 8)).withUnsafeBytes { Data($0) }
        key = try Self.derive(password, salt: salt, cost: cost)
    }

    /// True if this is the password; takes the same time whatever the answer.
    func matches(_ password: String) -> Bool {
        guard password.count <= Self.lengthMax,
            let found = try? Self.derive(password, salt: salt, cost: cost)
        else { return false }
        return found.isEqualInConstantTime(key)
    }

    private static func derive(_ password: String, salt: Data, cost: Cost) throws -> Data {
        // Two keyboards may compose one character differently; the password is the same.
        let text = password.precomposedStringWithCompatibilityMapping
        return try KDF.Scrypt.deriveKey(
            from: Data(text.utf8),
            salt: salt,
            outputByteCount: keyBytes,
            rounds: cost.rounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        ).withUnsafeBytes { Data($0) }
    }
}

extension Data {
    /// Compares without telling by its time where the first difference is.
    func isEqualInConstantTime(_ other: Data) -> Bool {
        guard count == other.count else { return false }
        return zip(self, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

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
