import FieldKit

/// What stands between a command and the records on a laptop that several teachers share.
struct ScreenLock {
    private static let triesMax = 3

    private let folder: ReplicaFolder

    init(_ folder: ReplicaFolder) { self.folder = folder }

    /// Lets a command through: at once where nobody has signed in yet or where who works here was active
    /// just now, else after the passphrase.
    ///
    /// - Throws: `locked` where nobody can be asked, or the passphrase was wrong three times.
    func pass() throws {
        guard try folder.replica.people().isShared else { return }
        if try isClosed() { try unlock() }
        folder.noteActivity()
    }

    /// Whether a passphrase would be asked for now.
    func isClosed() throws -> Bool {
        let people = try folder.replica.people()
        return people.isShared && (people.isLocked || folder.isPaused())
    }

    private func unlock() throws {
        var people = try folder.replica.people()
        guard Terminal.canAsk, let name = people.current else { throw Problem(.locked) }
        let prompter = Prompter(isAside: true)
        try prompter.show(
            Language.current(
                "已锁定。\(name)，请输入口令；换人请用 field switch（切换）。\n",
                "Locked. \(name), please give your passphrase; `field switch` lets a colleague in.\n"
            )
        )
        for _ in 0..<Self.triesMax {
            guard let typed = try prompter.askSecret(Language.current("口令：", "Passphrase: ")),
                !typed.isEmpty
            else { break }
            do {
                try people.signIn(name, passphrase: typed)
                return try folder.replica.setPeople(people)
            } catch let problem as Problem where problem.code == .passphraseWrong {
                ErrorReporter.say(problem)
            }
        }
        throw Problem(.locked)
    }
}
