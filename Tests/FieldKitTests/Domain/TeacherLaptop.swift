import Foundation
import TestSupport
import Testing

@testable import FieldKit

/// The laptop of a teacher who answers for one village; it is a school's, so that visits can be sent back.
struct TeacherLaptop {
    private let home: TemporaryFolder
    let folder: ReplicaFolder
    let clock = FixedClock()
    let town: Town
    let teacher: RecordID
    static let village = "610326101901"

    /// A teacher who answers for one village, enrolled by a county.
    init() throws {
        home = try TemporaryFolder()
        folder = try ReplicaFolder.create(
            at: home.url.appending(path: "home"),
            kind: .laptop,
            clock: clock,
            random: SeededRandom(seed: 4)
        )
        town = try Town()
        try town.enrol(folder, as: "安老师", scopes: ["610326"], role: .school)
        teacher = try Self.make(folder, "teacher", in: ["system"], ["name": "安老师"])
        _ = try folder.replica.edit(
            [Edit(type: "teacher", id: teacher, changes: [.add("villages", Self.village)])],
            author: "安老师",
            authority: .county
        )
    }

    private static func make(
        _ folder: ReplicaFolder,
        _ type: String,
        in buckets: [String],
        _ values: KeyValuePairs<String, String>
    ) throws -> RecordID {
        try folder.replica.edit(
            [
                Edit(
                    type: type,
                    changes: buckets.map { Edit.Change.enter($0) }
                        + values.map { .set($0.key, .text($0.value)) }
                )
            ],
            author: "安老师",
            authority: .county
        )[0].id
    }

    @discardableResult
    func make(
        _ type: String,
        in buckets: [String] = [],
        _ values: KeyValuePairs<String, String>
    ) throws -> RecordID {
        try Self.make(folder, type, in: buckets, values)
    }

    @discardableResult
    func family(_ head: String, in village: String = Self.village) throws -> RecordID {
        try make("household", in: [village], ["head_name": head, "village_group": "三组"])
    }

    func happen(_ kind: String, _ subject: RecordID, _ day: String) throws {
        _ = try folder.replica.edit(
            [.event(kind, on: subject, day: try #require(BusinessDay.read(day)))],
            author: "学校"
        )
    }
}
