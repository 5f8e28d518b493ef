import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A password")
struct PasswordHashTests {
    @Test("is known again, and no other is taken for it")
    func roundTrip() throws {
        let hash = try PasswordHash("correct horse 电池")
        #expect(hash.matches("correct horse 电池"))
        #expect(!hash.matches("correct horse 电池 "))
        #expect(!hash.matches(""))
        #expect(hash.cost == PasswordHash.Cost(rounds: 32_768, blockSize: 8, parallelism: 1))
        #expect(hash.salt.count == 16)
    }

    @Test("is stored with its own salt and cost")
    func storage() throws {
        let one = try PasswordHash("twelve chars", cost: .small)
        let two = try PasswordHash("twelve chars", cost: .small)
        #expect(one.salt != two.salt)
        #expect(one.key != two.key)
        let stored = try JSONEncoder().encode(one)
        #expect(try JSONDecoder().decode(PasswordHash.self, from: stored).matches("twelve chars"))
        #expect(!String(decoding: stored, as: UTF8.self).contains("twelve"))
    }

    @Test("needs twelve characters, of any script, and no book")
    func length() throws {
        for weak in ["", "elevenchars", String(repeating: "x", count: 257)] {
            #expect(throws: Problem(.passwordWeak, ["length": "12"])) {
                try PasswordHash(weak, cost: .small)
            }
        }
        #expect(try PasswordHash("一二三四五六七八九十甲乙", cost: .small).cost == .small)
    }

    @Test("is the same however its accents were typed")
    func composition() throws {
        #expect(
            try PasswordHash("caf\u{E9} caf\u{E9} 12", cost: .small).matches(
                "cafe\u{301} cafe\u{301} 12"
            )
        )
    }
}
