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
    func vouch(for unproven: UnprovenWrite) throws {
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

    func unproven(after number: UInt64, limit: Int) throws -> [UnprovenWrite] {
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

/// Writes of which the signatures were checked, up to a number.
package struct UnprovenPart: Sendable {
    fileprivate let through: UInt64
    fileprivate let wrong: [UnprovenWrite]
}

/// A write whose signature may not have been checked yet.
struct UnprovenWrite: Sendable {
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
        guard let part = try unprovenPart(limit: limit) else { return false }
        return try settle(part)
    }

    /// The next writes, checked; nil if none are left to check.
    package func unprovenPart(limit: Int) throws -> UnprovenPart? {
        let found = try read { reader -> (through: UInt64, writes: [UnprovenWrite])? in
            guard let mark = try reader.store.value(Keys.unprovenAfter) else { return nil }
            let after = mark.reduce(0) { $0 << 8 | UInt64($1) }
            let writes = try reader.unproven(after: after, limit: limit)
            return (writes.last?.sequence ?? after, writes)
        }
        guard let found else { return nil }
        let areWrong = found.writes.concurrentMap(\.isWrong)
        let wrong = zip(found.writes, areWrong).filter(\.1).map(\.0)
        return UnprovenPart(through: found.through, wrong: wrong)
    }

    /// Vouches for what was found wrong, and notes how far the check has come.
    ///
    /// - Returns: Whether more remain; others may have come since the part was read.
    package func settle(_ part: UnprovenPart) throws -> Bool {
        try write { writer in
            for unproven in part.wrong { try writer.vouch(for: unproven) }
            guard try !writer.store.writes(after: part.through, limit: 1).isEmpty else {
                try writer.setValue(Keys.unprovenAfter, nil)
                return false
            }
            try writer.setUnproven(after: part.through)
            return true
        }
    }
}
