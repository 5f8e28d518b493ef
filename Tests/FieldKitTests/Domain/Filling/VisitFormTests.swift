import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("The built-in form of a home visit")
struct VisitFormTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func reading() throws -> XLSFormReading {
        let file = root.appending(path: "docs/visit-form.xlsx")
        return try XLSForm.read(bytes: try Data(contentsOf: file), fileName: "visit-form.xlsx")
    }

    @Test("What the program carries is what its workbook says")
    func carriedIsTheWorkbook() throws {
        let reading = try Self.reading()
        #expect(reading.problems.isEmpty, "\(reading.problems)")
        if ProcessInfo.processInfo.environment["FIELDKIT_UPDATE_VISIT_FORM"] != nil {
            try Self.store(reading.form)
            return
        }
        #expect(
            try VisitForm.definition() == reading.form,
            "run FIELDKIT_UPDATE_VISIT_FORM=1 Scripts/test --filter VisitFormTests"
        )
    }

    @Test("The workbook is what its script writes")
    func workbookIsTheScript() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("visit-form.xlsx")
        let made = try PythonScript("../Scripts/visit-form.py").run([path])
        try #require(made.code == 0, "\(made.errors)")
        let bytes = try Data(contentsOf: URL(filePath: path))
        let again = try XLSForm.read(bytes: bytes, fileName: "visit-form.xlsx").form
        #expect(try Self.reading().form == again)
    }

    @Test(
        "Its choices are those of the county's lists",
        arguments: [
            ("kind", "kind", "visit"), ("purpose", "purposes", "visit"),
            ("enrolment", "enrolment_status", "student"), ("boarding", "boarding", "student"),
            ("residence", "residence_status", "household"),
        ]
    )
    func choicesAreTheCountys(list: String, field: String, type: String) throws {
        let choices = try VisitForm.definition().lists[list] ?? []
        let codes = try #require(CodeList.of(field, of: type)).entries
        #expect(choices.map(\.name) == codes.map(\.code))
        #expect(choices.map { $0.label["中文 (zh)"] } == codes.map { $0.label(.chinese) })
        #expect(choices.map { $0.label["English (en)"] } == codes.map { $0.label(.english) })
    }

    @Test("Every way of visiting that the program knows is in the county's list")
    func kindsAreTheCountys() throws {
        let codes = try #require(CodeList.of("kind", of: "visit")).entries
        #expect(VisitKind.allCases.map(\.rawValue) == codes.map(\.code))
    }

    private static func store(_ form: FormDefinition) throws {
        let text = """
            // Made from docs/visit-form.xlsx; see VisitFormTests.

            extension VisitForm {
                static let packed = \"""
            \(try VisitForm.pack(form).split(separator: "\n").map { "        " + $0 }
                .joined(separator: "\n"))
                    \"""
            }

            """
        let file = root.appending(path: "Sources/FieldKit/Domain/Filling/VisitForm+Packed.swift")
        try Data(text.utf8).write(to: file)
    }
}
