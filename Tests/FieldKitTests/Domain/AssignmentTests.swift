import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("Who answers for whom")
struct AssignmentTests {
    private static let village = "610326101901"
    private static let elsewhere = "610326102901"

    private let home: TemporaryFolder
    private let folder: ReplicaFolder
    private let today: BusinessDay
    private let teacher: RecordID

    init() throws {
        home = try TemporaryFolder()
        folder = try ReplicaFolder.create(
            at: home.url.appending(path: "home"),
            kind: .laptop,
            clock: FixedClock(),
            random: SeededRandom(seed: 6)
        )
        today = try #require(BusinessDay(milliseconds: FixedClock().milliseconds()))
        try Town().enrol(folder, as: "安老师", scopes: ["610326"])
        teacher = try Self.make(folder, "teacher", in: "system", ["name": "安老师"])
    }

    private static func make(
        _ folder: ReplicaFolder,
        _ type: String,
        in bucket: String,
        _ values: KeyValuePairs<String, String>
    ) throws -> RecordID {
        let changes = values.map { Edit.Change.set($0.key, .text($0.value)) }
        return try folder.replica.edit(
            [Edit(type: type, changes: [.enter(bucket)] + changes)],
            author: "县",
            authority: .county
        )[0].id
    }

    private func event(
        _ kind: String,
        _ day: Int,
        by author: String,
        to addressee: String? = nil
    ) throws -> WorkflowEvent {
        WorkflowEvent(
            id: RecordID(milliseconds: Int64(day), random: (1, 1)),
            kind: kind,
            day: try #require(BusinessDay(dayNumber: today.dayNumber + day)),
            stamp: Int64(day),
            author: author,
            details: addressee.map { ["addressee": $0] } ?? [:]
        )
    }

    private func state(_ events: [WorkflowEvent]) throws -> String {
        let workflow = try #require(Workflow.of("assignment"))
        return workflow.status(of: events, since: today, today: today).state
    }

    @Test("only whom it was offered to can take over or decline, and not the giver")
    func addressee() throws {
        let begun = [
            try event("accept", 0, by: "安老师"),
            try event("hand_over", 1, by: "安老师", to: "白老师"),
        ]
        #expect(try state(begun) == "handover")
        for (kind, author, expected) in [
            ("accept", "白老师", "ended"), ("accept", "陈老师", "handover"),
            ("accept", "安老师", "handover"), ("decline", "白老师", "active"),
            ("decline", "陈老师", "handover"), ("keep", "安老师", "active"),
        ] {
            let after = try state(begun + [try event(kind, 2, by: author)])
            #expect(after == expected, "\(kind) by \(author)")
        }
        // What an earlier version offered names nobody: any colleague may take it.
        let open = [begun[0], try event("hand_over", 1, by: "安老师")]
        #expect(try state(open + [try event("accept", 2, by: "陈老师")]) == "ended")
    }

    @Test("villages and families are the township's to assign, pupils also the school's")
    func whoMayAssign() {
        for kind in AssignmentKind.allCases {
            #expect(kind.mayBeAssigned(byRole: "township"))
            #expect(kind.mayBeAssigned(byRole: "administrator"))
            #expect(!kind.mayBeAssigned(byRole: "teacher"))
        }
        #expect(AssignmentKind.pupil.mayBeAssigned(byRole: "school"))
        #expect(!AssignmentKind.village.mayBeAssigned(byRole: "school"))
        #expect(!AssignmentKind.household.mayBeAssigned(byRole: "school"))
    }

    @Test("what a teacher writes is a proposal, and counts once it is accepted")
    func proposal() throws {
        let family = try Self.make(folder, "household", in: Self.elsewhere, ["head_name": "李甲"])
        let id = try folder.assign(
            .household,
            "\(family)",
            to: teacher,
            isPrimary: true,
            day: today,
            author: "安老师"
        )
        var held = try folder.assignments(.mine, today: today)
        #expect(held.map(\.record.view.id) == [id])
        #expect(held.map(\.isCurrent) == [false])
        #expect(held.map(\.record.view.buckets) == [[Self.elsewhere]])
        _ = try folder.replica.edit([.event("accept", on: id, day: today)], author: "中心校")
        held = try folder.assignments(.mine, today: today)
        #expect(held.map(\.isCurrent) == [true])
        #expect(held.map(\.subjectName) == ["李甲"])
        // Who is assigned is visited, wherever the family lives.
        #expect(try folder.today(today).items.map(\.record) == [family])
    }

    @Test("What is proposed is listed, also for a teacher who is not known here")
    func proposedForAll() throws {
        let family = try Self.make(folder, "household", in: Self.elsewhere, ["head_name": "李甲"])
        let other = try #require(RecordID("01a20438-2eb0-7a01-96d7-dc648aa03807"))
        let id = try Self.make(
            folder,
            "assignment",
            in: Self.elsewhere,
            ["kind": "包户", "subject": "\(family)", "teacher": "\(other)", "opened": "2026-11-01"]
        )
        func proposed() throws -> [RecordID] {
            try folder.assignments(.proposed, today: today).map(\.record.view.id)
        }
        #expect(try proposed() == [id])
        _ = try folder.replica.edit([.event("accept", on: id, day: today)], author: "中心校")
        #expect(try proposed() == [])
    }

    @Test("A place is found among those of its type, however many families live there")
    func placeAmongMany() throws {
        let place = try Self.make(
            folder,
            "division",
            in: "system",
            ["name": "槐荫示例村", "code": Self.elsewhere]
        )
        for number in 0..<60 {
            _ = try Self.make(
                folder,
                "household",
                in: Self.elsewhere,
                ["head_name": "李\(number)"]
            )
        }
        #expect(
            try folder.find(["槐荫示例村"], today: today, types: ["division"]).items.map(\.view.id)
                == [place]
        )
    }

    @Test("those who are assigned are found first, then the own village's, then the rest")
    func rank() throws {
        let rest = try Self.make(folder, "student", in: Self.elsewhere, ["name": "王小一"])
        let near = try Self.make(folder, "student", in: Self.village, ["name": "王小二"])
        let family = try Self.make(folder, "household", in: Self.elsewhere, ["head_name": "李甲"])
        let child = try Self.make(
            folder,
            "student",
            in: Self.elsewhere,
            ["name": "王小三", "household": "\(family)"]
        )
        func found() throws -> [RecordID] {
            try folder.find(["王小"], today: today).items.map(\.view.id)
        }
        #expect(Set(try found()) == [rest, near, child])
        for (kind, subject) in [(AssignmentKind.village, Self.village), (.household, "\(family)")] {
            let id = try folder.assign(
                kind,
                subject,
                to: teacher,
                isPrimary: true,
                day: today,
                author: "中心校"
            )
            _ = try folder.replica.edit([.event("accept", on: id, day: today)], author: "中心校")
        }
        #expect(Set(try found().prefix(2)) == [near, child])
        #expect(try found().last == rest)
    }

    @Test(
        "a village of the roster's is handed over as an assignment, and is no longer mine at its end"
    )
    func rosterVillage() throws {
        _ = try folder.replica.edit(
            [Edit(type: "teacher", id: teacher, changes: [.add("villages", Self.village)])],
            author: "县",
            authority: .county
        )
        _ = try Self.make(folder, "household", in: Self.village, ["head_name": "李甲"])
        #expect(try folder.ownVillages() == [Self.village])
        #expect(try folder.vacancies(inVillage: nil, today: today).isEmpty)
        try folder.handOver(
            [],
            villages: [Self.village],
            to: "白老师",
            note: "钥匙在村委会",
            day: today,
            author: "安老师"
        )
        let offered = try #require(try folder.assignments(.mine, today: today).first)
        #expect(offered.addressee == "白老师" && offered.giver == "安老师" && offered.isCurrent)
        #expect(try folder.ownVillages() == [Self.village])
        _ = try folder.replica.edit(
            [.event("accept", on: offered.record.view.id, day: today)],
            author: "白老师"
        )
        #expect(try folder.ownVillages() == [])
        let vacant = try folder.vacancies(inVillage: nil, today: today)
        #expect(vacant.map(\.subject) == [Self.village])
        #expect(vacant.map(\.kind) == [.village])
    }

    @Test(
        "vacant are villages without anybody, pupils who need care, and those whose teacher has left"
    )
    func vacant() throws {
        let pupil = try Self.make(folder, "student", in: Self.village, ["name": "王小一"])
        let other = try Self.make(folder, "student", in: Self.village, ["name": "王小二"])
        for id in [pupil, other] {
            _ = try folder.replica.edit(
                [Edit(type: "student", id: id, changes: [.add("groups", "C1")])],
                author: "安老师"
            )
        }
        let given = try folder.assign(
            .pupil,
            "\(pupil)",
            to: teacher,
            isPrimary: true,
            day: today,
            author: "学校"
        )
        _ = try folder.replica.edit([.event("accept", on: given, day: today)], author: "学校")
        let vacant = try folder.vacancies(inVillage: Self.village, today: today)
        #expect(vacant.map(\.subject) == [Self.village, "\(other)"])
        _ = try folder.replica.edit([.event("orphan", on: given, day: today)], author: "中心校")
        let orphans = try folder.vacancies(inVillage: nil, today: today).compactMap(\.orphan)
        #expect(orphans == [given])
        let second = try folder.assign(
            .pupil,
            "\(other)",
            to: teacher,
            isPrimary: true,
            day: today,
            author: "学校"
        )
        _ = try folder.replica.edit([.event("accept", on: second, day: today)], author: "学校")
        _ = try folder.replica.edit(
            [Edit(type: "teacher", id: teacher, changes: [.delete(true)])],
            author: "县"
        )
        let all = try folder.vacancies(inVillage: nil, today: today).compactMap(\.orphan)
        #expect(Set(all) == [given, second])
    }
}
