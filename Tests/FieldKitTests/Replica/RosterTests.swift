import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("What the roster says is observed, not written over")
struct RosterTests {
    private let town: Town
    private let an: Resident
    private let county: Resident

    init() throws {
        town = try Town()
        an = try town.laptop("An")
        county = try town.county()
    }

    private func student() throws -> RecordID {
        let id = try county.create(
            "student",
            in: ["610"],
            ["name": "Roster", "grade": "3"],
            authority: .roster
        )
        try an.takeAll(from: county)
        return id
    }

    @Test("a teacher's other value becomes an observation in the record's buckets")
    func observation() throws {
        let id = try student()
        let result = try an.change(
            id,
            .set("name", .text("Seen")),
            .set("phone", .text("1"))
        )
        #expect(try an.text(id, "name") == "Roster")
        #expect(try an.text(id, "phone") == "1")
        let observation = try #require(result.observations.first)
        let view = try an.view(observation)
        #expect(view.values["field"] == .text("name"))
        #expect(view.values["roster_value"] == .text("Roster"))
        #expect(view.values["seen_value"] == .text("Seen"))
        #expect(view.values["subject"] == .text("\(id)"))
        #expect(view.buckets == ["610"])
        #expect(try an.lastWrite().write.group?.size == 2)
        try county.takeAll(from: an)
        #expect(try county.digest() == an.digest())
    }

    @Test("a teacher who takes an element out of a set of the roster's makes an observation too")
    func setElement() throws {
        let id = try county.edit(
            Edit(type: "identity", changes: [.enter("610"), .add("tags", "低保")]),
            authority: .roster
        ).id
        try an.takeAll(from: county)
        let result = try an.change(id, .remove("tags", "低保"))
        let view = try an.view(try #require(result.observations.first))
        #expect(view.values["field"] == .text("tags[低保]"))
        #expect(view.values["seen_value"] == .boolean(false))
        #expect(try an.view(id).sets["tags"] == ["低保"])
    }

    @Test("writing what the roster says anyway changes nothing, so that it stays the roster's")
    func equalValue() throws {
        let id = try student()
        let before = try an.digest()
        let same = try an.set(id, "name", "Roster")
        #expect(same.observations.isEmpty)
        #expect(try an.digest() == before)
        let other = try an.set(id, "name", "Seen")
        #expect(other.observations.count == 1)
        #expect(try an.text(id, "name") == "Roster")
    }

    @Test("the roster's value stays the roster's, also beside a teacher's later one")
    func besideATeachersValue() throws {
        let id = try an.create("student", in: ["610"], ["name": "first"])
        try county.takeAll(from: an)
        try county.set(id, "name", "Roster", authority: .roster)
        town.clock.advance(seconds: 60)
        try an.set(id, "name", "An")
        try an.takeAll(from: county)
        #expect(try an.text(id, "name") == "An")
        let result = try an.set(id, "name", "Seen")
        #expect(result.observations.count == 1)
        #expect(try an.state(id)?.entries(RegisterKey("name")).count == 2)
    }

    @Test("before the roster has written the field, anyone may; the roster itself writes over it")
    func beforeTheRoster() throws {
        let id = try an.create("student", in: ["610"], ["name": "first"])
        #expect(try an.set(id, "name", "second").observations.isEmpty)
        #expect(try an.text(id, "name") == "second")
        try county.takeAll(from: an)
        try county.set(id, "name", "Roster", authority: .roster)
        #expect(try county.text(id, "name") == "Roster")
        #expect(try county.view(id).conflicts == [])
    }

    @Test("a field of the county's is the county's; one written once stays")
    func authorities() throws {
        let id = try student()
        let merged = #expect(throws: Problem.self) { try an.set(id, "merged_into", "\(id)") }
        #expect(merged?.code == .authorityNeeded)
        #expect(try county.set(id, "merged_into", "\(id)", authority: .county).generation == 2)
        let visit = try an.create("visit", ["household": "\(id)"])
        let again = #expect(throws: Problem.self) { try an.set(visit, "household", "\(visit)") }
        #expect(again?.code == .immutableField)
    }

    // MARK: Certificates

    private func publish(_ certificate: Data, of device: DeviceID, by author: Resident) throws {
        try author.edit(
            Edit(
                type: "device",
                id: DeviceCertificate.record(of: device),
                changes: [.enter("system"), .set("certificate", .data(certificate))],
                isNew: true
            ),
            authority: .county
        )
    }

    @Test("a device is known by the certificate that the county wrote")
    func certificates() throws {
        let certificate = try town.certificate(for: an, role: .teacher)
        try publish(certificate.encoded(), of: an.device, by: county)
        let bo = try town.laptop("Bo")
        #expect(try bo.replica.read { try $0.certificate(of: an.device) } == nil)
        try bo.takeAll(from: county)
        #expect(try bo.replica.read { try $0.certificate(of: an.device) } == certificate)
        #expect(try bo.replica.read { try $0.certificate(of: county.device)?.role } == .county)
        #expect(try bo.replica.read { try !$0.isRevoked(an.device) })
    }

    @Test("a certificate that somebody made for himself is not believed, nor another's")
    func forgedCertificates() throws {
        let forged = try DeviceCertificate.issue(
            publicKey: an.key.publicKey,
            name: "An",
            role: .county,
            scopes: [""],
            issued: 5,
            expires: .max,
            by: an.key
        )
        try publish(forged.encoded(), of: an.device, by: an)
        #expect(try an.replica.read { try $0.certificate(of: an.device) } == nil)
        let bo = try town.laptop("Bo")
        let own = try town.certificate(for: an, role: .teacher)
        try publish(own.encoded(), of: bo.device, by: an)
        #expect(try an.replica.read { try $0.certificate(of: bo.device) } == nil)
        #expect(!forged.isSigned(by: town.countyKey.publicKey))
    }

    @Test("a shut-out device is known as one")
    func revoked() throws {
        try county.edit(
            Edit(
                type: "device",
                id: DeviceCertificate.record(of: an.device),
                changes: [.enter("system"), .set("revoked", .boolean(true))],
                isNew: true
            ),
            authority: .county
        )
        #expect(try county.replica.read { try $0.isRevoked(an.device) })
    }
}
