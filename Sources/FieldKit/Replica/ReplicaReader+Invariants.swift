import Foundation
import SwiftProtobuf

extension ReplicaReader {
    /// Checks what must always be true of a replica.
    ///
    /// Recomputes every record from all of its writes by the rule, every sum, place and log, and
    /// compares them with what is stored.
    ///
    /// - Returns: A sentence for each condition that does not hold; empty when all is well.
    package func checkInvariants() throws -> [String] {
        var broken: [String] = []
        var recount = SumRecount()
        let head = try store.head()
        var last: RecordID?
        while true {
            let ids = try store.records(type: nil, after: last, limit: 500)
            for id in ids {
                guard let state = try state(id) else {
                    broken.append("record \(id) is listed but cannot be read")
                    continue
                }
                broken += try self.broken(state, head: head, &recount)
                states[id] = nil
            }
            guard let end = ids.last else { break }
            last = end
        }
        recount.compare(with: try allRunningSums())
        broken += recount.wrong.map { "the running sum of \($0) is wrong" }
        return try broken + brokenLogs()
    }

    private func broken(
        _ state: RecordState,
        head: UInt64,
        _ recount: inout SumRecount
    ) throws -> [String] {
        var broken: [String] = []
        var all: [(signed: SignedWrite, sequence: UInt64)] = []
        for stored in try store.writes(record: state.id) {
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            if try isHeld(signed.hash) { continue }
            if stored.sequence > head {
                broken.append("write \(stored.sequence) is above the head")
            }
            all.append((signed, stored.sequence))
        }
        let recomputed = RecordState(
            id: state.id,
            type: state.type,
            marks: state.marks,
            of: all
        )
        if recomputed != state {
            broken.append("record \(state.id): the stored state is not that of its writes")
        }
        for write in all.map(\.signed) {
            for register in write.write.registers {
                let isLive = state.entries(register.key).contains { $0.signed.hash == write.hash }
                let isCovered = all.map(\.signed).contains { other in
                    other.hash != write.hash
                        && other.write.register(register.key)?.context.contains(write.write.dot)
                            ?? false
                }
                if isLive == isCovered {
                    broken.append("record \(state.id): \(write.write.dot) breaks the rule")
                }
            }
        }
        let places = try store.places(of: state.id)
        recount.add(state, in: places.map(\.bucket))
        for (bucket, entry) in places where entry.latest > head || entry.entered > entry.latest {
            broken.append("record \(state.id): its place in \(bucket) is out of order")
        }
        let subject = state.subject(policies)
        let subjectBuckets = try subject.map { try store.places(of: $0).map(\.bucket) } ?? []
        let due = Set(state.saysBuckets ? state.ownBuckets : subjectBuckets)
        if Set(places.map(\.bucket)) != due {
            broken.append("record \(state.id) is not in the buckets that it should be in")
        }
        return broken
    }

    private func brokenLogs() throws -> [String] {
        var broken: [String] = []
        // A relay and a laptop may have evicted what others wrote, but not that they once held it.
        let own = try ownReplicas()
        for replica in try loggedReplicas()
        where self.replica.kind == .county || own.contains(replica) {
            for run in try log(replica).runs {
                let held = try store.writes(dot: Dot(replica, run.high))
                let isHeldAside = try self.isHeld(run.hash)
                if !isHeldAside, !held.contains(where: { WriteCodec.hash(of: $0.body) == run.hash })
                {
                    broken.append("the log of \(replica) ends at a line that is not held")
                }
            }
        }
        // Of an earlier incarnation, what was restored away comes back from others, with gaps.
        let current = try currentReplica()
        let log = try log(current)
        if log.runs.count > 1 || log.runs.first.map({ $0.low != 1 }) ?? false {
            broken.append("the own log of \(current) has a gap")
        }
        return broken
    }
}
