import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

/// What a version of FieldKit left for later ones, in a folder of `Tests/Fixtures` that bears its
/// name.
///
/// ```
/// laptop/             a laptop's home, with writes that are not sent yet
/// county/             the data folder of its county
/// exchange/           every request and reply of two syncs with that county
/// expectations.json   what is to be read in all three
/// ```
///
/// All keys in it are invented, and so are the people. A folder is made once, by `StoredRecorder`,
/// and never changed: later versions have to go on from what is there.
struct StoredVersion: Sendable, CustomTestStringConvertible {
    let version: String

    /// What is to be read in the folders.
    struct Expectations: Codable {
        /// When the exchange was recorded, in milliseconds since 1970.
        var clock: Int64
        /// From what the county drew its random numbers in it.
        var seed: UInt64
        /// How many lines the laptop has not sent yet.
        var unsent: Int
        /// The laptop's records, and the county's.
        var laptop: [StoredRecord]
        var county: [StoredRecord]
        /// The records of both after a sync.
        var after: [StoredRecord]
        /// The digest of both after the recorded exchange.
        var digest: String
    }

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    /// Every version that has left something.
    static var all: [StoredVersion] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? []
        return names.filter { $0.wholeMatch(of: /\d+\.\d+\.\d+/) != nil }.sorted()
            .map { StoredVersion(version: $0) }
    }

    /// What today's version leaves.
    static let current = StoredVersion(version: FieldKitVersion.text)

    /// Whether the fixtures of today's version are to be made anew, instead of being tested.
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil

    var testDescription: String { version }

    var folder: URL { Self.fixtures.appending(path: version) }
    var exchange: URL { folder.appending(path: "exchange") }
    var expectationsFile: URL { folder.appending(path: "expectations.json") }

    func expectations() throws -> Expectations {
        try JSONDecoder().decode(Expectations.self, from: Data(contentsOf: expectationsFile))
    }

    /// Copies `laptop` or `county` to where a test may use it; Git keeps no modes, so they are set.
    func copy(_ name: String, into home: TemporaryFolder) throws -> URL {
        let copy = home.url.appending(path: name)
        let files = FileManager.default
        try files.copyItem(at: folder.appending(path: name), to: copy)
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: copy.path)
        for file in try files.contentsOfDirectory(atPath: copy.path) {
            let path = copy.appending(path: file).path
            try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        return copy
    }

    /// Opens the database in such a copy as it was left, without the look at where it lies: so the
    /// replica goes on under its name, as it did when the exchange was recorded.
    static func replica(
        in copy: URL,
        _ kind: ReplicaKind,
        clock: any FieldKit.Clock,
        random: any RandomSource
    ) throws -> Replica {
        let secret = try Data(contentsOf: copy.appending(path: "device.key"))
        return try Replica(
            store: SQLiteStore(path: copy.appending(path: "replica.sqlite").path),
            key: try #require(DeviceKey(secret: secret)),
            kind: kind,
            clock: clock,
            random: random
        )
    }
}

/// What is seen of a record, and every entry behind it, as text.
struct StoredRecord: Codable, Hashable {
    let type: String
    let id: String
    let buckets: [String]
    let isDeleted: Bool
    let values: [String: String]
    let sets: [String: [String]]
    let conflicts: [String]
    let entries: [String]

    /// All records of a replica but those of its devices, of which others come with time.
    static func all(in replica: Replica) throws -> [StoredRecord] {
        try replica.read { reader in
            try reader.store.records(type: nil, after: nil, limit: 1_000)
                .map { try reader.view($0) }.filter { $0.type != "device" }
                .map { view in
                    StoredRecord(
                        type: view.type,
                        id: "\(view.id)",
                        buckets: view.buckets,
                        isDeleted: view.isDeleted,
                        values: view.values.mapValues(\.text),
                        sets: view.sets,
                        conflicts: view.conflicts,
                        entries: try reader.entries(of: view.id).map {
                            "\($0.key) = \($0.value.text), \($0.author), \($0.standing)"
                        }
                    )
                }
        }
    }
}
