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

    @Test("of several are as long as it takes to tell them apart")
    func endsOfSeveral() throws {
        let ids = try ["11111111", "21111111", "31234567"].map {
            try #require(RecordID("01a20f00-0000-7000-8000-0000\($0)"))
        }
        #expect([ids[0], ids[2]].ends == ["111111", "234567"])
        #expect(ids.ends == ["11111111", "21111111", "31234567"])
        #expect([ids[0], ids[0]].ends == ["111111", "111111"] && [RecordID]().ends.isEmpty)
    }

    @Test("An id says when it was made")
    func made() {
        #expect(RecordID(milliseconds: 1_795_700_000_123, random: (7, 7)).made == 1_795_700_000_123)
    }
}
