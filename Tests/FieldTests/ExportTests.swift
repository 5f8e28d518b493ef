import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Taking records out")
struct ExportTests {
    @Test("CSV has a byte order mark, CR LF, and no cell that a spreadsheet would run or damage")
    func csvIsSafe() throws {
        let field = try FieldProgram.withReplica()
        let values = [
            "=HYPERLINK(1)", "+1", "-1", "@a", "\tb", "a,b \"c\"", "610399201203051012", "007",
            "三组",
        ]
        for value in values {
            let (id, _) = try field.put("household", "address=x")
            // A line is JSON, so that a tab at the beginning is one.
            let line = try JSONSerialization.data(withJSONObject: [
                "type": "household", "id": id, "set": ["address": value],
            ])
            #expect(try field.run("put", "--from", "-", input: line).code == 0)
        }
        let path = field.folder.path("out.csv")
        let outcome = try field.run("export", "household", "--format", "csv", "-o", path)
        #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.errors)")
        let data = try Data(contentsOf: URL(filePath: path))
        #expect(data.starts(with: [0xEF, 0xBB, 0xBF]))
        let text = String(decoding: data.dropFirst(3), as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.count == values.count + 2)
        #expect(!text.replacingOccurrences(of: "\r\n", with: "").contains("\n"))
        #expect(lines[0].hasPrefix("id,generation,buckets,household_number,"))
        let column = try #require(lines[0].split(separator: ",").firstIndex(of: "address"))
        let cells = [
            "'=HYPERLINK(1)", "'+1", "'-1", "'@a", "'\tb", "\"a,b \"\"c\"\"\"",
            "'610399201203051012", "'007", "三组",
        ]
        for (line, cell) in zip(lines.dropFirst(), cells) {
            #expect(line.contains(",\(cell),"), "\(line)")
            #expect(column > 0)
        }
    }

    @Test("A workbook has Chinese headings, text that stays text, and the record in hidden columns")
    func workbookIsSafe() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "address==1+1", "head_name=示例甲")
        let path = field.folder.path("out.xlsx")
        for arguments in [["-o", path], [], ["-o", "-"]] {
            let outcome = try field.run(
                ["export", "household", "--format", "xlsx", "--lang", "zh"] + arguments
            )
            #expect(outcome.code == 0, "\(outcome.errors)")
            let bytes =
                arguments.last != path
                ? outcome.bytes : try Data(contentsOf: URL(filePath: path))
            let file = try TableFile(bytes: bytes, fileName: "out.xlsx")
            var rows: [[String]] = []
            try file.rows(try #require(file.layouts.first)) { row in
                rows.append(row.cells ?? [])
                return true
            }
            #expect(rows[0].first == "户")
            let column = try #require(rows[2].firstIndex(of: "住址"), "\(rows[2])")
            #expect(rows[3][column] == "=1+1")
            #expect(rows[3].contains(id))
            #expect(rows.last?.filter { !$0.isEmpty } == ["制表人：", "审核人：", "盖章："])
        }
    }

    @Test("JSON lines are the records as get gives them")
    func jsonLinesAreRecords() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("household", "note=一")
        let got = try field.run("get", "household", id, "--json").output
        #expect(try field.run("export", "household", "--format", "jsonl").output == got)
        expectProblem(
            try field.run(
                "export",
                "household",
                "--format",
                "csv",
                "-o",
                field.folder.path("no/file")
            ),
            "file_unwritable",
            exit: 1
        )
    }

    @Test("A list for people hides names and numbers, until it is asked to show them")
    func listsAreMasked() throws {
        let field = try FieldProgram.withReplica()
        _ = try field.put("household", "head_name=王示范", "phones+=13900000001", "note=病中静养")
        let masked = try field.run("list", "household", "--lang", "zh").output
        #expect(masked.contains("王*范") && masked.contains("*******0001"), "\(masked)")
        #expect(!masked.contains("王示范") && !masked.contains("静养"))
        #expect(
            try field.run("list", "household", "--reveal", "--reason", "x").output.contains("王示范")
        )
    }

    @Test("The columns of a list stand below each other, also with Chinese words of other widths")
    func columnsAlign() throws {
        let field = try FieldProgram.withReplica()
        _ = try field.put("household", "residence_status=举家外出", "address=a")
        _ = try field.put("household", "residence_status=1", "address=a")
        let lines = try field.run("list", "household", "--lang", "zh", "--reveal", "--reason", "x")
            .output
            .split(separator: "\n")
        func width(before word: String, in line: Substring) -> Int? {
            line.range(of: word).map { range in
                line[..<range.lowerBound].reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
            }
        }
        let starts = [
            width(before: "居住状态", in: lines[0]), width(before: "举家外出", in: lines[1]),
            width(before: "常住", in: lines[2]),
        ]
        #expect(starts[0] != nil && Set(starts).count == 1, "\(lines)")
    }
}
