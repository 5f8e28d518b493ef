import FieldKit
import Testing

@Suite("A roster is planned against what is held")
struct RosterPlanTests {
    private static let households = """
        户号,户主,家庭住址,居住状况,电话
        6103261019010001,示例户,示范1组,常住,15400001234
        6103261019020002,示例户乙,示范2组,常住,
        """

    private static let heading = "姓名,身份证号,学籍号,班级,学校标识码,户号\n"

    private let ids = CountingIDs()

    private func importing(
        _ text: String,
        _ kind: RosterKind,
        into held: inout HeldRecords
    ) throws -> RosterPlan {
        let plan = RosterPlan.plan(
            try DomainSamples.read(text, kind: kind),
            existing: held.find,
            makeID: ids.next
        )
        held.carryOut(plan)
        return plan
    }

    private static func pupil(
        _ name: String = "示例甲",
        school: String = "2199000001",
        household: String = "6103261019010001",
        className: String = "三(2)"
    ) -> String {
        heading
            + "\(name),610399201203051012,G610399201203051012,\(className),\(school),\(household)"
    }

    @Test("makes a pupil, and the number in a record of its own out of the school's reach")
    func creation() throws {
        var held = HeldRecords()
        let homes = try importing(Self.households, .household, into: &held)
        let plan = try importing(Self.pupil(), .student, into: &held)
        let student = try #require(plan.drafts.first)
        let identity = try #require(plan.drafts.last)
        #expect(plan.drafts.map(\.type) == ["student", "identity"])
        #expect(student.buckets == ["2199000001", "610326101901"])
        #expect(student["household"] == .text(homes.drafts[0].id.description))
        #expect(!student.fields.contains { $0.value.text.contains("610399201203051012") })
        #expect(identity["student"] == .text(student.id.description))
        #expect(identity["national_number"] == .text("610399201203051012"))
        #expect(identity.buckets == ["02199000001"])
        #expect(plan.rowsTaken == 1)
    }

    @Test("does nothing the second time")
    func repetition() throws {
        var held = HeldRecords()
        for (text, kind) in [
            (Self.households, RosterKind.household), (Self.pupil(), .student),
            ("工号,姓名,学校标识码,手机号\nD01,示例,2199000001,15400001234\n", .teacher),
            ("学校标识码,学校名称,学区\n2199000001,示例小学,610326101901\n", .school),
        ] {
            #expect(try !importing(text, kind, into: &held).isEmpty)
            let again = try importing(text, kind, into: &held)
            #expect(again.isEmpty)
            #expect(again.rowsTaken == 0)
            #expect(again.unchanged > 0)
        }
    }

    @Test("changes the fields that differ, and the buckets of a pupil who moved")
    func changes() throws {
        var held = HeldRecords()
        _ = try importing(Self.households, .household, into: &held)
        _ = try importing(Self.pupil(), .student, into: &held)
        let moved = Self.pupil("示例乙", school: "2199000002", household: "6103261019020002")
        let plan = try importing(moved, .student, into: &held)
        #expect(plan.drafts.isEmpty)
        #expect(plan.changes.map(\.type) == ["student", "identity"])
        #expect(plan.changes[0].fields.map(\.name) == ["name", "school", "household"])
        let student = try #require(held.all("student").first)
        #expect(student.buckets == ["2199000002", "610326101902"])
        #expect(held.all("identity").first?.buckets == ["02199000002"])
        #expect(try importing(moved, .student, into: &held).isEmpty)
    }

    @Test("never replaces what teachers found out, and clears nothing")
    func teachersWord() throws {
        var held = HeldRecords()
        _ = try importing(Self.households, .household, into: &held)
        let other = "户号,户主,家庭住址,居住状况,电话\n6103261019010001,示例户,,举家外出,15400009999\n"
        let plan = try importing(other, .household, into: &held)
        #expect(plan.changes.map(\.fields) == [[]])
        let home = try #require(held.all("household").first)
        #expect(home.fields["residence_status"] == .text("1"))
        #expect(home.fields["address"] == .text("示范1组"))
        #expect(home.sets["phones"] == ["15400001234", "15400009999"])
    }

    @Test("finds a pupil by the register's number when the national one came later")
    func lateNumber() throws {
        var held = HeldRecords()
        let without = Self.heading + "示例甲,,J610399201203050019,三(2),2199000001,"
        _ = try importing(without, .student, into: &held)
        let with = Self.heading + "示例甲,610399201203051012,J610399201203050019,三(2),2199000001,"
        let plan = try importing(with, .student, into: &held)
        #expect(plan.drafts.isEmpty)
        #expect(plan.changes.map(\.type) == ["student", "identity"])
        #expect(plan.changes.last?.fields.map(\.name) == ["national_number"])
        #expect(try importing(with, .student, into: &held).isEmpty)
    }

    @Test("takes a pupil without a number, finds the same one again, and adds the number later")
    func noNumber() throws {
        var held = HeldRecords()
        let heading = "姓名,出生日期,身份证号,班级,学校标识码\n"
        let without = heading + "示例甲,2012-03-05,,三(2),2199000001\n示例乙,,无,三(2),2199000001\n"
        let first = try importing(without, .student, into: &held)
        #expect(first.drafts.map(\.type) == ["student", "identity", "student", "identity"])
        #expect(first.notices.map(\.kind) == [.numberMissing, .numberMissing])
        #expect(first.refused.isEmpty)
        #expect(try importing(without, .student, into: &held).isEmpty)
        let with = heading + "示例甲,,610399201203051012,三(2),2199000001"
        let later = try importing(with, .student, into: &held)
        #expect(later.drafts.isEmpty)
        #expect(later.changes.flatMap { $0.fields.map(\.name) }.contains("national_number"))
        #expect(try importing(with, .student, into: &held).isEmpty)
        #expect(try importing(without, .student, into: &held).isEmpty)
    }

    @Test("never takes two pupils of one name for one")
    func alike() throws {
        var held = HeldRecords()
        let heading = "姓名,出生日期,身份证号,班级,学校标识码\n"
        let twice = heading + "示例甲,,,三(2),2199000001\n示例甲,,,三(2),2199000001\n"
        let first = try importing(twice, .student, into: &held)
        #expect(first.drafts.count == 2)
        #expect(first.refused.map { "\($0.line) \($0.reason.code)" } == ["3 numberDuplicate"])
        let other = heading + "示例甲,2012-03-05,610399201203051012,三(2),2199000001"
        _ = try importing(other, .student, into: &held)
        let third = heading + "示例甲,,61039920120306101X,三(2),2199000001"
        let digits = "61039920120306101"
        let number = digits + String(NationalNumber.checkCharacter(of: digits))
        let plan = try importing(
            third.replacing("61039920120306101X", with: number),
            .student,
            into: &held
        )
        #expect(plan.drafts.map(\.type) == ["student", "identity"])
        let unclear = try importing(
            heading + "示例甲,,,三(2),2199000001\n",
            .student,
            into: &held
        )
        #expect(unclear.refused.map(\.reason.code) == [.valueMissing] && unclear.isEmpty)
    }

    @Test("leaves what is held where the file has stars instead")
    func masked() throws {
        var held = HeldRecords()
        let heading = "姓名,身份证号,学籍号,电话,家长姓名,班级,学校标识码\n"
        let full =
            heading + "示例甲,610399201203051012,G610399201203051012,15400001234,示例,三(2),2199000001"
        _ = try importing(full, .student, into: &held)
        let stars =
            heading + "示例甲,6103**********1012,G610399201203051012,154****1234,示*,三(3),2199000001"
        let plan = try importing(stars, .student, into: &held)
        #expect(plan.refused.isEmpty && plan.drafts.isEmpty)
        #expect(plan.changes.flatMap { $0.fields.map(\.name) } == ["class"])
        #expect(plan.notices.filter { $0.kind == .masked }.map(\.column) == ["家长姓名", "电话", "身份证号"])
    }

    @Test("takes a pupil without the household that is not held yet, and adds it later")
    func lateHousehold() throws {
        var held = HeldRecords()
        let first = try importing(Self.pupil(), .student, into: &held)
        #expect(first.notices.map(\.kind).contains(.householdUnknown))
        #expect(first.drafts.first?.buckets == ["2199000001", "610326101901"])
        _ = try importing(Self.households, .household, into: &held)
        let second = try importing(Self.pupil(), .student, into: &held)
        #expect(second.changes.map { $0.fields.map(\.name) } == [["household"]])
    }

    @Test("finds a school by its name, and refuses a row that belongs nowhere")
    func schoolName() throws {
        var held = HeldRecords()
        _ = try importing("学校标识码,学校名称\n2199000001,示例小学\n", .school, into: &held)
        let text = "工号,姓名,学校名称\nD01,示例,示例小学\nD02,示例,不在册的学校\n"
        let plan = try importing(text, .teacher, into: &held)
        #expect(plan.drafts.map(\.buckets) == [["2199000001"]])
        #expect(plan.drafts.first?["school"] == .text("2199000001"))
        #expect(plan.refused.map { "\($0.line) \($0.reason.code)" } == ["3 bucketNeeded"])
    }
}
