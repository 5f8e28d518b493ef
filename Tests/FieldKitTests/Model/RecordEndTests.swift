import FieldKit
import TestSupport
import Testing

@Suite("The end of an id")
struct RecordEndTests {
    @Test("names a record in capitals or not, but not with two characters, nor a deleted one")
    func ends() throws {
        let an = try Town().laptop("An")
        let id = try an.create("household", ["head_name": "H"])
        #expect("\(id)".hasSuffix(id.end) && id.end.count == 6)
        for typed in [id.end, id.end.uppercased(), "\(id)", String(id.end.suffix(3))] {
            #expect(try an.replica.ids(of: "household", endingAs: typed) == [id])
        }
        for typed in ["", String(id.end.suffix(2)), "x" + id.end.dropFirst()] {
            #expect(try an.replica.ids(of: "household", endingAs: typed).isEmpty)
        }
        try an.change(id, .delete(true))
        #expect(try an.replica.ids(of: "household", endingAs: id.end).isEmpty)
    }
}
