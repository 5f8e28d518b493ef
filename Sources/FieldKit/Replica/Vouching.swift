package import Foundation

/// Signatures that the county took on the word of the next line, and what it does about wrong ones.
///
/// `docs/decisions/0013-signatures.md` gives the reason.
extension ReplicaWriter {
    /// Notes that from here on signatures are taken unchecked, to be checked later.
    package func noteUnproven() throws {
        guard try store.value(Keys.unprovenAfter) == nil else { return }
        try setUnproven(after: try store.head())
    }

    fileprivate func setUnproven(after number: UInt64) throws {
        try setValue(Keys.unprovenAfter, withUnsafeBytes(of: number.bigEndian) { Data($0) })
    }

    /// Puts the county's signature in the place of a wrong one, and gives the record to everybody
    /// again.
    fileprivate func vouch(for unproven: UnprovenWrite) throws {
        let signed = unproven.signed
        let signature = try WriteCodec.vouch(for: signed.body, with: replica.key)
        try writing.setSignature(signature, sequence: unproven.sequence)
        let id = signed.write.record
        states[id] = nil
        guard let state = try state(id), state.live.contains(where: { $0.signed == signed }) else {
            return
        }
        try settle(state, state, at: .late)
    }
}

extension ReplicaReader {
    /// Whether a signature is the author's, or the county's that vouches for the write.
    package func isSigned(_ signed: SignedWrite, by author: Data) throws -> Bool {
        if WriteCodec.isSigned(signed, by: author) { return true }
        return try countyCertificate().map { WriteCodec.isVouched(signed, by: $0.publicKey) }
            ?? false
    }

    fileprivate func unproven(after number: UInt64, limit: Int) throws -> [UnprovenWrite] {
        try store.writes(after: number, limit: limit).map { stored in
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            let author = signed.write.dot.replica.device
            return UnprovenWrite(
                sequence: stored.sequence,
                signed: signed,
                key: try isCounty(author) ? nil : certificate(of: author)?.publicKey
            )
        }
    }
}

/// A write whose signature may not have been checked yet.
private struct UnprovenWrite: Sendable {
    let sequence: UInt64
    let signed: SignedWrite
    /// The author's public key; nil for the county's own writes.
    let key: Data?

    var isWrong: Bool { key.map { !WriteCodec.isSigned(signed, by: $0) } ?? false }
}

extension Replica {
    /// Checks the signatures of writes that were taken on the word of the next line, and vouches
    /// where one is wrong; at the county, when nobody waits.
    ///
    /// May be stopped anywhere: how far it came is stored.
    ///
    /// - Parameter limit: How many writes at the most; each costs some hundred microseconds of one
    ///   processor, outside of any transaction.
    /// - Returns: Whether more remain.
    /// - Throws: What the store meets.
    public func proveSignatures(limit: Int = Limits.pageRecordsMax) throws -> Bool {
        let batch = try read { reader -> [UnprovenWrite]? in
            guard let after = try reader.store.value(Keys.unprovenAfter) else { return nil }
            return try reader.unproven(
                after: after.reduce(0) { $0 << 8 | UInt64($1) },
                limit: limit
            )
        }
        guard let batch else { return false }
        let isWrong = batch.concurrentMap(\.isWrong)
        return try write { writer in
            for (unproven, isWrong) in zip(batch, isWrong) where isWrong {
                try writer.vouch(for: unproven)
            }
            guard let last = batch.last?.sequence,
                try !writer.store.writes(after: last, limit: 1).isEmpty
            else {
                try writer.setValue(Keys.unprovenAfter, nil)
                return false
            }
            try writer.setUnproven(after: last)
            return true
        }
    }
}
