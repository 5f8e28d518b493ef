import Foundation
import TestSupport
import Testing

@Suite("Many records from a file")
struct LinesTests {
    private func write(_ lines: [String], in field: FieldProgram) throws -> String {
        let path = field.folder.path("lines.jsonl")
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("All lines are written, more than one group holds, and the ids are in their order")
    func allLinesAreWritten() throws {
        let field = try FieldProgram.withReplica()
        let lines = (0..<300).map {
            #"{"type":"household","set":{"address":"\#($0)组"},"bucket":["610326101901"]}"#
        }
        let outcome = try field.run(
            "put",
            "--from",
            try write(lines, in: field),
            "--json"
        ).object()
        #expect(outcome["writes"] as? Int == 300)
        let ids = try #require(outcome["ids"] as? [String])
        let listed = try field.run("list", "household", "--json").list()
        #expect(Set(listed.compactMap { $0["id"] as? String }) == Set(ids))
        #expect(try field.fields("household", ids[299])["address"] as? String == "299组")
        #expect(try field.run("verify").code == 0)
    }

    @Test("Standard input is a file too, and empty lines are passed over")
    func standardInputIsAFile() throws {
        let field = try FieldProgram.withReplica()
        let (id, version) = try field.put("household", "note=一", "phones+=1")
        let lines = """
            {"type":"household","id":"\(id)","base":"\(version)","set":{"note":null},\
            "add":{"phones":["2"]},"remove":{"phones":["1"]}}\r

            {"type":"daily_check","set":{"mood":3,"date":"2026-09-03"}}
            """
        let outcome = try field.run("put", "--from", "-", "--json", input: Data(lines.utf8))
        #expect(try outcome.object()["writes"] as? Int == 2, "\(outcome.errors)")
        let fields = try field.fields("household", id)
        #expect(fields["note"] == nil)
        #expect(fields["phones"] as? [String] == ["2"])
    }

    @Test(
        "A bad third line is named, and nothing of the file is written",
        arguments: [
            "nonsense", #"["type"]"#, #"{"set":{}}"#, #"{"type":"nothing","set":{"a":"b"}}"#,
            #"{"type":"household","set":{"nothing":"b"}}"#,
            #"{"type":"household","set":{"phones":"1"}}"#,
            #"{"type":"household","set":{"note":5}}"#,
            #"{"type":"daily_check","set":{"mood":"bad"}}"#,
            #"{"type":"daily_check","set":{"mood":true}}"#,
            #"{"type":"household","id":"x","set":{"note":"b"}}"#,
            #"{"type":"household","id":"01a203f8-4d31-752d-ab21-75331c0995f0","set":{"note":"b"}}"#,
            #"{"type":"household","set":{"note":"b"},"bucket":["village"]}"#,
            #"{"type":"household","sets":{"note":"b"}}"#, #"{"type":"household"}"#,
            #"{"type":"household","add":{"note":["b"]}}"#,
            #"{"type":"household","set":{"note":"b"},"base":"!"}"#,
            #"{"type":"household","set":{"note":"b"}"#,
            #"{"type":"household","set":{"note":"\xFF"}}"#,
            #"{"type":"household","add":{"phones":[""]}}"#,
            #"{"type":"household","set":{"note":"\#(String(repeating: "b", count: 70_000))"}}"#,
            #"{"type":"household","add":{"phones":[\#(Self.manyTexts)]}}"#,
        ]
    )
    func aBadLineWritesNothing(line: String) throws {
        let field = try FieldProgram.withReplica()
        let good = #"{"type":"household","set":{"note":"good"}}"#
        let outcome = try field.run(
            "put",
            "--from",
            try write([good, good, line, good], in: field)
        )
        expectProblem(outcome, "line_invalid", exit: 1)
        #expect(outcome.errors.contains("Line 3 "), "\(outcome.errors)")
        #expect(try field.run("list", "household", "--json").list().isEmpty)
        #expect(try field.run("status", "--json").object()["unsent"] as? Int == 0)
    }

    /// More elements than one write takes.
    private static let manyTexts = (0..<1_100).map { "\"\($0)\"" }.joined(separator: ",")

    @Test("More than one write holds is named with its line, and nothing of the file is written")
    func aTooLargeRecordWritesNothing() throws {
        let field = try FieldProgram.withReplica()
        let values = (0..<5).map {
            "\"f\($0)\":\"\(String(repeating: "b", count: 60_000))\""
        }
        let lines = [
            #"{"type":"orchard","set":{"trees":"1"}}"#,
            #"{"type":"orchard","set":{\#(values.joined(separator: ","))}}"#,
        ]
        let outcome = try field.run("put", "--raw", "--from", try write(lines, in: field))
        expectProblem(outcome, "line_invalid", exit: 1)
        #expect(outcome.errors.contains("Line 2 "), "\(outcome.errors)")
        #expect(outcome.errors.contains("[write_too_large]"), "\(outcome.errors)")
        #expect(try field.run("status", "--json").object()["unsent"] as? Int == 0)
    }

    @Test("A line says nothing of its own words in an error, but for a key that is no person's")
    func aBadLineDrivesNoTerminal() throws {
        let field = try FieldProgram.withReplica()
        let line = #"{"type":"household","\u001B[31m":1,"set":{"note":"b"}}"#
        let outcome = try field.run("put", "--from", try write([line], in: field))
        expectProblem(outcome, "line_invalid", exit: 1)
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test("A file cannot be mixed with values, and must have a line")
    func aFileGoesAlone() throws {
        let field = try FieldProgram.withReplica()
        expectProblem(
            try field.run("put", "household", "--from", "-"),
            "wrong_usage",
            exit: 2
        )
        expectProblem(try field.run("put", "--from", "-"), "nothing_to_write", exit: 1)
        expectProblem(
            try field.run("put", "--from", field.folder.path("none")),
            "file_unreadable",
            exit: 1
        )
    }
}
