import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("A form from the spreadsheet to the laptops", .timeLimit(.minutes(10)))
struct FormStoryTests {
    private struct Published: Decodable {
        struct Form: Decodable, Hashable {
            let id: String
            let version: String
            let state: String
            let questions: Int
            let newest: Bool
        }
        struct Fault: Decodable {
            let code: String
            let sheet: String
            let row: Int?
            let column: String?
        }
        let published: Form?
        let problems: [Fault]
    }

    private static let text = """
        | survey |
          type | name | label | save_to
          text | note | Note | note
          integer | rooms | Rooms |
        | settings |
          form_id | version | form_title
          visit2026 | 1 | Visit
        | entities |
          list_name | label
          visit | visit
        """

    /// Writes a form, a sheet after the other.
    private static func workbook(_ text: String, in home: TemporaryFolder) throws -> String {
        let file = home.url.appending(path: "form.txt")
        try Data(text.utf8).write(to: file)
        let path = home.path("form.xlsx")
        let made = try PythonScript("PythonForms/forms.py").run(["write", file.path, path])
        try #require(made.code == 0, "\(made.errors)")
        return path
    }

    @Test("it is published, a laptop lists it after the sync, and is told when it is withdrawn")
    func published() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let file = try Self.workbook(Self.text, in: home)
            let first: Published = try county.must("form", "publish", file).json()
            let form = try #require(first.published)
            #expect(form.id == "visit2026" && form.questions == 2 && form.state == "open")
            let server = try ServingProgram(county)
            let code = try county.code("安老师", "2199000001")
            let laptop = try LaptopProgram("laptop", at: server.url, code: code, in: home)
            try laptop.must("sync")
            let listed: [Published.Form] = try laptop.must("form", "list").json()
            #expect(listed == [form])

            let household = try laptop.must("put", "household", "head_name=H", "--raw").id()
            let visit = try laptop.must(
                "put",
                "visit",
                "household=\(household)",
                "note=n",
                "form_id=visit2026",
                "form_version=1",
                "/rooms=3",
                "--raw"
            ).id()
            _ = try Self.workbook(Self.text.replacing("| 1 | Visit", with: "| 2 | Visit"), in: home)
            try county.must("form", "publish", file)
            try county.must("form", "withdraw", "visit2026")
            try laptop.must("sync")
            #expect(server.stop() == 0)
            let later: [Published.Form] = try laptop.must("form", "list", "--all").json()
            #expect(later.map(\.version) == ["2", "1"])
            #expect(later.allSatisfy { $0.state == "withdrawn" })
            let all: [Published.Form] = try county.must("form", "list").json()
            #expect(all == later)
            try Self.checkExports(laptop, visit: visit, in: home)
        }
    }

    /// What answers the old version is read by it, and marked.
    private static func checkExports(
        _ laptop: LaptopProgram,
        visit: String,
        in home: TemporaryFolder
    ) throws {
        struct Listed: Decodable {
            let id: String
            let formVersion: String
            let formOutdated: Bool

            enum CodingKeys: String, CodingKey {
                case id
                case formVersion = "form_version"
                case formOutdated = "form_outdated"
            }
        }
        let folder = home.path("xml")
        let listed: [Listed] = try laptop.must("form", "submissions", "visit2026", "--xml", folder)
            .json()
        #expect(listed.map(\.id) == [visit])
        #expect(listed.first?.formVersion == "1" && listed.first?.formOutdated == true)
        let xml = try String(contentsOfFile: "\(folder)/\(visit).xml", encoding: .utf8)
        #expect(xml.contains("id=\"visit2026\" version=\"1\""), "\(xml)")
        #expect(xml.contains("<note>n</note>") && xml.contains("<rooms>3</rooms>"), "\(xml)")
        #expect(xml.contains("<instanceID>uuid:\(visit)</instanceID>"), "\(xml)")
        let table = home.path("visits.csv")
        let exported = try laptop.outcome(
            "export",
            "visit",
            "--form",
            "visit2026",
            "--format",
            "csv",
            "-o",
            table
        )
        try #require(exported.code == 0, "\(exported.errors)")
        let csv = try String(contentsOfFile: table, encoding: .utf8).split(
            whereSeparator: \.isNewline
        )
        try #require(csv.count == 2)
        let heads = csv[0].split(separator: ",", omittingEmptySubsequences: false)
        #expect(heads.contains { $0.hasPrefix("rooms") }, "\(csv[0])")
        #expect(heads.last?.contains("form_outdated") == true, "\(csv[0])")
        #expect(csv[1].contains("true"), "\(csv[1])")
    }

    @Test("one with errors, without a version, of another content or no workbook publishes nothing")
    func refused() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let file = try Self.workbook(
                Self.text.replacing("integer", with: "intger").replacing(
                    "| note\n",
                    with: "| no\n"
                ),
                in: home
            )
            try county.mustFail("form", "publish", file, code: "form_unusable", exit: 1)
            _ = try Self.workbook(
                Self.text.replacing("| 1 | Visit", with: "| | Visit")
                    .replacing("| note\n", with: "| nothing\n"),
                in: home
            )
            let outcome = try county.run(["form", "publish", file, "--json"])
            #expect(outcome.code == 1)
            let reply = try outcome.json(Published.self)
            #expect(reply.published == nil)
            #expect(reply.problems.map(\.code) == ["form_entity_wrong"])
            #expect(reply.problems.last?.row == 2 && reply.problems.last?.column == "save_to")
            let none: [Published.Form] = try county.must("form", "list").json()
            #expect(none.isEmpty)

            _ = try Self.workbook(Self.text, in: home)
            try county.must("form", "publish", file)
            try county.must("form", "publish", file)
            _ = try Self.workbook(Self.text.replacing("Rooms", with: "Beds"), in: home)
            try county.mustFail("form", "publish", file, code: "form_version_taken", exit: 1)
            try county.mustFail("form", "withdraw", "none", code: "form_not_published", exit: 1)
            try Data("type,name\n".utf8).write(to: URL(filePath: file))
            try county.mustFail("form", "publish", file, code: "workbook_is_text", exit: 1)
            let one: [Published.Form] = try county.must("form", "list").json()
            #expect(one.map(\.version) == ["1"])
        }
    }
}

extension StartedProgram.Outcome {
    /// The id of the record that a command made.
    fileprivate func id() throws -> String {
        struct Made: Decodable { let id: String }
        return try json(Made.self).id
    }
}
