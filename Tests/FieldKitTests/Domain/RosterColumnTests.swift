import FieldKit
import Foundation
import Testing

@Suite("The columns of a roster")
struct RosterColumnTests {
    @Test(
        "fill fields that the table of policies knows, each of its kind",
        arguments: [
            (
                RosterKind.student,
                "姓名,性别,出生日期,民族,班级,学校标识码,入学年月,就读方式,是否留守儿童,随迁子女,户号,家长姓名,电话,特殊群体,证件类型,身份证号,学籍号",
                "示例甲,男,2012-03-05,汉族,三(2),2199000001,202409,住校,1-单亲留守儿童,否,6103261019010001,示例,"
                    + "15400001234,C5、C6,1,610399201203051012,G610399201203051012"
            ),
            (
                .household, "户号,户编号,户主,村代码,组,地址,居住状况,电话",
                "6103261019010001,演1,示例,610326101901,2组,示范,常住,15400001234"
            ),
            (
                .teacher, "工号,姓名,学校标识码,手机号,任教学科,角色",
                "D01,示例,2199000001,15400001234,语文,TEACHER"
            ),
            (
                .school, "学校标识码,学校名称,办学类型,乡镇,是否中心校,上级学校标识码,是否寄宿制,学区",
                "2199000002,示例教学点,教学点,横渠镇,否,2199000001,否,610326101901"
            ),
            (
                .policy, "编码,名称,学段,年级,就读方式,金额,发放方式,需申请,起始日期,截止日期",
                "SX01,示例,学前、小学,大班、一年级,走读,700元/年,免除,否,2025-09-01,2026-08-31"
            ),
        ]
    )
    func known(kind: RosterKind, headings: String, row: String) throws {
        let reading = try DomainSamples.read(headings + "\n" + row + "\n", kind: kind)
        #expect(reading.refused.isEmpty)
        let plan = RosterPlan.plan(
            reading,
            existing: { _ in nil },
            makeID: CountingIDs().next
        )
        let named = plan.drafts.flatMap { draft in
            draft.fields.map { (draft.type, $0.name, false) }
                + draft.sets.map { (draft.type, $0.name, true) }
        }
        for (type, name, isSet) in named {
            let policy = PolicyTable.county.field(name, of: type)
            #expect(policy != nil, "\(type).\(name)")
            #expect((policy?.kind == .set) == isSet, "\(type).\(name)")
        }
        let columns = headings.split(separator: ",").count
        #expect(named.count >= columns - (kind == .student ? 1 : 0))
    }
}
