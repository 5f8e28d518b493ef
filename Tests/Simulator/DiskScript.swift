import FieldKit
import Foundation
import TestSupport

/// A laptop on a disk that fails, and what it does in a day: it writes, syncs, is told of what others
/// wrote, and writes again.
///
/// The same in every run, so that a fault can be put at every place.
package final class DiskScript {
    /// What goes wrong.
    package enum Fault: Sendable {
        /// The power fails at this change of the disk; what was not synced goes by the seed.
        case power(change: Int64, seed: UInt64)
        /// This call of the disk is refused.
        case refusal(call: Int64, isLasting: Bool)
    }

    private static let village = "610326101901"

    private let path: String
    private let clock = FixedClock()
    private let random: SeededRandom
    private let key: DeviceKey
    private let certificate: DeviceCertificate
    private let county: Replica
    private let responder: SyncResponder
    private var laptop: Replica?
    private var household: RecordID?
    /// The own lines of which a person was told that they are saved.
    private var saved: Set<WriteHash>
    private let isTold: (WriteHash) -> Void

    /// A laptop's file, the county's store, what a person was told on earlier days (0 is the first), and who
    /// is told of each line that is saved.
    init(
        path: String,
        countyStore: any Store = MemoryStore(),
        day: UInt64 = 0,
        saved: Set<WriteHash> = [],
        isTold: @escaping (WriteHash) -> Void = { _ in }
    ) throws {
        self.path = path
        self.saved = saved
        self.isTold = isTold
        let keys = SeededRandom(seed: 5)
        let countyKey = try Simulation.key(keys)
        key = try Simulation.key(keys)
        random = SeededRandom(seed: 6 + day)
        county = try Replica(
            store: countyStore,
            key: countyKey,
            kind: .county,
            clock: clock,
            random: random
        )
        responder = SyncResponder(replica: county)
        let isNew = try county.read { try $0.countyCertificate() } == nil
        if isNew { try EnrolmentDesk.found(county, name: "眉县") }
        clock.advance(seconds: 1)
        certificate = try DeviceCertificate.issue(
            publicKey: key.publicKey,
            name: "An",
            role: .teacher,
            scopes: [Self.village],
            issued: clock.milliseconds(),
            expires: clock.milliseconds() + 1_000_000_000,
            by: countyKey
        )
        if isNew { try county.write { try $0.publish(certificate) } }
        clock.advance(seconds: Int64(day) * 86_400)
    }

    // MARK: Runs

    /// How many calls and changes of the disk the day takes when nothing goes wrong.
    package static func length() throws -> (calls: Int64, changes: Int64) {
        let disk = FaultDisk()
        let script = try DiskScript(path: disk.path)
        try script.day()
        return (disk.calls, disk.changes)
    }

    /// Lives through the day with a fault, and then through another without.
    ///
    /// - Returns: What must not be; nil if all is well.
    package static func run(_ fault: Fault) -> String? {
        do {
            let disk = FaultDisk()
            let script = try DiskScript(path: disk.path)
            switch fault {
            case .power(let change, _): disk.stop(atChange: change)
            case .refusal(let call, let isLasting): disk.fail(atCall: call, isLasting: isLasting)
            }
            do { try script.day() } catch is Problem {}
            script.laptop = nil
            disk.fail(atCall: 0)
            // Without power what was not synced may be gone; else the system still writes it.
            if case .power(_, let seed) = fault { disk.restart(seed: seed) }
            return try script.whatIsWrong()
        } catch {
            return "thrown: \(error)"
        }
    }

    func day() throws {
        try open()
        try write { [random] writer in
            let id = writer.newRecordID()
            let edits = [
                Edit(
                    type: "household",
                    id: id,
                    changes: [.enter(Self.village), .set("note", .text("在家"))],
                    isNew: true
                ),
                Edit(
                    type: "visit",
                    changes: [
                        .set("household", .text("\(id)")), .set("note", .text("\(random.next())")),
                    ]
                ),
            ]
            self.household = try writer.edit(edits, author: "An").first?.id
        }
        try sync()
        if let household {
            let edit = Edit(type: "household", id: household, changes: [.set("note", .text("县里"))])
            _ = try FaultMemory.spared { try county.write { try $0.edit([edit], author: "眉县") } }
            try write { writer in
                let edit = Edit(
                    type: "household",
                    id: household,
                    changes: [.set("note", .text("外出")), .add("phones", "15400000001")]
                )
                _ = try writer.edit([edit], author: "An")
            }
        }
        try sync()
        try laptop?.setDraft("visit", Data("half an answer".utf8))
        // Closing folds the log into the file.
        laptop = nil
        try open()
        if let household {
            try write { writer in
                let change = Edit.Change.set("address", .text("三组"))
                let edit = Edit(type: "household", id: household, changes: [change])
                _ = try writer.edit([edit], author: "An")
            }
        }
    }

    private func open() throws {
        let store = try SQLiteStore(path: path, isConcurrent: false)
        let replica = try Replica(
            store: store,
            key: key,
            kind: .laptop,
            clock: clock,
            random: random
        )
        if try replica.certificate() == nil,
            let root = try FaultMemory.spared({ try county.read { try $0.countyCertificate() } })
        {
            try replica.write { try $0.setTrust(county: root, own: certificate) }
        }
        laptop = replica
    }

    /// Writes; what comes back without an error is saved.
    private func write(_ body: (ReplicaWriter) throws -> Void) throws {
        guard let laptop else { return }
        let hashes = try laptop.write { writer in
            let before = try writer.store.head()
            try body(writer)
            return try writer.store.writes(after: before, limit: .max)
                .map { WriteCodec.hash(of: $0.body) }
        }
        for hash in hashes {
            saved.insert(hash)
            isTold(hash)
        }
    }

    private func sync() throws {
        guard let laptop else { return }
        clock.advance(seconds: 60)
        let session = SyncSession(replica: laptop, server: county.device, application: "simulation")
        var action = try session.start()
        while case .send(let name, let body) = action {
            let token = name == "hello" ? nil : session.token
            let reply = try FaultMemory.spared {
                try responder.answer(name, token: token, body: body)
            }
            action = try session.receive(reply)
        }
    }

    // MARK: What must be

    func whatIsWrong() throws -> String? {
        try open()
        if let wrong = try wrongAtOnce() { return wrong }
        laptop = nil
        let store = try SQLiteStore(path: path, isConcurrent: false)
        if let wrong = try store.integrityProblems().first { return "SQLite: \(wrong)" }
        try store.close()
        // Life goes on: nothing is in the way of another day, and no number was given twice.
        try day()
        try sync()
        try sync()
        return try wrongAtTheEnd()
    }

    private func wrongAtOnce() throws -> String? {
        guard let laptop else { return "no laptop" }
        if let wrong = try laptop.checkInvariants().first { return wrong }
        return saved.isSubset(of: try hashes(laptop)) ? nil : "a saved line is gone"
    }

    private func wrongAtTheEnd() throws -> String? {
        guard let laptop else { return "no laptop" }
        if try laptop.read({ try $0.unsealedCount() }) > 0 { return "not all is sealed" }
        guard saved.isSubset(of: try hashes(county)) else {
            return "a saved line is not at the county"
        }
        for id in try laptop.read({ try $0.ownReplicas() })
        where try county.read({ try $0.log(id).forkedFrom }) != nil {
            return "a number was given twice"
        }
        let mine = try laptop.read { try $0.sums(in: Scope([Self.village]), without: []) }
        let theirs = try county.read { try $0.sums(in: Scope([Self.village]), without: []) }
        return mine.filter { !$0.value.isEmpty } == theirs.filter { !$0.value.isEmpty }
            ? nil : "the two differ"
    }

    private func hashes(_ replica: Replica) throws -> Set<WriteHash> {
        try replica.read { reader in
            try Set(reader.store.writes(after: 0, limit: .max).map { WriteCodec.hash(of: $0.body) })
        }
    }
}
