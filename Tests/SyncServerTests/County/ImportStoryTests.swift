import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Lists and the invented county at the county", .timeLimit(.minutes(10)))
struct ImportStoryTests {
    private struct Imported: Decodable {
        struct Refused: Decodable {
            let line: Int
            let reason: String
            let code: String
        }
        let rows: Int
        let accepted: Int
        let refused: [Refused]
        let changed: Int
    }

    /// Pupils of the invented county; the number in the third row fails its check.
    private static func roster() throws -> String {
        let birth = try #require(BusinessDay(year: 2016, month: 3, day: 5))
        let numbers = try [11, 23].map {
            try #require(NationalNumber.demo(birth: birth, sequence: $0)).text
        }
        let last = numbers[1].hasSuffix("7") ? "3" : "7"
        return """
            姓名,性别,出生日期,身份证号,学校标识码,班级
            王小明,男,2016-03-05,\(numbers[0]),2199000001,2022级1班
            李雨桐,男,2016-03-05,\(numbers[1]),2199000001,2022级1班
            张一凡,男,2016-03-05,\(numbers[1].dropLast())\(last),2199000001,2022级1班

            """
    }

    @Test("a teacher finds a pupil of the list at once after the sync")
    func found() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let file = home.path("pupils.csv")
            try Data(try Self.roster().utf8).write(to: URL(filePath: file))
            try county.must("import", "--kind", "student", file)
            let server = try ServingProgram(county)
            let code = try county.code("安老师", "2199000001")
            let laptop = try LaptopProgram("laptop", at: server.url, code: code, in: home)
            try laptop.must("sync")
            #expect(server.stop() == 0)
            let index = try FindIndex(path: home.path("laptop/find.sqlite"))
            #expect(
                try index.records(term: "wxm", isWhole: true, limit: 2).count == 1,
                "the sync has read it already"
            )
            try index.close()
            struct Found: Decodable {
                let type: String
                let name: String
            }
            let found: [Found] = try laptop.must("find", "wxm", "2199000001").json()
            #expect(found.map(\.type) == ["student"])
            #expect(found.map(\.name) == ["王小明"])
        }
    }

    @Test("policies of aid reach every laptop, whatever its scope, and nobody else may write them")
    func policies() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let file = home.path("policies.csv")
            try ShaanxiPolicies.file.write(to: URL(filePath: file))
            let first: Imported = try county.must("import", "--kind", "policy", file).json()
            #expect(first.accepted == 19 && first.changed == 19)
            let again: Imported = try county.must("import", "--kind", "policy", file).json()
            #expect(again.accepted == 19 && again.changed == 0)
            let server = try ServingProgram(county)
            let code = try county.code("安老师", "2199000001")
            let laptop = try LaptopProgram("laptop", at: server.url, code: code, in: home)
            try laptop.must("sync")
            struct Policy: Decodable {
                let id: String
            }
            let found: [Policy] = try laptop.must("list", "aid_policy").json()
            #expect(found.count == 19)
            let id = try #require(found.first?.id)
            let refused = try laptop.outcome("put", "aid_policy", id, "amount=0", "--json")
            #expect(refused.code == 1 && refused.errors.contains("[authority_needed]"))
            #expect(server.stop() == 0)
        }
    }

    @Test(
        "a list of pupils goes in, bad rows are named, and the second time nothing changes",
        arguments: ["utf8", "mark", "gb18030"]
    )
    func twice(_ form: String) async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let text = try Self.roster()
            let gb18030 = String.Encoding(rawValue: 0x8000_0632)
            let bytes: Data =
                switch form {
                case "mark": Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)
                case "gb18030": try #require(text.data(using: gb18030))
                default: Data(text.utf8)
                }
            let file = home.path("pupils.csv")
            try bytes.write(to: URL(filePath: file))
            let empty = try county.digest()
            let tried: Imported = try county.must("import", "--kind", "student", file, "--dry-run")
                .json()
            #expect(tried.changed == 2)
            #expect(try county.digest() == empty)
            let first: Imported = try county.must("import", "--kind", "student", file).json()
            #expect(first.rows == 3 && first.accepted == 2 && first.changed == 2)
            #expect(first.refused.map(\.line) == [4])
            #expect(first.refused.map(\.code) == ["number_check_digit"])
            #expect(first.refused.allSatisfy { !$0.reason.contains("张") })
            let digest = try county.digest()
            #expect(digest.records == empty.records + 4)
            let second: Imported = try county.must("import", "--kind", "student", file).json()
            #expect(second.accepted == 2 && second.changed == 0)
            #expect(try county.digest() == digest)
            let log = try String(contentsOfFile: county.data + "/changes.log", encoding: .utf8)
            #expect(log.contains("list imported") && !log.contains("王"))
        }
    }

    @Test("a file without the needed column, of an unknown kind or encoding is refused whole")
    func refused() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let file = home.path("list.csv")
            try Data(try Self.roster().utf8).write(to: URL(filePath: file))
            try county.must("import", "--kind", "student", file)
            let before = try county.digest()
            try Data("甲,乙\n1,2\n".utf8).write(to: URL(filePath: file))
            try county.mustFail(
                "import",
                "--kind",
                "student",
                file,
                code: "header_missing",
                exit: 1
            )
            try county.mustFail("import", "--kind", "cow", file, code: "wrong_usage", exit: 2)
            try Data([0x50, 0x4B, 3, 4, 0, 0]).write(to: URL(filePath: file))
            try county.mustFail(
                "import",
                "--kind",
                "student",
                file,
                code: "workbook_damaged",
                exit: 1
            )
            try county.mustFail(
                "import",
                "--kind",
                "student",
                home.path("none.csv"),
                code: "file_unreadable",
                exit: 1
            )
            #expect(try county.digest() == before)
        }
    }

    @Test("a column of numbers that a spreadsheet destroyed is refused row by row, with what to do")
    func destroyed() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let file = home.path("list.csv")
            let text = try Self.roster()
            try Data(text.utf8).write(to: URL(filePath: file))
            try county.must("import", "--kind", "student", file)
            let before = try county.digest()
            let rows = text.split(separator: "\n").map { $0.split(separator: ",") }
            let spoilt = rows.enumerated().map { index, cells in
                var cells = cells
                if index > 0 { cells[3] = index == 1 ? "6.10326E+17" : "610326000000000000" }
                return cells.joined(separator: ",")
            }
            try Data(spoilt.joined(separator: "\r\n").utf8).write(to: URL(filePath: file))
            let imported: Imported = try county.must("import", "--kind", "student", file).json()
            #expect(imported.accepted == 0 && imported.changed == 0)
            #expect(imported.refused.map(\.line) == [2, 3, 4])
            #expect(imported.refused.allSatisfy { $0.code == "number_destroyed" })
            let words = try county.run(["import", "--kind", "student", file])
            let said = String(decoding: words.output, as: UTF8.self)
            #expect(said.contains("Line 2 (身份证号): "))
            #expect(said.contains("Set the column to text and export again. [number_destroyed]"))
            // The pupils of the good file are as they were.
            #expect(try county.digest() == before)
        }
    }

    @Test("the invented county is written through the engine, with its conflicts and its list")
    func demo() async throws {
        try await onThread {
            struct Made: Decodable {
                let records: Int
                let answerKey: String
            }
            struct Conflict: Decodable { let id: String }
            let home = try TemporaryFolder()
            let county = ServerProgram("demo", in: home)
            let made: Made = try county.must("demo", "--size", "S", "--seed", "7").json()
            let key = try JSONDecoder().decode(
                AnswerKey.self,
                from: try Data(contentsOf: URL(filePath: made.answerKey))
            )
            #expect(made.records == key.records)
            #expect(key.sha256 == DemoCounty.generate(size: .small, seed: 7) { _ in }.sha256)
            let open = try county.must("conflicts").json([Conflict].self)
            #expect(Set(open.map(\.id)) == Set(key.conflicts.map(\.record)))
            let list = county.data + "/" + key.roster.file
            let imported: Imported = try county.must("import", "--kind", "student", list).json()
            #expect(imported.changed == key.roster.new)
            #expect(imported.accepted == key.roster.new + key.roster.unchanged)
            #expect(imported.refused.map(\.line) == key.roster.refused.map(\.line))
            #expect(imported.refused.map(\.code) == key.roster.refused.map(\.code))
            let policies = home.path("policies.csv")
            try ShaanxiPolicies.file.write(to: URL(filePath: policies))
            let known: Imported = try county.must("import", "--kind", "policy", policies).json()
            #expect(known.accepted == 19 && known.changed == 0)
            try county.mustFail("demo", "--size", "S", code: "home_exists", exit: 1)
            #expect(try county.must("verify").code == 0)
        }
    }
}
