import Foundation
import TestSupport

/// Spoils bytes: as bytes, as text, and as the fields of a protobuf message, whose lengths stay right
/// so that the inner ones are reached too.
struct Mutation {
    let random: SeededRandom

    /// Numbers at which code breaks.
    private static let numbers: [UInt64] = [
        0, 1, 2, 127, 128, 255, 256, 65_535, 1 << 31, 1 << 32, (1 << 62) - 1, 1 << 62, 1 << 63,
        .max,
    ]
    private static let texts = [
        "\0", "\"", ",", "\n", "\r\n", "@bucket", "@deleted", "system", "王", "\u{FEFF}", "\u{200B}",
        "é", "e\u{301}", "-", "=", "%", "{}", "9999999999999999999", "2026-13-45", "1E+17",
    ]

    /// One to four mistakes in a good input.
    ///
    /// - Parameters:
    ///   - sample: The good input.
    ///   - others: Others, of which parts may be taken.
    /// - Returns: The spoilt input.
    func spoilt(_ sample: Data, _ others: [Data]) -> Data {
        (0...random.below(4)).reduce(sample) { data, _ in
            guard random.percent(60), let fields = WireField.parse(data) else {
                return spoiltBytes(data, others)
            }
            return WireField.encode(spoilt(fields, others, depth: 0))
        }
    }

    // MARK: Fields

    private func spoilt(_ fields: [WireField], _ others: [Data], depth: Int) -> [WireField] {
        guard !fields.isEmpty else { return fields }
        var fields = fields
        let index = random.below(fields.count)
        switch random.below(7) {
        case 0: fields.remove(at: index)
        case 1: fields.insert(fields[index], at: random.below(fields.count + 1))
        case 2: fields.swapAt(index, random.below(fields.count))
        case 3:
            fields[index].number =
                random.percent(80) ? UInt64(random.below(20)) : random.next() >> 40
        default: fields[index].content = spoilt(fields[index].content, others, depth: depth)
        }
        return fields
    }

    private func spoilt(
        _ content: WireField.Content,
        _ others: [Data],
        depth: Int
    ) -> WireField.Content {
        switch content {
        case .varint: return .varint(random.percent(70) ? random.pick(Self.numbers) : random.next())
        case .fixed(let data): return .fixed(random.bytes(data.count))
        case .bytes(let data):
            if depth < 6, random.percent(70), let inner = WireField.parse(data), !inner.isEmpty {
                return .bytes(WireField.encode(spoilt(inner, others, depth: depth + 1)))
            }
            if random.percent(20) { return .bytes(random.bytes(data.count)) }
            return .bytes(spoiltBytes(data, others))
        }
    }

    // MARK: Bytes

    /// One mistake in bytes.
    func spoiltBytes(_ data: Data, _ others: [Data]) -> Data {
        var bytes = [UInt8](data)
        guard !bytes.isEmpty else { return random.bytes(random.below(20)) }
        let index = random.below(bytes.count)
        switch random.below(8) {
        case 0: bytes[index] ^= 1 << UInt8(random.below(8))
        case 1: bytes[index] = random.pick([0, 1, 0x7F, 0x80, 0xFF, UInt8(random.below(256))])
        case 2: bytes.removeSubrange(index..<min(bytes.count, index + 1 + random.below(8)))
        case 3: bytes.insert(contentsOf: random.bytes(1 + random.below(8)), at: index)
        case 4: bytes.insert(contentsOf: random.pick(Self.texts).utf8, at: index)
        case 5: bytes.removeSubrange(index...)
        case 6:
            let part = bytes[index..<min(bytes.count, index + 1 + random.below(64))]
            bytes.insert(
                contentsOf: repeatElement(part, count: 1 + random.below(4)).joined(),
                at: random.below(bytes.count)
            )
        default:
            let other = [UInt8](random.pick(others))
            bytes.replaceSubrange(index..., with: other.dropFirst(random.below(other.count + 1)))
        }
        return Data(bytes)
    }
}

/// One field of an encoded message, as far as that can be seen without its definition.
struct WireField {
    enum Content {
        case varint(UInt64)
        case bytes(Data)
        case fixed(Data)
    }

    var number: UInt64
    var content: Content

    /// The fields of a message; nil if the bytes are none.
    static func parse(_ data: Data) -> [WireField]? {
        var rest = data[...]
        var fields: [WireField] = []
        while !rest.isEmpty {
            guard let tag = varint(&rest), tag >> 3 > 0 else { return nil }
            switch tag & 7 {
            case 0:
                guard let value = varint(&rest) else { return nil }
                fields.append(WireField(number: tag >> 3, content: .varint(value)))
            case 2:
                guard let count = varint(&rest), count <= rest.count else { return nil }
                let bytes = Data(rest.prefix(Int(count)))
                fields.append(WireField(number: tag >> 3, content: .bytes(bytes)))
                rest = rest.dropFirst(Int(count))
            case 1, 5:
                let count = tag & 7 == 1 ? 8 : 4
                guard rest.count >= count else { return nil }
                fields.append(
                    WireField(number: tag >> 3, content: .fixed(Data(rest.prefix(count))))
                )
                rest = rest.dropFirst(count)
            default: return nil
            }
        }
        return fields
    }

    static func encode(_ fields: [WireField]) -> Data {
        var data = Data()
        for field in fields {
            switch field.content {
            case .varint(let value):
                append(field.number << 3, to: &data)
                append(value, to: &data)
            case .bytes(let bytes):
                append(field.number << 3 | 2, to: &data)
                append(UInt64(bytes.count), to: &data)
                data += bytes
            case .fixed(let bytes):
                append(field.number << 3 | (bytes.count == 8 ? 1 : 5), to: &data)
                data += bytes
            }
        }
        return data
    }

    private static func varint(_ rest: inout Data.SubSequence) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << min(shift, 63)
            if byte < 0x80 { return value }
        }
        return nil
    }

    private static func append(_ value: UInt64, to data: inout Data) {
        var rest = value
        while rest >= 0x80 {
            data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(rest))
    }
}
