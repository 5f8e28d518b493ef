import FieldKit
import Testing

@Suite("What a list masks in somebody's own words")
struct MaskingTests {
    @Test("are the names that are known and long numbers; the sense stays")
    func words() {
        let text = "王示示说王示已返校，电话13900001234，9月12日核实"
        #expect(
            Masking.words(text, naming: ["王示", "王示示"])
                == "王*示说王*已返校，电话*******1234，9月12日核实"
        )
        #expect(Masking.words("在家", naming: ["", "在"]) == "在家")
    }

    @Test(
        "are known again, and a star for an X is none",
        arguments: [
            ("139****1234", true), ("139xxxx1234", true), ("610399********1012", true),
            ("王*", true),
            ("王*示", true), ("王●●", true), ("61039919900215404*", false),
            ("61039919900215404X", false),
            ("阿依·示例", false), ("0917-0001234", false), ("G610399201203051012", false),
        ]
    )
    func masked(text: String, isMasked: Bool) {
        #expect(Masking.isMasked(text) == isMasked)
    }
}
