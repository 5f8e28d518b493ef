import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("What a teacher should look at today")
struct TodayTests {
    private let laptop: TeacherLaptop
    private let today: BusinessDay

    init() throws {
        laptop = try TeacherLaptop()
        today = try #require(BusinessDay(year: 2026, month: 11, day: 27))
    }

    private var folder: ReplicaFolder { laptop.folder }
    private var town: Town { laptop.town }
    private static let village = TeacherLaptop.village

    @discardableResult
    private func make(
        _ type: String,
        in buckets: [String] = [],
        _ values: KeyValuePairs<String, String>
    ) throws -> RecordID {
        try laptop.make(type, in: buckets, values)
    }

    @discardableResult
    private func family(_ head: String, in village: String = Self.village) throws -> RecordID {
        try laptop.family(head, in: village)
    }

    private func happen(_ kind: String, _ subject: RecordID, _ day: String) throws {
        try laptop.happen(kind, subject, day)
    }

    private func kinds() throws -> [TodayList.Kind] {
        try folder.today(today).items.map(\.kind)
    }

    @Test("A family is due until somebody has been at the home this semester")
    func dueVisits() throws {
        let one = try family("张甲")
        let two = try family("李乙")
        try family("王丙", in: "610326102901")
        try make("visit", ["household": "\(one)", "date": "2026-08-30", "kind": "10"])
        try make("visit", ["household": "\(two)", "date": "2026-09-12", "kind": "20"])
        var list = try folder.today(today)
        #expect(list.items.map(\.kind) == [.visit, .visit])
        #expect(list.families == (2, 0))
        #expect(list.items.map(\.name).sorted() == ["张甲", "李乙"])
        #expect(list.items.allSatisfy { $0.group == "三组" })
        // Where the part of the village is not known it is the address, which lists mask.
        try make("household", in: [Self.village], ["head_name": "赵丁", "address": "9号"])
        let fields = try folder.today(today).items.map(\.groupField)
        #expect(Set(fields) == ["village_group", "address"])
        try make("visit", ["household": "\(one)", "date": "2026-09-01", "kind": "10"])
        list = try folder.today(today)
        #expect(list.items.map(\.record).contains(two) && list.items.count == 2)
        #expect(list.families == (3, 1))
    }

    @Test("A visit that was sent back comes before all, until it is corrected")
    func returnedVisit() throws {
        let home = try family("张甲")
        let visit = try make("visit", ["household": "\(home)", "date": "2026-11-20", "kind": "10"])
        #expect(try kinds() == [])
        try happen("return", visit, "2026-11-26")
        let item = try #require(try folder.today(today).items.first)
        #expect(item.kind == .returned && item.record == visit && item.name == "张甲")
        try make(
            "visit",
            [
                "household": "\(home)", "date": "2026-11-20", "kind": "10",
                "supersedes": "\(visit)",
            ]
        )
        #expect(try kinds() == [])
    }

    @Test("What is late comes first, then dropouts, then tasks; what is done is gone")
    func order() throws {
        let home = try family("张甲")
        try make("visit", ["household": "\(home)", "date": "2026-11-20", "kind": "10"])
        let pupil = try make("student", in: [Self.village], ["name": "张小一"])
        let late = try make(
            "task",
            ["subject": "\(home)", "opened": "2026-10-01", "text": "帮办", "due": "2026-10-20"]
        )
        let soon = try make(
            "task",
            ["subject": "\(home)", "opened": "2026-11-20", "text": "送信", "due": "2026-12-01"]
        )
        let suspect = try make("dropout_case", ["student": "\(pupil)", "opened": "2026-11-27"])
        #expect(try folder.today(today).items.map(\.record) == [late, suspect, soon])
        try happen("finish", late, "2026-11-27")
        #expect(try folder.today(today).items.map(\.record) == [suspect, soon])
    }

    @Test("A colleague's task and another village's case are not on the list")
    func othersWork() throws {
        let home = try family("张甲")
        try make("visit", ["household": "\(home)", "date": "2026-11-20", "kind": "10"])
        let pupil = try make("student", in: ["610326102901"], ["name": "王小二"])
        try make("task", ["subject": "\(home)", "opened": "2026-11-01", "owner": "李老师"])
        try make("dropout_case", ["student": "\(pupil)", "opened": "2026-11-01"])
        #expect(try kinds() == [])
        try make("task", ["subject": "\(pupil)", "opened": "2026-11-01", "owner": "安老师"])
        #expect(try kinds() == [.task])
    }

    @Test("What is about an assigned family or its pupil is on the list, and says what it is")
    func assignedFamilysWork() throws {
        let home = try family("王丙", in: "610326102901")
        let pupil = try make(
            "student",
            in: ["610326102901"],
            ["name": "王小三", "household": "\(home)"]
        )
        try make("visit", ["household": "\(home)", "date": "2026-11-20", "kind": "10"])
        let tasks = try [home, pupil].map {
            try make("task", ["subject": "\($0)", "opened": "2026-11-26", "text": "送信"])
        }
        #expect(try kinds() == [])
        let assigned = try folder.assign(
            .household,
            "\(home)",
            to: laptop.teacher,
            isPrimary: true,
            day: today,
            author: "中心校"
        )
        try happen("accept", assigned, "2026-11-27")
        let items = try folder.today(today).items
        #expect(Set(items.map(\.record)) == Set(tasks))
        #expect(items.map { $0.matter?.value } == ["送信", "送信"])
    }

    @Test("A decision for another value than the one written here is told, one for it is not")
    func overruled() throws {
        let county = try town.county()
        let home = try family("张甲")
        try make("visit", ["household": "\(home)", "date": "2026-11-20", "kind": "10"])
        func writes() throws -> [SignedWrite] {
            try folder.replica.read { reader in
                try reader.store.writes(after: 0, limit: .max)
                    .map { try WriteCodec.decode(body: $0.body, signature: $0.signature) }
            }
        }
        try county.take(try writes())
        for value in ["住校", "走读"] {
            _ = try county.replica.edit(
                [Edit(type: "household", id: home, changes: [.set("note", .text("县里"))])],
                author: "county"
            )
            _ = try folder.replica.edit(
                [Edit(type: "household", id: home, changes: [.set("note", .text("走读"))])],
                author: "安老师"
            )
            try county.take(try writes())
            _ = try county.replica.resolve(
                home,
                type: "household",
                field: "note",
                value: .text(value),
                reason: "电话核实",
                reviewer: "县"
            )
            let live = try county.liveWrites()
            try folder.replica.write { writer in
                for write in live { try writer.apply(write, source: county.device) }
            }
            let decided = try folder.today(today).items.filter { $0.kind == .decided }
            #expect(decided.map(\.record) == [home], "\(value)")
            #expect(decided.first?.decision != nil, "what is objected to")
        }
    }

    @Test("Daily questions are about the pupils who are assigned, else about those who need care")
    func dailyPupils() throws {
        let needing = try make("student", in: [Self.village], ["name": "张小一"])
        try make("student", in: [Self.village], ["name": "张小二"])
        let other = try make("student", in: ["610326102901"], ["name": "王小三"])
        _ = try folder.replica.edit(
            [Edit(type: "student", id: needing, changes: [.add("groups", "C1")])],
            author: "安老师",
            authority: .county
        )
        #expect(try folder.dailyPupils(on: today, limit: 9).map(\.view.id) == [needing])
        let teacher = try #require(try folder.find(["安老师"], today: today).items.first?.view.id)
        let assignment = try make(
            "assignment",
            in: ["610326102901"],
            [
                "kind": "一对一", "subject": "\(other)", "teacher": "\(teacher)",
                "opened": "2026-09-01",
            ]
        )
        #expect(try folder.dailyPupils(on: today, limit: 9).map(\.view.id) == [other])
        try make("daily_check", ["student": "\(other)", "date": "\(today)", "mood": "2"])
        #expect(try folder.dailyPupils(on: today, limit: 9).map(\.mood) == [2])
        try happen("end", assignment, "2026-11-20")
        #expect(try folder.dailyPupils(on: today, limit: 9).map(\.view.id) == [needing])
    }

    @Test("Shares are cut off, never rounded up")
    func percent() {
        #expect("\(Percent(9_999, of: 10_000))" == "99.99%")
        #expect("\(Percent(99_999, of: 100_000))" == "99.99%")
        #expect("\(Percent(3, of: 3))" == "100.00%")
        #expect("\(Percent(1, of: 3))" == "33.33%")
        #expect("\(Percent(0, of: 0))" == "—")
    }

    @Test("A semester begins in September and in February")
    func semesters() throws {
        for (day, name) in [
            ("2026-09-01", "2026-2027-1"), ("2027-01-31", "2026-2027-1"),
            ("2027-02-01", "2026-2027-2"), ("2027-08-31", "2026-2027-2"),
        ] {
            #expect("\(try #require(BusinessDay.read(day)).semester)" == name)
        }
    }
}
