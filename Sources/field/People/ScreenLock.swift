import FieldKit
import Foundation

/// What stands between a command and the records on a laptop that several teachers share.
struct ScreenLock: Sendable {
    /// The lock of the laptop whose folder is open; nil before, and where nothing is ever locked.
    @TaskLocal static var current: ScreenLock?

    private static let triesMax = 3
    private static let secondsMax = 600

    private let folder: ReplicaFolder
    /// Who was let in; nil for who works here when it is asked.
    private var name: String?

    init(_ folder: ReplicaFolder) { self.folder = folder }

    /// Seconds without a command or an answer after which the screen locks: ten minutes, or fewer where the
    /// environment says so.
    static var pauseSeconds: Int {
        let typed = ProcessInfo.processInfo.environment["FIELD_LOCK_SECONDS"].flatMap { Int($0) }
        return typed.map { (1...secondsMax).contains($0) ? $0 : secondsMax } ?? secondsMax
    }

    /// Does something with the records: at once where nobody has signed in yet or where who works here was
    /// active just now, else after the passphrase; while it asks something, the screen locks too.
    ///
    /// - Throws: `locked` where nobody can be asked, or the passphrase was wrong three times.
    func pass<Result>(_ body: () throws -> Result) throws -> Result {
        guard try folder.replica.people().isShared else { return try body() }
        if try isClosed(), try !unlock(tries: Self.triesMax) { throw Problem(.locked) }
        folder.noteActivity()
        var lock = self
        lock.name = try folder.replica.people().current
        return try Self.$current.withValue(lock) { try body() }
    }

    /// Whether a passphrase would be asked for now.
    func isClosed() throws -> Bool {
        let people = try folder.replica.people()
        let pause = Int64(Self.pauseSeconds) * 1_000
        return people.isShared && (people.isLocked || folder.isPaused(for: pause))
    }

    /// Locks the laptop, and clears what stands on the screen.
    func close() throws {
        var people = try folder.replica.people()
        guard people.isShared else { return }
        people.lock()
        try folder.replica.setPeople(people)
        try Terminal.clear()
    }

    /// Waits until somebody has typed a line at a question; locks the screen when that takes too long, and
    /// opens it again for who began.
    ///
    /// A line that was typed after another window had locked the laptop, or let a colleague in, waits for
    /// the passphrase too: what is asked here is written under the name of who began.
    ///
    /// - Parameter ask: Shows the question again, and what had been typed.
    /// - Returns: What had been typed before the screen was locked, not yet ended by Enter; empty as a rule.
    /// - Throws: `locked` when the input ended at the passphrase.
    func wait(showing ask: (String) throws -> Void) throws -> String {
        var pending = ""
        while true {
            let isTyped = WaitingInput.hasLine(within: Self.pauseSeconds)
            let people = try folder.replica.people()
            let isOwn = people.current == name
            if isTyped, isOwn, !people.isLocked { break }
            pending += WaitingInput.take().trimmingCharacters(in: .newlines)
            // A colleague who works in another window goes on there.
            try isOwn ? close() : Terminal.clear()
            guard try unlock(tries: .max) else { throw Problem(.locked) }
            try ask(pending)
        }
        folder.noteActivity()
        return pending
    }

    /// Asks for the passphrase; false if it was not given.
    private func unlock(tries: Int) throws -> Bool {
        var people = try folder.replica.people()
        guard Terminal.canAsk, let name = name ?? people.current else { return false }
        let prompter = Prompter(isAside: true)
        try prompter.show(
            Language.current(
                "已锁定。\(name)，请输入口令；换人请用 field 切换。\n",
                "Locked. \(name), please give your passphrase; `field switch` lets a colleague in.\n"
            )
        )
        var left = tries
        while left > 0 {
            left -= 1
            guard let typed = try prompter.askSecret(Language.current("口令：", "Passphrase: "))
            else { return false }
            do {
                try people.signIn(name, passphrase: typed)
                try folder.replica.setPeople(people)
                return true
            } catch let problem as Problem where problem.code == .passphraseWrong {
                ErrorReporter.say(problem)
            }
        }
        return false
    }
}
