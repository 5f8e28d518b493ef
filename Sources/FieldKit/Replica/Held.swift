package import Foundation
import SwiftProtobuf

/// A write that is kept whole but not applied: refused, or not understood yet.
///
/// Listed until a person or an update settles it; never in the way of others.
package struct HeldItem: Sendable {
    package let body: Data
    package let signature: Data
    package let hash: WriteHash
    package let dot: Dot?
    package let type: String
    package let record: RecordID?
    /// The stable code of the problem.
    package let code: String
    /// When it was put aside, in milliseconds since 1970.
    package let since: Int64
    /// The devices that brought it, the first first; not more than ``sourcesMax``.
    package private(set) var sources: [DeviceID]
    /// `here`, `relay` or `county`: who holds it aside.
    package let place: String

    init(_ signed: SignedWrite, code: String, since: Int64, source: DeviceID?, place: String) {
        body = signed.body
        signature = signed.signature
        hash = signed.hash
        dot = signed.write.dot
        type = signed.write.type
        record = signed.write.record
        self.code = code
        self.since = since
        sources = source.map { [$0] } ?? []
        self.place = place
    }

    init(
        body: Data,
        signature: Data,
        code: String,
        since: Int64,
        source: DeviceID?,
        place: String
    ) {
        let signed = try? WriteCodec.decode(body: body, signature: signature)
        self.body = body
        self.signature = signature
        hash = WriteCodec.hash(of: body)
        dot = signed?.write.dot
        type = signed?.write.type ?? ""
        record = signed?.write.record
        self.code = code
        self.since = since
        sources = source.map { [$0] } ?? []
        self.place = place
    }

    init(stored: Data) throws {
        let wire = try WireStoredHeld(serializedBytes: stored)
        self.init(
            body: wire.write.body,
            signature: wire.write.signature,
            code: wire.code,
            since: wire.since,
            source: nil,
            place: wire.place
        )
        sources = stride(from: 0, to: wire.source.count, by: 8).compactMap { start in
            DeviceID(bytes: wire.source.dropFirst(start).prefix(8))
        }
    }

    func stored() throws -> Data {
        var wire = WireStoredHeld()
        wire.write.body = body
        wire.write.signature = signature
        wire.type = type
        if let record { wire.record = record.bytes }
        wire.code = code
        wire.since = since
        wire.source = Data(sources.flatMap(\.bytes))
        wire.place = place
        return try wire.serializedData()
    }

    /// Those who repeat one and the same unproven write are few, or forge.
    private static let sourcesMax = 64

    /// The device that brought it first.
    package var source: DeviceID? { sources.first }

    /// Whether it is certain that the device which it names has written it.
    ///
    /// Nobody takes in what is not. So it says nothing of the record's state at anybody's but those who
    /// brought it, and whoever forges cannot keep others' records from being compared.
    package var isProven: Bool {
        code != ProblemCode.signatureInvalid.rawValue
            && code != ProblemCode.certificateUnknown.rawValue
    }

    /// Whether it is a line of the log that it names: all but what another key has signed.
    package var isLine: Bool { dot != nil && code != ProblemCode.signatureInvalid.rawValue }

    /// Whether it was refused, and answered.
    private var isAnswered: Bool {
        let codes: [ProblemCode] = [.forbidden, .outOfScope, .authorityNeeded, .immutableField]
        return codes.map(\.rawValue).contains(code)
    }

    /// Whether its record may differ at a peer because of it.
    ///
    /// Of what was refused the answer makes everybody agree again whom it reaches: all but those who
    /// wrote or brought it, out of whose scope the record may lie.
    func mayDiffer(at peer: DeviceID) -> Bool {
        guard place == "here" else { return false }
        if sources.contains(peer) { return true }
        return isAnswered ? dot?.replica.device == peer : isProven
    }

    /// The same, brought by one more device; nil if that is not worth noting.
    func brought(by device: DeviceID) -> HeldItem? {
        guard !isProven, !sources.contains(device), sources.count < Self.sourcesMax else {
            return nil
        }
        var item = self
        item.sources.append(device)
        return item
    }

    /// Whether time or an update may settle it without a person.
    package var isRetried: Bool {
        code == ProblemCode.certificateUnknown.rawValue
            || code == ProblemCode.writeNeedsNewer.rawValue
            || code == ProblemCode.contextAhead.rawValue
    }
}

extension ReplicaReader {
    /// What is held aside here, and what this store was told that others hold aside of its writes.
    package func heldItems() throws -> [HeldItem] {
        if let held { return held }
        let items = try store.values(prefix: Keys.heldPrefix).map { try HeldItem(stored: $0.value) }
        held = items
        return items
    }

    /// The records that may differ at a peer because something of them is held aside here; they are
    /// left out of the sums that are compared with it.
    package func asideRecords(with peer: DeviceID) throws -> Set<RecordID> {
        Set(try heldItems().filter { $0.mayDiffer(at: peer) }.compactMap(\.record))
    }

    /// Those of them that concern who asks: in its buckets, or brought by itself; of others it hears
    /// nothing.
    package func asideRecords(for device: DeviceID, in scope: Scope) throws -> Set<RecordID> {
        let items = try heldItems().filter { $0.mayDiffer(at: device) }
        let writes = Dictionary(grouping: items) { $0.record }
        var records: Set<RecordID> = []
        for item in items {
            guard let id = item.record, !records.contains(id) else { continue }
            if try item.sources.contains(device) || item.dot?.replica.device == device
                || places(of: id, heldAside: writes).contains(where: scope.contains)
            {
                records.insert(id)
            }
        }
        return records
    }

    /// The buckets that a record is in, and those that what is held aside of it, or of its subject, puts
    /// it in: others may have it from elsewhere.
    private func places(
        of id: RecordID,
        heldAside: [RecordID?: [HeldItem]],
        depth: Int = 0
    ) throws -> [String] {
        guard depth < 4 else { return [] }
        let named = try (heldAside[id] ?? []).flatMap { item -> [String] in
            guard
                let write = try? WriteCodec.decode(body: item.body, signature: item.signature).write
            else { return [] }
            let own = write.registers.filter(\.entersPlace).compactMap(\.key.element)
            guard own.isEmpty, let field = policies.subjectField(of: write.type),
                let subject = write.register(RegisterKey(field)).flatMap({ RecordID($0.value.text) }
                )
            else { return own }
            return try places(of: subject, heldAside: heldAside, depth: depth + 1)
        }
        return try buckets(of: id) + named
    }

    /// Whether a write is held aside here; what a server holds aside of this store's own is in the
    /// state here.
    package func isHeld(_ hash: WriteHash) throws -> Bool {
        guard try !isEmpty(Keys.heldPrefix), let stored = try store.value(Keys.held(hash)) else {
            return false
        }
        return try HeldItem(stored: stored).place == "here"
    }

    /// Whether these very bytes are held aside here.
    package func isHeldAside(_ signed: SignedWrite) throws -> Bool {
        try heldAside(signed) != nil
    }

    /// The same body with another signature is not the same: a wrong one that came first must not
    /// keep the right one out.
    fileprivate func heldAside(_ signed: SignedWrite) throws -> HeldItem? {
        guard try !isEmpty(Keys.heldPrefix), let stored = try store.value(Keys.held(signed.hash))
        else { return nil }
        let item = try HeldItem(stored: stored)
        return item.place == "here" && item.signature == signed.signature ? item : nil
    }
}

extension ReplicaWriter {
    /// Keeps a write aside, durably; its line counts as held, so that nothing waits for it.
    package func hold(
        _ signed: SignedWrite,
        code: ProblemCode,
        source: DeviceID?,
        place: String = "here"
    ) throws {
        // A copy with a wrong signature does not take the place of the genuine one.
        if code == .signatureInvalid, try store.value(Keys.held(signed.hash)) != nil { return }
        let item = HeldItem(
            signed,
            code: code.rawValue,
            since: replica.clock.milliseconds(),
            source: source,
            place: place
        )
        try setValue(Keys.held(signed.hash), try item.stored())
    }

    /// Whether these very bytes are held aside here already; notes who has brought them too.
    package func isHeldAside(_ signed: SignedWrite, broughtBy device: DeviceID) throws -> Bool {
        guard let item = try heldAside(signed) else { return false }
        if let more = item.brought(by: device) {
            try setValue(Keys.held(signed.hash), try more.stored())
        }
        return true
    }

    /// Keeps the bytes of something that is not even a write.
    package func hold(body: Data, signature: Data, code: ProblemCode, source: DeviceID?) throws {
        let item = HeldItem(
            body: body,
            signature: signature,
            code: code.rawValue,
            since: replica.clock.milliseconds(),
            source: source,
            place: "here"
        )
        guard try !isTaken(body, item.hash) else { return }
        try setValue(Keys.held(item.hash), try item.stored())
    }

    /// Whether a body that came with something that is no signature is here already, as part of the
    /// state or held aside with a better one.
    private func isTaken(_ body: Data, _ hash: WriteHash) throws -> Bool {
        if try store.value(Keys.held(hash)) != nil { return true }
        let read = try? WriteCodec.decode(body: body, signature: Data(count: 64))
        return try read.map { try store.writes(dot: $0.write.dot).contains { $0.body == body } }
            ?? false
    }

    /// Notes that a peer holds an own write aside.
    ///
    /// - Returns: The write, if that is news.
    package func noteAside(
        _ hash: WriteHash,
        dot: Dot?,
        code: String,
        place: String
    ) throws -> HeldItem? {
        let known = try store.value(Keys.held(hash)).map { try HeldItem(stored: $0) }
        guard known == nil || known?.place == "relay" && place == "county" else { return nil }
        guard let signed = try ownWrite(hash, dot) else { return nil }
        let item = HeldItem(
            signed,
            code: code,
            since: replica.clock.milliseconds(),
            source: nil,
            place: place
        )
        try setValue(Keys.held(hash), try item.stored())
        return item
    }

    private func ownWrite(_ hash: WriteHash, _ dot: Dot?) throws -> SignedWrite? {
        if let dot {
            guard try ownReplicas().contains(dot.replica) else { return nil }
            return try store.writes(dot: dot)
                .map { try WriteCodec.decode(body: $0.body, signature: $0.signature) }
                .first { $0.hash == hash }
        }
        var found: SignedWrite?
        try ownLines(notIn: CausalContext()) { _, signed in
            if signed.hash == hash { found = signed }
            return found == nil
        }
        return found
    }

    package func release(_ hash: WriteHash) throws {
        try setValue(Keys.held(hash), nil)
    }

    /// Takes one write in that has been judged to be applied, also if it was held aside until now.
    package func admit(_ signed: SignedWrite, source: DeviceID?) throws -> Applied {
        if try isHeld(signed.hash) { try release(signed.hash) }
        // The county's own, from before it was restored: it had read what it names.
        if replica.kind == .county, try isCounty(signed.write.dot.replica.device) {
            try believe(signed.write)
        }
        return try apply(signed, source: source)
    }

    /// Judges again what may have become possible: a certificate has come, the program is newer, what
    /// a context names has arrived.
    ///
    /// - Returns: The writes that were taken.
    @discardableResult
    package func retryHeld() throws -> [Dot] {
        var taken: [Dot] = []
        #if PLANTED_BUGS
        if Planted.current == .heldForEver { return [] }
        #endif
        for item in try heldItems() where item.isRetried && item.place == "here" {
            guard let signed = try? WriteCodec.decode(body: item.body, signature: item.signature)
            else { continue }
            switch try verdict(on: signed, from: item.source, isWhole: true) {
            case .apply:
                _ = try admit(signed, source: item.source)
                taken.append(signed.write.dot)
            case .refuse(let code):
                try hold(signed, code: code, source: item.source)
                try answer(signed, code: code)
            case .hold(let code):
                if code.rawValue != item.code {
                    try hold(signed, code: code, source: item.source)
                }
            case .need, .decline: continue
            }
        }
        return taken
    }
}
