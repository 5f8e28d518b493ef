import Testing

@testable import FieldKit

@Suite("A column that a table does not have is told, with sheet, row and column")
struct FormColumnTests {
    private static func said(
        _ form: FormDefinition,
        headings: (String) -> [String]? = { _ in nil }
    ) -> [String] {
        let reading = XLSFormReading(form: form, problems: []).checkingColumns(headings: headings)
        return reading.problems.map {
            "\($0.severity) \($0.sheet) \($0.row ?? 0) \($0.column ?? "") \($0.details["table"] ?? "") "
                + ($0.details["column"] ?? "")
        }
    }

    @Test("of records: in pulldata, in a path, in its conditions, in a filter, in parameters")
    func records() {
        var form = FormDefinition.of([
            .ask("household", row: 2),
            .calculate("a", "pulldata('student', 'clas', 'idd', ${household})", row: 3),
            .calculate(
                "b",
                "instance('student')/root/item[clas = '1' and grade = ${a}]/nam",
                row: 4
            ),
            .calculate(
                "c",
                "count(instance('household')/root/item[contains(vilage, 'x')])",
                row: 5
            ),
            .ask("d", .selectOne, row: 6) {
                $0.choices = .file("student.csv", value: "idd", label: "label")
                $0.parameters = ["value": "idd"]
                $0.choiceFilter = "househould = ${household} and position() < 3"
            },
            .calculate("e", "pulldata('last_visit', 'career', 'household', ${household})", row: 7),
            .calculate("carer", "pulldata('last_visit', 'carer', 'household', ${a})", row: 8),
            .calculate("f", "pulldata('aid_due', 'codes', 'student', ${a})", row: 9),
        ])
        form.entities = [
            FormEntity(
                list: "visit",
                label: "pulldata('student', 'nane', 'id', ${a})",
                row: 2
            )
        ]
        form.settings["instance_name"] = "pulldata('student', 'nmae', 'id', ${a})"
        #expect(
            Self.said(form) == [
                "error settings 0 instance_name student nmae",
                "error survey 3 calculation student clas", "error survey 3 calculation student idd",
                "error survey 4 calculation student nam", "error survey 4 calculation student clas",
                "error survey 5 calculation household vilage",
                "error survey 6 choice_filter student househould",
                "error survey 6 parameters student idd",
                "error survey 7 calculation last_visit career",
                "error survey 9 calculation aid_due codes",
                "error entities 2 label student nane",
            ]
        )
    }

    @Test("of a file beside the form; of one that is not there nothing is said")
    func files() {
        let form = FormDefinition.of([
            .ask("a", .selectOne, row: 2) {
                $0.choices = .file("towns.csv", value: "name", label: "label")
            },
            .calculate("b", "pulldata('towns', 'code', 'nmae', ${a})", row: 3),
            .calculate("c", "pulldata('student', 'shoe_size', 'id', ${a})", row: 4),
        ])
        let headings = ["towns": ["name", "code"], "student": ["id", "shoe_size"]]
        #expect(
            Self.said(form) { headings[$0] } == [
                "error survey 2 type towns label", "error survey 3 calculation towns nmae",
            ]
        )
        #expect(Self.said(form) == ["error survey 4 calculation student shoe_size"])
    }

    @Test("of a list as a warning, as the list may be filled in later")
    func lists() {
        let choice = FormChoice(name: "1", label: ["": "One"], row: 2, columns: ["side": "north"])
        let form = FormDefinition.of(
            [
                .ask("a", .selectOne, row: 2) {
                    $0.choices = .list("towns")
                    $0.choiceFilter = "sied = 'north' and name != jr:choice-name('1', '${a}')"
                }
            ],
            lists: ["towns": [choice]]
        )
        #expect(Self.said(form) == ["warning survey 2 choice_filter towns sied"])
    }

    @Test("and the built-in form has none of it")
    func visitForm() throws {
        #expect(Self.said(try VisitForm.definition()).isEmpty)
    }
}
