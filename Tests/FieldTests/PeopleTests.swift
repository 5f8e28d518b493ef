import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A laptop that teachers share")
struct PeopleTests {
    private let field: FieldProgram

    init() throws { field = try .withReplica() }

    /// A file with a passphrase.
    private func secret(_ text: String) throws -> String {
        let file = field.folder.url.appending(path: "secret-\(text)")
        try Data((text + "\n").utf8).write(to: file)
        return file.path
    }

    @discardableResult
    private func login(
        _ who: String,
        _ passphrase: String,
        _ more: String...
    ) throws
        -> FieldProgram.Outcome
    {
        try field.run(
            ["login", who, "--json", "--passphrase-file", try secret(passphrase)] + more
        )
    }

    private func author(of id: String) throws -> String? {
        let fields = try field.run("why", "household", id, "--json").object()["fields"]
        let entries = (fields as? [String: [[String: Any]]])?["head_name"]
        return entries?.first?["author"] as? String
    }

    @Test("is nobody's until somebody signs in, who then is the author, and is asked after a lock")
    func story() throws {
        #expect(try field.run("people", "list", "--json").list().isEmpty)
        expectProblem(try field.run("lock"), "person_unknown", exit: 1)
        #expect(try login("Anna", "meadow").object()["person"] as? String == "Anna")
        let id = try field.put("household", "head_name=H").id
        #expect(try author(of: id) == "Anna")

        #expect(try field.run("lock").code == 0)
        expectProblem(try field.run("list", "household", "--json"), "locked", exit: 1)
        expectProblem(try field.run("put", "household", "head_name=X"), "locked", exit: 1)
        expectProblem(try field.run("people"), "locked", exit: 1)
        for open in ["status", "digest", "verify", "doctor"] {
            #expect(try field.run(open).code == 0, "\(open) shows no person")
        }
        expectProblem(try login("Anna", "meadows"), "passphrase_wrong", exit: 1)
        expectProblem(try field.run("list", "household", "--json"), "locked", exit: 1)
        #expect(try login("Anna", "meadow").code == 0)
        #expect(try field.run("list", "household", "--json").list().count == 1)
    }

    @Test("is passed on: each writes under the own name, and a draft waits for who began it")
    func passedOn() throws {
        let home = try field.put("household", "head_name=张示范").id
        _ = try field.put("student", "name=张小一", "household=\(home)")
        #expect(try field.visit(typing: "张|q").contains("已存草稿"))
        try login("Anna", "meadow")
        expectProblem(try login("Bela", "forest"), "person_unknown", exit: 1)
        try login("Bela", "forest", "--new")
        let id = try field.put("household", "head_name=K").id
        #expect(try author(of: id) == "Bela")
        let unfinished = "没填完"
        #expect(try !field.visit(typing: "q").contains(unfinished), "it is Anna's draft")

        let back = try field.run("switch", "1", "--passphrase-file", try secret("meadow"))
        #expect(back.code == 0, "\(back.errors)")
        #expect(
            try field.visit(typing: "1|q").contains(unfinished),
            "the first has the first draft"
        )
        let people = try field.run("people", "list", "--json").list()
        #expect(people.map { $0["person"] as? String } == ["Anna", "Bela"])
        #expect(people.map { $0["current"] as? Bool } == [true, false])
    }

    @Test("A visit left by the version before waits for the first, whoever comes before")
    func earlierDraft() throws {
        let home = try field.put("household", "head_name=张示范").id
        let folder = try ReplicaFolder.open(at: field.home)
        try folder.replica.setDraft("visit", Data(#"{"household": "\#(home)"}"#.utf8))
        try folder.close()
        try login("Anna", "meadow")
        try login("Bela", "forest", "--new")
        let unfinished = "没填完"
        #expect(try !field.visit(typing: "q").contains(unfinished))
        #expect(try login("Anna", "meadow").code == 0)
        #expect(try field.visit(typing: "1|q").contains(unfinished))
    }

    @Test("locks by itself after ten minutes, and when the clock went back")
    func pause() throws {
        try login("Anna", "meadow")
        #expect(try field.run("list", "household").code == 0)
        let file = field.home.appending(path: "active")
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        for then in [now - 601_000, now + 3_600_000] {
            try Data("\(then)".utf8).write(to: file)
            expectProblem(try field.run("list", "household"), "locked", exit: 1)
            try login("Anna", "meadow")
        }
        try Data("\(now - 500_000)".utf8).write(to: file)
        #expect(try field.run("list", "household").code == 0)
        try FileManager.default.removeItem(at: file)
        expectProblem(try field.run("list", "household"), "locked", exit: 1)
    }

    @Test("forgets who forgot the passphrase, at a colleague's hand, and nothing that was written")
    func forgotten() throws {
        try login("Anna", "meadow")
        let id = try field.put("household", "head_name=H").id
        try login("Bela", "forest", "--new")
        expectProblem(try field.run("people", "remove", "Bela"), "person_signed_in", exit: 1)
        #expect(try field.run("people", "remove", "Anna").code == 0)
        expectProblem(try login("Anna", "meadow"), "person_unknown", exit: 1)
        #expect(try login("Anna", "orchard", "--new").code == 0)
        expectProblem(try login("Anna", "orchard", "--new"), "person_exists", exit: 1)
        expectProblem(try login("Carl", "short", "--new"), "password_weak", exit: 1)
        #expect(try author(of: id) == "Anna")
        #expect(try field.run("verify").code == 0)
    }

    @Test("takes the name that the roster has for a staff number")
    func roster() throws {
        _ = try field.put("teacher", "name=Roster Name", "staff_number=T0012")
        let person = try login("T0012", "meadow").object()
        #expect(person["person"] as? String == "Roster Name")
        #expect(person["staffNumber"] as? String == "T0012")
        #expect(try login("T0012", "meadow").code == 0)
    }
}
