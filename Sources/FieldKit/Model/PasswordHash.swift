import Crypto
import CryptoExtras
public import Foundation

/// A password as it is stored: scrypt's key with the salt and the cost that made it, so that the
/// cost can rise later without anybody's sign-in breaking.
public struct PasswordHash: Codable, Hashable, Sendable {
    /// Characters that one needs at least, unless somebody says otherwise.
    public static let lengthMin = 12
    /// Characters beyond which it is refused unread.
    public static let lengthMax = 256

    /// What scrypt is told: about 0.1 s and 32 MB for each try.
    public struct Cost: Codable, Hashable, Sendable {
        /// Scrypt's N.
        public let rounds: Int
        /// Scrypt's r.
        public let blockSize: Int
        /// Scrypt's p.
        public let parallelism: Int

        /// States a cost; what is not said is as for new ones.
        public init(rounds: Int = 1 << 15, blockSize: Int = 8, parallelism: Int = 1) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }
    }

    private static let saltBytes = 16
    private static let keyBytes = 32

    /// What made the key.
    public let cost: Cost
    /// Sixteen random bytes.
    public let salt: Data
    /// What scrypt made of both.
    public let key: Data

    /// Hashes a new password.
    ///
    /// - Parameters:
    ///   - password: What the person chose.
    ///   - lengthMin: Characters that it needs at least.
    ///   - cost: What each try shall cost.
    /// - Throws: `password_weak` for one that is too short, or too long to be one.
    public init(
        _ password: String,
        lengthMin: Int = Self.lengthMin,
        cost: Cost = Cost()
    ) throws {
        guard (lengthMin...Self.lengthMax).contains(password.count) else {
            throw Problem(.passwordWeak, ["length": String(lengthMin)])
        }
        self.cost = cost
        salt = SymmetricKey(size: .init(bitCount: Self.saltBytes * 8)).withUnsafeBytes { Data($0) }
        key = try Self.derive(password, salt: salt, cost: cost)
    }

    /// True if this is the password; takes the same time whatever the answer.
    public func matches(_ password: String) -> Bool {
        guard password.count <= Self.lengthMax,
            let found = try? Self.derive(password, salt: salt, cost: cost)
        else { return false }
        return found.isEqualInConstantTime(key)
    }

    private static func derive(_ password: String, salt: Data, cost: Cost) throws -> Data {
        // The library takes what is negative for a defect of its caller.
        guard cost.rounds > 0, cost.blockSize > 0, cost.parallelism > 0 else {
            throw Problem(.storeDamaged, ["reason": "a passphrase's cost"])
        }
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
    public func isEqualInConstantTime(_ other: Data) -> Bool {
        guard count == other.count else { return false }
        return zip(self, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
