import Foundation
import TestSupport
import Testing

@Suite("The manual and the completions, made from the commands")
struct ManualTests {
    private let field: FieldProgram

    init() throws { field = FieldProgram(in: try TemporaryFolder()) }

    /// Every page, by its language's folder and its name.
    private func pages() throws -> [String: URL] {
        let folder = field.folder.url.appending(path: "man")
        let outcome = try field.run("man", "--into", folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        var pages: [String: URL] = [:]
        for place in ["man1", "zh_CN/man1"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.appending(path: place).path
            )
            for name in names {
                pages["\(place)/\(name)"] = folder.appending(path: "\(place)/\(name)")
            }
        }
        return pages
    }

    /// Runs another program over files.
    private func run(_ program: [String], _ files: [URL]) throws -> StartedProgram.Outcome {
        try BuiltProgram(file: URL(filePath: "/usr/bin/env")).start(
            program + files.map(\.path),
            environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        ).outcome()
    }

    @Test("Two formatters take every page without a warning")
    func formatters() throws {
        let pages = try pages()
        #expect(pages.count > 60)
        let files = pages.sorted { $0.key < $1.key }.map(\.value)
        let lint = try run(["mandoc", "-T", "lint", "-W", "warning"], files)
        #expect(
            lint.code == 0 && lint.output.isEmpty,
            "\(String(decoding: lint.output, as: UTF8.self))"
        )
        for file in files {
            let groff = try run(["groff", "-ww", "-z", "-man", "-K", "utf8", "-T", "utf8"], [file])
            #expect(
                groff.code == 0 && groff.errors == "",
                "\(file.lastPathComponent): \(groff.errors)"
            )
        }
    }

    @Test("Every command has a page in both languages, with its options, exit codes and files")
    func contents() throws {
        let pages = try pages()
        let english = pages.keys.filter { $0.hasPrefix("man1/") }.map { $0.dropFirst(5) }
        let chinese = pages.keys.filter { $0.hasPrefix("zh_CN/") }.map { $0.dropFirst(11) }
        #expect(Set(english) == Set(chinese))
        // The stored help texts name every command; a test of their own keeps them.
        let help = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/help")
        let commands = try FileManager.default.contentsOfDirectory(atPath: help.path)
            .filter { $0.hasPrefix("field") }.map { $0.replacing(".txt", with: ".1") }
        #expect(Set(english.map(String.init)) == Set(commands))
        let find = try run(
            ["mandoc", "-T", "utf8"],
            [try #require(pages["zh_CN/man1/field-find.1"])]
        )
        let text = String(decoding: find.output, as: UTF8.self).replacing(/.\u{8}/, with: "")
        for words in [
            "field-find - 查找", "--words file", "--reveal, --明", "退出码", "FIELD_HOME", "也叫：查。",
        ] {
            #expect(text.contains(words), "\(words)\n\(text)")
        }
        #expect(!text.contains("All words must fit"))
        let visit = try run(
            ["mandoc", "-T", "ascii"],
            [try #require(pages["man1/field-visit-new.1"])]
        )
        let plain = String(decoding: visit.output, as: UTF8.self).replacing(/.\u{8}/, with: "")
        for words in ["EXIT STATUS", "--student id", "Wrong usage.", "field-visit(1)"] {
            #expect(plain.contains(words), "\(words)\n\(plain)")
        }
        expectProblem(try field.run("man", "nothing"), "wrong_usage", exit: 2)
    }

    @Test("Commands, their Chinese names, options, values and what has happened are completed")
    func completion() throws {
        func words(_ typed: String...) throws -> [String] {
            let outcome = try field.run(["complete"] + typed)
            #expect(outcome.code == 0, "\(outcome.errors)")
            return outcome.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        }
        #expect(try words("vis") == ["visit"])
        #expect(try words("家") == ["家访"])
        #expect(try words("visit", "n") == ["new"])
        #expect(try words("家访", "新") == ["新建"])
        #expect(try words("find", "--wo") == ["--words"])
        #expect(try words("find", "--words", "") == [])
        #expect(try words("find", "--lang", "z") == ["zh"])
        #expect(try words("drop", "疑") == ["疑似"])
        #expect(try words("drop", "劝返", "") == [])
        #expect(try words("completions", "") == ["bash", "zsh", "fish"])
        #expect(try Set(words("")).isSuperset(of: ["today", "今日", "completions"]))
        #expect(!(try words("")).contains("complete"))
    }
}
