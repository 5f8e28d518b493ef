package import FieldKit
import Foundation

/// One replica of a town, with the words in which tests speak to it.
package final class Resident {
    package let name: String
    package let key: DeviceKey
    package let replica: Replica
    package let store: any Store
    /// Where its file lies, if it has one.
    package let folder: TemporaryFolder?
    private unowned let town: Town

    init(
        name: String,
        key: DeviceKey,
        replica: Replica,
        store: any Store,
        folder: TemporaryFolder?,
        town: Town
    ) {
        self.name = name
        self.key = key
        self.replica = replica
        self.store = store
        self.folder = folder
        self.town = town
    }

    package var device: DeviceID { key.device }

    // MARK: Writing

    /// Makes a new record of text fields, in the given buckets.
    @discardableResult
    package func create(
        _ type: String,
        in buckets: [String] = [],
        _ values: [String: String] = [:],
        authority: FieldPolicy.Authority = .anyone
    ) throws -> RecordID {
        let changes =
            buckets.map { Edit.Change.enter($0) }
            + values.sorted { $0.key < $1.key }.map { .set($0.key, .text($0.value)) }
        return try edit(Edit(type: type, changes: changes), authority: authority).id
    }

    /// Gives one text field of a record a value; an empty text clears it.
    @discardableResult
    package func set(
        _ id: RecordID,
        _ field: String,
        _ text: String,
        base: RecordVersion? = nil,
        authority: FieldPolicy.Authority = .anyone
    ) throws -> EditResult {
        try change(
            id,
            .set(field, text.isEmpty ? .cleared : .text(text)),
            base: base,
            authority: authority
        )
    }

    /// Changes a record in one write.
    @discardableResult
    package func change(
        _ id: RecordID,
        _ changes: Edit.Change...,
        base: RecordVersion? = nil,
        authority: FieldPolicy.Authority = .anyone
    ) throws -> EditResult {
        let type = try replica.read { try $0.heldState(id).type }
        return try edit(
            Edit(type: type, id: id, changes: changes, base: base, isRaw: true),
            authority: authority
        )
    }

    /// Makes one edit.
    @discardableResult
    package func edit(
        _ edit: Edit,
        authority: FieldPolicy.Authority = .anyone
    ) throws -> EditResult {
        let results = try replica.write {
            try $0.edit([edit], author: name, authority: authority)
        }
        guard let result = results.first else { throw TownError.nothingWritten }
        return result
    }

    /// Decides a conflict.
    @discardableResult
    package func resolve(
        _ id: RecordID,
        _ field: String,
        _ value: Value,
        base: RecordVersion? = nil
    ) throws -> EditResult {
        try replica.write { writer in
            let type = try writer.heldState(id).type
            return try writer.resolve(
                id,
                type: type,
                field: field,
                value: value,
                reason: "called the family",
                reviewer: name,
                base: base
            )
        }
    }

    // MARK: Reading

    package func view(_ id: RecordID) throws -> RecordView { try replica.read { try $0.view(id) } }

    /// The shown text of a field; nil if it has none.
    package func text(_ id: RecordID, _ field: String) throws -> String? {
        try view(id).values[field]?.text
    }

    package func version(_ id: RecordID) throws -> RecordVersion { try view(id).version }

    package func state(_ id: RecordID) throws -> RecordState? {
        try replica.read { try $0.state(id) }
    }

    package func digest() throws -> StateDigest { try replica.read { try $0.digest() } }

    package func checkInvariants() throws -> [String] {
        try replica.read { try $0.checkInvariants() }
    }

    /// The ids of all records, ascending.
    package func records(_ type: String? = nil) throws -> [RecordID] {
        try store.read { try $0.records(type: type, after: nil, limit: .max) }
    }

    /// Every write held, in the order of arrival.
    package func writes() throws -> [SignedWrite] {
        try store.read { try $0.writes(after: 0, limit: .max).map(Self.decoded) }
    }

    /// Every write held of one record, in the order of arrival.
    package func writes(of id: RecordID) throws -> [SignedWrite] {
        try store.read { try $0.writes(record: id).map(Self.decoded) }
    }

    /// The write made or taken last.
    package func lastWrite() throws -> SignedWrite {
        // Numbers are also given to places in the feed, so the last is not always a write's.
        let recent = try store.read { store in
            let head = try store.head()
            return try store.writes(after: head > 64 ? head - 64 : 0, limit: 64)
        }
        guard let last = recent.last else { throw TownError.nothingWritten }
        return try Self.decoded(last)
    }

    /// The writes that are live in some register, record by record.
    package func liveWrites() throws -> [SignedWrite] {
        let records = try records()
        return try replica.read { reader in
            try records.flatMap { try reader.state($0)?.live.map(\.signed) ?? [] }
        }
    }

    private static func decoded(_ stored: StoredWrite) throws -> SignedWrite {
        try WriteCodec.decode(body: stored.body, signature: stored.signature)
    }

    // MARK: Exchange

    /// Takes writes in as they come over a wire: as bytes.
    ///
    /// - Returns: True if any of them changed the state.
    @discardableResult
    package func take(_ writes: [SignedWrite], from source: DeviceID? = nil) throws -> Bool {
        try replica.write { writer in
            var isChanged = false
            for write in writes {
                let arrived = try WriteCodec.decode(body: write.body, signature: write.signature)
                let applied = try writer.apply(arrived, source: source)
                isChanged = isChanged || applied == .applied
            }
            return isChanged
        }
    }

    /// Takes one write in.
    @discardableResult
    package func take(_ write: SignedWrite) throws -> Bool { try take([write]) }

    /// Takes in all that is live at another.
    @discardableResult
    package func takeAll(from other: Resident) throws -> Bool {
        try take(try other.liveWrites(), from: other.device)
    }

    // MARK: The state as one text

    /// The whole state, equal on two replicas if and only if they hold the same; one line a register.
    package func text() throws -> String {
        try records().map { try text(of: $0) }.joined(separator: "\n")
    }

    /// One record: its type and buckets, then each register with its live values, and who wrote them.
    package func text(of id: RecordID) throws -> String {
        guard let state = try state(id) else { return "\(id) not held" }
        let view = try view(id)
        let title = [state.type, "\(id)", "v\(view.generation)"] + view.buckets
        let lines = state.entriesByRegister.sorted { $0.key < $1.key }.map { key, entries in
            let values = entries.map { entry in
                let write = entry.signed.write
                return "'\(entry.value.text)' \(town.name(of: write.dot.replica))"
                    + ":\(write.dot.counter)"
            }
            return "  \(key) = " + values.sorted().joined(separator: " | ")
        }
        return ([title.joined(separator: " ") + (view.isDeleted ? " deleted" : "")] + lines)
            .joined(separator: "\n")
    }
}
