import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import FieldKit

@Suite("A folder with a replica, where it was left and elsewhere")
struct ReplicaFolderTests {
    private let place: TemporaryFolder
    private let home: URL
    private let clock = FixedClock()

    init() throws {
        place = try TemporaryFolder()
        home = place.url.appending(path: "home")
    }

    private func make(_ kind: ReplicaKind = .laptop) throws -> ReplicaID {
        let folder = try ReplicaFolder.create(
            at: home,
            kind: kind,
            clock: clock,
            random: SystemRandom()
        )
        defer { try? folder.close() }
        try write(in: folder.replica, "first")
        return try folder.replica.replicaID()
    }

    private func write(in replica: Replica, _ note: String) throws {
        _ = try replica.edit(
            [Edit(type: "household", changes: [.set("note", .text(note))])],
            author: "teacher"
        )
    }

    /// Opens the home, writes, and closes it.
    private func use(_ url: URL? = nil) throws -> (id: ReplicaID, wasMoved: Bool) {
        let folder = try ReplicaFolder.open(at: url ?? home, clock: clock)
        defer { try? folder.close() }
        try write(in: folder.replica, "next")
        #expect(try folder.problems() == [])
        return (try folder.replica.replicaID(), folder.wasMoved)
    }

    @Test("Who opens the folder while another writes and closes it takes nothing for moved")
    func openingBesideAnother() throws {
        let id = try make()
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 3) { _ in
            do {
                for _ in 0..<40 {
                    let folder = try ReplicaFolder.open(
                        at: home,
                        clock: clock,
                        isShared: true,
                        waitSeconds: 60
                    )
                    if folder.wasMoved { problems.withLock { $0.append("moved") } }
                    try write(in: folder.replica, "beside")
                    try folder.close()
                }
            } catch {
                problems.withLock { $0.append("\(error)") }
            }
        }
        #expect(problems.withLock(\.self) == [])
        #expect(try use() == (id, false))
    }

    @Test("A folder that is opened again keeps its replica id, its device and its kind")
    func openingAgainKeepsTheName() throws {
        let id = try make(.relay)
        #expect(try use() == (id, false))
        #expect(try use() == (id, false))
        let folder = try ReplicaFolder.open(at: home, clock: clock)
        #expect(folder.replica.kind == .relay)
        #expect(folder.replica.device == id.device)
    }

    @Test("A folder whose process ended without closing keeps its replica id")
    func endingWithoutClosingKeepsTheName() throws {
        let id = try make()
        do {
            let folder = try ReplicaFolder.open(at: home, clock: clock)
            try write(in: folder.replica, "not closed")
        }
        #expect(try use() == (id, false))
    }

    @Test("A copy of the folder takes a new name, and the first keeps its own")
    func aCopyTakesANewName() throws {
        let id = try make()
        let copy = place.url.appending(path: "copy")
        try FileManager.default.copyItem(at: home, to: copy)
        let other = try use(copy)
        #expect(other.wasMoved && other.id != id && other.id.device == id.device)
        #expect(try use(copy) == (other.id, false))
        #expect(try use() == (id, false))
    }

    @Test("A folder that was renamed is the same folder")
    func aRenamedFolderIsTheSame() throws {
        let id = try make()
        let renamed = place.url.appending(path: "renamed")
        try FileManager.default.moveItem(at: home, to: renamed)
        #expect(try use(renamed) == (id, false))
    }

    private var database: URL { home.appending(path: "replica.sqlite") }

    @Test("An older database put in the place of the newer takes a new name")
    func anOlderDatabaseTakesANewName() throws {
        let id = try make()
        let old = place.url.appending(path: "old")
        try FileManager.default.copyItem(at: database, to: old)
        #expect(try use() == (id, false))
        try FileManager.default.removeItem(at: database)
        try FileManager.default.moveItem(at: old, to: database)
        #expect(try use().wasMoved)
    }

    @Test("An older database written into the same file takes a new name")
    func anOlderDatabaseInTheSameFileTakesANewName() throws {
        let id = try make()
        let old = try Data(contentsOf: database)
        #expect(try use() == (id, false))
        let handle = try FileHandle(forWritingTo: database)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: old)
        try handle.close()
        #expect(try use().wasMoved)
    }

    @Test("A folder without its identity, with another machine's or a torn one takes a new name")
    func aLostIdentityTakesANewName() throws {
        _ = try make()
        let file = home.appending(path: "identity.json")
        try FileManager.default.removeItem(at: file)
        #expect(try use().wasMoved)
        #expect(try !use().wasMoved)
        let identity = try #require(FolderIdentity.read(file.path))
        var other = identity
        other.machine = "another"
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: try JSONEncoder().encode(other))
        try handle.close()
        #expect(try use().wasMoved)
        try Data("{".utf8).write(to: file)
        #expect(try use().wasMoved)
        #expect(try !use().wasMoved)
    }

    @Test("Nothing that was written is lost by taking a new name, and the epoch is a new one")
    func nothingIsLostByANewName() throws {
        _ = try make()
        let epoch = try ReplicaFolder.open(at: home, clock: clock).replica.epochID()
        try FileManager.default.removeItem(at: home.appending(path: "identity.json"))
        let folder = try ReplicaFolder.open(at: home, clock: clock)
        #expect(try folder.replica.epochID() != epoch)
        var notes: [String] = []
        try folder.replica.list("household") { notes.append($0.values["note"]?.text ?? "") }
        #expect(notes == ["first"])
    }

    @Test("A folder in use is busy; those that share it are let in together")
    func aFolderInUseIsBusy() throws {
        _ = try make(.county)
        let one = try ReplicaFolder.open(at: home, clock: clock, isShared: true)
        let two = try ReplicaFolder.open(at: home, clock: clock, isShared: true)
        try write(in: one.replica, "one")
        try write(in: two.replica, "two")
        try one.inTurn("sync") {
            #expect(throws: Problem(.homeBusy, ["path": home.path])) {
                try two.inTurn("sync") {}
            }
            try write(in: two.replica, "while the other syncs")
        }
        try two.inTurn("sync") {}
        #expect(throws: Problem(.homeBusy, ["path": home.path])) {
            try ReplicaFolder.open(at: home, clock: clock, waitSeconds: 0)
        }
        try one.close()
        try one.close()
        try two.close()
        let alone = try ReplicaFolder.open(at: home, clock: clock)
        #expect(throws: Problem(.homeBusy, ["path": home.path])) {
            try ReplicaFolder.open(at: home, clock: clock, isShared: true, waitSeconds: 0)
        }
        try alone.close()
    }

    @Test("To say that it can be written it writes, once a minute")
    func beingWritableIsShownByWriting() throws {
        _ = try make(.county)
        let replica = try ReplicaFolder.open(at: home, clock: clock).replica
        func written() throws -> Data? { try replica.read { try $0.store.value(Keys.checked) } }
        #expect(try written() == nil)
        let epoch = try replica.checkWritable().hexadecimal
        #expect(try epoch == replica.epochID())
        let first = try written()
        #expect(first != nil)
        _ = try replica.checkWritable()
        #expect(try written() == first)
        clock.advance(seconds: 60)
        _ = try replica.checkWritable()
        #expect(try written() != first)
    }

    @Test("A folder without a key is damaged, one that was left half-made is made anew")
    func halfMadeFoldersAreMadeAnew() throws {
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: home.appending(path: "replica.sqlite.new"))
        try Data("half".utf8).write(to: home.appending(path: "device.key"))
        _ = try make()
        #expect(throws: Problem(.homeExists, ["path": home.path])) {
            try ReplicaFolder.create(at: home, kind: .laptop)
        }
        try FileManager.default.removeItem(at: home.appending(path: "device.key"))
        let problem = #expect(throws: Problem.self) {
            try ReplicaFolder.open(at: home, clock: clock)
        }
        #expect(problem?.code == .storeDamaged)
        #expect(FileManager.default.fileExists(atPath: home.path + "/replica.sqlite"))
    }

    @Test("A restored backup is played no log of a database that was lost before it")
    func aLostDatabaseLeavesNoLogBehind() throws {
        _ = try make()
        let backup = place.url.appending(path: "backup")
        do {
            let folder = try ReplicaFolder.open(at: home, clock: clock)
            try folder.backup(to: backup)
            try write(in: folder.replica, "after the backup")
            // The database goes, its log stays; the process ends without closing.
            try FileManager.default.removeItem(at: database)
        }
        let log = home.appending(path: "replica.sqlite-wal")
        try Data(repeating: 7, count: 4_096).write(to: log)
        #expect(throws: Problem(.storeDamaged, ["path": database.path, "reason": "missing"])) {
            try ReplicaFolder.open(at: home, clock: clock)
        }
        _ = try ReplicaFolder.restore(at: home, from: backup, clock: clock)
        let folder = try ReplicaFolder.open(at: home, clock: clock)
        #expect(try folder.problems() == [])
        var notes: [String] = []
        try folder.replica.list("household") { notes.append($0.values["note"]?.text ?? "") }
        #expect(notes == ["first"])
        let kept = home.appending(path: "replaced.sqlite-wal")
        #expect(try Data(contentsOf: kept) == Data(repeating: 7, count: 4_096))
    }
}
