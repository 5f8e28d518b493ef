import FieldKit
import Foundation
import Testing

@Suite("An enrolment code on paper")
struct EnrolmentCodeTests {
    private let code: EnrolmentCode
    private let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    init() throws {
        code = try #require(
            EnrolmentCode(secret: Data(200..<208), authority: Data(16..<32))
        )
    }

    @Test("comes back as it was written")
    func roundTrip() throws {
        #expect(try EnrolmentCode(code.text) == code)
        #expect(code.text.filter { $0 != "-" }.count == 42)
        #expect(code.text.split(separator: "-").map(\.count) == [5, 5, 5, 5, 5, 5, 5, 5, 2])
    }

    @Test("is the same text in every version of the program")
    func vector() {
        #expect(code.text == "074CK-JPBSK-6WXKR-G2491-650N2-RBHG6-8T3CE-1T7GZ-K4")
    }

    @Test("may be typed in lower case, without dashes, with spaces or full-width")
    func spelling() throws {
        let bare = code.text.filter { $0 != "-" }
        #expect(try EnrolmentCode(bare.lowercased()) == code)
        #expect(try EnrolmentCode(bare.map { "\($0) " }.joined() + "\n") == code)
        #expect(try EnrolmentCode(code.text.replacingOccurrences(of: "-", with: "—")) == code)
        let wide = String(
            String.UnicodeScalarView(
                code.text.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }
            )
        )
        #expect(try EnrolmentCode(wide) == code)
    }

    @Test("forgives O for zero and I or L for one")
    func confusedLetters() throws {
        let zeros = try #require(EnrolmentCode(secret: Data(count: 8), authority: Data(count: 16)))
        #expect(zeros.text.contains("0"))
        #expect(try EnrolmentCode(zeros.text.replacingOccurrences(of: "0", with: "o")) == zeros)
        let ones = try #require(
            (0...UInt8.max).lazy
                .compactMap {
                    EnrolmentCode(
                        secret: Data(repeating: $0, count: 8),
                        authority: Data(count: 16)
                    )
                }
                .first { $0.text.contains("1") }
        )
        #expect(try EnrolmentCode(ones.text.replacingOccurrences(of: "1", with: "I")) == ones)
        #expect(try EnrolmentCode(ones.text.replacingOccurrences(of: "1", with: "l")) == ones)
    }

    @Test("shows nearly every single wrong character")
    func substitutions() {
        let characters = Array(code.text.filter { $0 != "-" })
        var missed = 0
        var tried = 0
        for place in characters.indices {
            for letter in letters where letter != characters[place] {
                var wrong = characters
                wrong[place] = letter
                tried += 1
                if (try? EnrolmentCode(String(wrong))) != nil { missed += 1 }
            }
        }
        #expect(tried == 42 * 31)
        #expect(missed * 100 < tried, "\(missed) of \(tried) were missed")
    }

    @Test("shows two neighbours that changed places")
    func transpositions() {
        let characters = Array(code.text.filter { $0 != "-" })
        for place in characters.indices.dropLast()
        where characters[place] != characters[place + 1] {
            var wrong = characters
            wrong.swapAt(place, place + 1)
            #expect(throws: Problem(.codeInvalid)) { try EnrolmentCode(String(wrong)) }
        }
    }

    @Test(
        "refuses what is no code",
        arguments: [
            "", "-", "00000", "UUUUU-UUUUU", "074CK-JPBSK", "学校", "https://county.example",
            String(repeating: "0", count: 42), String(repeating: "Z", count: 10_000),
        ]
    )
    func nonsense(_ text: String) {
        #expect(throws: Problem(.codeInvalid)) { try EnrolmentCode(text) }
    }

    @Test("refuses a code that lost or gained a character")
    func length() {
        #expect(throws: Problem(.codeInvalid)) { try EnrolmentCode(String(code.text.dropLast())) }
        #expect(throws: Problem(.codeInvalid)) { try EnrolmentCode(code.text + "0") }
    }

    @Test("knows the authority that it was made under")
    func authority() throws {
        let certificate = Data("a certificate".utf8)
        let made = try #require(
            EnrolmentCode(
                secret: Data(count: 8),
                authority: EnrolmentCode.fingerprint(certificate)
            )
        )
        #expect(made.names(authority: certificate))
        #expect(!made.names(authority: Data("another".utf8)))
    }
}
