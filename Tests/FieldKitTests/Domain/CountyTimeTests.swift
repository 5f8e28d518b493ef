import Testing

@testable import FieldKit

@Suite("The time in the county")
struct CountyTimeTests {
    /// Milliseconds of noon in China.
    private static func noon(_ day: String) -> Int64 {
        BusinessDay.read(day).map { CountyTime.start(of: $0) + 12 * 3_600_000 } ?? 0
    }

    @Test("Whatever zone a computer is in, a moment is read eight hours after UTC")
    func zone() throws {
        // 2026-11-28T16:30:00Z
        let moment = Self.noon("2026-11-29") - 12 * 3_600_000 + 1_800_000
        #expect(CountyTime.text(moment) == "2026-11-29 00:30")
        #expect(CountyTime.day(moment)?.description == "2026-11-29")
        #expect(CountyTime.text(-1) == "1970-01-01 07:59")
    }

    /// A clock, what it lacked at the last sync, when that was, and what day it can be.
    private struct Case {
        let clock: String
        let years: Int64
        let lastSync: String?
        let day: String?
    }

    @Test("A clock that cannot be right is not believed, one that was put right is")
    func clocks() {
        let year: Int64 = 365 * 86_400_000
        let cases = [
            Case(clock: "2026-11-28", years: 0, lastSync: "2026-11-20", day: "2026-11-28"),
            Case(clock: "2026-11-28", years: 0, lastSync: nil, day: "2026-11-28"),
            // The battery is dead, before the first sync and after one.
            Case(clock: "2009-01-01", years: 0, lastSync: nil, day: nil),
            Case(clock: "2009-01-01", years: 0, lastSync: "2026-11-20", day: nil),
            // Wrong at the last sync, and still as it was.
            Case(clock: "2023-11-29", years: 3, lastSync: "2026-11-20", day: "2026-11-28"),
            Case(clock: "2029-11-27", years: -3, lastSync: "2026-11-20", day: "2026-11-28"),
            // Put right since.
            Case(clock: "2026-11-28", years: 3, lastSync: "2026-11-20", day: "2026-11-28"),
            Case(clock: "2026-11-28", years: -3, lastSync: "2026-11-20", day: "2026-11-28"),
        ]
        for example in cases {
            let clock = CountyClock(
                offset: example.years * year,
                lastSync: example.lastSync.map(Self.noon)
            )
            let time = clock.time(of: Self.noon(example.clock))
            #expect(time.flatMap(CountyTime.day)?.description == example.day)
        }
    }

    @Test("Groups follow each other as they are counted, however they are written")
    func groups() {
        let written = ["村东头", "10组", "六组", "第2组", "12组", "１组", "十一组"]
        let sorted = written.sorted { VillageGroup($0) < VillageGroup($1) }
        #expect(sorted == ["１组", "第2组", "六组", "10组", "十一组", "12组", "村东头"])
    }
}
