import Crypto
import Foundation

/// The records of one bucket that are compared, in the order of their ids, and what the side that
/// is asked answers from them.
package struct RangeRecords: Sendable {
    /// Ascending by id.
    let records: [RecordSum]

    /// Takes records in any order; no id may come twice.
    package init(_ records: [RecordSum]) {
        self.records = records.sorted { $0.record < $1.record }
    }

    /// What is compared of some records: 16 bytes of a hash over the sum of all.
    static func digest(of records: some Sequence<RecordSum>) -> Data {
        var total = BucketSum()
        for record in records { total += record.sum }
        var hasher = SHA256()
        hasher.update(data: Data("FieldKit range 1\0".utf8))
        hasher.update(data: total.bytes)
        withUnsafeBytes(of: total.count.bigEndian) { hasher.update(bufferPointer: $0) }
        return Data(hasher.finalize().prefix(RangeBound.idBytes))
    }

    /// The records within a range.
    func within(_ span: RangeSpan) -> ArraySlice<RecordSum> {
        let low = position(of: span.low)
        return records[low..<max(low, position(of: span.end))]
    }

    private func position(of bound: RangeBound) -> Int {
        guard case .id(let id) = bound else { return records.endIndex }
        var (low, high) = (records.startIndex, records.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if records[middle].record < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What the asking side asks of a range that differs: it, or parts of it if much is in it.
    func questions(_ span: RangeSpan) -> [RangeSpan] {
        within(span).count > Limits.rangeListedMax ? cut(span) : [span]
    }

    /// Parts of a range with about as many records each.
    func cut(_ span: RangeSpan) -> [RangeSpan] {
        let inside = within(span)
        let parts = max(1, min(Limits.rangePartsMax, inside.count))
        var low = span.low
        return (1...parts).map { part in
            let next = inside.startIndex + inside.count * part / parts
            let end =
                part == parts
                ? span.end
                : RangeBound(above: records[next - 1].record, notAbove: records[next].record)
            defer { low = end }
            return RangeSpan(low: low, end: end)
        }
    }

    /// Answers a request, as far as the reply has room.
    ///
    /// - Parameters:
    ///   - ranges: What is asked.
    ///   - bytesTarget: The reply ends with the range in which it gets this long.
    /// - Returns: The answer up to the end of its last range; the rest is to be asked again.
    /// - Throws: `message_too_large`, `message_undecodable`.
    package func answer(
        _ ranges: [WireIdRange],
        bytesTarget: Int = Limits.pageBytesTarget
    ) throws -> [WireIdRange] {
        guard ranges.count <= Limits.rangesPerRequestMax else {
            throw Problem(.messageTooLarge, ["limit": "\(Limits.rangesPerRequestMax)"])
        }
        var reply: [WireIdRange] = []
        var bytes = 0
        for (span, content) in try ranges.spans() where bytes < bytesTarget {
            bytes += answer(span, try Self.asked(content), &reply)
        }
        return reply
    }

    private static func asked(_ content: WireIdRange.OneOf_Content?) throws -> Data? {
        switch content {
        case nil: return nil
        case .digest(let digest) where digest.count == RangeBound.idBytes: return digest
        case .digest, .listed:
            throw Problem(.messageUndecodable, ["reason": "the digest of a range"])
        }
    }

    /// - Returns: About how many bytes it takes. What is equal counts as none: a reply never ends
    ///   before it has said something new.
    private func answer(
        _ span: RangeSpan,
        _ theirs: Data?,
        _ reply: inout [WireIdRange]
    ) -> Int {
        let inside = within(span)
        guard let theirs, Self.digest(of: inside) != theirs else {
            reply.append(to: span.end, nil)
            return 0
        }
        guard inside.count > Limits.rangeListedMax else {
            reply.append(
                to: span.end,
                .listed(
                    inside.reduce(into: Data()) { $0 += $1.record.bytes + Self.digest(of: [$1]) }
                )
            )
            return Self.rangeBytes + inside.count * 2 * RangeBound.idBytes
        }
        let parts = cut(span)
        for part in parts { reply.append(to: part.end, .digest(Self.digest(of: within(part)))) }
        return parts.count * 2 * Self.rangeBytes
    }

    /// About so many bytes has a range's end in a message.
    private static let rangeBytes = 20
}
