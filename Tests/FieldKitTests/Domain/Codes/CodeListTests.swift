import Testing

@testable import FieldKit

@Suite("The county's codes")
struct CodeListTests {
    @Test("Code, words, a part of them, or both together mean the code")
    func typed() throws {
        let reasons = try #require(CodeList.of("suspected_reason", of: "dropout_case"))
        for typed in [
            "01", "1", "０１", "厌学/学习困难", "厌学", "学习困难", "tired of school", "01 厌学", " 厌学 ",
        ] {
            #expect(reasons.code(for: typed) == "01", "\(typed)")
        }
        #expect(reasons.code(for: "早婚") == "06")
        #expect(reasons.code(for: "Poverty") == "02")
        // Nobody can say which illness, or what else, is meant.
        for typed in ["", "13", "学", "校", "别的原因"] {
            #expect(reasons.code(for: typed) == nil, "\(typed)")
        }
        #expect(CodeList.of("kind", of: "notice")?.code(for: "n4") == "N4")
    }

    @Test("What no list has stays as it is, both ways")
    func unknown() {
        let words = CodeList.words("举家", field: "residence_status", of: "household", .chinese)
        #expect(words == "举家")
        #expect(CodeList.words("2", field: "residence_status", of: "household", .chinese) == "举家外出")
        #expect(CodeList.words("2", field: "note", of: "household", .chinese) == "2")
        #expect(CodeList.value("因为远", field: "suspected_reason", of: "dropout_case") == "因为远")
        #expect(CodeList.value("走读", field: "boarding", of: "student") == "1")
        #expect(CodeList.value("走读", field: "note", of: "student") == "走读")
    }

    @Test("Every list belongs to a field, is not empty, and its codes and words are its own")
    func lists() {
        var found = 0
        for type in PolicyTable.county.types {
            for field in type.fields {
                guard let list = CodeList.of(field.name, of: type.name) else { continue }
                found += 1
                #expect(list.entries.count > 1, "\(field.name)")
                for entry in list.entries {
                    #expect(list.code(for: entry.code) == entry.code)
                    for language in [Language.chinese, .english] {
                        let label = entry.label(language)
                        #expect(list.code(for: label) == entry.code, "\(label)")
                    }
                }
            }
        }
        #expect(found == 29)
    }
}
