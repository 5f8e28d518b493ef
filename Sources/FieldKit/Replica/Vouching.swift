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
        try setValue(Keys.unprovenAfter, Data(number: number))
    }

    /// A line that is kept aside for some other reason than its signature, with a signature that
    /// holds for itself: it may have been taken on the word of the next line.
    package func vouched(_ signed: SignedWrite) throws -> SignedWrite {
        guard replica.kind == .county,
            let certificate = try certificate(of: signed.write.dot.replica.device),
            try !isSigned(signed, by: certificate.publicKey)
        else { return signed }
        return try withVouching(signed)
    }

    /// The line before one that is its author's, if it was held aside for its signature alone: it is
    /// the same author's, and is no longer held.
    package func lineProven(by signed: SignedWrite) throws -> SignedWrite? {
        guard replica.kind == .county, let previous = signed.write.previous,
            try !isEmpty(Keys.heldPrefix), let stored = try store.value(Keys.held(previous))
        else { return nil }
        let item = try HeldItem(stored: stored)
        guard item.place == "here", item.code == ProblemCode.signatureInvalid.rawValue else {
            return nil
        }
        try release(previous)
        return try withVouching(
            try WriteCodec.decode(body: item.body, signature: item.signature)
        )
    }

    private func withVouching(_ signed: SignedWrite) throws -> SignedWrite {
        let signature = try WriteCodec.vouch(for: signed.body, with: replica.key)
        return SignedWrite(
            body: signed.body,
            signature: signature,
            hash: signed.hash,
            write: signed.write
        )
    }

    /// Lets go of copies that are held aside for their signature, where whoever wrote later had read
    /// the line under their dot: they say nothing any more.
    ///
    /// Not at the county, where they wait for the next line.
    package func releaseCovered() throws {
        guard replica.kind != .county else { return }
        for item in try heldItems()
        where item.place == "here" && item.code == ProblemCode.signatureInvalid.rawValue {
            guard let id = item.record, let state = try state(id) else { continue }
            let write = try WriteCodec.decode(body: item.body, signature: item.signature).write
            let isCovered = write.registers.allSatisfy {
                state.known($0.key).contains(write.dot)
            }
            if isCovered { try release(item.hash) }
        }
    }

    /// Puts the county's signatures in the place of wrong ones, and gives the records in which they
    /// are live to everybody again.
    fileprivate func vouch(for wrong: [UnprovenWrite]) throws {
        for unproven in wrong {
            let signature = try WriteCodec.vouch(for: unproven.signed.body, with: replica.key)
            try writing.setSignature(signature, sequence: unproven.sequence)
        }
        let hashes = Set(wrong.map(\.signed.hash))
        for id in Set(wrong.map(\.signed.write.record)).sorted() {
            states[id] = nil
            guard let state = try state(id),
                state.live.contains(where: { hashes.contains($0.signed.hash) })
            else { continue }
            try settle(state, state, at: .late)
        }
    }
}

extension ReplicaReader {
    /// Whether a signature is the author's, or the county's that vouches for the write.
    package func isSigned(_ signed: SignedWrite, by author: Data) throws -> Bool {
        #if PLANTED_BUGS
        if Planted.current == .signatureUnchecked { return true }
        #endif
        if WriteCodec.isSigned(signed, by: author) { return true }
        return try countyCertificate().map { WriteCodec.isVouched(signed, by: $0.publicKey) }
            ?? false
    }

    fileprivate func unproven(_ lines: [StoredWrite]) throws -> [UnprovenWrite] {
        try lines.map { stored in
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            let author = signed.write.dot.replica.device
            return UnprovenWrite(
                sequence: stored.sequence,
                signed: signed,
                key: try isCounty(author) ? nil : certificate(of: author)?.publicKey,
                county: replica.key.publicKey
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
private struct UnprovenWrite: Sendable {
    let sequence: UInt64
    let signed: SignedWrite
    /// The author's public key; nil for the county's own writes.
    let key: Data?
    /// The key by which the county may have vouched for it before.
    let county: Data

    var isWrong: Bool {
        guard let key else { return false }
        return !WriteCodec.isSigned(signed, by: key) && !WriteCodec.isVouched(signed, by: county)
    }
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
            let after = mark.number
            let writes = try reader.unproven(reader.store.writes(after: after, limit: limit))
            return (writes.last?.sequence ?? after, writes)
        }
        guard let found else { return nil }
        return UnprovenPart(through: found.through, wrong: Self.wrong(found.writes))
    }

    /// Checks the signatures of lines that are about to be given to somebody, and vouches where one is
    /// wrong: whoever gets a line holds it aside if its signature is wrong, and has half of a command
    /// where the other half was covered by it.
    ///
    /// - Parameter records: The lines, by record; of those that were checked before nothing is computed.
    /// - Returns: Whether any was wrong, so that they are to be read again.
    /// - Throws: What the store meets.
    package func proveSignatures(of records: [FeedRecord]) throws -> Bool {
        guard kind == .county, !records.isEmpty else { return false }
        let unproven = try read { reader -> [UnprovenWrite] in
            guard let after = try reader.store.value(Keys.unprovenAfter)?.number else { return [] }
            return try reader.unproven(records.flatMap(\.writes).filter { $0.sequence > after })
        }
        let wrong = Self.wrong(unproven)
        guard !wrong.isEmpty else { return false }
        try write { try $0.vouch(for: wrong) }
        return true
    }

    private static func wrong(_ writes: [UnprovenWrite]) -> [UnprovenWrite] {
        zip(writes, writes.concurrentMap(\.isWrong)).filter(\.1).map(\.0)
    }

    /// Vouches for what was found wrong, and notes how far the check has come.
    ///
    /// - Returns: Whether more remain; others may have come since the part was read.
    package func settle(_ part: UnprovenPart) throws -> Bool {
        try write { writer in
            try writer.vouch(for: part.wrong)
            guard try !writer.store.writes(after: part.through, limit: 1).isEmpty else {
                try writer.setValue(Keys.unprovenAfter, nil)
                return false
            }
            try writer.setUnproven(after: part.through)
            return true
        }
    }
}
