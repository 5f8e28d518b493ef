import FieldKit
import Foundation
import Testing

@Suite("The invented county")
struct DemoCountyTests {
    private static func county(seed: UInt64 = DemoCounty.defaultSeed) -> County {
        var drafts: [RecordDraft] = []
        let key = DemoCounty.generate(size: .small, seed: seed) { drafts.append($0) }
        return County(drafts: drafts, key: key)
    }

    private struct County {
        let drafts: [RecordDraft]
        let key: AnswerKey

        func all(_ type: String) -> [RecordDraft] { drafts.filter { $0.type == type } }
    }

    private static let shared = county()

    private static func checksum(_ drafts: [RecordDraft]) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for draft in drafts {
            var text = draft.type + draft.id.description + draft.buckets.joined(separator: ",")
            for field in draft.fields { text += " \(field.name)=\(field.value.text)" }
            for set in draft.sets { text += " \(set.name)=" + set.elements.joined(separator: ",") }
            for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return sum
    }

    @Test("has the promised size")
    func sizes() {
        let county = Self.shared
        #expect(county.all("school").count == 24)
        #expect(county.all("teacher").count == 160)
        #expect(county.all("household").count == 1605)
        #expect(county.all("student").count == 2400)
        #expect(county.all("identity").count == 2400)
        #expect(county.all("visit").count == 4500)
        #expect(county.all("division").filter { $0["level"] == .integer(5) }.count == 24)
        #expect(county.key.records == county.drafts.count)
        for (type, count) in county.key.counts { #expect(county.all(type).count == count) }
    }

    @Test("is the same to the byte for a seed, and another for another")
    func determinism() throws {
        let again = Self.county()
        #expect(Self.checksum(again.drafts) == Self.checksum(Self.shared.drafts))
        // Across processes, machines and versions too. A change to what the county holds changes
        // this number; nothing else may.
        #expect(Self.checksum(again.drafts) == 6_837_160_881_583_908_676)
        #expect(try again.key.encoded() == Self.shared.key.encoded())
        #expect(again.key.rosterText == Self.shared.key.rosterText)
        let other = Self.county(seed: 7)
        #expect(Self.checksum(other.drafts) != Self.checksum(Self.shared.drafts))
        #expect(Set(other.drafts.map(\.id)).isDisjoint(with: Self.shared.drafts.map(\.id)))
    }

    @Test("gives every record an id of its own, and a bucket or a subject that has one")
    func records() {
        #expect(Set(Self.shared.drafts.map(\.id)).count == Self.shared.drafts.count)
        for draft in Self.shared.drafts {
            #expect(draft.buckets.isEmpty == ["person", "visit"].contains(draft.type))
            #expect(Set(draft.buckets).count == draft.buckets.count)
            #expect(draft.fields.allSatisfy { !$0.value.text.isEmpty })
            #expect(Set(draft.fields.map(\.name)).count == draft.fields.count)
        }
    }

    @Test("has only types and fields that the table of policies knows, each of its kind")
    func policies() {
        for draft in Self.shared.drafts {
            for field in draft.fields {
                let policy = PolicyTable.county.field(field.name, of: draft.type)
                let known = policy.map { Self.takes($0.kind, field.value) }
                #expect(known == true, "\(draft.type).\(field.name)")
            }
            for set in draft.sets {
                let policy = PolicyTable.county.field(set.name, of: draft.type)
                #expect(policy?.kind == .set, "\(draft.type).\(set.name)")
            }
        }
    }

    private static func takes(_ kind: FieldPolicy.Kind, _ value: Value) -> Bool {
        switch (kind, value) {
        case (.text, .text), (.integer, .integer), (.boolean, .boolean), (.date, .date): true
        case (.record, .text(let id)): RecordID(id) != nil
        default: false
        }
    }

    @Test("refers only to records that came before")
    func references() {
        var seen: [String: String] = [:]
        for draft in Self.shared.drafts {
            for name in ["household", "student"] {
                if let id = draft[name] { #expect(seen[id.text] == name) }
            }
            for id in draft.elements("visitors") { #expect(seen[id] == "teacher") }
            for id in draft.elements("students") { #expect(seen[id] == "student") }
            seen[draft.id.description] = draft.type
        }
    }

    @Test("has no national number that a real person could have, and none twice")
    func numbers() throws {
        let numbers = Self.shared.all("identity").compactMap { $0["national_number"]?.text }
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.count > 2200 && numbers.count < 2400)
        let students = Dictionary(
            Self.shared.all("student").map { ($0.id.description, $0) }
        ) { $1 }
        for identity in Self.shared.all("identity") {
            guard let text = identity["national_number"]?.text else { continue }
            let number = try NationalNumber.read(text, today: DomainSamples.today).number
            let student = try #require(students[identity["student"]?.text ?? ""])
            #expect(number.isDemo)
            #expect(student["sex"] == .text(number.sex))
            #expect(student["birth"] == number.birth.value)
        }
        for text in Self.shared.all("identity").compactMap({ $0["student_number"]?.text }) {
            #expect(try StudentNumber.read(text, field: "").text == text)
            #expect(text.dropFirst().hasPrefix("610399"))
        }
    }

    @Test("has no telephone, school or village that is real")
    func invented() {
        for draft in Self.shared.drafts {
            let phones = draft["phone"]?.text.split(separator: "、").map(String.init) ?? []
            for phone in phones + draft.elements("phones") {
                #expect(PhoneNumber.read(phone)?.isDemo == true)
            }
        }
        for school in Self.shared.all("school") {
            #expect(RegionCode.isDemoSchool(school["school_code"]?.text ?? ""))
            #expect(school["name"]?.text.contains("示例") == true)
        }
        for village in Self.shared.all("division") where village["level"] == .integer(5) {
            #expect(village["code"]?.text.dropFirst(9).hasPrefix("9") == true)
            #expect(village["name"]?.text.contains("示例") == true)
        }
    }

    @Test("holds what its answer key says was planted")
    func planted() throws {
        let county = Self.shared
        let key = county.key
        let byID = Dictionary(county.drafts.map { ($0.id.description, $0) }) { $1 }
        #expect(key.duplicates.count == 5)
        for pair in key.duplicates {
            let first = try #require(byID[pair.first])
            let second = try #require(byID[pair.second])
            #expect(first["head_name"] == second["head_name"])
            #expect(first.buckets == second.buckets)
            #expect(county.all("visit").contains { $0["household"] == .text(pair.second) })
            #expect(Set(pair.devices).count == 2)
        }
        #expect(key.conflicts.count == 8)
        for conflict in key.conflicts {
            let record = try #require(byID[conflict.record])
            #expect(record.type == conflict.type)
            #expect(record[conflict.field] == .text(conflict.base))
            #expect(Set(conflict.entries.map(\.device)).count == 2)
            #expect(Set(conflict.entries.map(\.value) + [conflict.base]).count == 3)
        }
        #expect(key.clockFault.offsetSeconds < -6 * 365 * 86_400)
        #expect(!key.clockFault.records.isEmpty)
        #expect(key.clockFault.records.allSatisfy { byID[$0]?.type == "visit" })
        #expect(key.villagesWithoutTeacher.count == 6)
        let assigned = Set(county.all("teacher").flatMap { $0.elements("villages") })
        #expect(assigned.count == 18)
        #expect(assigned.isDisjoint(with: key.villagesWithoutTeacher))
    }

    @Test("shows every rare case")
    func rareCases() throws {
        let byID = Dictionary(Self.shared.drafts.map { ($0.id.description, $0) }) { $1 }
        let cases = Self.shared.key.cases
        #expect(cases.count == 13)
        func records(_ name: String) -> [RecordDraft] {
            (cases[name] ?? []).compactMap { byID[$0] }
        }
        let twins = records("twins")
        #expect(twins.count == 2)
        #expect(Set(twins.map { $0["birth"] }).count == 1)
        #expect(Set(twins.map { $0["household"] }).count == 1)
        let same = records("sameNameInVillage")
        #expect(same.count == 2)
        #expect(Set(same.map { $0["name"] }).count == 1)
        #expect(Set(same.map { $0["household"] }).count == 2)
        let without = try #require(records("childWithoutNumber").first)
        let identity = Self.shared.all("identity").first {
            $0["student"] == .text(without.id.description)
        }
        #expect(identity != nil && identity?["national_number"] == nil)
        #expect(records("polyphonicSurname").count == 10)
        #expect(records("rareCharacterBeyondBasicPlane").first?["name"] == .text("赵𠅤"))
        #expect(
            records("parentOutsideWithTwoPhones").contains {
                $0["phone"]?.text.contains("、") == true
            }
        )
        #expect(records("grandparentsAsGuardians").contains { $0["relation"] == .text("50") })
    }

    @Test("comes with a list whose bad rows are refused and whose known pupils stay unchanged")
    func roster() throws {
        let key = Self.shared.key
        var held = HeldRecords()
        for draft in Self.shared.drafts { held.add(draft) }
        let ids = CountingIDs()
        for bytes in [Data(key.rosterText.utf8), DomainSamples.gb18030(key.rosterText)] {
            let reading = try RosterImport.rows(
                kind: .student,
                bytes: bytes,
                fileName: key.roster.file,
                today: DomainSamples.today
            )
            let plan = RosterPlan.plan(reading, existing: held.find, makeID: ids.next)
            #expect(
                plan.refused.map { "\($0.line) \($0.reason.code.rawValue)" }
                    == key.roster.refused.map { "\($0.line) \($0.code)" }
            )
            #expect(plan.changes.isEmpty)
            #expect(plan.unchanged == key.roster.unchanged)
            #expect(plan.rowsTaken == key.roster.new)
        }
        let codes = key.roster.refused.map(\.code)
        #expect(codes.filter { $0 == "number_destroyed" }.count == 3)
        #expect(codes.filter { $0 == "number_check_digit" }.count == 2)
        #expect(codes.filter { $0 == "number_mismatch" }.count == 1)
        #expect(key.roster.unchanged == 4 && key.roster.new == 2)
    }

    @Test("stops where whoever receives it stops")
    func stops() {
        struct Enough: Error {}
        var count = 0
        #expect(throws: Enough.self) {
            _ = try DemoCounty.generate(size: .large) { _ in
                count += 1
                if count == 100 { throw Enough() }
            }
        }
        #expect(count == 100)
    }
}
