import FieldKit
import TestSupport
import Testing

@Suite("Where a record lives")
struct BucketTests {
    private let town: Town
    private let an: Resident
    private let bo: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        bo = try town.relay("Bo", in: .file)
    }

    private func buckets(_ resident: Resident, _ id: RecordID) throws -> [String] {
        try resident.view(id).buckets
    }

    private func visit(_ resident: Resident, of household: RecordID) throws -> RecordID {
        try resident.create("visit", ["household": "\(household)", "note": "talked"])
    }

    @Test("a record moved to two places at once is in both until somebody decides")
    func concurrentMoves() throws {
        let id = try an.create("household", in: ["610"], ["note": "x"])
        try bo.takeAll(from: an)
        try an.change(id, .leave("610"), .enter("611"))
        try bo.change(id, .leave("610"), .enter("612"))
        try town.mix()
        #expect(try buckets(an, id) == ["611", "612"])
        #expect(try an.digest() == bo.digest())
        #expect(try bo.checkInvariants() == [])
    }

    @Test("entering wins over leaving at the same time")
    func addWins() throws {
        let id = try an.create("household", in: ["610"], ["note": "x"])
        try bo.takeAll(from: an)
        try an.change(id, .leave("610"))
        try bo.change(id, .enter("610"))
        try town.mix()
        #expect(try buckets(an, id) == ["610"])
        #expect(try buckets(bo, id) == ["610"])
    }

    @Test("a visit lives where its household lives, and moves with it")
    func visits() throws {
        let household = try an.create("household", in: ["610"], ["note": "x"])
        let visit = try visit(an, of: household)
        #expect(try buckets(an, visit) == ["610"])
        try an.change(household, .enter("611"), .leave("610"))
        #expect(try buckets(an, visit) == ["611"])
        #expect(try an.checkInvariants() == [])
        try bo.takeAll(from: an)
        #expect(try bo.digest() == an.digest())
    }

    @Test("a visit that came before its household enters with it, and so does what hangs on it")
    func visitBeforeHousehold() throws {
        let household = try an.create("household", in: ["610"], ["note": "x"])
        let visit = try visit(an, of: household)
        let remark = try an.create("observation", ["subject": "\(visit)", "field": "note"])
        try bo.take(try an.writes(of: remark))
        try bo.take(try an.writes(of: visit))
        #expect(try buckets(bo, visit) == [])
        #expect(try buckets(bo, remark) == [])
        let before = try bo.store.read { try $0.head() }
        try bo.take(try an.writes(of: household))
        #expect(try buckets(bo, visit) == ["610"])
        #expect(try buckets(bo, remark) == ["610"])
        let feed = try bo.store.read { try $0.feed(bucket: "610", after: before, limit: 9) }
        #expect(feed.map(\.record) == [household, visit, remark])
        #expect(try bo.checkInvariants() == [])
        #expect(try bo.digest() == an.digest())
    }

    @Test("records that name each other as subjects end nothing")
    func circles() throws {
        let one = try an.create("observation", ["field": "note"])
        let two = try an.create("observation", ["subject": "\(one)", "field": "note"])
        try an.set(one, "subject", "\(two)")
        let own = try an.create("observation", ["field": "note"])
        try an.set(own, "subject", "\(own)")
        try an.change(one, .enter("610"))
        #expect(try buckets(an, two) == ["610"])
        try an.change(one, .leave("610"))
        #expect(try buckets(an, two) == [])
        #expect(try an.checkInvariants() == [])
    }

    // MARK: The feed

    private func feed(_ resident: Resident, _ bucket: String) throws -> [FeedEntry] {
        try resident.store.read { try $0.feed(bucket: bucket, after: 0, limit: .max) }
    }

    private func left(_ resident: Resident, _ bucket: String) throws -> [LeftEntry] {
        try resident.store.read { try $0.left(bucket: bucket, after: 0, limit: .max) }
    }

    @Test("the feed gives records by their newest live write, and entering gets a new number")
    func feedPlaces() throws {
        let first = try an.create("household", in: ["610"], ["note": "x"])
        let second = try an.create("household", in: ["610"], ["note": "x"])
        #expect(try feed(an, "610").map(\.record) == [first, second])
        try an.set(first, "note", "y")
        #expect(try feed(an, "610").map(\.record) == [second, first])
        let head = try an.store.read { try $0.head() }
        try an.change(second, .enter("611"))
        let entry = try #require(try feed(an, "611").first)
        #expect(entry.record == second)
        #expect(entry.entered > head)
        #expect(entry.entered == entry.latest)
        let stays = try #require(try feed(an, "610").last)
        #expect(stays.record == second)
        #expect(stays.entered < head)
    }

    @Test("leaving gives a notice with the dots that it means; entering again takes it back")
    func leftNotices() throws {
        let id = try an.create("household", in: ["610", "611"], ["note": "x"])
        try an.change(id, .leave("610"))
        let notice = try #require(try left(an, "610").first)
        #expect(notice.record == id)
        #expect(try feed(an, "610").isEmpty)
        #expect(try left(an, "611").isEmpty)
        try an.change(id, .enter("610"))
        #expect(try left(an, "610").isEmpty)
        #expect(try feed(an, "610").count == 1)
    }

    @Test("a notice counts for the entries that it names, and not for a later return")
    func marks() throws {
        let id = try an.create("household", in: ["610", "611"], ["note": "x"])
        try bo.takeAll(from: an)
        let dots = try #require(try an.state(id)).known(.bucket("610"))
        try bo.replica.write { try $0.mark(id, left: "610", dots: dots) }
        #expect(try buckets(bo, id) == ["611"])
        // Those below Bo must learn it too.
        #expect(try left(bo, "610").map(\.record) == [id])
        #expect(try bo.checkInvariants() == [])
        try an.change(id, .enter("610"))
        try bo.takeAll(from: an)
        #expect(try buckets(bo, id) == ["610", "611"])
        #expect(try bo.checkInvariants() == [])
    }

    @Test("a notice for a record that is not held waits for whoever may still bring it")
    func marksInAdvance() throws {
        let id = try an.create("household", in: ["610", "611"], ["note": "x"])
        let dots = try #require(try an.state(id)).known(.bucket("610"))
        try bo.replica.write { try $0.mark(id, left: "610", dots: dots) }
        try bo.takeAll(from: an)
        #expect(try buckets(bo, id) == ["611"])
        try bo.replica.write { try $0.dropMarks() }
        #expect(try buckets(bo, id) == ["610", "611"])
        #expect(try bo.checkInvariants() == [])
    }

    @Test("codes of buckets are checked", arguments: ["", "61a", "~household", "６１０"])
    func codes(code: String) {
        let problem = #expect(throws: Problem.self) { try an.create("household", in: [code]) }
        #expect(problem?.code == .bucketInvalid)
    }
}
