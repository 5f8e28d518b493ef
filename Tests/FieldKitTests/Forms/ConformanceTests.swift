import FieldKit
import Foundation
import TestSupport
import Testing

/// Our reader beside pyxform, on the same files.
@Suite("Forms are read as pyxform reads them")
struct ConformanceTests {
    /// What pyxform finds in a form.
    struct Found: Decodable {
        let ok: Bool
        let error: String?
        let row: Int?
        let sheet: String?
        let id: String?
        let version: String?
        let questions: [[String]]?
        let lists: [String: [String]]?
    }

    /// Forms about which we differ, with the reason; `docs/forms.md` has the same table for people.
    static let onPurpose = [
        "bad_settings_name.xlsx": "pyxform names row 1 of the settings, where the headings are"
    ]

    /// Forms of other people, where the machine has some.
    static let foreign = ProcessInfo.processInfo.environment["FIELDKIT_FORMS"]

    /// The folder of the form that the program carries.
    static let carried = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs").path

    @Test("question by question and type by type, and refused at the same sheet and row")
    func agree() throws {
        let folder = try TemporaryFolder()
        let script = PythonScript("PythonForms/forms.py")
        let made = try script.run(["make", folder.url.path])
        try #require(made.code == 0, "\(made.errors)")
        let folders = [folder.url.path, Self.carried] + (Self.foreign.map { [$0] } ?? [])
        if Self.foreign == nil {
            print("No forms of other people: FIELDKIT_FORMS names no folder.")
        }
        let found = try script.json(["pyxform"] + folders, as: [String: Found].self)
        #expect(found.count >= 100)
        for path in folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
                guard name.hasSuffix(".xlsx"), Self.onPurpose[name] == nil else { continue }
                let theirs = try #require(found[name])
                try Self.compare(theirs, "\(path)/\(name)", name)
            }
        }
    }

    private static func compare(_ theirs: Found, _ path: String, _ name: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: path))
        let reading = try XLSForm.read(bytes: bytes, fileName: name)
        let errors = reading.problems.filter { $0.severity == .error }
        let said = errors.map { "\($0.sheet) \($0.row ?? 0) \($0.code.rawValue)" }
        guard theirs.ok else {
            #expect(!errors.isEmpty, "\(name): pyxform refuses it: \(theirs.error ?? "")")
            guard let row = theirs.row else { return }
            let isSame = errors.contains {
                $0.row == row && (theirs.sheet == nil || theirs.sheet == $0.sheet)
            }
            #expect(isSame, "\(name): pyxform says \(theirs.error ?? ""), we say \(said)")
            return
        }
        #expect(errors.isEmpty, "\(name): pyxform takes it, we say \(said)")
        #expect(reading.form.id == theirs.id, "\(name)")
        #expect(reading.form.version == theirs.version, "\(name)")
        #expect(rows(reading.form.nodes, "") == theirs.questions, "\(name)")
        #expect(reading.form.lists.mapValues { $0.map(\.name) } == theirs.lists, "\(name)")
    }

    private static func rows(_ nodes: [FormNode], _ path: String) -> [[String]] {
        nodes.flatMap { node -> [[String]] in
            let here = "\(path)/\(node.name)"
            let type =
                switch node.kind {
                case .question(let type): type.rawValue
                case .group: "group"
                case .repeat: "repeat"
                }
            return [[here, type]] + rows(node.children, here)
        }
    }
}
