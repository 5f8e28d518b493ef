import Crypto
public import Foundation

/// A one-time code that a person copies from paper into a laptop: the secret that enrols it, and
/// half the fingerprint of the county's certificate authority, so that no certificate need travel.
///
/// As text it is 26 bytes in Crockford's base 32, in groups of five: a version, the secret, the
/// fingerprint half, and a check byte that catches a miscopied character 255 times in 256; what it
/// misses is refused by the county.
public struct EnrolmentCode: Hashable, Sendable {
    /// Bytes of the secret.
    public static let secretBytes = 8
    /// Bytes of the fingerprint that the code carries.
    public static let authorityBytes = 16

    /// What the county knows the code by, ``secretBytes`` bytes; it stores only a hash of it.
    public let secret: Data
    /// The first half of SHA-256 of the authority's certificate in DER, ``authorityBytes`` bytes.
    public let authority: Data

    /// Puts a code together; nil if a part has not exactly its number of bytes.
    public init?(secret: Data, authority: Data) {
        guard secret.count == Self.secretBytes, authority.count == Self.authorityBytes else {
            return nil
        }
        self.secret = Data(secret)
        self.authority = Data(authority)
    }

    /// Reads what a person typed: either case, `O` for zero, `I` and `L` for one, full-width
    /// characters, and spaces and dashes anywhere.
    ///
    /// - Parameter text: The text that was typed.
    /// - Throws: `code_invalid` for everything that is no code of this version.
    public init(_ text: String) throws(Problem) {
        guard let bytes = Self.bytes(text), bytes.count == Self.length, bytes[0] == Self.version,
            bytes[Self.length - 1] == Self.check(bytes.dropLast())
        else { throw Problem(.codeInvalid) }
        secret = Data(bytes[1...Self.secretBytes])
        authority = Data(bytes[(1 + Self.secretBytes)..<(Self.length - 1)])
    }

    /// The code as people are given it: 42 characters in nine groups.
    public var text: String {
        var bytes = [Self.version] + secret + authority
        bytes.append(Self.check(bytes))
        let digits = Self.digits(bytes)
        return stride(from: 0, to: digits.count, by: 5)
            .map { String(decoding: digits[$0..<min($0 + 5, digits.count)], as: UTF8.self) }
            .joined(separator: "-")
    }

    /// True if a server's authority, by its certificate in DER, is the one that the code was made
    /// under.
    public func names(authority certificate: Data) -> Bool {
        Self.fingerprint(certificate) == authority
    }

    /// The half of the fingerprint of a certificate in DER that codes carry: 16 bytes.
    public static func fingerprint(_ certificate: Data) -> Data {
        Data(SHA256.hash(data: certificate).prefix(authorityBytes))
    }

    private static let version: UInt8 = 1
    private static let length = 1 + secretBytes + authorityBytes + 1
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func check(_ bytes: some Sequence<UInt8>) -> UInt8 {
        SHA256.hash(data: Data(bytes)).first { _ in true } ?? 0
    }

    private static func digits(_ bytes: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                digits.append(alphabet[Int(held >> UInt32(bits)) & 31])
            }
            held &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { digits.append(alphabet[Int(held << UInt32(5 - bits)) & 31]) }
        return digits
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for scalar in text.unicodeScalars where !isFiller(scalar) {
            guard let digit = digit(scalar) else { return nil }
            held = held << 5 | digit
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
            }
            held &= (1 << UInt32(bits)) - 1
        }
        // What is left over fills the last character and was written as zero.
        return bits < 5 && held == 0 ? bytes : nil
    }

    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        let category = scalar.properties.generalCategory
        return scalar.properties.isWhitespace || category == .dashPunctuation || category == .format
    }

    private static func digit(_ scalar: Unicode.Scalar) -> UInt32? {
        // A Chinese input method types full-width forms, which lie at a fixed distance.
        let isWide = (0xFF01...0xFF5E).contains(scalar.value)
        let value = isWide ? scalar.value - 0xFEE0 : scalar.value
        guard var byte = UInt8(exactly: value) else { return nil }
        if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { byte -= 32 }
        switch byte {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: byte).map { UInt32($0) }
        }
    }
}
