import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A workbook is read")
struct WorkbookTests {
    private static let folder = Result {
        let folder = try TemporaryFolder()
        let outcome = try PythonScript("PythonSheets/sheets.py").run(["make", folder.url.path])
        try #require(outcome.code == 0, "\(outcome.errors)")
        return folder
    }

    private static func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: folder.get().path(name)))
    }

    private static func workbook(_ name: String) throws -> Workbook {
        try Workbook(bytes: bytes(name), fileName: name)
    }

    private static func rows(_ book: Workbook, _ name: String) throws -> [Int: [String]] {
        let rows = try book.rows(of: book.sheet(named: name))
        var found: [Int: [String]] = [:]
        while let row = try rows.next() { found[row.number] = row.texts(4) }
        return found
    }

    @Test("with its sheets in order, and what is hidden is known")
    func sheets() throws {
        let book = try Self.workbook("everyday.xlsx")
        #expect(book.sheets.map(\.name) == ["名册", "隐藏", "Last"])
        #expect(book.sheets.map(\.isHidden) == [false, true, false])
        #expect(try book.sheet(named: "LAST").name == "Last")
        let problem = #expect(throws: Problem.self) { try book.sheet(named: "x") }
        #expect(
            problem
                == Problem(
                    .sheetMissing,
                    ["file": "everyday.xlsx", "sheet": "x", "sheets": "名册, 隐藏, Last"]
                )
        )
    }

    @Test("and every kind of cell says what the spreadsheet means")
    func cells() throws {
        let rows = try Self.rows(Self.workbook("everyday.xlsx"), "名册")
        #expect(rows[3] == ["示例甲", "7", "2012-03-05", "TRUE"])
        #expect(rows[4] == ["示例乙", "0.1", "2012-03-05 08:30:00", "FALSE"])
        #expect(rows[5] == ["", "6.1039920120305e+17", "08:30:00", "#N/A"])
        #expect(
            rows[6] == ["丰富", "6.10399201203051e+17", "2012-04-01", "1.5"],
            "a destroyed number stays as it is, and hours beyond a day are no date"
        )
        #expect(try Self.rows(Self.workbook("macintosh.xlsx"), "Sheet")[1]?.first == "2012-03-05")
    }

    @Test("whatever program wrote it: prefixes, absolute targets, phonetic runs, no references")
    func otherPrograms() throws {
        let rows = try Self.rows(Self.workbook("other.xlsx"), "一")
        #expect(rows[1] == ["张 三", "", "a\rb & c", "1.0"])
        #expect(rows[5] == ["", "2", "", "2012-03-05"])
    }

    @Test("and merged cells are known")
    func merged() throws {
        let book = try Self.workbook("everyday.xlsx")
        let merged = try book.mergedCells(of: book.sheet(named: "名册"))
        #expect(merged.map(\.rows) == [1...1, 9...11])
        #expect(merged.map(\.columns) == [0...3, 0...0])
    }

    @Test(
        "and what is none gets a name and a way out",
        arguments: [
            ("cut.xlsx", ProblemCode.workbookDamaged), ("bomb.xlsx", .workbookTooLarge),
            ("long.xlsx", .workbookTooLarge), ("wide.xlsx", .workbookTooLarge),
            ("many.xlsx", .workbookTooLarge), ("entity.xlsx", .workbookDamaged),
            ("backwards.xlsx", .workbookDamaged),
            ("broken.xlsx", .workbookDamaged), ("string.xlsx", .workbookDamaged),
            ("nosheet.xlsx", .workbookDamaged), ("letter.xlsx", .workbookNone),
        ]
    )
    func badWorkbooks(name: String, code: ProblemCode) throws {
        let problem = #expect(throws: Problem.self) {
            let book = try Self.workbook(name)
            for sheet in book.sheets {
                let rows = try book.rows(of: sheet)
                while try rows.next() != nil {}
            }
        }
        #expect(problem?.code == code)
        #expect(problem?.details["file"] == name)
    }

    /// A file of Microsoft's old kind, with a stream of that name in its directory.
    private static func compound(_ stream: String) -> Data {
        Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + Data(count: 512)
            + (stream.data(using: .utf16LittleEndian) ?? Data())
    }

    @Test("and a file is what its bytes say, not what its name says")
    func otherFiles() throws {
        let files: [(Data, String, ProblemCode, String?)] = [
            (Self.compound("Workbook"), "a.xlsx", .workbookOld, ".xls"),
            (Self.compound("Workbook"), "a.et", .workbookOld, ".et"),
            (Self.compound("EncryptedPackage"), "a.xlsx", .workbookEncrypted, nil),
            (Self.compound("WordDocument"), "a.xlsx", .workbookNone, nil),
            (Data("姓名,性别\n".utf8), "a.xlsx", .workbookIsText, nil),
            (Data(), "a.xlsx", .workbookDamaged, nil),
            (Data([0, 1, 2]), "a.xlsx", .workbookForeign, nil),
            (Data("%PDF-1.7\n\u{FFFD}".utf8), "a.xlsx", .workbookForeign, nil),
            (Data("%PDF-1.7\n".utf8), "a.csv", .workbookForeign, nil),
            (Data([0xFF, 0xD8, 0xFF, 0xE0]), "a.csv", .workbookForeign, nil),
            (Data([0x50, 0x4B, 0x03, 0x04, 0x00]), "a.csv", .workbookDamaged, nil),
        ]
        for (bytes, name, code, format) in files {
            let problem = #expect(throws: Problem.self) {
                _ = try TableFile(bytes: bytes, fileName: name)
            }
            #expect(problem?.code == code, "\(name)")
            #expect(problem?.details["format"] == format)
            #expect(problem?.sentence(.chinese).contains(name) == true)
            #expect(problem?.next(.english).isEmpty == false)
        }
    }

    @Test("and one under a password, and one of the old kind, are told from a damaged one")
    func madeElsewhere() throws {
        let folder = try TemporaryFolder()
        let good = try Self.folder.get().path("everyday.xlsx")
        let locked = folder.path("locked.xlsx")
        let made = try PythonScript("PythonSheets/sheets.py").run(["lock", good, locked])
        #expect(made.code == 0, "\(made.errors)")
        var files = [(locked, ProblemCode.workbookEncrypted)]
        if let office = Office.installed {
            files.append((try office.convert(good, to: "xls", in: folder.url.path), .workbookOld))
        }
        for (path, code) in files {
            let url = URL(filePath: path)
            let problem = #expect(throws: Problem.self) {
                _ = try TableFile(bytes: Data(contentsOf: url), fileName: url.lastPathComponent)
            }
            #expect(problem?.code == code, "\(path)")
        }
    }

    @Test("as a table in which a cell that is merged downwards speaks for each of its rows")
    func table() throws {
        let file = try TableFile(bytes: Self.bytes("everyday.xlsx"), fileName: "everyday.xlsx")
        #expect(file.layouts.count == 2, "hidden sheets are left out")
        var rows: [Int: [String]] = [:]
        let layout = try #require(file.layouts.first)
        try file.rows(layout) { row in
            rows[row.line] = row.cells
            return true
        }
        #expect(rows[9]?.first == "合并")
        #expect(rows[10]?.prefix(2) == ["合并", "1"])
        #expect(rows[11]?.prefix(2) == ["合并", "2"])
        #expect(rows[1] == ["示例小学学生名册"], "what is merged sideways is said once")
    }
}
