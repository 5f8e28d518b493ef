import ArgumentParser
import FieldKit

/// `field login`: who works at this laptop from now on.
struct LoginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "登录：几位老师共用一台电脑时，说明是谁在用 · Sign in at a laptop that teachers share.",
        discussion: """
            第一次登录后，这台电脑就是共用的：每位老师有自己的口令，看到自己的工作，停十分钟自动锁定。
            口令只锁屏幕，不加密硬盘。新来的老师由已登录的老师用 --new 加入。
            After the first sign-in the laptop is a shared one: everybody has a passphrase and sees the own work,
            and a pause of ten minutes locks. It locks the screen, not the disk. A further teacher is let in
            with --new by one who is signed in.
            """,
        aliases: ["登录"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var passphrase: PassphraseOptions

    @Argument(help: "姓名或工号 · Name or staff number.")
    var who: String?

    @Flag(help: "加入一位新老师 · Let a further teacher in.")
    var new = false

    func run() throws {
        try global.place.open(isOpenToAll: true) { folder in
            let people = try folder.replica.people()
            let signIn = SignIn(folder: folder, passphrase: passphrase)
            let isKnown = people.isShared && !new
            let person =
                isKnown
                ? try signIn.enter(who) : try ScreenLock(folder).pass { try signIn.join(who) }
            try person.say(output)
        }
    }
}

/// `field switch`: a colleague takes over.
struct SwitchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch",
        abstract: "切换：换一位老师 · Let a colleague of this laptop take over.",
        aliases: ["切换"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var passphrase: PassphraseOptions

    @Argument(help: "姓名、工号或名单里的序号 · Name, staff number or place in the list.")
    var who: String?

    func run() throws {
        try global.place.open(isOpenToAll: true) { folder in
            let people = try folder.replica.people()
            guard people.isShared else { throw Problem(.personUnknown) }
            let person = try SignIn(folder: folder, passphrase: passphrase).enter(who)
            try person.say(output)
        }
    }
}

/// `field lock`: nobody sees anything until the passphrase is given.
struct LockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "锁定：离开一会儿 · Lock this laptop until the passphrase is given.",
        aliases: ["锁定"]
    )

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try global.place.open(isOpenToAll: true) { folder in
            var people = try folder.replica.people()
            guard people.isShared else { throw Problem(.personUnknown) }
            people.lock()
            try folder.replica.setPeople(people)
            try Terminal.say("已锁定。", "Locked.")
        }
    }
}

extension LaptopPeople.Person {
    /// Says who works here now.
    fileprivate func say(_ output: OutputOptions) throws {
        guard !output.json else {
            return try Terminal.print(
                .keys(["person": .text(name), "staffNumber": staffNumber.map { .text($0) }])
            )
        }
        try Terminal.say(
            "\(name)，您已登录。今天要办的事：field 今日。",
            "\(name) is signed in. What to look at: field today."
        )
    }
}
