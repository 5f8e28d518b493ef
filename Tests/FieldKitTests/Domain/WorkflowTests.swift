import FieldKit
import Foundation
import TestSupport
import Testing

/// States are computed from events, whoever wrote them and in whatever order they arrive.
@Suite struct WorkflowTests {
    private let random = SeededRandom(seed: 7)

    private func day(_ text: String) throws -> BusinessDay {
        try #require(BusinessDay.read(text))
    }

    /// An event from `kind@month-day`, then `:NAME=VALUE` for each detail, `+proof` for evidence,
    /// `#author`, and `~n` for the replica that wrote it, in the order given.
    private func event(_ text: String, stamp: Int64) throws -> WorkflowEvent {
        let match = try #require(
            text.wholeMatch(of: /(\w+)@(\d+-\d+)((?::\w+=[\w-]+)*)(\+proof)?(?:#(\w+))?(?:~(\d))?/),
            "\(text)"
        )
        let details = try match.3.split(separator: ":").map { part in
            let pair = part.split(separator: "=")
            return (String(try #require(pair.first)), String(try #require(pair.last)))
        }
        let author = match.5.map(String.init) ?? "An"
        return WorkflowEvent(
            id: RecordID(milliseconds: stamp, random: (random.next(), random.next())),
            kind: String(match.1),
            day: try day("2026-\(match.2)"),
            stamp: stamp,
            author: author,
            desk: author == "county" ? .county : author == "An" ? .teacher : .office,
            details: Dictionary(uniqueKeysWithValues: details),
            evidence: match.4 == nil ? [] : ["proof"],
            dot: try match.6.map { digit in
                let bytes = Data(repeating: try #require(UInt8(digit)), count: 16)
                return Dot(try #require(ReplicaID(bytes: bytes)), UInt64(stamp))
            }
        )
    }

    /// Where a record stands after events, written in the order given.
    private func status(
        _ type: String,
        _ events: [String],
        since start: String = "2026-09-01",
        today: String
    ) throws -> WorkflowStatus {
        let workflow = try #require(Workflow.of(type))
        let written = try events.enumerated().map { try event($1, stamp: Int64($0) + 1) }
        let status = workflow.status(of: written, since: try day(start), today: try day(today))
        // Whatever the order of arrival.
        for _ in 0..<6 {
            let mixed = random.shuffled(written)
            let again = workflow.status(of: mixed, since: try day(start), today: try day(today))
            #expect(again.state == status.state && again.since == status.since)
            #expect(again.irregular == status.irregular)
        }
        return status
    }

    private static let noticed = [
        "verify@09-02", "confirm@09-05", "persuade@09-06", "persuade@09-08", "persuade@09-10",
        "report@09-11", "notice@09-14:deadline=2026-09-24",
    ]

    @Test("A suspicion becomes a case, a report, a notice, and then waits for its day")
    func dropoutChain() throws {
        let states = [
            "suspect", "verifying", "confirmed", "persuading", "persuading", "persuading",
            "reported", "noticed",
        ]
        for (count, state) in states.enumerated() {
            let status = try status(
                "dropout_case",
                Array(Self.noticed.prefix(count)),
                today: "2026-09-14"
            )
            #expect(status.state == state)
            #expect(status.isOpen && status.irregular.isEmpty)
        }
        let noticed = try status("dropout_case", Self.noticed, today: "2026-09-24")
        #expect(noticed.state == "noticed")
        #expect(noticed.due.map(\.event) == ["return"])
        #expect(noticed.due.map(\.day) == [try day("2026-09-24")])
        let overdue = try status("dropout_case", Self.noticed, today: "2026-09-25")
        #expect(overdue.state == "overdue")
        #expect(overdue.since == (try day("2026-09-25")))
    }

    @Test("The law is called for the family's reasons, and after three attempts only")
    func lawNeedsAttempts() throws {
        let sued = "sue@09-28:cause_side=family"
        #expect(
            try status("dropout_case", Self.noticed + [sued], today: "2026-10-01").state
                == "judicial"
        )
        let pupils = try status(
            "dropout_case",
            Self.noticed + ["sue@09-28:cause_side=pupil"],
            today: "2026-10-01"
        )
        #expect(pupils.state == "overdue")
        #expect(pupils.irregular.map(\.kind) == ["sue"])
        let twice = Self.noticed.filter { $0 != "persuade@09-08" } + [sued]
        #expect(try status("dropout_case", twice, today: "2026-10-01").state == "overdue")
    }

    @Test("A child who is back is back, whatever notice was written on the same day")
    func returnWins() throws {
        let reported = Array(Self.noticed.prefix(6))
        for events in [
            reported + ["return@09-14", "notice@09-14:deadline=2026-09-24"],
            reported + ["notice@09-14:deadline=2026-09-24", "return@09-14"],
            Self.noticed + ["return@09-25"],
        ] {
            #expect(try status("dropout_case", events, today: "2026-10-02").state == "returned")
        }
    }

    @Test(
        "Thirty days at school make it stable; who brought the child back does not close the case"
    )
    func closing() throws {
        let back = ["verify@09-02", "confirm@09-05", "return@09-10#Bo"]
        #expect(try status("dropout_case", back, today: "2026-10-10").state == "returned")
        #expect(try status("dropout_case", back, today: "2026-10-11").state == "stable")
        let own = try status("dropout_case", back + ["strike@10-12#Bo"], today: "2026-10-12")
        #expect(own.state == "stable" && own.irregular.map(\.author) == ["Bo"])
        let other = try status("dropout_case", back + ["strike@10-12#An"], today: "2026-10-12")
        #expect(other.state == "struck" && !other.isOpen)
        let again = try status(
            "dropout_case",
            back + ["strike@10-12#An", "relapse@11-02"],
            today: "2026-11-03"
        )
        #expect(again.state == "confirmed" && again.count(of: "relapse") == 1)
    }

    @Test("A suspicion is ruled out by a status that explains it, and by a proof")
    func rulingOut() throws {
        for (event, state) in [
            ("exclude@09-03:status=14+proof", "excluded"), ("exclude@09-03:status=14", "verifying"),
            ("exclude@09-03:status=91+proof", "verifying"),
        ] {
            let status = try status("dropout_case", ["verify@09-02", event], today: "2026-09-04")
            #expect(status.state == state)
        }
    }

    @Test("Of two who write on one day, neither need have written first")
    func sameDayInAnyOrder() throws {
        let status = try status(
            "dropout_case",
            ["report@09-06", "persuade@09-06", "confirm@09-06", "verify@09-06"],
            today: "2026-09-06"
        )
        #expect(status.state == "reported" && status.irregular.isEmpty)
    }

    @Test("Of one laptop's events of a day none counts after a later one of it")
    func ownOrderOfADay() throws {
        for (type, events, state, irregular) in [
            (
                "task", ["finish@09-02~1", "finish@09-02~1", "reopen@09-02~1"], "open", ["finish"]
            ),
            (
                "dropout_case",
                ["persuade@09-02~1", "confirm@09-02~1", "verify@09-02~1"], "verifying",
                ["persuade", "confirm"]
            ),
            // Another laptop's event may have come before both.
            (
                "dropout_case",
                ["persuade@09-02~1", "report@09-02~1", "verify@09-02~2", "confirm@09-02~2"],
                "reported", []
            ),
            // What is legal at once does not wait, and passes over nothing that becomes legal.
            (
                "dropout_case",
                ["confirm@09-02~1", "return@09-02~1", "verify@09-02~2"], "returned", []
            ),
        ] as [(String, [String], String, [String])] {
            let status = try status(type, events, today: "2026-09-02")
            #expect(status.state == state, "\(events)")
            #expect(status.irregular.map(\.kind) == irregular, "\(events)")
        }
    }

    @Test("A talk that is expected again and again is due so long after the last one")
    func talksGoOn() throws {
        let kept = Self.noticed + ["keep_evidence@09-28:cause_side=pupil:deadline=2026-10-05"]
        func due(_ events: [String]) throws -> [String] {
            try status("dropout_case", kept + events, today: "2026-11-28").due.map { "\($0.day)" }
        }
        #expect(try due([]) == ["2026-10-05"])
        #expect(try due(["persuade@10-19", "persuade@11-18"]) == ["2026-12-18"])
    }

    @Test("Everybody else has its own table, and each path of it ends where the county says")
    func otherWorkflows() throws {
        let paths: [(String, [String], String)] = [
            ("visit", ["receive@09-02"], "received"),
            ("visit", ["receive@09-02", "return@09-03#school"], "returned"),
            ("visit", ["receive@09-02", "return@09-03#school", "supersede@09-04"], "superseded"),
            ("visit", ["receive@09-02", "return@09-03", "accept@09-03"], "received"),
            ("visit", ["accept@09-02#school", "void@09-03"], "accepted"),
            ("visit", ["accept@09-02#school", "void@09-03#county"], "void"),
            ("task", ["finish@09-02"], "done"),
            ("task", ["finish@09-02", "reopen@09-03"], "open"),
            ("issue", ["assign@09-02", "submit@09-03", "strike@09-04"], "submitted"),
            ("issue", ["assign@09-02", "submit@09-03", "strike@09-04#Bo"], "struck"),
            ("issue", ["assign@09-02", "submit@09-03", "send_back@09-04#Bo"], "back"),
            ("assignment", [], "proposed"),
            ("assignment", ["accept@09-01"], "active"),
            ("assignment", ["accept@09-01", "hand_over@09-02", "accept@09-03"], "handover"),
            ("assignment", ["accept@09-01", "hand_over@09-02", "accept@09-03#Bo"], "ended"),
            ("clue", ["hand_on@09-02", "list@09-10", "eliminate@11-01"], "eliminated"),
            ("notice", ["issue@09-02", "deliver@09-03", "refuse@09-03"], "refused"),
            ("aid_grant", ["pay@09-02", "tell@09-03", "receipt@09-05"], "receipted"),
            ("aid_grant", ["pay@09-02", "money_return@09-03", "pay@09-20"], "paid"),
            ("aid_grant", ["decline@09-02"], "eligible"),
            ("aid_grant", ["decline@09-02+proof"], "declined"),
        ]
        for (type, events, state) in paths {
            #expect(
                try status(type, events, today: "2026-11-01").state == state,
                "\(type) \(events)"
            )
        }
    }

    @Test("No table names a state or an event that it does not have")
    func tablesAreWhole() throws {
        for type in PolicyTable.county.types.compactMap({ Workflow.of($0.name) }) {
            #expect(type.problems == [], "\(type.type)")
        }
    }
}
