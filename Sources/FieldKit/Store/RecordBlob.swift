import Foundation

/// The compact form of a record's live writes and marks in the SQLite store: unsigned varints
/// (LEB128), a byte string as its length and its bytes.
///
/// No protocol: never leaves the file.
struct BlobWriter {
    private(set) var data = Data()

    mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(rest))
    }

    mutating func bytes(_ bytes: some Collection<UInt8>) {
        number(UInt64(bytes.count))
        data.append(contentsOf: bytes)
    }
}

struct BlobReader {
    private var rest: Data.SubSequence

    init(_ data: Data) { rest = data[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            guard shift < 64 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Self.damaged
    }

    mutating func bytes() throws -> Data {
        let count = try number()
        guard count <= rest.count else { throw Self.damaged }
        defer { rest = rest.dropFirst(Int(count)) }
        return Data(rest.prefix(Int(count)))
    }

    private static let damaged = Problem(
        .storeDamaged,
        ["path": "record", "reason": "a record's row cannot be read"]
    )
}

enum RecordBlob {
    static func live(_ live: [(sequence: UInt64, positions: [Int])]) -> Data {
        var writer = BlobWriter()
        for entry in live {
            writer.number(entry.sequence)
            writer.number(UInt64(entry.positions.count))
            for position in entry.positions { writer.number(UInt64(position)) }
        }
        return writer.data
    }

    static func live(_ data: Data) throws -> [(sequence: UInt64, positions: [Int])] {
        var reader = BlobReader(data)
        var live: [(sequence: UInt64, positions: [Int])] = []
        while !reader.isAtEnd {
            let sequence = try reader.number()
            let count = try reader.number()
            var positions: [Int] = []
            for _ in 0..<count { positions.append(Int(clamping: try reader.number())) }
            live.append((sequence, positions))
        }
        return live
    }

    static func marks(_ marks: [String: Data]) -> Data? {
        guard !marks.isEmpty else { return nil }
        var writer = BlobWriter()
        for (bucket, dots) in marks.sorted(by: { $0.key < $1.key }) {
            writer.bytes(bucket.utf8)
            writer.bytes(dots)
        }
        return writer.data
    }

    static func marks(_ data: Data?) throws -> [String: Data] {
        guard let data else { return [:] }
        var reader = BlobReader(data)
        var marks: [String: Data] = [:]
        while !reader.isAtEnd {
            let bucket = String(decoding: try reader.bytes(), as: UTF8.self)
            marks[bucket] = try reader.bytes()
        }
        return marks
    }
}
