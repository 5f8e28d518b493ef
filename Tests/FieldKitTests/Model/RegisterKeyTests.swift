import FieldKit
import Testing

@Suite("Names of registers")
struct RegisterKeyTests {
    @Test("two spellings of one letter are two registers, as they are two byte strings")
    func comparedByBytes() {
        let composed = RegisterKey("groups", element: "\u{E9}")
        let decomposed = RegisterKey("groups", element: "e\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(composed > decomposed)
    }

    @Test("they are ordered by bytes, a field before its elements")
    func order() {
        let keys = ["b", "a"].map { RegisterKey($0) }
        let elements = ["2", "10"].map { RegisterKey("a", element: $0) }
        #expect((keys + elements).sorted().map(\.description) == ["a", "a[10]", "a[2]", "b"])
    }

    @Test(
        "a bucket's code is ASCII letters and digits, and never looks like a total",
        arguments: [
            ("610326101901", true), ("system", true), ("", false), ("~household", false),
            ("６１０", false), ("a b", false), (String(repeating: "1", count: 33), false),
        ]
    )
    func bucketCodes(code: String, isCode: Bool) {
        #expect(RegisterKey.isBucketCode(code) == isCode)
    }
}
