import FieldKit
import Foundation
import TestSupport
import Testing

/// A teacher's laptop in the test's own process, over a folder as `field` has it.
final class TestLaptop {
    let name: String
    let folder: ReplicaFolder

    var replica: Replica { folder.replica }

    /// A laptop whose folder is there.
    init(_ name: String, _ folder: ReplicaFolder) {
        self.name = name
        self.folder = folder
    }

    /// Makes a laptop and enrols it.
    init(
        _ name: String,
        at url: String,
        code: String,
        in home: TemporaryFolder,
        clock: any FieldKit.Clock = SystemClock()
    ) throws {
        self.name = name
        folder = try ReplicaFolder.create(
            at: home.url.appending(path: "laptop-\(UUID().uuidString)"),
            kind: .laptop,
            clock: clock
        )
        try folder.replica.adopt(folder.replica.enrol(url: url, code: code))
    }

    /// The same laptop over a copy of its folder, as somebody makes it who copies files.
    init(copyOf other: TestLaptop, in home: TemporaryFolder) throws {
        name = other.name
        try other.folder.close()
        let copy = home.url.appending(path: "laptop-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: other.folder.url, to: copy)
        folder = try ReplicaFolder.open(at: copy)
    }

    /// The same laptop when its folder is opened again.
    init(reopening other: TestLaptop) throws {
        name = other.name
        try other.folder.close()
        folder = try ReplicaFolder.open(at: other.folder.url)
    }

    /// One sync, with the server of its enrolment or another; tries again at once.
    @discardableResult
    func sync(_ url: String? = nil) throws -> SyncReport {
        try replica.syncClient(url: url, application: "test", pause: { _ in }).sync()
    }

    /// Makes a pupil of a village.
    func pupil(_ note: String, in village: String) throws -> RecordID {
        let edit = Edit(
            type: "student",
            changes: [.enter(village), .set("name", .text("王小明")), .set("note", .text(note))]
        )
        return try #require(try replica.edit([edit], author: name).first).id
    }

    func setNote(_ id: RecordID, _ note: String) throws {
        let edit = Edit(type: "student", id: id, changes: [.set("note", .text(note))])
        _ = try replica.edit([edit], author: name)
    }

    func note(_ id: RecordID) throws -> String? {
        try replica.view("student", id).values["note"]?.text
    }

    func digest() throws -> String { try replica.digest().digest }

    func unsealed() throws -> Int { try replica.status().unsealed }
}

extension ServerProgram {
    /// A teacher's laptop of this county, enrolled at a server with a code for these scopes.
    func laptop(
        _ name: String,
        at server: ServingProgram,
        _ scopes: String...
    ) throws -> TestLaptop {
        try TestLaptop(name, at: server.url, code: try code(name, scopes: scopes), in: home)
    }
}

/// Says that a deed throws a problem of this code.
func expectProblem(
    _ code: ProblemCode,
    at location: SourceLocation = #_sourceLocation,
    _ deed: () throws -> Void
) {
    #expect(sourceLocation: location) { try deed() } throws: { ($0 as? Problem)?.code == code }
}
