import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("What one visit writes")
struct VisitGroupTests {
    private let town: Town
    private let an: Resident
    private let county: Resident
    private let surroundings = FixedSurroundings()
    private let household: RecordID
    private let pupil: RecordID

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        county = try town.county()
        household = try county.create(
            "household",
            in: ["610"],
            ["head_name": "H", "residence_status": "1"],
            authority: .county
        )
        pupil = try county.create(
            "student",
            in: ["610"],
            [
                "name": "P", "household": "\(household)", "stage": "X", "boarding": "1",
                "enrolment_status": "10",
            ],
            authority: .county
        )
        for code in ["SX03", "SX04"] {
            try county.edit(
                Edit(
                    type: "aid_policy",
                    changes: [
                        .enter("system"), .set("code", .text(code)), .set("name", .text(code)),
                        .add("stages", "X"),
                    ]
                ),
                authority: .county
            )
        }
        try an.takeAll(from: county)
    }

    /// Answers of the built-in form to the family, with its pupil.
    private func answers(_ more: [(String, AnswerValue?)]) throws -> FormAnswers {
        let form = try VisitForm.definition()
        var problems: [CompiledForm.Problem] = []
        var session = FormSession(
            CompiledForm(form, problems: &problems),
            surroundings: surroundings,
            tables: FormLookup(an.replica, asking: form)
        )
        #expect(problems.isEmpty)
        let first: [(String, AnswerValue?)] = [("who/household", .text("\(household)"))]
        for (path, value) in first + more {
            try session.answer(try #require(FormPath(path)), value)
        }
        session.finish()
        return session.answers
    }

    private func submit(_ answers: FormAnswers) throws -> [EditResult] {
        let draft = SubmissionDraft(answers, record: an.replica.newSubmissionID())
        return try an.replica.submit(
            draft,
            of: try VisitForm.definition(),
            author: "An",
            surroundings: surroundings
        )
    }

    @Test("is one group: the visit, what it changes, what the roster has otherwise, and a task")
    func oneGroup() throws {
        let before = try an.writes().count
        let results = try submit(
            try answers([
                ("school/pupil[1]/status", .text("80")), ("school/pupil[1]/boarding", .text("2")),
                ("school/pupil[1]/got", .text("SX03")), ("family/residence", .text("3")),
            ])
        )
        let writes = Array(try an.writes().dropFirst(before)).map(\.write)
        #expect(
            writes.map(\.type).sorted() == [
                "dropout_case", "household", "observation", "student", "task", "visit",
            ]
        )
        let group = try #require(writes.first?.group)
        #expect(group.size == writes.count)
        #expect(writes.allSatisfy { $0.group == group })
        #expect(results.flatMap(\.observations).count == 1)
        let task = try #require(results.first { $0.type == "task" })
        let fields = try an.view(task.id).values.mapValues(\.text)
        #expect(fields["policy"] == "SX04" && fields["subject"] == "\(pupil)")
        #expect(fields["source"] == results.first.map { "\($0.id)" })
        #expect(fields["semester"] == "2026-2027-1")
    }

    @Test(
        "makes a task of missed aid once, again after it was closed, and none for what was not asked"
    )
    func tasksOnce() throws {
        let missing: [(String, AnswerValue?)] = [("school/pupil[1]/got", .text("SX03"))]
        func tasks(_ results: [EditResult]) -> [RecordID] {
            results.filter { $0.type == "task" }.map(\.id)
        }
        let first = tasks(try submit(try answers(missing)))
        #expect(first.count == 1)
        #expect(tasks(try submit(try answers(missing))).isEmpty)
        let day = try #require(BusinessDay.read("2026-09-21"))
        _ = try an.replica.edit([.event("finish", on: first[0], day: day)], author: "An")
        #expect(tasks(try submit(try answers(missing))).count == 1)
        // Everything received, and nothing asked at all.
        #expect(tasks(try submit(try answers([]))).isEmpty)
        #expect(tasks(try submit(try answers([("school/pupil[1]/got", nil)]))).isEmpty)
    }

    @Test("What a family denies is asked after, though the records call it paid")
    func deniedAid() throws {
        let day = try #require(BusinessDay.read("2026-09-10"))
        let grant = try an.create(
            "aid_grant",
            in: [],
            ["student": "\(pupil)", "policy": "SX04", "semester": "2026-2027-1"]
        )
        _ = try an.replica.edit([.event("pay", on: grant, day: day)], author: "An")
        let results = try submit(
            try answers([
                ("school/pupil[1]/odd", .text("SX04")),
                ("school/pupil[1]/policy[1]/received", .text("2")),
            ])
        )
        let task = try #require(results.first { $0.type == "task" })
        #expect(try an.text(task.id, "kind") == "核实")
    }

    @Test(
        "What differs of an aid that came is asked after; what is named as odd and is not, is not",
        arguments: [
            (["received": "1", "matches": "2"], "与记录不一致"), (["known": "2"], "家长不知道"),
            (["received": "1", "told": "2"], "没有告知金额"), ([:], "没有说清"),
            (["received": "1"], nil),
        ]
    )
    func oddAid(details: [String: String], told: String?) throws {
        let results = try submit(
            try answers(
                [
                    ("school/pupil[1]/got", .text("SX04")), ("school/pupil[1]/odd", .text("SX03")),
                ]
                    + details.sorted(by: <).map {
                        ("school/pupil[1]/policy[1]/\($0.key)", .text($0.value))
                    }
            )
        )
        let task = results.first { $0.type == "task" }
        #expect((task == nil) == (told == nil))
        if let task, let told {
            #expect(try an.text(task.id, "text")?.contains(told) == true)
            #expect(try an.text(task.id, "kind") == "核实")
        }
    }

    @Test("A pupil who may have dropped out has a case at once, one only; a void visit names it")
    func suspected() throws {
        let suspect: [(String, AnswerValue?)] = [("school/pupil[1]/status", .text("80"))]
        func cases(_ results: [EditResult]) -> [RecordID] {
            results.filter { $0.type == "dropout_case" }.map(\.id)
        }
        let results = try submit(try answers(suspect))
        let visit = try #require(results.first?.id)
        let dropout = try #require(cases(results).first)
        #expect(try an.text(dropout, "student") == "\(pupil)")
        #expect(try an.text(dropout, "source") == "家访")
        #expect(cases(try submit(try answers(suspect))).isEmpty)
        let day = try #require(BusinessDay.read("2026-09-21"))
        func left() throws -> [RecordID] {
            try an.replica.openConsequences(of: visit, today: day).map(\.view.id)
        }
        #expect(try left() == [dropout])
        _ = try an.replica.edit([.event("void", on: visit, day: day)], author: "An")
        #expect(try left() == [dropout])
    }

    @Test("What is left to be done is a task in the visitor's words, once; nothing is none")
    func issues() throws {
        func made(_ text: String) throws -> (visit: RecordID, tasks: [RecordID]) {
            let results = try submit(try answers([("end/issues", .text(text))]))
            return (results[0].id, results.filter { $0.type == "task" }.map(\.id))
        }
        let (visit, tasks) = try made("下周带复学申请表")
        let task = try #require(tasks.first)
        let fields = try an.view(task).values.mapValues(\.text)
        #expect(fields["text"] == "下周带复学申请表" && fields["subject"] == "\(household)")
        #expect(fields["source"] == "\(visit)" && tasks.count == 1)
        #expect(try an.view(task).buckets == ["610"])
        #expect(try made("下周带复学申请表").tasks.isEmpty)
        #expect(try made("无").tasks.isEmpty)
        let day = try #require(BusinessDay.read("2026-09-21"))
        _ = try an.replica.edit([.event("void", on: visit, day: day)], author: "An")
        let left = try an.replica.openConsequences(of: visit, today: day)
        #expect(left.map(\.view.id) == [task])
        // What was done and is to be done again is another task.
        _ = try an.replica.edit([.event("finish", on: task, day: day)], author: "An")
        #expect(try made("下周带复学申请表").tasks.count == 1)
    }

    @Test("Letters that were given are delivered, signed for by whom the visit names")
    func letters() throws {
        let day = try #require(BusinessDay.read("2026-09-21"))
        let plan = try an.replica.letterPlan(.policies, to: [pupil], on: day)
        _ = try an.replica.edit(plan.edits(arePrinted: true), author: "An")
        func states() throws -> [String: String] {
            try an.replica.work("notice", isOpenOnly: false, today: day).reduce(into: [:]) {
                $0[$1.view.values["kind"]?.text ?? ""] = $1.status.state
                #expect($1.status.irregular.isEmpty)
            }
        }
        let given: [(String, AnswerValue?)] = [
            ("how/purposes", .text("01 09")), ("policies/letters", .text("A B")),
        ]
        _ = try submit(try answers(given))
        // The one that was printed is the one that was given; the other was not written down yet.
        #expect(try states() == ["A": "delivered", "B": "delivered"])
        _ = try submit(try answers(given + [("policies/receipt", .text("外婆"))]))
        #expect(try states() == ["A": "receipted", "B": "receipted"])
        let before = try an.writes().count
        let results = try submit(try answers(given))
        #expect(try an.writes().count == before + 1 && results.map(\.type) == ["visit"])
    }

    @Test("Hardship that is recorded makes an aid due, hardship that is not known only offers it")
    func hardship() throws {
        try county.edit(
            Edit(
                type: "aid_policy",
                changes: [
                    .enter("system"), .set("code", .text("SX06")), .set("name", .text("SX06")),
                    .add("stages", "X"), .add("levels", "困难"), .add("tags", "A2"),
                    .set("needs_application", .boolean(true)),
                ]
            ),
            authority: .county
        )
        try an.takeAll(from: county)
        let day = try #require(BusinessDay.read("2026-09-21"))
        var recorded: Set<String> = []
        func standing() throws -> AidStanding? {
            try an.replica.read { reader in
                var book = try AidBook(reader)
                book.recorded = recorded
                let view = try reader.view(pupil)
                return try book.standings(of: view, in: day.semester, on: day, reader)
                    .first { $0.code == "SX06" }
            }
        }
        #expect(try standing()?.isDue == false)
        _ = try an.create(
            "hardship",
            in: [],
            ["student": "\(pupil)", "school_year": "2026-2027", "level": "不困难"]
        )
        #expect(try standing() == nil)
        try an.change(household, .add("tags", "A2"))
        // As long as nobody here has a grant by the policy, nothing can be said.
        #expect(try standing().map { $0.isSilent && $0.gap == nil } == true)
        recorded = ["SX06"]
        #expect(try standing()?.gap == .notApplied)
        let grant = try an.create(
            "aid_grant",
            in: [],
            ["student": "\(pupil)", "policy": "SX06", "semester": "2026-2027-1"]
        )
        for (event, gap) in [
            ("apply", AidStanding.Gap.inProcess), ("school_agree", .inProcess),
            ("publish", .inProcess),
            ("county_agree", nil), ("pay", nil), ("money_return", .moneyBack),
        ] {
            _ = try an.replica.edit([.event(event, on: grant, day: day)], author: "An")
            #expect(try standing()?.gap == gap, "\(event)")
        }
    }

    @Test("The last time is that of the newest visit that stands and met somebody")
    func lastVisit() throws {
        func made(_ day: String, _ kind: String, _ more: [String: String] = [:]) throws -> RecordID
        {
            let fields = ["household": "\(household)", "date": day, "kind": kind]
            let changes = fields.merging(more) { $1 }.sorted { $0.key < $1.key }
            return try an.edit(
                Edit(
                    type: "visit",
                    changes: changes.map { .set($0.key, .text($0.value)) },
                    isRaw: true
                )
            ).id
        }
        func last(_ column: String) throws -> String? {
            let form = try VisitForm.definition()
            let rows = try #require(
                FormLookup(an.replica, asking: form).table(named: "last_visit")
            )
            let places = (
                rows.columns.firstIndex(of: column), rows.columns.firstIndex(of: "household")
            )
            guard let wanted = places.0, let key = places.1 else { return nil }
            return rows.rows(where: key, is: "\(household)").first.map {
                rows.cell(row: $0, column: wanted)
            }
        }
        #expect(try last("date") == nil)
        _ = try made("2026-09-01", "10", ["/family/carer": "3", "/family/away": "1"])
        let second = try made("2026-09-05", "20", ["/family/away": "2"])
        _ = try made("2026-09-09", "90", ["/family/away": "0"])
        #expect(try last("date") == "2026-09-05" && last("kind") == "20")
        #expect(try last("carer") == "3" && last("away") == "2")
        let day = try #require(BusinessDay.read("2026-09-10"))
        _ = try an.replica.edit(
            [.event("void", on: second, day: day, details: ["reason": "x"])],
            author: "An"
        )
        #expect(try last("date") == "2026-09-01" && last("away") == "1")
        // Without a family that is asked for, all are there.
        let all = try #require(FormLookup(an.replica).table(named: "last_visit"))
        #expect(all.numbers.count == 1)
    }

    @Test("Of visits that replace each other in a circle one stands")
    func circle() throws {
        let one = try an.create(
            "visit",
            in: [],
            ["household": "\(household)", "date": "2026-09-20"]
        )
        let other = try an.create(
            "visit",
            in: [],
            ["household": "\(household)", "date": "2026-09-20", "supersedes": "\(one)"]
        )
        try an.change(one, .set("supersedes", .text("\(other)")))
        let day = try #require(BusinessDay.read("2026-09-21"))
        let states = try [one, other].map { id in
            try an.replica.workRecord("visit", id, today: day).status.state
        }
        #expect(states.sorted() == ["submitted", "superseded"])
    }
}
