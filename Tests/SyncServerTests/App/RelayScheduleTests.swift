import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("When a relay syncs with its county")
struct RelayScheduleTests {
    private let zone = TimeZone(secondsFromGMT: 8 * 3_600) ?? .gmt

    /// Of 21 November 2026 in China.
    private func moment(_ hour: Int, _ minute: Int, day: Int = 21) throws -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return try #require(
            calendar.date(
                from: DateComponents(year: 2026, month: 11, day: day, hour: hour, minute: minute)
            )
        )
    }

    @Test("is today if the time is still to come, else tomorrow")
    func next() throws {
        let time = try #require(DailyTime("03:30"))
        #expect(try time.next(after: moment(1, 0), in: zone) == moment(3, 30))
        #expect(try time.next(after: moment(3, 30), in: zone) == moment(3, 30, day: 22))
        #expect(try time.next(after: moment(23, 59), in: zone) == moment(3, 30, day: 22))
        #expect(DailyTime("0:05")?.hour == 0)
    }

    @Test(
        "is a time of the day and nothing else",
        arguments: ["", "24:00", "12:60", "12", "12:5", "-1:00", "12:00:00"]
    )
    func invalid(_ text: String) { #expect(DailyTime(text) == nil) }

    @Test("pauses grow from a minute to half an hour, and differ by chance")
    func pauses() {
        let longest = (1...8).map { RelaySyncService.pause(afterFailures: $0, .max) }
        let shortest = (1...8).map { RelaySyncService.pause(afterFailures: $0, 0) }
        #expect(shortest == [30, 60, 120, 240, 480, 900, 900, 900])
        for (low, high) in zip(shortest, longest) { #expect(high > low && high <= low * 2) }
    }

    @Test("is asked for at a relay only, and written right")
    func usage() async throws {
        try await onThread {
            let county = try ServerProgram.county(in: try TemporaryFolder())
            try county.mustFail("serve", "--sync-at", "25:00", code: "wrong_usage", exit: 2)
            try county.mustFail("serve", "--sync-at", "03:00", code: "not_a_relay", exit: 1)
            try county.mustFail(
                "serve",
                "--upstream",
                "https://county.example",
                code: "not_a_relay",
                exit: 1
            )
        }
    }
}
