import Foundation

/// Where a range of record ids ends and the next one begins: before an id, or beyond all of them.
package enum RangeBound: Hashable, Comparable, Sendable {
    case id(RecordID)
    case end

    /// Where the first range begins.
    package static let lowest = Self.id(RecordID(Identifier16(high: 0, low: 0)))

    /// Reads the bytes of a message: the zero bytes at the end of an id are left out there.
    ///
    /// - Throws: `message_undecodable` for more than sixteen bytes.
    init(wire: Data) throws {
        guard !wire.isEmpty else {
            self = .end
            return
        }
        guard wire.count <= Self.idBytes,
            let id = RecordID(bytes: wire + Data(count: Self.idBytes - wire.count))
        else { throw Problem(.messageUndecodable, ["reason": "the end of a range"]) }
        self = .id(id)
    }

    /// The shortest bound above one id and not above a greater one.
    init(above last: RecordID, notAbove next: RecordID) {
        let bytes = next.bytes
        let common = zip(last.bytes, bytes).prefix { $0 == $1 }.count
        let kept = bytes.prefix(common + 1)
        let id = RecordID(bytes: kept + Data(count: Self.idBytes - kept.count))
        self = .id(id ?? next)
    }

    /// The bytes for a message.
    var wire: Data {
        guard case .id(let id) = self else { return Data() }
        let bytes = id.bytes
        return bytes.prefix(bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)
    }

    /// Bytes of an id and of a digest.
    static let idBytes = 16
}

/// The ids from one bound, with it, to another, without it.
struct RangeSpan: Hashable, Sendable {
    var low: RangeBound
    var end: RangeBound
}

extension [WireIdRange] {
    /// Adds what comes next; ranges with nothing in them are drawn together.
    mutating func append(to end: RangeBound, _ content: WireIdRange.OneOf_Content?) {
        if content == nil, let last, last.content == nil { removeLast() }
        var range = WireIdRange()
        range.end = end.wire
        range.content = content
        append(range)
    }

    /// Each range with the ids that it means.
    ///
    /// - Throws: `message_undecodable` if ends do not ascend.
    func spans() throws -> [(span: RangeSpan, content: WireIdRange.OneOf_Content?)] {
        var low = RangeBound.lowest
        return try map { range in
            let span = RangeSpan(low: low, end: try RangeBound(wire: range.end))
            guard span.low < span.end else {
                throw Problem(.messageUndecodable, ["reason": "ranges that do not ascend"])
            }
            low = span.end
            return (span, range.content)
        }
    }
}
