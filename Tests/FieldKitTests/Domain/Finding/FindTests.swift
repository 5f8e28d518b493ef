import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("Finding records by what is quick to type")
struct FindTests {
    private let home: TemporaryFolder
    private let folder: ReplicaFolder
    private let today: BusinessDay

    init() throws {
        home = try TemporaryFolder()
        folder = try ReplicaFolder.create(
            at: home.url.appending(path: "home"),
            kind: .laptop,
            clock: FixedClock(),
            random: SeededRandom(seed: 4)
        )
        today = try #require(BusinessDay(year: 2026, month: 11, day: 2))
    }

    private var index: String { home.path("home/find.sqlite") }

    @discardableResult
    private func make(
        _ type: String,
        in buckets: [String],
        _ values: KeyValuePairs<String, String>
    ) throws -> RecordID {
        let changes =
            buckets.map { Edit.Change.enter($0) }
            + values.map { .set($0.key, .text($0.value)) }
        return try folder.replica.edit(
            [Edit(type: type, changes: changes)],
            author: "An",
            authority: .county,
            placing: false
        )[0].id
    }

    private func set(_ type: String, _ id: RecordID, _ change: Edit.Change) throws {
        _ = try folder.replica.edit(
            [Edit(type: type, id: id, changes: [change])],
            author: "An",
            authority: .county
        )
    }

    private func names(_ words: String...) throws -> [String] {
        try folder.find(words, today: today).items.map(\.name)
    }

    /// A village, a school and some pupils.
    private func fill() throws {
        try make(
            "division",
            in: ["system"],
            ["code": "610326101", "name": "横渠镇", "level": "4"]
        )
        try make("division", in: ["system"], ["code": "610326101901", "name": "柿林示例村"])
        try make("school", in: ["system"], ["school_code": "2199000001", "name": "第一示例小学"])
        try make(
            "student",
            in: ["610326101901", "2199000001"],
            [
                "name": "张小明", "grade": "G3", "stage": "X", "class": "2024级2班",
                "phone": "15400001234",
            ]
        )
        try make(
            "student",
            in: ["610326102901"],
            ["name": "张小明", "grade": "3", "class": "1", "guardian": "张示范"]
        )
        try make("student", in: ["610326102901"], ["name": "单小梅", "grade": "1", "class": "2"])
        try make("household", in: ["610326101901"], ["head_name": "李示范", "address": "一组"])
    }

    @Test(
        "a name is found in every way in which it is typed, and nothing else",
        arguments: ["zxm", "ZXM", "ｚｘｍ", "zhangxm", "zhangxiaoming", "张小明", "张", "小明", "zangxm"]
    )
    func typed(_ word: String) throws {
        try fill()
        #expect(try names(word) == ["张小明", "张小明"])
    }

    @Test("family names are found by their own reading")
    func familyName() throws {
        try fill()
        #expect(try names("sxm") == ["单小梅"])
        #expect(try names("shanxiaomei") == ["单小梅"])
        #expect(try names("dxm") == ["单小梅"])
    }

    @Test("all words must fit: class, village, school, telephone")
    func combined() throws {
        try fill()
        #expect(try names("zxm", "302") == ["张小明"])
        #expect(try names("zxm 2班") == ["张小明"])
        #expect(try names("zxm", "三(1)") == ["张小明"])
        #expect(try names("zxm", "三年级").count == 2)
        #expect(try names("zxm", "四年级") == [])
        #expect(try names("zxm", "610326101901") == ["张小明"])
        #expect(try names("zxm", "610326").count == 2)
        #expect(try names("横渠", "张") == ["张小明"])
        #expect(try names("hq", "zxm") == ["张小明"], "the township's initials")
        #expect(try names("柿林", "李") == ["李示范"])
        #expect(try names("第一", "zxm") == ["张小明"])
        #expect(try names("1234") == ["张小明"])
        #expect(try names("1234", "张").count == 1)
        #expect(try names("9999") == [])
        #expect(try names("张", "2班", "610326101901") == ["张小明"])
    }

    @Test("a pupil is found by the guardian's name, behind those who bear it")
    func guardian() throws {
        try fill()
        #expect(try names("张示范") == ["张小明"])
        #expect(try names("zhangshifan") == ["张小明"])
        #expect(try names("zsf", "1班") == ["张小明"])
        #expect(try names("zsf", "2班") == [])
        try make("student", in: ["610326102901"], ["name": "张示范"])
        #expect(try names("张示范") == ["张示范", "张小明"])
    }

    @Test("a number finds whose it is, as a whole or by its last four characters")
    func numbers() throws {
        try fill()
        let child = try make("student", in: ["610326102901"], ["name": "阿依·示例"])
        let identity = try make(
            "identity",
            in: ["610326102901"],
            ["student": "\(child)", "national_number": "61039920160704007X"]
        )
        for typed in ["007x", "007X", "００７Ｘ", "61039920160704007x"] {
            #expect(try names(typed) == ["阿依·示例"], "\(typed)")
        }
        #expect(try names("007x", "阿依") == ["阿依·示例"])
        #expect(try names("007x", "张") == [])
        #expect(try names("15400001234") == ["张小明"])
        #expect(try names("15400009999") == [])
        // A number that was put right is found as it is, and not as it was.
        try set("identity", identity, .set("national_number", .text("610399201409172020")))
        #expect(try names("007x") == [])
        #expect(try names("2020") == ["阿依·示例"])
    }

    @Test("loosely spelt pinyin counts where nothing else fits, or where it is asked for")
    func loosely() throws {
        try fill()
        #expect(try folder.find(["zangxm"], today: today).isLoose)
        #expect(try !folder.find(["zhangxm"], today: today).isLoose)
        try make("student", in: ["610326102901"], ["name": "臧小明"])
        #expect(try names("zangxm") == ["臧小明"])
        let all = try folder.find(["zangxm"], today: today, isFuzzy: true)
        #expect(all.items.map(\.name) == ["臧小明", "张小明", "张小明"])
        #expect(!all.isLoose)
    }

    @Test("a place alone gives those who are in it, and itself")
    func place() throws {
        try fill()
        #expect(try Set(names("柿林")) == ["柿林示例村", "张小明", "李示范"])
        #expect(try Set(names("610326102901")) == ["张小明", "单小梅"])
    }

    @Test("two of one name are told apart by what is shown beside it")
    func sameName() throws {
        try fill()
        let items = try folder.find(["zxm"], today: today).items
        #expect(Set(items.map(\.view.id)).count == 2)
        #expect(
            Set(items.map { $0.places.joined(separator: " ") })
                == ["第一示例小学 柿林示例村", "610326102901"]
        )
    }

    @Test("a class alone cannot be looked up, and that is said")
    func classAlone() throws {
        try fill()
        try make("student", in: ["610326101901"], ["name": "高一示"])
        #expect(try names("高一") == ["高一示"], "a name that could be a class")
        let problem = #expect(throws: Problem.self) { _ = try names("三年级") }
        #expect(problem?.code == .wrongUsage)
        let empty = #expect(throws: Problem.self) { _ = try names(" ") }
        #expect(empty?.code == .wrongUsage)
    }

    @Test("what is written later is found, under its new name only")
    func edits() throws {
        let id = try make("student", in: ["610"], ["name": "王小雨"])
        #expect(try names("wxy") == ["王小雨"])
        try set("student", id, .set("name", .text("汪晓宇")))
        #expect(try names("王") == [])
        #expect(try names("汪") == ["汪晓宇"])
        #expect(try names("wxy") == ["汪晓宇"])
        _ = try folder.replica.edit(
            [Edit(type: "student", id: id, changes: [.delete(true)])],
            author: "An"
        )
        #expect(try names("wxy") == [])
    }

    @Test("those that name a record are found by it, as they show it now")
    func naming() throws {
        let home = try make("household", in: ["610"], [:])
        let other = try make("household", in: ["610"], [:])
        let pupils = try (0..<3).map { _ in
            try make("student", in: ["610"], ["household": "\(home)"])
        }
        let visit = try make("visit", in: [], ["household": "\(home)"])
        try set("student", pupils[1], .set("household", .text("\(other)")))
        try set("student", pupils[2], .delete(true))
        func found(_ type: String, _ id: RecordID) throws -> [RecordID] {
            try folder.records(of: type, naming: id, in: "household").map(\.id)
        }
        #expect(try found("student", home) == [pupils[0]])
        #expect(try found("student", other) == [pupils[1]])
        #expect(try found("visit", home) == [visit])
        #expect(try found("visit", other) == [])
        try set("student", pupils[1], .set("household", .text("\(home)")))
        #expect(try found("student", home) == pupils.prefix(2).sorted())
    }

    @Test("an evicted record is gone from the index too, and found again when it comes back")
    func eviction() throws {
        try fill()
        let town = try Town()
        let county = try town.county()
        let id = try county.create("student", in: ["610"], ["name": "万俟雨"], authority: .county)
        let writes = try county.liveWrites()
        func take() throws {
            try folder.replica.write { writer in
                for write in writes { try writer.apply(write, source: county.device) }
            }
        }
        try take()
        #expect(try names("mqy") == ["万俟雨"])
        try folder.replica.write { try $0.evict(id) }
        #expect(try names("mqy") == [])
        let left = try folder.withTerms(by: FindRule.terms) { source in
            try ["万俟", "张"].map { try source.records(term: $0, limit: 9).count }
        }
        #expect(left == [0, 2])
        try take()
        #expect(try names("mqy") == ["万俟雨"])
    }

    @Test("what is the teacher's own comes first, then what is the school's")
    func nearness() throws {
        try fill()
        try Town().enrol(folder, as: "安老师", scopes: ["610326"])
        let teacher = try make("teacher", in: ["system"], ["name": "安老师"])
        for (village, first) in [
            ("610326102901", "610326102901"), ("610326101901", "610326101901"),
        ] {
            try set("teacher", teacher, .add("villages", village))
            let items = try folder.find(["zxm"], today: today).items
            #expect(items[0].view.buckets.contains(first))
            try set("teacher", teacher, .remove("villages", village))
        }
        try set("teacher", teacher, .set("school", .text("2199000001")))
        let items = try folder.find(["zxm"], today: today).items
        #expect(items[0].view.buckets.contains("2199000001"))
        // A class alone is one of the own school.
        #expect(try names("302").first == "张小明" && names("三年级2班") == ["张小明"])
    }

    @Test("the index may be lost, damaged or another store's: it is made anew")
    func anew() throws {
        try fill()
        #expect(try names("zxm").count == 2)
        for suffix in ["", "-wal", "-shm"] { unlink(index + suffix) }
        #expect(try names("zxm").count == 2)
        for suffix in ["-wal", "-shm"] { unlink(index + suffix) }
        try Data(repeating: 0x41, count: 8_192).write(to: URL(filePath: index))
        #expect(try names("zxm").count == 2)
        try folder.replica.write { try $0.beginIncarnation(newEpoch: true) }
        #expect(try names("zxm").count == 2)
    }

    @Test(
        "an index that lacks a table, or is another program's file, is made anew",
        arguments: [
            "DROP TABLE term", "DROP TABLE mark",
            "DROP TABLE mark; CREATE TABLE mark (source, evictions, sequence)",
            "CREATE TABLE other (number)",
        ]
    )
    func otherTables(sql: String) throws {
        try fill()
        #expect(try names("zxm").count == 2)
        #expect(try !folder.isFindingDamaged())
        let script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])"
        let outcome = try BuiltProgram(file: URL(filePath: "/usr/bin/env"))
            .start(["python3", "-c", script, index, sql], environment: [:]).outcome()
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try folder.isFindingDamaged())
        #expect(try names("zxm").count == 2)
        #expect(try !folder.isFindingDamaged())
    }

    @Test("the index is its owner's alone, and no part of the replica's state")
    func apart() throws {
        try fill()
        let digest = try folder.replica.digest()
        _ = try names("zxm")
        #expect(try folder.replica.digest() == digest)
        let mode =
            try FileManager.default.attributesOfItem(atPath: index)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("many that fit are cut short, and that is said")
    func many() throws {
        _ = try folder.replica.edit(
            (0..<60).map { number in
                Edit(
                    type: "student",
                    changes: [.enter("610"), .set("name", .text("示例\(number)"))]
                )
            },
            author: "An",
            authority: .county
        )
        let result = try folder.find(["sl"], today: today)
        #expect(result.items.count == FindResult.itemsMax)
        #expect(result.hasMore)
        #expect(try folder.find(["示例7"], today: today).items.map(\.name) == ["示例7"])
    }
}
