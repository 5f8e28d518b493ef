/// A write that was put aside whole, with the reason: nothing of it is lost.
public struct HeldWrite: Sendable {
    /// The record's type; empty if it could not be read.
    public let type: String
    /// The record; nil if it could not be read.
    public let id: RecordID?
    /// Where it is held aside: `here`, `relay` or `county`.
    public let place: String
    /// Why, as a stable code; a later server may send one that this version does not know.
    public let code: String
    /// When this store put it aside or heard of it, in milliseconds since 1970 by its own clock.
    public let since: Int64
    /// The device that brought it; nil for what others hold aside of this store's own.
    public let device: DeviceID?
    /// Who wrote it, if that could be read; unproven where the signature is in doubt.
    public let author: String?
    /// What it sets, by the order of the keys; nothing if it could not be read.
    public let registers: [RegisterWrite]

    /// Why, and what to do, in words; an unknown code becomes `write_invalid` with the code in it.
    public var problem: Problem {
        Problem(
            ProblemCode(rawValue: code) ?? .writeInvalid,
            ["id": id.map { "\($0)" } ?? "?", "reason": code]
        )
    }
}

extension Replica {
    /// What is held aside here, and what this store was told that others hold aside of its writes.
    ///
    /// - Returns: One entry for each write, the longest held first.
    /// - Throws: What the store meets.
    public func held() throws -> [HeldWrite] {
        try read { reader in
            try reader.heldItems().map { item in
                let write = try? WriteCodec.decode(body: item.body, signature: item.signature).write
                return HeldWrite(
                    type: item.type,
                    id: item.record,
                    place: item.place,
                    code: item.code,
                    since: item.since,
                    device: item.source,
                    author: write?.author,
                    registers: (write?.registers ?? []).sorted { $0.key < $1.key }
                )
            }
            .sorted { ($0.since, $0.code) < ($1.since, $1.code) }
        }
    }

    /// Tries again what is held aside here and may have become possible: a certificate has come,
    /// the program is newer.
    ///
    /// - Returns: How many writes were taken; the others stay held.
    /// - Throws: What the store meets; then nothing has changed.
    public func retryHeld() throws -> Int {
        try write { try $0.retryHeld().count }
    }

    /// Takes in what is held of a record because its device was shut out, or because it names what
    /// never came, once a person has read it; at the county only.
    ///
    /// - Parameter record: The record.
    /// - Returns: How many writes were taken.
    /// - Throws: `not_the_county`, and what the store meets; then nothing has changed.
    public func acceptHeld(of record: RecordID) throws -> Int {
        try write { try $0.acceptHeld(of: record) }
    }

    /// Refuses what is held of a record because its device was shut out, once a person has read it; it
    /// stays listed, and whoever has it from elsewhere comes to agree with the county; at the county only.
    ///
    /// - Parameter record: The record.
    /// - Returns: How many writes were refused.
    /// - Throws: `not_the_county`, and what the store meets; then nothing has changed.
    public func refuseHeld(of record: RecordID) throws -> Int {
        try write { try $0.refuseHeld(of: record) }
    }
}
