import Foundation
import TestSupport
import Testing

/// A person at a real terminal: the stories in `Tests/PythonTerminal/stories.py`.
///
/// The screens that they show are stored in `Tests/Fixtures/screens`; `Scripts/update-screens` stores them
/// anew.
@Suite("At a terminal")
struct TerminalTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(
        "A person sees and types what the story says",
        arguments: [
            "day", "handbook", "interrupted", "long_list", "menu_names", "other_encoding", "shared",
            "shells",
        ]
    )
    func story(name: String) throws {
        let isUpdate = ProcessInfo.processInfo.environment["FIELDKIT_UPDATE_SCREENS"] != nil
        let program = Bundle.main.bundleURL.appending(path: "field").path
        let screens = Self.tests.appending(path: "Fixtures/screens").path
        let outcome = try PythonScript("PythonTerminal/stories.py").run(
            [name, program, screens] + (isUpdate ? ["--update"] : [])
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
    }
}
