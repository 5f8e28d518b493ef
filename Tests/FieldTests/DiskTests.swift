import FieldKit
import Foundation
import TestSupport
import Testing

@Suite(
    "A disk that is full or cannot be written to",
    .enabled(if: SmallDisk.canBeMade, "\(SmallDisk.reason)")
)
struct DiskTests {
    private let folder: TemporaryFolder
    private let disk: SmallDisk
    private let field: FieldProgram

    init() throws {
        folder = try TemporaryFolder()
        disk = try SmallDisk(kibibytes: 400, in: folder)
        field = FieldProgram(home: "disk/home", in: folder)
    }

    private func ids() throws -> [String] {
        try field.run("list", "household", "--json").list().compactMap { $0["id"] as? String }
    }

    @Test("A full disk says so; what was saved is still there, and more is when there is room")
    func aFullDisk() throws {
        try #require(try field.run("init", "--local").code == 0)
        // What repeats itself would be packed to nothing.
        let note = Data(SeededRandom(seed: 9).bytes(13_500).base64EncodedString().utf8)
        var saved: [String] = []
        var last = try field.run("put", "household", "note=@-", "--json", input: note)
        while last.code == 0, saved.count < 100 {
            saved.append(try #require(try last.object()["id"] as? String))
            last = try field.run("put", "household", "note=@-", "--json", input: note)
        }
        expectProblem(last, "disk_full", exit: 1)
        #expect(!saved.isEmpty)
        // It can be read, listed and checked while the disk is full.
        #expect(try ids() == saved)
        #expect(try field.run("verify").code == 0)
        #expect(try field.run("status", "--json").object()["unsent"] as? Int == saved.count)
        try disk.resize(kibibytes: 4_000)
        let (id, _) = try field.put("household", "note=后来")
        #expect(try ids() == saved + [id])
        #expect(try field.run("verify").code == 0)
    }

    @Test("A disk that others have filled since is as full as one that was filled here")
    func aDiskFilledByOthers() throws {
        try #require(try field.run("init", "--local").code == 0)
        let (id, _) = try field.put("household", "note=一")
        let fill = try disk.fill()
        expectProblem(try field.run("put", "household", id, "note=二"), "disk_full", exit: 1)
        try FileManager.default.removeItem(at: fill)
        #expect(try field.fields("household", id)["note"] as? String == "一")
        #expect(try field.run("verify").code == 0)
    }

    @Test("A home on a full disk is not half made")
    func noRoomForAHome() throws {
        let fill = try disk.fill()
        expectProblem(try field.run("init", "--local"), "disk_full", exit: 1)
        expectProblem(try field.run("status"), "home_missing", exit: 1)
        try FileManager.default.removeItem(at: fill)
        #expect(try field.run("init", "--local").code == 0)
        #expect(try field.run("verify").code == 0)
    }

    @Test("A disk that cannot be written to says so, and has lost nothing when it can be again")
    func aReadOnlyDisk() throws {
        try #require(try field.run("init", "--local").code == 0)
        let (id, _) = try field.put("household", "note=一")
        try disk.setReadOnly(true)
        for arguments in [["put", "household", id, "note=二"], ["sync"]] {
            expectProblem(try field.run(arguments), "home_read_only", exit: 1)
        }
        expectProblem(
            try field.run("init", "--local", "--home", disk.url.path + "/other"),
            "home_read_only",
            exit: 1
        )
        try disk.setReadOnly(false)
        #expect(try field.fields("household", id)["note"] as? String == "一")
        #expect(try field.run("status", "--json").object()["unsent"] as? Int == 1)
        #expect(try field.run("verify").code == 0)
    }

    /// What a teacher looks at, whether or not anything can be written.
    private static let looks = [
        ["today"], ["find", "张"], ["visit", "list"], ["list", "household"], ["status"], ["verify"],
    ]

    @Test(
        "What is on a disk that takes nothing is read all the same; nothing is saved",
        arguments: [true, false]
    )
    func reading(isFull: Bool) throws {
        try #require(try field.run("init", "--local").code == 0)
        let (id, _) = try field.put("household", "head_name=张示范")
        _ = try field.run("find", "zsf")
        let fill = isFull ? try disk.fill() : nil
        try disk.setReadOnly(!isFull)
        for look in Self.looks + [["get", "household", id], ["why", "household", id]] {
            let outcome = try field.run(look, language: "zh_CN.UTF-8")
            #expect(outcome.code == 0, "\(look) \(outcome.errors)")
            #expect(outcome.errors.contains("不能保存"), "\(look) \(outcome.errors)")
        }
        #expect(try field.run("find", "zsf").output.contains("张*范"))
        expectProblem(
            try field.run("put", "household", id, "note=二"),
            isFull ? "disk_full" : "home_read_only",
            exit: 1
        )
        try disk.setReadOnly(false)
        if let fill { try FileManager.default.removeItem(at: fill) }
        #expect(try field.run("put", "household", id, "note=二").code == 0)
    }

    @Test(
        "What a crash has left is read with the index of its log, and without it the rest is said"
    )
    func aCrashOnADiskThatTakesNothing() throws {
        try #require(try field.run("init", "--local").code == 0)
        let (id, _) = try field.put("household", "note=一")
        let left = try crash(writing: try #require(RecordID(id)))
        try disk.setReadOnly(true)
        #expect(try left.fields("household", id)["note"] as? String == "二")
        try disk.setReadOnly(false)
        try FileManager.default.removeItem(at: left.home.appending(path: "replica.sqlite-shm"))
        try disk.setReadOnly(true)
        expectProblem(try left.run("list", "household"), "recovery_needs_writing", exit: 1)
        try disk.setReadOnly(false)
        #expect(try left.fields("household", id)["note"] as? String == "二")
    }

    /// A copy of the home as it stands while somebody writes: what a crash leaves.
    private func crash(writing id: RecordID) throws -> FieldProgram {
        let open = try ReplicaFolder.open(at: field.home, isShared: true)
        let edit = Edit(type: "household", id: id, changes: [.set("note", .text("二"))])
        _ = try open.replica.edit([edit], author: "An")
        let left = FieldProgram(home: "disk/left", in: folder)
        try FileManager.default.copyItem(at: field.home, to: left.home)
        try open.close()
        return left
    }
}
