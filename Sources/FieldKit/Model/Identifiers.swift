public import Foundation

/// Sixteen bytes that name something; compared as a big-endian number.
///
/// Two words instead of an array, because millions of them live in dictionaries.
public struct Identifier16: Hashable, Comparable, Sendable {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// Puts the two halves together.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads exactly sixteen bytes; nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        // Millions of ids are read, nearly all from bytes that lie together.
        let words = bytes.withContiguousStorageIfAvailable { buffer in
            let raw = UnsafeRawBufferPointer(buffer)
            return (
                UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        if let words {
            (high, low) = words
        } else {
            high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// The sixteen bytes, most significant first.
    public var bytes: Data {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
    }

    /// Adds the sixteen bytes to others, most significant first.
    func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes.append(contentsOf: $0) }
    }

    /// Orders as the bytes do.
    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// A record's identity: a UUID version 7 (RFC 9562), made where the record is made.
public struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The sixteen bytes.
    public let raw: Identifier16

    /// Wraps sixteen bytes.
    public init(_ raw: Identifier16) { self.raw = raw }

    /// Reads sixteen bytes; nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard let raw = Identifier16(bytes: bytes) else { return nil }
        self.raw = raw
    }

    /// Reads the usual text of a UUID, in either case; nil if it is none.
    public init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        let bytes = withUnsafeBytes(of: uuid.uuid) { Data($0) }
        guard let raw = Identifier16(bytes: bytes) else { return nil }
        self.raw = raw
    }

    /// Makes a new id: 48 bits of milliseconds, then random bits.
    ///
    /// - Parameters:
    ///   - milliseconds: Wall clock, since 1970; only its order is of use, and a wrong one does no
    ///     harm.
    ///   - random: Two random words, of which 74 bits are used.
    public init(milliseconds: Int64, random: (UInt64, UInt64)) {
        let time = UInt64(bitPattern: milliseconds) & 0xFFFF_FFFF_FFFF
        raw = Identifier16(
            high: time << 16 | 0x7000 | (random.0 & 0x0FFF),
            low: 0x8000_0000_0000_0000 | (random.1 >> 2)
        )
    }

    /// The sixteen bytes.
    public var bytes: Data { raw.bytes }

    /// The usual lower-case text of a UUID.
    public var description: String {
        // Written digit by digit, because lists and imports do it for every record.
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for index in 0..<32 {
            if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
            let word = index < 16 ? raw.high : raw.low
            text.append(digits[Int(word >> UInt64(60 - index % 16 * 4) & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Orders as the bytes do.
    public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}

/// A device: the first eight bytes of SHA-256 of its Ed25519 public key.
public struct DeviceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The eight bytes, big-endian.
    public let raw: UInt64

    /// Wraps eight bytes.
    public init(_ raw: UInt64) { self.raw = raw }

    /// Reads exactly eight bytes; nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 8 else { return nil }
        raw = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads sixteen hexadecimal digits, in either case; nil for another length, or if they are no
    /// number.
    public init?(_ text: String) {
        guard text.utf8.count == 16, let data = Data(hexadecimal: text) else { return nil }
        raw = data.number
    }

    /// The eight bytes.
    public var bytes: Data { Data(number: raw) }

    /// Sixteen hexadecimal digits.
    public var description: String { bytes.hexadecimal }

    /// Orders as the bytes do.
    public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}

/// One incarnation of a store on a device: the device's id, then eight random bytes.
///
/// A copied, restored or imaged store takes a new incarnation before its next write, so that no
/// dot is ever given twice.
public struct ReplicaID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The sixteen bytes.
    public let raw: Identifier16

    /// Wraps sixteen bytes.
    public init(_ raw: Identifier16) { self.raw = raw }

    /// The incarnation of a device that bears this random number.
    public init(device: DeviceID, incarnation: UInt64) {
        raw = Identifier16(high: device.raw, low: incarnation)
    }

    /// Reads sixteen bytes; nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard let raw = Identifier16(bytes: bytes) else { return nil }
        self.raw = raw
    }

    /// The device that signs this replica's writes.
    public var device: DeviceID { DeviceID(raw.high) }

    /// The sixteen bytes.
    public var bytes: Data { raw.bytes }

    /// Thirty-two hexadecimal digits.
    public var description: String { raw.bytes.hexadecimal }

    /// Orders as the bytes do.
    public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}

/// The name of one write: its replica and that replica's counter.
public struct Dot: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Who wrote.
    public let replica: ReplicaID
    /// The how-manieth write of that replica over all records; from 1, below
    /// ``Limits/counterEnd``.
    public let counter: UInt64

    /// Names the write `counter` of `replica`; whether there is such a write is not asked.
    public init(_ replica: ReplicaID, _ counter: UInt64) {
        self.replica = replica
        self.counter = counter
    }

    /// Replica and counter, for messages and tests.
    public var description: String { "\(replica):\(counter)" }

    /// Orders by replica, then counter.
    public static func < (left: Self, right: Self) -> Bool {
        (left.replica, left.counter) < (right.replica, right.counter)
    }
}

/// The identity of a write: SHA-256 of its body's bytes.
public struct WriteHash: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let first: Identifier16
    private let second: Identifier16

    /// Reads exactly thirty-two bytes; nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32, let first = Identifier16(bytes: bytes.prefix(16)),
            let second = Identifier16(bytes: bytes.suffix(16))
        else { return nil }
        self.first = first
        self.second = second
    }

    /// The thirty-two bytes.
    public var bytes: Data {
        withUnsafeBytes(
            of: (
                first.high.bigEndian, first.low.bigEndian, second.high.bigEndian,
                second.low.bigEndian
            )
        ) { Data($0) }
    }

    /// Adds the thirty-two bytes to others.
    func append(to bytes: inout [UInt8]) {
        first.append(to: &bytes)
        second.append(to: &bytes)
    }

    /// Sixty-four hexadecimal digits.
    public var description: String { bytes.hexadecimal }

    /// Orders as the bytes do.
    public static func < (left: Self, right: Self) -> Bool {
        (left.first, left.second) < (right.first, right.second)
    }
}

extension Data {
    /// Lower-case hexadecimal digits, two a byte.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads hexadecimal digits in either case; nil if there is anything else or an odd number.
    public init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var data = Data(capacity: digits.count / 2)
        for start in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[start..<start + 2], as: UTF8.self)
            guard pair.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
                let byte = UInt8(pair, radix: 16)
            else { return nil }
            data.append(byte)
        }
        self = data
    }
}
