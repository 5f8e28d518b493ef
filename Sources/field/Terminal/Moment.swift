import FieldKit
import Foundation
import Synchronization

/// Points in time, as programs and as people read them.
enum Moment {
    /// ISO 8601 in UTC with milliseconds.
    ///
    /// By hand: a formatter would load the calendars of the world for it.
    static func iso(_ milliseconds: Int64) -> String {
        let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
        let rest = Int(milliseconds - Int64(days) * 86_400_000)
        let day = BusinessDay(dayNumber: days).map { "\($0)" } ?? "1970-01-01"
        let seconds = rest / 1_000
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return "\(day)T\(time.joined(separator: ":")).\(padded(rest % 1_000, 3))Z"
    }

    /// The same for people, without seconds.
    static func local(_ milliseconds: Int64) -> String { CountyTime.text(milliseconds) }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    // MARK: Now

    /// What is known of the time beside the laptop's clock.
    private static let county = Mutex(CountyClock(offset: nil, lastSync: nil))
    /// Whether a person was asked what day it is, since the program started.
    private static let isAsked = Mutex(false)

    /// Takes in what a replica knows of the time; what has passed by what was learnt before stays so.
    static func learn(_ clock: CountyClock) {
        county.withLock {
            $0 = CountyClock(offset: clock.offset, lastSync: max(clock.passed, $0.passed))
        }
    }

    /// Takes in that somebody says what day it is.
    static func learn(_ day: BusinessDay) {
        learn(CountyClock(offset: nil, lastSync: CountyTime.start(of: day)))
    }

    /// What time it is, as far as this laptop can know.
    static func now() -> Int64 {
        let clock = county.withLock { $0 }
        return clock.time(of: SystemClock().milliseconds()) ?? clock.passed
    }

    /// Whether the laptop's clock shows a time that it cannot be.
    static var isDoubtful: Bool {
        county.withLock { $0 }.time(of: SystemClock().milliseconds()) == nil
    }

    /// Today, as far as this laptop can know.
    static func today() -> BusinessDay? { CountyTime.day(now()) }

    /// Says that the clock cannot be right, and asks a person what day it is, once; who does not say goes
    /// on with the day that has come for certain.
    static func settle() throws {
        guard isDoubtful, let known = today(), !isAsked.withLock({ $0 }) else { return }
        isAsked.withLock { $0 = true }
        let shown = local(SystemClock().milliseconds())
        Terminal.note(
            "电脑的时间是 \(shown)，不可能：\(known) 已经过了。请改正电脑的时间；走访日期以您填写的为准。",
            "The clock says \(shown), which cannot be: \(known) has passed. Set the clock; the day of a visit is what you type."
        )
        let prompter = Prompter(isAside: true)
        guard prompter.isAttended else { return }
        let question = Language.current(
            "今天是哪一天（如 \(known)，回车就按这一天）：",
            "What day is it today (such as \(known); Enter for this one): "
        )
        while let typed = prompter.ask(question), !typed.isEmpty {
            guard let day = BusinessDay.typedAhead(typed, today: known) else {
                try prompter.say("没有看懂，请写成 \(known) 这样。", "Write it as \(known).")
                continue
            }
            return learn(max(day, known))
        }
    }
}
