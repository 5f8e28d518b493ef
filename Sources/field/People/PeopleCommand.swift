import ArgumentParser
import FieldKit

/// `field people`: who may sign in at this laptop.
struct PeopleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "人员：这台电脑上登记的老师 · The teachers who may sign in at this laptop.",
        subcommands: [List.self, Remove.self],
        defaultSubcommand: List.self,
        aliases: ["人员"]
    )

    /// `field people list`: who they are.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "有谁，谁在用 · Who they are, and who works here now.",
            aliases: ["列表"]
        )

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let people = try global.place.replica { try $0.people() }
            guard !output.json else {
                return try Terminal.print(
                    .array(
                        people.people.map { person in
                            .keys([
                                "person": .text(person.name),
                                "staffNumber": person.staffNumber.map { .text($0) },
                                "current": .boolean(person.name == people.current),
                            ])
                        }
                    )
                )
            }
            guard people.isShared else {
                return try Terminal.say(
                    "这台电脑只有一位老师用。要共用，请先 field 登录。",
                    "One teacher works at this laptop. To share it, begin with `field login`."
                )
            }
            for (index, person) in people.people.enumerated() {
                let mark = person.name == people.current ? "✓" : " "
                try Terminal.show(
                    "\(mark) \(index + 1) \(person.name)  \(person.staffNumber ?? "")\n"
                )
            }
        }
    }

    /// `field people remove`: forgets one.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "移除：不再用这台电脑，或忘了口令 · Forget a teacher; what was written stays.",
            aliases: ["移除"]
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "姓名或工号 · Name or staff number.")
        var who: String

        func run() throws {
            try global.place.replica { replica in
                var people = try replica.people()
                let named = people.people.first { $0.name == who || $0.staffNumber == who }
                guard let named else { throw Problem(.personUnknown) }
                try people.remove(named.name)
                try replica.setPeople(people)
                try Terminal.say(
                    "已移除。这位老师写的资料和草稿都在。",
                    "Removed. What the teacher wrote, drafts too, stays."
                )
            }
        }
    }
}
