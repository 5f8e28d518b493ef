import Foundation

extension SyncResponder {
    /// Answers which records of a bucket differ, range by range.
    func ranges(_ request: WireRangesRequest, _ session: Session) throws -> WireRangesReply {
        guard session.granted.contains(request.bucket) else { throw Problem(.forbidden) }
        guard request.unsent.count <= Limits.asideRecordsMax else {
            throw Problem(.messageTooLarge, ["limit": "\(Limits.asideRecordsMax)"])
        }
        return try replica.read { reader in
            try served(session, reader)
            var reply = WireRangesReply()
            reply.version = RangeSearch.version
            guard request.version == RangeSearch.version else { return reply }
            let leftOut = try reader.asideRecords(for: session.device, in: session.granted)
                .union(request.unsent.compactMap { RecordID(bytes: $0) })
            let records = try recordSums.records(of: request.bucket, reader)
                .filter { !leftOut.contains($0.record) }
            reply.ranges = try RangeRecords(records).answer(request.ranges)
            return reply
        }
    }
}
