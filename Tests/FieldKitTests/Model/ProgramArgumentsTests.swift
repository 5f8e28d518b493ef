import FieldKit
import TestSupport
import Testing

@Suite("What a program is started with")
struct ProgramArgumentsTests {
    @Test("is text, whatever the language")
    func takesText() throws {
        try ProgramArguments.texts(["field", "put", "name=王小明", ""].map { Array($0.utf8) })
        try ProgramArguments.texts()
    }

    @Test("or is refused, so that no other text is saved in its place")
    func refusesBytes() {
        let named = Array("name=".utf8)
        #expect(throws: Problem(.argumentNotText, ["index": "2"])) {
            try ProgramArguments.texts([Array("field".utf8), Array("put".utf8), named + [0xFF]])
        }
        #expect(throws: Problem(.argumentNotText, ["index": "0"])) {
            // The GB18030 bytes of 王.
            try ProgramArguments.texts([named + [0xCD, 0xF5]])
        }
    }
}
