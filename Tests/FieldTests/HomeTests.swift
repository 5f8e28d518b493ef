import FieldKit
import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("The folder in which the data lives")
struct HomeTests {
    @Test("A home is made once, and only its owner can enter it")
    func aHomeIsMadeOnce() throws {
        let field = FieldProgram(home: "a/b/home", in: try TemporaryFolder())
        expectProblem(try field.run("status"), "home_missing", exit: 1)
        let made = try field.run("init", "--local", "--json").object()
        #expect((made["replica"] as? String)?.count == 32)
        expectProblem(try field.run("init", "--local"), "home_exists", exit: 1)
        #expect(try mode(of: field.home) == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: field.home.path) {
            #expect(try mode(of: field.home.appending(path: name)) == 0o600, "\(name)")
        }
        let elsewhere = field.folder.path("other")
        #expect(try field.run("init", "--local", "--home", elsewhere).code == 0)
        #expect(try field.run("status", "--home", elsewhere).code == 0)
    }

    @Test("A wrong code leaves no home behind, an unreachable server one that goes on")
    func aWrongCodeLeavesNothing() throws {
        let field = FieldProgram(in: try TemporaryFolder())
        let start = ["init", "--server", "https://127.0.0.1:1", "--code"]
        expectProblem(try field.run(start + ["00000-00000"]), "code_invalid", exit: 1)
        #expect(!FileManager.default.fileExists(atPath: field.home.path))
        let code = try #require(
            EnrolmentCode(
                secret: Data(repeating: 1, count: 8),
                authority: Data(repeating: 2, count: 16)
            )
        )
        for _ in 0..<2 {
            expectProblem(try field.run(start + [code.text]), "server_unreachable", exit: 3)
        }
        #expect(try field.run("status", "--json").object()["unsent"] as? Int == 0)
        expectProblem(try field.run("init"), "missing_option", exit: 2)
        expectProblem(
            try field.run("init", "--server", "https://127.0.0.1:1"),
            "missing_option",
            exit: 2
        )
        expectProblem(try field.run("init", "--local", "--code", "x"), "wrong_usage", exit: 2)
    }

    @Test("A home without a county cannot sync, says what to do, and keeps what is in it")
    func aHomeWithoutACountyCannotSync() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=试用")
        let outcome = try field.run("sync")
        expectProblem(outcome, "not_enrolled", exit: 1)
        #expect(outcome.errors.contains("what was written goes up too"))
        let start = ["init", "--server", "https://127.0.0.1:1", "--code", "00000-00000"]
        expectProblem(try field.run(start), "code_invalid", exit: 1)
        #expect(try field.fields("household", id)["note"] as? String == "试用")
    }

    private func mode(of file: URL) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("A home that another process uses is busy, and free again when that ends")
    func aBusyHomeIsTriedAgain() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=before")
        let lock = open(field.home.appending(path: "lock").path, O_RDWR)
        #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
        expectProblem(try field.run("put", "household", "note=a"), "home_busy", exit: 3)
        close(lock)
        #expect(try field.run("put", "household", "note=a").code == 0)
        #expect(try field.run("list", "household", "--json").list().count == 2)
        #expect(try field.fields("household", id)["note"] as? String == "before")
    }

    @Test("A home that cannot be made says so")
    func aHomeThatCannotBeMade() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appending(path: "file"))
        let field = FieldProgram(home: "file/home", in: folder)
        expectProblem(try field.run("init", "--local"), "home_read_only", exit: 1)
        expectProblem(try field.run("status"), "home_missing", exit: 1)
    }

    @Test("A home that nobody may enter is not called missing, and is whole when it is open again")
    func aForbiddenHome() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=一")
        // Root may enter everything, so that another user has to try.
        let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        try setMode(0, of: field.home)
        let outcome = try field.run("status", launcher: geteuid() == 0 ? nobody : [])
        try setMode(0o700, of: field.home)
        expectProblem(outcome, "home_read_only", exit: 1)
        #expect(try field.fields("household", id)["note"] as? String == "一")
    }

    private func setMode(_ mode: Int, of file: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    @Test("A home in which nothing can be written keeps what it has")
    func aHomeThatCannotBeWritten() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=一")
        // Root may write everywhere, but nobody beyond a limit on the size of files.
        let limited = ["sh", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"]
        let outcome = try field.run(
            "put",
            "household",
            id,
            "note=二",
            "--json",
            launcher: limited
        )
        #expect(outcome.code == 1, "\(outcome.output)\(outcome.errors)")
        #expect(try field.fields("household", id)["note"] as? String == "一")
        #expect(try field.run("verify").code == 0)
    }

    @Test("A damaged database is reported as damage", arguments: [0, 4_096, 40_960])
    func aDamagedDatabaseIsReported(offset: Int) throws {
        let field = try FieldProgram.withReplica()
        for number in 0..<3 { _ = try field.put("household", "note=\(number)") }
        let path = field.home.appending(path: "replica.sqlite")
        let whole = try Data(contentsOf: path)
        var data = whole
        let end = offset == 40_960 ? data.count : offset + 4_096
        data.replaceSubrange(offset..<end, with: Data(repeating: 0xA5, count: end - offset))
        try overwrite(path, with: data)
        let outcome = try field.run("verify", "--json")
        #expect(outcome.code == 4, "\(outcome.output)\(outcome.errors)")
        let isNamed = ["[store_damaged]", "[invariant_broken]"].contains { code in
            outcome.errors.contains(code)
        }
        #expect(isNamed, "\(outcome.errors)")
        let left = try Data(contentsOf: path)
        #expect(left.dropFirst(4_096) == data.dropFirst(4_096), "the file must be left as it is")
        // Whoever rescues it finds everything there.
        try overwrite(path, with: whole)
        #expect(try field.run("list", "household", "--json").list().count == 3)
    }

    /// Writes into the same file, as a failing disk does.
    private func overwrite(_ file: URL, with data: Data) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: data)
        try handle.close()
    }

    @Test("A database that was emptied or taken away is damage, and nothing is put in its place")
    func aLostDatabaseIsDamage() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=一")
        let path = field.home.appending(path: "replica.sqlite")
        let whole = try Data(contentsOf: path)
        let key = try Data(contentsOf: field.home.appending(path: "device.key"))
        try overwrite(path, with: Data())
        for arguments in [["status"], ["put", "household", "note=二"], ["verify"]] {
            expectProblem(try field.run(arguments), "store_damaged", exit: 4)
        }
        #expect(try Data(contentsOf: path).isEmpty)
        let aside = field.folder.url.appending(path: "aside")
        try FileManager.default.moveItem(at: path, to: aside)
        for arguments in [["status"], ["init", "--local"]] {
            expectProblem(try field.run(arguments), "store_damaged", exit: 4)
        }
        #expect(try Data(contentsOf: field.home.appending(path: "device.key")) == key)
        try FileManager.default.moveItem(at: aside, to: path)
        try overwrite(path, with: whole)
        #expect(try field.fields("household", id)["note"] as? String == "一")
    }

    @Test("A copied home goes on under a new replica id, and so do both copies never collide")
    func aCopiedHomeGoesOnUnderANewName() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=一")
        let name = try replica(field)
        let copy = FieldProgram(home: "copy", in: field.folder)
        let copying = Process()
        copying.executableURL = URL(filePath: "/usr/bin/env")
        copying.arguments = ["cp", "-a", field.home.path, copy.home.path]
        try copying.run()
        copying.waitUntilExit()
        #expect(try replica(copy) != name)
        #expect(try replica(copy) == replica(copy))
        #expect(try replica(field) == name)
        _ = try copy.put("household", id, "note=二")
        _ = try field.put("household", id, "note=三")
        #expect(try copy.fields("household", id)["note"] as? String == "二")
        #expect(try field.fields("household", id)["note"] as? String == "三")
        #expect(try copy.run("verify").code == 0)
    }

    private func replica(_ field: FieldProgram) throws -> String {
        try #require(try field.run("status", "--json").object()["replica"] as? String)
    }

    @Test("What was acknowledged before a kill is there, and the rest is whole")
    func aKillLosesNothingAcknowledged() throws {
        let field = try FieldProgram.withReplica()
        var acknowledged: [String] = []
        for round in 1...20 {
            // The shell's clock ends the process somewhere between its start and its end.
            let killer = ["timeout", "-s", "KILL", "0.\(String(round * 7 + 100).dropFirst())"]
            let outcome = try field.run(
                "put",
                "household",
                "note=\(round)",
                "--json",
                launcher: killer
            )
            if let id = try? outcome.object()["id"] as? String { acknowledged.append(id) }
        }
        let held = try field.run("list", "household", "--json").list()
        let ids = Set(held.compactMap { $0["id"] as? String })
        #expect(ids.isSuperset(of: acknowledged))
        #expect(try field.run("verify", "--json").object()["ok"] as? Bool == true)
    }
}
