import Foundation

/// What arrived from a peer, decoded, and its signatures, which are checked on every processor: what
/// costs most and changes nothing.
struct Intake: Sendable {
    /// In the order of arrival; `signed` is nil where the bytes cannot be decoded.
    let writes: [(wire: WireSignedWrite, signed: SignedWrite?)]
    private let keys: [DeviceID: Data]

    /// Decodes.
    ///
    /// A signature whose author's certificate is not known yet is left to the judgement of the
    /// write, which may find it among what arrived before.
    ///
    /// - Parameters:
    ///   - wires: The writes as they came.
    ///   - peer: The authenticated device that brought them.
    ///   - replica: Whose knowledge of devices counts.
    /// - Throws: What reading the store meets.
    init(_ wires: [WireSignedWrite], from peer: DeviceID, into replica: Replica) throws {
        let decoded = wires.concurrentMap { try? WriteCodec.decode($0) }
        writes = Array(zip(wires, decoded)).map { (wire: $0.0, signed: $0.1) }
        let authors = Set(decoded.compactMap { $0?.write.dot.replica.device })
        keys = try replica.read { reader in
            try authors.reduce(into: [DeviceID: Data]()) { keys, author in
                guard try !reader.isProven(author, by: peer) else { return }
                keys[author] = try reader.certificate(of: author)?.publicKey
            }
        }
    }

    /// Begins to check each signature by itself, beside whatever is done with the writes meanwhile.
    func check() -> SignatureCheck { SignatureCheck(writes.map(\.signed), keys: keys) }

    /// The signatures that are genuine, by what they sign.
    ///
    /// - Parameter byRuns: Whether an unbroken run of one log is taken on the signature of its last
    ///   line; then those of its other lines are given as they are.
    /// - Returns: The signatures, and whether lines were taken on the word of the line after them.
    func genuine(byRuns: Bool) -> (signatures: [WriteHash: Data], hasUnproven: Bool) {
        let toProve = writes.compactMap { write in
            write.signed.flatMap { keys[$0.write.dot.replica.device] == nil ? nil : $0 }
        }
        let runs = byRuns ? Self.unbrokenRuns(toProve) : toProve.indices.map { $0..<$0 + 1 }
        var genuine: [WriteHash: Data] = [:]
        var hasUnproven = false
        var doubtful: [SignedWrite] = []
        let last = runs.map { toProve[$0.upperBound - 1] }
        for (run, isSigned) in zip(runs, last.concurrentMap(isSigned)) {
            guard isSigned else {
                doubtful += toProve[run].dropLast()
                continue
            }
            for signed in toProve[run] { genuine[signed.hash] = signed.signature }
            if run.count > 1 { hasUnproven = true }
        }
        for (signed, isSigned) in zip(doubtful, doubtful.concurrentMap(isSigned)) where isSigned {
            genuine[signed.hash] = signed.signature
        }
        return (genuine, hasUnproven)
    }

    private func isSigned(_ signed: SignedWrite) -> Bool { SignatureCheck.isSigned(signed, keys) }

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
