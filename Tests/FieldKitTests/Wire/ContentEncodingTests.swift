import FieldKit
import Testing

@Suite("Two peers agree on a packing")
struct ContentEncodingTests {
    @Test(
        "the best packing that the asker takes is chosen",
        arguments: [
            ("zstd, gzip", ContentEncoding.zstd), ("gzip", .gzip), ("gzip, deflate, br", .gzip),
            ("br", .identity), ("", .identity), ("zstd;q=0, gzip", .gzip),
            ("GZIP;q=0.5 , ZSTD ; q=0.1", .zstd), ("*", .zstd), ("zstd;q=0.000, *", .gzip),
            ("gzip;q=0, *;q=0", .identity), ("identity", .identity), ("x-gzip", .gzip),
        ]
    )
    func best(header: String, expected: ContentEncoding) {
        #expect(ContentEncoding.best(accepting: header, bytes: 200) == expected)
    }

    @Test("a small body, or one for a peer that says nothing, stays as it is")
    func small() {
        #expect(ContentEncoding.best(accepting: "zstd", bytes: 199) == .identity)
        #expect(ContentEncoding.best(accepting: nil, bytes: 10_000) == .identity)
    }

    @Test(
        "a packing is known by its name",
        arguments: [
            (String?.none, ContentEncoding.identity), ("", .identity), ("identity", .identity),
            (" Zstd", .zstd), ("gzip", .gzip), ("x-gzip", .gzip),
        ]
    )
    func names(header: String?, expected: ContentEncoding) throws {
        #expect(try ContentEncoding.named(header) == expected)
    }

    @Test(
        "an unknown or stacked packing is refused by its name",
        arguments: ["br", "deflate", "gzip, gzip", "zstd;q=1"]
    )
    func unknown(header: String) {
        #expect(throws: Problem(.encodingUnsupported, ["encoding": header])) {
            try ContentEncoding.named(header)
        }
    }

    @Test("a name from a stranger cannot drive the terminal or fill the screen")
    func hostileName() {
        let header = "\u{1B}[2J" + String(repeating: "x", count: 1_000)
        let problem = #expect(throws: Problem.self) { try ContentEncoding.named(header) }
        let shown = problem?.details["encoding"] ?? ""
        #expect(shown.hasPrefix("?[2Jxx"))
        #expect(shown.utf8.count == Limits.problemDetailBytesMax)
    }
}
