import FieldKit
import Foundation
import TestSupport
import Testing

/// Two copies of one laptop sync as one device: what one has brought, the other lacks, and the feed gives
/// it, before any comparison of sums must.
@Suite("A copy of a laptop is given what its twin has brought")
struct CopyFeedTests {
    private let town: CountyInMemory
    private let twin: Replica
    private let household: RecordID

    init() throws {
        town = try CountyInMemory(scopes: ["610326"])
        household = try town.make(town.laptop, "household", .enter("610326101901"))
        try town.sync()
        let store = try #require(town.laptop.store as? MemoryStore)
        twin = try Replica(
            store: store.copy(),
            key: try VectorAuthor(1).key,
            kind: .laptop,
            clock: town.clock,
            random: town.random,
            isMoved: true
        )
        _ = try twin.edit(
            [Edit(type: "household", id: household, changes: [.set("note", .text("twin"))])],
            author: "An"
        )
    }

    /// A sync, step by step.
    private final class Visit {
        let session: SyncSession
        private let town: CountyInMemory
        private var action: SyncSession.Action
        private(set) var calls: [String] = []

        init(of replica: Replica, to town: CountyInMemory) throws {
            town.clock.advance(seconds: 60)
            self.town = town
            session = SyncSession(
                replica: replica,
                server: town.county.device,
                application: "test"
            )
            action = try session.start()
        }

        /// Goes on until a call has been answered, or to the end.
        func run(through last: String? = nil) throws {
            while case .send(let name, let body) = action {
                calls.append(name)
                let token = name == "hello" ? nil : session.token
                action = try session.receive(
                    try town.responder.answer(name, token: token, body: body)
                )
                if name == last { return }
            }
        }
    }

    private func note() throws -> String? {
        try town.laptop.view("household", household).values["note"]?.text
    }

    /// The laptop syncs, and nothing had to be compared.
    private func expectGiven(by visit: Visit) throws {
        try visit.run()
        #expect(try note() == "twin")
        #expect(visit.session.report.isVerified)
        #expect(Set(visit.calls).isDisjoint(with: ["sums", "ranges", "records"]), "\(visit.calls)")
    }

    @Test("also if the session that noticed the copy was cut")
    func cut() throws {
        try Visit(of: twin, to: town).run()
        try Visit(of: town.laptop, to: town).run(through: "hello")
        try expectGiven(by: Visit(of: town.laptop, to: town))
    }

    @Test("also if the twin pushes in a session that another has overtaken")
    func overtaken() throws {
        // Without anything of its own it would be told that both are the same, and be gone.
        try town.make(town.laptop, "household", .enter("610326101901"))
        let other = try Visit(of: twin, to: town)
        try other.run(through: "hello")
        let own = try Visit(of: town.laptop, to: town)
        try own.run(through: "hello")
        try other.run(through: "push")
        try expectGiven(by: own)
    }

    @Test("also if the twin pushes when the other's session is over")
    func late() throws {
        let other = try Visit(of: twin, to: town)
        try other.run(through: "hello")
        try Visit(of: town.laptop, to: town).run()
        try other.run(through: "push")
        try expectGiven(by: Visit(of: town.laptop, to: town))
    }
}
