import Crypto
public import Foundation

/// A device's Ed25519 key: signs its writes and its hellos, and never leaves the device.
public struct DeviceKey: Sendable {
    private static let publicKeyBytes = 32
    private static let signatureBytes = 64

    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key from the system's randomness.
    public init() { key = Curve25519.Signing.PrivateKey() }

    /// Reads a key's 32 secret bytes; nil for any other length.
    public init?(secret: Data) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret) else {
            return nil
        }
        self.key = key
    }

    /// The 32 secret bytes, to be kept in a file that only its owner can read.
    public var secret: Data { key.rawRepresentation }

    /// The 32 bytes that others verify with.
    public var publicKey: Data { key.publicKey.rawRepresentation }

    /// The id of the device that has this key.
    public var device: DeviceID { DeviceID(publicKey: publicKey) }

    /// Signs bytes as they are.
    ///
    /// The caller puts in front of them the words that say what is signed, so that a signature
    /// fits no other purpose.
    ///
    /// - Parameter message: What is signed.
    /// - Returns: The Ed25519 signature, 64 bytes.
    /// - Throws: What the cryptographic library meets; not a ``Problem``.
    public func sign(_ message: Data) throws -> Data { try key.signature(for: message) }

    /// Whether a signature is that of a key over these bytes.
    ///
    /// - Parameters:
    ///   - signature: The Ed25519 signature.
    ///   - message: What was signed, with the words in front of it that say what it is.
    ///   - publicKey: The 32 bytes of the public key.
    /// - Returns: False also for a key or a signature of the wrong length.
    public static func verify(_ signature: Data, over message: Data, publicKey: Data) -> Bool {
        guard publicKey.count == publicKeyBytes, signature.count == signatureBytes else {
            return false
        }
        func question() -> SHA256Digest {
            // Of fixed lengths, so that no two checks have the same bytes; others have failed.
            var hash = SHA256()
            hash.update(data: publicKey)
            hash.update(data: signature)
            hash.update(data: message)
            return hash.finalize()
        }
        return RememberedWork.signatures.answer(question) {
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
                return false
            }
            return key.isValidSignature(signature, for: message)
        }
    }
}

extension DeviceID {
    /// The id of the device with this public key: the first eight bytes of its SHA-256.
    public init(publicKey: Data) {
        let digest = SHA256.hash(data: publicKey)
        self.init(digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
