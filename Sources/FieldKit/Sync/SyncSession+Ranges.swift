import Foundation
import SwiftProtobuf

/// The search for what differs within a bucket, and the fetching of what it finds.
extension SyncSession {
    /// Begins with one bucket.
    func search(_ bucket: String, _ healing: Healing) throws -> Action {
        let records = try replica.read { reader in
            let leftOut = try leftOut(reader)
            return try reader.recordSums(of: bucket).filter { !leftOut.contains($0.record) }
        }
        return try nextRanges(healing, RangeSearch(RangeRecords(records)))
    }

    private func nextRanges(_ healing: Healing, _ search: RangeSearch) throws -> Action {
        var (healing, search) = (healing, search)
        guard search.requests < Limits.rangeRequestsMax else { return try healWhole(healing) }
        guard let bucket = healing.buckets.first, let ranges = search.next() else {
            healing.upload.formUnion(search.onlyHere)
            report.differing += search.theirs.count + search.onlyHere.count
            return try nextDiffering(healing, search.theirs.sorted())
        }
        var request = WireRangesRequest()
        request.bucket = bucket
        request.version = RangeSearch.version
        request.unsent = try replica.read { try notCompared($0) }
        request.ranges = ranges
        phase = .ranges(healing, search)
        return .send(name: "ranges", body: try request.serializedData())
    }

    func afterRanges(
        _ reply: WireRangesReply,
        _ healing: Healing,
        _ search: RangeSearch
    ) throws -> Action {
        guard reply.version == RangeSearch.version else { return try healWhole(healing) }
        var search = search
        try search.take(reply.ranges)
        return try nextRanges(healing, search)
    }

    /// Exchanges what is left to heal whole: this server cannot be asked by ranges.
    func healWhole(_ healing: Healing) throws -> Action {
        var healing = healing
        healing.whole.formUnion(healing.buckets)
        return try nextHealing(healing)
    }

    /// Asks for what the server has otherwise; when there is no more, goes on with the next bucket.
    private func nextDiffering(_ healing: Healing, _ ids: [RecordID]) throws -> Action {
        guard !ids.isEmpty else {
            var healing = healing
            healing.buckets = Array(healing.buckets.dropFirst())
            return try nextHealing(healing)
        }
        phase = .differing(healing, wanted: ids)
        return try askForRecords(ids)
    }

    func afterDiffering(
        _ reply: WireRecordsReply,
        _ healing: Healing,
        _ wanted: [RecordID]
    ) throws -> Action {
        var healing = healing
        let rest = try unanswered(wanted, in: reply)
        try takeIn(reply.records, left: reply.left, &healing)
        healing.upload.formUnion(
            try replica.read { reader in
                try (reply.records.map(\.record) + reply.absent)
                    .compactMap { RecordID(bytes: $0) }
                    .filter { try reader.state($0) != nil }
            }
        )
        return try nextDiffering(healing, rest)
    }
}
