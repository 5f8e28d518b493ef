import Foundation
import TestSupport
import Testing

@Suite("`field find`: a child in a second")
struct FindCommandTests {
    private func program() throws -> FieldProgram {
        let field = try FieldProgram.withReplica()
        _ = try field.put("student", "name=张小明", "class=2", "grade=3", "guardian=张示范")
        _ = try field.put("student", "name=李小明", "class=1", "grade=3")
        return field
    }

    @Test("programs get type, id and name")
    func json() throws {
        let field = try program()
        let found = try field.run("find", "zxm", "--json").list()
        #expect(found.count == 1)
        #expect(found[0]["type"] as? String == "student")
        #expect(found[0]["name"] as? String == "张小明")
        #expect(found[0]["class"] as? String == "2")
        let id = try #require(found[0]["id"] as? String)
        #expect(try field.fields("student", id)["name"] as? String == "张小明")
        #expect(try field.run("find", "zzz", "--json").list().isEmpty)
    }

    @Test("people see names masked, unless they ask for more")
    func masked() throws {
        let field = try program()
        let masked = try field.run("find", "zxm")
        #expect(masked.code == 0)
        #expect(masked.output.contains("张*明") && !masked.output.contains("张小明"))
        #expect(masked.output.contains("张*范") && !masked.output.contains("张示范"))
        #expect(try field.run("find", "zxm", "--reveal", "--reason", "x").output.contains("张小明"))
    }

    @Test("words may come from standard input, and none is wrong usage")
    func words() throws {
        let field = try program()
        let found = try field.run(["find", "--words", "-", "--json"], input: Data("张小明\n".utf8))
        #expect(try found.list().count == 1)
        let none = try field.run("find")
        #expect(none.code == 2)
        #expect(none.errors.contains("wrong_usage"))
    }

    @Test("people see the end of an id, and may type it where a record is asked for")
    func endOfID() throws {
        let field = try program()
        let id = try #require(try field.run("find", "zxm", "--json").list().first?["id"] as? String)
        let shown = try field.run("find", "zxm", "--lang", "zh").output
        #expect(shown.contains("\n\(id.suffix(6))  学生") && !shown.contains(id), "\(shown)")
        let task = try field.run("task", "new", String(id.suffix(6)), "text=x", "--json").object()
        #expect((task["fields"] as? [String: Any])?["subject"] as? String == id, "\(task)")
    }
}
