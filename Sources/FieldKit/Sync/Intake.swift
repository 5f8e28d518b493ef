import Foundation

/// What arrived from a peer, decoded and with its signatures checked: what costs most and changes
/// nothing, done on every processor before the store is locked.
struct Intake: Sendable {
    /// In the order of arrival; `signed` is nil where the bytes cannot be decoded.
    let writes: [(wire: WireSignedWrite, signed: SignedWrite?)]
    /// The signatures that were found genuine, by what they sign; in a run that was taken on the
    /// word of its last line, all of them.
    private(set) var genuine: [WriteHash: Data] = [:]
    /// Whether lines were taken on the word of the line after them.
    private(set) var hasUnproven = false

    /// Decodes and checks.
    ///
    /// A signature whose author's certificate is not known yet is left to the judgement of the
    /// write, which may find it among what arrived before.
    ///
    /// - Parameters:
    ///   - wires: The writes as they came.
    ///   - peer: The authenticated device that brought them.
    ///   - replica: Whose knowledge of devices counts; a county takes a run on the word of its last
    ///     line.
    /// - Throws: What reading the store meets.
    init(_ wires: [WireSignedWrite], from peer: DeviceID, into replica: Replica) throws {
        let decoded = wires.concurrentMap { try? WriteCodec.decode($0) }
        writes = Array(zip(wires, decoded)).map { (wire: $0.0, signed: $0.1) }
        let authors = Set(decoded.compactMap { $0?.write.dot.replica.device })
        let keys = try replica.read { reader in
            try authors.reduce(into: [DeviceID: Data]()) { keys, author in
                guard try !reader.isProven(author, by: peer) else { return }
                keys[author] = try reader.certificate(of: author)?.publicKey
            }
        }
        let toProve = decoded.compactMap { signed in
            signed.flatMap { keys[$0.write.dot.replica.device] == nil ? nil : $0 }
        }
        let runs =
            replica.kind == .county
            ? Self.unbrokenRuns(toProve) : toProve.indices.map { $0..<$0 + 1 }
        var doubtful: [SignedWrite] = []
        let isLastSigned = runs.map { toProve[$0.upperBound - 1] }.concurrentMap {
            Self.isSigned($0, keys)
        }
        for (run, isSigned) in zip(runs, isLastSigned) {
            if isSigned {
                for signed in toProve[run] { genuine[signed.hash] = signed.signature }
                if run.count > 1 { hasUnproven = true }
            } else {
                doubtful += toProve[run].dropLast()
            }
        }
        for (signed, isSigned) in zip(doubtful, doubtful.concurrentMap { Self.isSigned($0, keys) })
        where isSigned { genuine[signed.hash] = signed.signature }
    }

    private static func isSigned(_ signed: SignedWrite, _ keys: [DeviceID: Data]) -> Bool {
        keys[signed.write.dot.replica.device].map { WriteCodec.isSigned(signed, by: $0) } ?? false
    }

    /// The parts in which each line names the one before: who signed the last has signed them all.
    private static func unbrokenRuns(_ writes: [SignedWrite]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = writes.startIndex
        for index in writes.indices {
            let next = index + 1
            if next < writes.endIndex, writes[next].follows(writes[index]) { continue }
            runs.append(start..<next)
            start = next
        }
        return runs
    }
}

extension SignedWrite {
    /// Whether it is the next line of the same log.
    fileprivate func follows(_ other: SignedWrite) -> Bool {
        write.previous == other.hash && write.dot.replica == other.write.dot.replica
            && write.dot.counter == other.write.dot.counter + 1
    }
}
