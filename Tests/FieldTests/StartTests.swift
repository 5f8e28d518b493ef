import Foundation
import TestSupport
import Testing

@Suite("The start of the program")
struct StartTests {
    @Test("waits for no library that only a sync or a print needs")
    func libraries() throws {
        // The loader lists what it would load, and runs nothing.
        let outcome = try BuiltProgram("field")
            .start([], environment: ["LD_TRACE_LOADED_OBJECTS": "1"]).outcome()
        let loaded = String(decoding: outcome.output, as: UTF8.self)
        #expect(loaded.contains("libsqlite3"))
        for library in ["libcurl", "libssl", "libpango", "libcairo"] {
            #expect(!loaded.contains(library), "\(library)")
        }
    }
}
