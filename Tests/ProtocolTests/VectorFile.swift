import FieldKit
import Foundation
import Testing

/// What a file of vectors says; bytes as hexadecimal text.
indirect enum JSON: Equatable, Encodable {
    case object([String: JSON])
    case array([JSON])
    case text(String)
    case number(Int64)
    case flag(Bool)

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let members): try container.encode(members)
        case .array(let items): try container.encode(items)
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        }
    }

    static func bytes(_ data: Data) -> JSON { .text(data.hexadecimal) }
    static func texts(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .text($0) }) }
    static func count(_ number: UInt64) -> JSON { .number(Int64(clamping: number)) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByArrayLiteral, ExpressibleByBooleanLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(arrayLiteral items: JSON...) { self = .array(items) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(Dictionary(members) { _, last in last })
    }
}

/// A file of test vectors: made by our code, kept in the repository, checked by every peer.
enum VectorFile {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Vectors")

    /// Compares what our code makes now with what the file holds; with `VECTORS=write` in the
    /// environment, writes it.
    static func check(_ name: String, _ about: String, _ cases: [JSON]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let file = folder.appending(path: name)
        let content: JSON = ["about": .text(about), "cases": .array(cases)]
        let made = try encoder.encode(content) + Data("\n".utf8)
        if ProcessInfo.processInfo.environment["VECTORS"] == "write" { try made.write(to: file) }
        let kept = try Data(contentsOf: file)
        #expect(
            made == kept,
            "our code no longer agrees with \(name): is the protocol to change? Then VECTORS=write"
        )
    }
}

/// Keys and replicas that are the same in every vector.
struct VectorAuthor {
    let key: DeviceKey
    let replica: ReplicaID

    /// The author whose secret is 32 bytes of a number.
    init(_ number: UInt8) throws {
        key = try #require(DeviceKey(secret: Data(repeating: number, count: 32)))
        replica = ReplicaID(device: key.device, incarnation: UInt64(number))
    }

    static let record = RecordID(Identifier16(high: 0x019A_0000_0000_7000, low: 0x8000 << 48 | 1))
}

extension CausalContext {
    /// By replica, pairs of the lowest and the highest counter.
    var json: JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: sortedRuns.map { replica, runs in
                    (
                        "\(replica)",
                        .array(runs.map { [.count($0.lowerBound), .count($0.upperBound)] })
                    )
                }
            )
        )
    }
}

extension Value {
    /// The kind, and what it carries.
    var json: JSON {
        switch self {
        case .text(let text): ["text": .text(text)]
        case .integer(let number): ["integer": .number(number)]
        case .boolean(let flag): ["boolean": .flag(flag)]
        case .data(let data): ["data": .bytes(data)]
        case .date(let day): ["date": .text(day)]
        case .decimal(let unscaled, let scale):
            ["unscaled": .number(unscaled), "scale": .number(Int64(scale))]
        case .cleared: ["cleared": true]
        case .unknown(let bytes): ["unknown": .bytes(bytes)]
        }
    }
}
