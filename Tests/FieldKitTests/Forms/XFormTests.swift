import FieldKit
import Foundation
import TestSupport
import Testing

/// What we write as XForms, before the field's own judges.
@Suite("A form is written as an XForm")
struct XFormTests {
    /// What ODK Validate says of a form.
    struct Verdict: Decodable {
        let ok: Bool
        let said: String
    }

    /// Forms that ODK's engine cannot read, whoever writes them.
    static let beyondODK = ["good_chinese_names.xml": "its XPath knows no Chinese names"]

    /// Parts that differ from pyxform's; `docs/forms.md` gives the reasons to people.
    static let onPurpose = [
        "good_choices_in_group body": "choices come from the repeat, not from a group in it",
        "good_nothing_to_see body": "a group with nothing to see in it is left out",
        "good_without_labels secondary":
            "a choice of a list without labels is labelled by its name",
        "good_entities_places secondary": "an instance that expressions name is declared",
        "good_entities_update secondary": "an instance that expressions name is declared",
        "good_spellings binds": "a trigger has a type as every question",
        "good_table_list body": "a table of choices has no list of heads",
        "xlsform_spec_test body": "a table of choices has no list of heads",
    ]

    /// Writes every good form of the tests, and those of other people where there are some.
    private static func written() throws -> (
        xml: TemporaryFolder, folders: [String], TemporaryFolder
    ) {
        let forms = try TemporaryFolder()
        let made = try PythonScript("PythonForms/forms.py").run(["make", forms.url.path])
        try #require(made.code == 0, "\(made.errors)")
        let folders =
            [forms.url.path, ConformanceTests.carried]
            + (ConformanceTests.foreign.map { [$0] } ?? [])
        let xml = try TemporaryFolder()
        for folder in folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            where name.hasSuffix(".xlsx") {
                let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
                let reading = try XLSForm.read(bytes: bytes, fileName: name)
                guard reading.isGood else { continue }
                let text = try XForm.xml(of: reading.form)
                let path = xml.path(name.replacing(".xlsx", with: ".xml"))
                try Data(text.utf8).write(to: URL(filePath: path))
            }
        }
        return (xml, folders, forms)
    }

    @Test("that ODK Validate accepts, every good one")
    func accepted() throws {
        let (xml, _, forms) = try Self.written()
        defer { withExtendedLifetime(forms) {} }
        let script = PythonScript("PythonForms/forms.py")
        let verdicts = try script.json(
            ["validate", xml.url.path],
            as: [String: Verdict].self
        )
        #expect(verdicts.count >= 45)
        for (name, verdict) in verdicts.sorted(by: { $0.key < $1.key })
        where Self.beyondODK[name] == nil {
            #expect(verdict.ok, "\(name): \(verdict.said)")
        }
    }

    @Test("and says what pyxform's says: instances, binds, actions, texts and controls")
    func sameModel() throws {
        let (xml, folders, forms) = try Self.written()
        defer { withExtendedLifetime(forms) {} }
        let differing = try PythonScript("PythonForms/forms.py").json(
            ["models", xml.url.path] + folders,
            as: [String: String].self
        )
        for (part, both) in differing.sorted(by: { $0.key < $1.key })
        where Self.onPurpose[part] == nil {
            Issue.record("\(part): \(both)")
        }
    }
}
