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

    private func mode(of file: URL) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("A home that another process uses is busy, and free again when that ends")
    func aBusyHomeIsTriedAgain() throws {
        let field = try FieldProgram.withReplica()
        let lock = open(field.home.appending(path: "lock").path, O_RDWR)
        #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
        expectProblem(try field.run("put", "household", "note=a"), "home_busy", exit: 3)
        close(lock)
        #expect(try field.run("put", "household", "note=a").code == 0)
        #expect(try field.run("list", "household", "--json").list().count == 1)
    }

    @Test("A home that cannot be made says so")
    func aHomeThatCannotBeMade() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appending(path: "file"))
        let field = FieldProgram(home: "file/home", in: folder)
        expectProblem(try field.run("init", "--local"), "home_read_only", exit: 1)
        expectProblem(try field.run("status"), "home_missing", exit: 1)
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
        var data = try Data(contentsOf: path)
        let end = offset == 40_960 ? data.count : offset + 4_096
        data.replaceSubrange(offset..<end, with: Data(repeating: 0xA5, count: end - offset))
        // Into the same file, as a failing disk does.
        let handle = try FileHandle(forWritingTo: path)
        try handle.write(contentsOf: data)
        try handle.close()
        let outcome = try field.run("verify", "--json")
        #expect(outcome.code == 4, "\(outcome.output)\(outcome.errors)")
        let isNamed = ["[store_damaged]", "[invariant_broken]"].contains { code in
            outcome.errors.contains(code)
        }
        #expect(isNamed, "\(outcome.errors)")
        #expect(try Data(contentsOf: path).count >= data.count, "the file must be kept")
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
