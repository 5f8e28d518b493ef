import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport

/// Keys that are the same in every run.
enum VectorKey {
    /// The key whose secret is 32 bytes of a number.
    static func key(_ number: UInt8) -> DeviceKey {
        guard let key = DeviceKey(secret: Data(repeating: number, count: 32)) else {
            preconditionFailure("a secret has 32 bytes")
        }
        return key
    }
}

/// Good inputs, and a county that gives them.
enum FuzzSamples {
    /// Writes of every kind of value, with contexts, groups and sets; all of one author.
    static func writes() throws -> [SignedWrite] {
        let world = try FuzzWorld()
        try world.fill()
        return try world.laptop.read { reader in
            try reader.store.writes(after: 0, limit: .max)
                .map { try WriteCodec.decode(body: $0.body, signature: $0.signature) }
                .filter { $0.write.dot.replica.device == world.laptop.device }
        }
    }

    /// A workbook with a title, headings and every kind of cell that we write.
    static func workbook() throws -> Data {
        let folder = try TemporaryFolder()
        let path = folder.path("sample.xlsx")
        let head = TableHead(
            title: "survey",
            subtitle: "",
            columns: ["type", "name", "label"].map { TableHead.Column($0) },
            signatures: []
        )
        let writer = try WorkbookWriter(path: path, head: head)
        for index in 0..<20 {
            try writer.row([.text("text"), .text("q\(index)"), .number("\(index)")])
        }
        try writer.finish()
        return try Data(contentsOf: URL(filePath: path))
    }

    static func certificates() throws -> [DeviceCertificate] {
        let world = try FuzzWorld()
        return try world.laptop.read { reader in
            try [reader.countyCertificate(), reader.ownCertificate()].compactMap(\.self)
        }
    }

    static func seals() throws -> [WireSignedSeal] {
        let world = try FuzzWorld()
        try world.fill()
        _ = try world.sync()
        return try world.laptop.read { try $0.seals(after: 0) { _ in true }.map(\.message) }
    }

    /// Records with sums, as the search by ranges compares them.
    static func records(_ count: Int) -> [RecordSum] {
        let random = SeededRandom(seed: 3)
        return (0..<count).map { _ in
            RecordSum(
                record: RecordID(Identifier16(high: random.next(), low: random.next())),
                sum: BucketSum(bytes: random.bytes(32), count: 1) ?? BucketSum()
            )
        }.sorted { $0.record < $1.record }
    }

    static let students = """
        眉县示例小学学生名单
        姓名,性别,身份证号,出生日期,民族,学校标识码,年级,班级,监护人,联系电话,备注
        甲一,男,610326201609010014,2016-09-01,汉族,2199000001,三年级,1班,甲父,15400000001,"住校，
        两行"
        乙二,女,610326201501020021,2015年1月2日,01,2199000001,302,,乙母,0917-5400000,
        合计,2,,,,,,,,,
        """
    static let teachers = """
        工号;姓名;学校标识码;电话;任教学科
        T001;丙三;2199000001;15400000003;语文
        T002;丁四;2199000001;15400000004;数学、体育
        """
}

/// A county and one laptop in memory.
final class FuzzWorld {
    static let village = "610326101901"

    let clock = FixedClock()
    let random = SeededRandom(seed: 11)
    let county: Replica
    let laptop: Replica
    let responder: SyncResponder

    init() throws {
        let countyKey = VectorKey.key(9)
        let laptopKey = VectorKey.key(1)
        county = try Replica(
            store: MemoryStore(),
            key: countyKey,
            kind: .county,
            clock: clock,
            random: random
        )
        laptop = try Replica(
            store: MemoryStore(),
            key: laptopKey,
            kind: .laptop,
            clock: clock,
            random: random
        )
        responder = SyncResponder(replica: county)
        try EnrolmentDesk.found(county, name: "county")
        clock.advance(seconds: 1)
        let certificate = try DeviceCertificate.issue(
            publicKey: laptopKey.publicKey,
            name: "An",
            role: .teacher,
            scopes: ["610326"],
            issued: clock.milliseconds(),
            expires: clock.milliseconds() + 1_000_000_000,
            by: countyKey
        )
        try county.write { try $0.publish(certificate) }
        guard let root = try county.read({ try $0.countyCertificate() }) else {
            throw Problem(.internalError)
        }
        try laptop.write { try $0.setTrust(county: root, own: certificate) }
    }

    /// A few records with all kinds of values, written on the laptop.
    func fill() throws {
        _ = try laptop.write { writer in
            let household = writer.newRecordID()
            let first = Edit(
                type: "household",
                id: household,
                changes: [
                    .enter(Self.village), .set("note", .text("在家")), .add("phones", "15400000001"),
                    .add("tags", "a"), .set("merged", .integer(-7)), .set("flag", .boolean(true)),
                    .set("picture", .data(Data([0, 255]))),
                ],
                isRaw: true,
                isNew: true
            )
            let visit = Edit(
                type: "visit",
                changes: [
                    .set("household", .text("\(household)")), .set("date", .date("2026-09-21")),
                ]
            )
            _ = try writer.edit([first, visit], author: "An")
            let second = Edit(
                type: "household",
                id: household,
                changes: [.set("note", .text("外出")), .remove("phones", "15400000001")]
            )
            _ = try writer.edit([second], author: "An")
            return try writer.edit(
                [Edit(type: "household", id: household, changes: [.delete(true)])],
                author: "An"
            )
        }
    }

    /// One sync; a reply may be changed on its way.
    ///
    /// - Returns: The session, and each message with its request and its reply.
    func sync(
        _ change: (Int, Data) -> Data = { $1 }
    ) throws -> (session: SyncSession, calls: [(name: String, request: Data, reply: Data)]) {
        clock.advance(seconds: 60)
        let session = SyncSession(replica: laptop, server: county.device, application: "fuzz")
        var calls: [(name: String, request: Data, reply: Data)] = []
        var action = try session.start()
        while case .send(let name, let body) = action {
            guard calls.count < 100 else { throw Problem(.internalError, ["reason": "no end"]) }
            let reply = change(
                calls.count,
                try responder.answer(name, token: name == "hello" ? nil : session.token, body: body)
            )
            calls.append((name, body, reply))
            action = try session.receive(reply)
        }
        return (session, calls)
    }
}
