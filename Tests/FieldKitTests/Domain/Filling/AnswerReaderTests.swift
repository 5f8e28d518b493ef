import Foundation
import Testing

@testable import FieldKit

@Suite("Answers as people type them")
struct AnswerReaderTests {
    private let reader = AnswerReader(FixedSurroundings())

    /// What an answer is kept as; nil if it is refused.
    private func kept(
        _ typed: String,
        _ type: QuestionType,
        _ adjust: (inout FormNode) -> Void = { _ in }
    ) -> String? {
        let session = FormDefinition.of([.ask("a", type, adjust)]).session()
        let path = FormPath([.init("a")])
        let value = try? reader.read(typed, at: path, in: session, menu: ChoiceMenu([]))
        return value?.text(in: FixedSurroundings().timeZone)
    }

    @Test(
        "Days, from the day that it is",
        arguments: [
            ("今天", "2026-09-21"), ("昨天", "2026-09-20"), ("9-3", "2026-09-03"),
            ("９月３日", "2026-09-03"), ("2026/9/3", "2026-09-03"), ("周六", "2026-09-19"),
            ("上周六", "2026-09-19"), ("星期一", "2026-09-21"), ("上周一", "2026-09-14"),
            ("2026-02-30", nil), ("someday", nil), ("大前天", "2026-09-18"), ("九月三日", "2026-09-03"),
            ("明天", "2026-09-22"), ("下周三", "2026-09-30"), ("10-8", nil), ("2026-10-8", "2026-10-08"),
        ]
    )
    func days(typed: String, day: String?) { #expect(kept(typed, .date) == day) }

    @Test("A day of which only the form knows whether it lies behind or ahead")
    func daysBehindAndAhead() {
        func kept(_ typed: String, _ constraint: String) -> String? {
            self.kept(typed, .date) { $0.constraint = constraint }
        }
        #expect(kept("10-8", ". <= today()") == "2025-10-08")
        #expect(kept("10-8", ". >= today()") == "2026-10-08")
        #expect(kept("9-3", ". >= today()") == "2027-09-03")
        #expect(kept("明天", ". <= today()") == nil)
        let session = FormDefinition.of([.ask("a", .date)]).session()
        #expect(throws: AnswerReader.Refusal.whichYear(["2025-10-08", "2026-10-08"])) {
            try reader.read("10-8", at: FormPath([.init("a")]), in: session, menu: ChoiceMenu([]))
        }
    }

    @Test(
        "Moments: a day and a time",
        arguments: [
            ("昨天 8:30", "2026-09-20T08:30"), ("昨天8点半", "2026-09-20T08:30"),
            ("九月三日下午三点", "2026-09-03T15:00"), ("9-3 8:30", "2026-09-03T08:30"),
            ("2026-09-03T08:30:00.000+08:00", "2026-09-03T08:30"), ("昨天", nil), ("8:30", nil),
        ]
    )
    func moments(typed: String, moment: String?) {
        #expect(kept(typed, .dateTime).map { String($0.prefix(16)) } == moment)
    }

    @Test(
        "Times",
        arguments: [
            ("8:30", "08:30"), ("8：30", "08:30"), ("8点", "08:00"), ("8点半", "08:30"),
            ("下午3点05分", "15:05"), ("晚上8点", "20:00"), ("中午1点", "13:00"),
            ("中午12点", "12:00"), ("八点半", "08:30"), ("八点一刻", "08:15"),
            ("下午两点零五分", "14:05"), ("十点", "10:00"), ("凌晨1点", "01:00"), ("晚上12点", nil), ("晚上1点", nil),
            ("25:00", nil), ("8:61", nil),
        ]
    )
    func times(typed: String, time: String?) {
        #expect(kept(typed, .time).map { String($0.prefix(5)) } == time)
    }

    @Test("Numbers, in any width; a range keeps its steps")
    func numbers() {
        #expect(kept("１２", .integer) == "12")
        #expect(kept("1.5", .integer) == nil)
        #expect(kept("３．５", .decimal) == "3.5")
        #expect(kept("many", .decimal) == nil)
        let range = { (row: inout FormNode) in
            row.parameters = ["start": "0", "end": "10", "step": "2"]
        }
        #expect(kept("4", .range, range) == "4")
        #expect(kept("5", .range, range) == nil)
        #expect(kept("12", .range, range) == nil)
    }

    @Test("Places, and a consent")
    func others() {
        #expect(kept("34.27, 107.75", .geopoint) == "34.27 107.75 0.0 0.0")
        #expect(kept("134 107", .geopoint) == nil)
        #expect(kept("34.27", .geopoint) == nil)
        #expect(kept("是", .acknowledge) == "OK")
        #expect(kept("否", .acknowledge) == nil)
        #expect(kept(" ＡＢ  c ", .text) == "AB c")
        #expect(kept(String(repeating: "长", count: 30_000), .text) == nil)
    }
}
