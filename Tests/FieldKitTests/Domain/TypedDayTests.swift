import Testing

@testable import FieldKit

@Suite("Days as people type them")
struct TypedDayTests {
    @Test(
        "A typed day is the one that was meant",
        arguments: [
            ("今天", "2026-11-22"), ("today", "2026-11-22"), ("昨天", "2026-11-21"),
            ("前天", "2026-11-20"), ("Yesterday", "2026-11-21"), ("9-3", "2026-09-03"),
            ("９月３日", "2026-09-03"), ("9.3", "2026-09-03"), ("12-31", "2025-12-31"),
            ("11-23", "2026-11-23"), ("2-29", "2024-02-29"), ("2026-9-3", "2026-09-03"),
            ("2026年9月3日", "2026-09-03"), ("20260903", "2026-09-03"), ("2026/9/3", "2026-09-03"),
            ("大前天", "2026-11-19"), ("九月三日", "2026-09-03"), ("十一月二十", "2026-11-20"),
            ("二〇二六年九月三日", "2026-09-03"), ("周六", "2026-11-21"), ("上周六", "2026-11-14"),
        ]
    )
    func aTypedDayIsTheOneMeant(typed: String, day: String) throws {
        let today = try #require(BusinessDay(year: 2026, month: 11, day: 22))
        #expect(BusinessDay.typed(typed, today: today)?.description == day)
    }

    @Test(
        "A term or a promise is the next such day",
        arguments: [
            ("今天", "2026-11-22"), ("明天", "2026-11-23"), ("Tomorrow", "2026-11-23"),
            ("后天", "2026-11-24"), ("12-10", "2026-12-10"), ("１０月８日", "2027-10-08"),
            ("11-22", "2026-11-22"), ("2-29", "2028-02-29"), ("2026-9-3", "2026-09-03"),
            ("大后天", "2026-11-25"), ("下周三", "2026-11-25"), ("十二月十日", "2026-12-10"),
        ]
    )
    func aDayAheadIsTheNext(typed: String, day: String) throws {
        let today = try #require(BusinessDay(year: 2026, month: 11, day: 22))
        #expect(BusinessDay.typedAhead(typed, today: today)?.description == day)
    }

    @Test(
        "A day that may lie behind or ahead is read both ways, the nearer first",
        arguments: [
            ("明天", ["2026-11-23"]), ("前天", ["2026-11-20"]), ("下周一", ["2026-11-23"]),
            ("12-31", ["2026-12-31", "2025-12-31"]), ("9-3", ["2026-09-03", "2027-09-03"]),
            ("11-22", ["2026-11-22"]), ("2025-12-31", ["2025-12-31"]), ("someday", []),
        ]
    )
    func aDayIsReadBothWays(typed: String, days: [String]) throws {
        let today = try #require(BusinessDay(year: 2026, month: 11, day: 22))
        #expect(BusinessDay.readings(typed, today: today).map(\.description) == days)
    }

    @Test("A term without a year counts from the day of what it belongs to")
    func aTermIsOfItsEvent() throws {
        let today = try #require(BusinessDay(year: 2026, month: 11, day: 28))
        let event = try #require(BusinessDay(year: 2026, month: 9, day: 20))
        func ahead(_ typed: String, _ start: BusinessDay) -> String? {
            BusinessDay.typedAhead(typed, today: today, from: start)?.description
        }
        #expect(ahead("9-30", event) == "2026-09-30")
        #expect(ahead("明天", event) == "2026-11-29")
        func passed(_ typed: String, _ start: BusinessDay) -> String? {
            BusinessDay.justPassed(typed, before: start)?.description
        }
        #expect(passed("11-20", today) == "2026-11-20")
        #expect(passed("9-29", today) == nil)
        #expect(passed("11-28", today) == nil)
        #expect(passed("2026-11-20", today) == nil)
        #expect(
            passed("12-20", try #require(BusinessDay(year: 2027, month: 1, day: 9))) == "2026-12-20"
        )
    }

    @Test("What is no day is none", arguments: ["", "someday", "13-1", "9-31", "46268", "1-2-3-4"])
    func whatIsNoDayIsNone(typed: String) throws {
        let today = try #require(BusinessDay(year: 2026, month: 11, day: 22))
        #expect(BusinessDay.typed(typed, today: today) == nil)
        #expect(BusinessDay.typedAhead(typed, today: today) == nil)
    }
}
