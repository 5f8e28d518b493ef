import Foundation
import TestSupport
import Testing

@Suite("What is printed")
struct PrintTests {
    private let field: FieldProgram
    private let household: String
    private let student: String

    init() throws {
        field = try FieldProgram.withReplica()
        household = try field.put(
            "household",
            "head_name=张示范",
            "address=三组9号",
            "village_group=三组"
        ).id
        student = try field.put(
            "student",
            "name=张小一",
            "household=\(household)",
            "class=2023级2班",
            "stage=X",
            "boarding=1"
        ).id
    }

    private func tool(_ name: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/" + name)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private func path(_ name: String) -> String { field.folder.path(name) }

    /// The words of a PDF, without blanks, in the order of reading.
    private func words(_ file: String) throws -> String {
        try tool("pdftotext", "-raw", file, "-").filter { !$0.isWhitespace && $0 != "\u{2060}" }
    }

    private func expectOrder(_ words: String, _ parts: [String]) {
        var rest = words[...]
        for part in parts {
            guard let range = rest.range(of: part) else {
                Issue.record("\(part) is not where it should be in: \(words)")
                return
            }
            rest = rest[range.upperBound...]
        }
    }

    @Test("A visit is one page with all that a school keeps, fonts in it, and logged")
    func visit() throws {
        let made = try field.run(
            [
                "visit", "new", "--json", "--household", household, "--student", "all", "--date",
                "2026-09-03", "--kind", "10", "--note", "谈了孩子的学习", "--paper-number", "纸-17",
            ]
        ).object()
        let id = try #require(made["id"] as? String)
        let file = path("家访.pdf")
        // What a run left that was cut short has no say in who may read it.
        let part = FileManager.default.createFile(
            atPath: file + ".part",
            contents: nil,
            attributes: [.posixPermissions: 0o644]
        )
        #expect(part)
        let printed = try field.run("家访", "打印", id, "-o", file, "--json")
        #expect(try printed.object()["file"] as? String == file, "\(printed.errors)")
        expectOrder(
            try words(file),
            [
                "家访记录表", "学期：2026-2027-1", "纸-17", "补录", "户主", "张示范", "住址", "三组9号",
                "学生姓名", "张小一", "2023级2班", "家访时间", "2026-09-03", "方式", "■入户", "□电话随访",
                "家庭成员", "资助情况", "谈了孩子的学习", "家长意见", "问题与措施", "照片", "家长签字", "教师签字",
            ]
        )
        #expect(try tool("pdfinfo", file).contains(/Pages: +1\n/))
        let fonts = try tool("pdffonts", file).split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts { #expect(font.contains(/yes +yes +(yes|no) +\d+ +0$/), "\(font)") }
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        // The log counts the family's head and the pupil.
        let log = try field.run("list", "audit_event", "--json").list()
        let counts = log.compactMap { ($0["fields"] as? [String: Any])?["count"] as? Int }
        #expect(counts == [2])
        // Words that find the family print its newest visit.
        let found = try field.run("visit", "print", "zsf", "-o", "-")
        #expect(found.bytes.starts(with: Data("%PDF".utf8)))
        expectProblem(try field.run("visit", "print"), "missing_option", exit: 2)
    }

    @Test("An empty form has the roster's words and room for the hand, on one page")
    func blank() throws {
        for name in ["张小二", "张小三"] {
            _ = try field.put("student", "name=\(name)", "household=\(household)")
        }
        let file = path("空白.pdf")
        let printed = try field.run("visit", "print", "--blank", "--household", "zsf", "-o", file)
        #expect(printed.code == 0, "\(printed.errors)")
        let words = try words(file)
        expectOrder(words, ["张示范", "张小一", "张小二", "张小三", "年月日", "□入户", "家长签字"])
        #expect(!words.contains("■"))
        #expect(try tool("pdfinfo", file).contains(/Pages: +1\n/))
    }

    @Test("A long report goes on on a second page")
    func longReport() throws {
        let note = String(repeating: "谈了孩子的学习和家里的情况。", count: 130)
        let made = try field.run(
            [
                "visit", "new", "--json", "--household", household, "--student", "all", "--date",
                "2026-09-03", "--kind", "10", "--note", note,
            ]
        ).object()
        let file = path("长.pdf")
        _ = try field.run("visit", "print", try #require(made["id"] as? String), "-o", file)
        #expect(try tool("pdfinfo", file).contains(/Pages: +2\n/))
        #expect(try words(file).contains("（续）"))
    }

    @Test("A letter comes with its receipt, one page a pupil, and printing it is an event of it")
    func letters() throws {
        let second = try field.put("student", "name=张小二", "household=\(household)").id
        let file = path("A.pdf")
        let printed = try field.run("信", "打印", "a", "zsf", "-o", file, "--json").object()
        #expect((printed["ids"] as? [String])?.count == 2)
        #expect(try tool("pdfinfo", file).contains(/Pages: +2\n/))
        expectOrder(
            try words(file),
            ["致学生家长的一封信", "张小一", "回执", "2023级2班", "家长签字", "张小二", "回执"]
        )
        // Once more it is the same letter, printed again.
        _ = try field.run("letter", "print", "A", second, "-o", file)
        let letters = try field.run("letter", "--json").list()
        #expect(letters.count == 2)
        #expect(letters.map { $0["state"] as? String } == ["issued", "issued"])
        let events = letters.compactMap { ($0["events"] as? [[String: Any]])?.count }
        #expect(events.sorted() == [1, 2])
        // Everybody who fits: with the class, and the two of the family.
        expectProblem(try field.run("letter", "print", "A", "张小"), "several_fit", exit: 1)
        let class2 = try field.run("letter", "print", "A", "张小", "--all", "-o", file, "--json")
        #expect((try class2.object()["ids"] as? [String])?.count == 2, "\(class2.errors)")
        expectProblem(try field.run("letter", "print", "C", student), "wrong_usage", exit: 2)
        expectProblem(try field.run("letter", "print", "A"), "missing_option", exit: 2)
    }

    @Test("What could not be printed was not: no letter is given out, and nothing is logged")
    func failed() throws {
        let nowhere = path("没有/A.pdf")
        expectProblem(
            try field.run("letter", "print", "A", student, "-o", nowhere),
            "file_unwritable",
            exit: 1
        )
        expectProblem(
            try field.run("today", "--route", "--print", "-o", nowhere),
            "file_unwritable",
            exit: 1
        )
        for type in ["notice", "event", "audit_event"] {
            #expect(try field.run("list", type, "--json").list().isEmpty, "\(type)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: field.folder.url.path)
        #expect(left == ["home"])
    }

    @Test("Where no font has Chinese characters nothing is printed, and nothing is logged")
    func withoutFonts() throws {
        let settings = path("fonts.conf")
        let none =
            "<fontconfig><dir>\(path("none"))</dir><cachedir>\(path("c"))</cachedir></fontconfig>"
        try Data(none.utf8).write(to: URL(filePath: settings))
        let printed = try field.run(
            "letter",
            "print",
            "A",
            student,
            "-o",
            path("A.pdf"),
            launcher: ["env", "FONTCONFIG_FILE=\(settings)"]
        )
        expectProblem(printed, "printing_missing", exit: 1)
        #expect(try field.run("list", "notice", "--json").list().isEmpty)
        #expect(try field.run("list", "audit_event", "--json").list().isEmpty)
    }

    @Test(
        "The letters of one command are one change, each pupil has one, and one undo takes them back"
    )
    func oneGroup() throws {
        _ = try field.put("student", "name=张小二", "household=\(household)")
        let file = path("A.pdf")
        let printed = try field.run("letter", "print", "A", student, "zsf", "-o", file, "--json")
        #expect((try printed.object()["ids"] as? [String])?.count == 2, "\(printed.errors)")
        #expect(try tool("pdfinfo", file).contains(/Pages: +2\n/))
        let undone = try field.run("undo", "--json")
        #expect(undone.code == 0, "\(undone.errors)")
        #expect(try field.run("letter", "--all", "--json").list().isEmpty)
    }

    @Test("The way from door to door is printed")
    func route() throws {
        let file = path("路线.pdf")
        let printed = try field.run("today", "--route", "--print", "-o", file)
        #expect(printed.code == 0, "\(printed.errors)")
        #expect(try words(file).contains("走访路线"))
    }
}
