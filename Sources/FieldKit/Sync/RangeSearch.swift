import Foundation

/// The search of the side that asks for the records of one bucket that differ: ranges to ask about
/// out, replies in.
package struct RangeSearch: Sendable {
    private let own: RangeRecords
    /// What is still to be asked, ascending; what lies between is equal or already found.
    private var open: [RangeSpan]
    /// The part of it that the last request asked.
    private var asked: ArraySlice<RangeSpan> = []
    /// How many requests were made.
    package private(set) var requests = 0
    /// Records that the other side has, and that are otherwise or not at all here.
    package private(set) var theirs: Set<RecordID> = []
    /// Records that the other side does not have.
    package private(set) var onlyHere: Set<RecordID> = []

    /// A search that begins with everything.
    package init(_ own: RangeRecords) {
        self.own = own
        open = own.questions(RangeSpan(low: .lowest, end: .end))
    }

    /// The next request; nil when all is found.
    package mutating func next() -> [WireIdRange]? {
        guard !open.isEmpty else { return nil }
        requests += 1
        // Each may have one with nothing before it.
        asked = open.prefix(Limits.rangesPerRequestMax / 2)
        var ranges: [WireIdRange] = []
        var low = RangeBound.lowest
        for span in asked {
            if low < span.low { ranges.append(to: span.low, nil) }
            ranges.append(to: span.end, .digest(RangeRecords.digest(of: own.within(span))))
            low = span.end
        }
        return ranges
    }

    /// Takes the reply to the last request in.
    ///
    /// - Throws: `message_undecodable` for a reply that breaks the rules of the search.
    package mutating func take(_ reply: [WireIdRange]) throws {
        let spans = try reply.spans()
        guard let answered = spans.last?.span.end, let end = asked.last?.end, answered <= end else {
            throw Self.wrong
        }
        var found: [RangeSpan] = []
        for (span, content) in spans {
            switch content {
            case nil: break
            case .digest(let digest):
                guard digest.count == RangeBound.idBytes else { throw Self.wrong }
                if RangeRecords.digest(of: own.within(span)) != digest {
                    found += own.questions(span)
                }
            case .listed(let listed): try compare(listed, span)
            }
        }
        let rest = open.drop { $0.end <= answered }.map { span in
            RangeSpan(low: max(span.low, answered), end: span.end)
        }
        open = found + rest
    }

    private mutating func compare(_ listed: Data, _ span: RangeSpan) throws {
        var missing: [RecordID: Data] = [:]
        for record in own.within(span) {
            missing[record.record] = RangeRecords.digest(of: [record])
        }
        var low = span.low
        let size = 2 * RangeBound.idBytes
        guard listed.count.isMultiple(of: size) else { throw Self.wrong }
        for start in stride(from: listed.startIndex, to: listed.endIndex, by: size) {
            let entry = listed[start...].prefix(size)
            guard let id = RecordID(bytes: entry.prefix(RangeBound.idBytes)),
                low <= .id(id), .id(id) < span.end, start == listed.startIndex || low != .id(id)
            else { throw Self.wrong }
            low = .id(id)
            if missing.removeValue(forKey: id) != entry.suffix(RangeBound.idBytes) {
                theirs.insert(id)
            }
        }
        onlyHere.formUnion(missing.keys)
    }

    /// The version of this search.
    package static let version: UInt32 = 1

    private static let wrong = Problem(.messageUndecodable, ["reason": "a reply to ranges"])
}
