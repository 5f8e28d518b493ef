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
}
