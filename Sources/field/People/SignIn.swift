import FieldKit

/// Signing in at a laptop: who it is, and the passphrase.
struct SignIn {
    let folder: ReplicaFolder
    let passphrase: PassphraseOptions

    private var prompter: Prompter { Prompter(isAside: true) }

    /// Signs somebody in who is known here.
    ///
    /// - Parameter typed: Name, staff number or place in the list; nil asks where there are several.
    /// - Returns: Who is signed in now.
    /// - Throws: `person_unknown`, `passphrase_wrong`, `missing_option`, `nothing_given`.
    func enter(_ typed: String?) throws -> LaptopPeople.Person {
        var people = try folder.replica.people()
        let person = try person(typed, of: people)
        try people.signIn(person.name, passphrase: try passphrase.known(of: person.name))
        try keep(people)
        return person
    }

    /// Lets a further teacher in, and signs that one in.
    ///
    /// - Parameter typed: Name or staff number; nil asks.
    /// - Returns: Who is signed in now.
    /// - Throws: `person_exists`, `several_fit`, `missing_option`, `nothing_given`, `password_weak`.
    func join(_ typed: String?) throws -> LaptopPeople.Person {
        var people = try folder.replica.people()
        let typed = try typed ?? askedName(people)
        let (name, number) = try onRoster(typed)
        guard people.person(name) == nil else { throw Problem(.personExists) }
        try people.add(
            name,
            staffNumber: number,
            passphrase: try passphrase.new(for: name)
        )
        try keep(people)
        guard let person = people.person(name) else { throw Problem(.personUnknown) }
        return person
    }

    private func keep(_ people: LaptopPeople) throws {
        try folder.replica.setPeople(people)
        folder.noteActivity()
    }

    // MARK: Who

    private func person(
        _ typed: String?,
        of people: LaptopPeople
    ) throws -> LaptopPeople.Person {
        let all = people.people
        if typed == nil, all.count == 1 { return all[0] }
        let typed = try typed ?? chosen(all)
        let plain = PlainText.halfWidth(typed).filter { !$0.isWhitespace }
        if let person = all.entry(typed: plain) { return person }
        guard let person = all.first(where: { $0.name == plain || $0.staffNumber == plain }) else {
            throw Problem(.personUnknown)
        }
        return person
    }

    private func chosen(_ people: [LaptopPeople.Person]) throws -> String {
        guard Terminal.canAsk else { throw Problem(.missingOption, ["option": "WHO"]) }
        for (index, person) in people.enumerated() {
            try prompter.show("\(index + 1) \(person.name)\n")
        }
        return try answer(Language.current("您是哪位（数字、姓名或工号）：", "Who are you: "))
    }

    private func askedName(_ people: LaptopPeople) throws -> String {
        guard Terminal.canAsk else { throw Problem(.missingOption, ["option": "WHO"]) }
        let holder = people.isShared ? nil : try folder.replica.certificate()?.name
        let known = holder.map { "〔\($0)〕" } ?? ""
        let typed = prompter.ask(
            Language.current("姓名或工号\(known)：", "Name or staff number\(known): ")
        )
        if let holder, typed?.isEmpty == true { return holder }
        guard let typed, !typed.isEmpty else { throw Self.nobodyNamed }
        return typed
    }

    private func answer(_ question: String) throws -> String {
        guard let typed = prompter.ask(question), !typed.isEmpty else { throw Self.nobodyNamed }
        return typed
    }

    private static var nobodyNamed: Problem {
        Problem(.nothingGiven, ["what": Language.current("姓名或工号", "The name or staff number")])
    }

    /// The name and staff number that the roster has for what was typed; the name as typed where the
    /// roster here has none.
    private func onRoster(_ typed: String) throws -> (name: String, number: String?) {
        let plain = PlainText.name(typed)
        guard !plain.isEmpty, plain.utf8.count <= Limits.authorBytesMax else {
            throw Problem(.wrongUsage, ["what": "WHO"])
        }
        let fitting = try folder.replica.teachers(called: plain)
        guard fitting.count <= 1 else {
            throw Problem(
                .severalFit,
                ["what": RecordText(.county).type("teacher"), "count": "\(fitting.count)"]
            )
        }
        guard let teacher = fitting.first, let name = teacher.values["name"]?.text else {
            Terminal.note(
                "名册里没有这位老师，先按您写的姓名登记。",
                "The roster here has no such teacher; the name is kept as it was typed."
            )
            return (plain, nil)
        }
        return (name, teacher.values["staff_number"]?.text)
    }
}
