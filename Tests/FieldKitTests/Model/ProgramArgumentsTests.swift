import FieldKit
import TestSupport
import Testing

@Suite("What a program is started with")
struct ProgramArgumentsTests {
    @Test("is text, whatever the language")
    func takesText() throws {
        let typed = ["field", "put", "name=王小明", ""]
        let texts = try ProgramArguments.texts(typed.map { Array($0.utf8) })
        #expect(texts == ["put", "name=王小明", ""])
        #expect(try ProgramArguments.texts() == Array(CommandLine.arguments.dropFirst()))
    }

    @Test("or is refused, so that no other text is saved in its place")
    func refusesBytes() {
        let named = Array("name=".utf8)
        #expect(throws: Problem(.argumentNotText, ["index": "2", "encoding": "UTF-8"])) {
            try ProgramArguments.texts([Array("field".utf8), Array("put".utf8), named + [0xFF]])
        }
        #expect(throws: Problem(.argumentNotText, ["index": "0", "encoding": "UTF-8"])) {
            // The GB18030 bytes of 王.
            try ProgramArguments.texts([named + [0xCD, 0xF5]])
        }
    }
}
