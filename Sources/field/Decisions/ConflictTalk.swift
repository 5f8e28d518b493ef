import FieldKit

/// Goes through the open conflicts with a person, field by field.
struct ConflictTalk {
    private static let sides = ["甲", "乙", "丙", "丁", "戊", "己"]

    private let replica: Replica
    private let prompter: Prompter
    private let text = RecordText(.county)
    private let author: String

    init(_ replica: Replica, _ prompter: Prompter) throws {
        self.replica = replica
        self.prompter = prompter
        author = try replica.author()
    }

    /// Whether a teacher may decide it: what the roster, the county or nobody may write is for others.
    static func isOpen(_ conflict: ConflictView) -> Bool {
        conflict.key == .deleted || conflict.policy.authority == .anyone
    }

    /// One after the other, until all are through or the person leaves.
    func run(_ conflicts: [ConflictView]) throws {
        var decided = 0
        for conflict in conflicts {
            try show(conflict)
            guard Self.isOpen(conflict) else {
                try prompter.say("  这一项由县里决定。", "  The county decides this one.")
                continue
            }
            switch try ask(conflict) {
            case .decided: decided += 1
            case .left: continue
            case .quit: return try sayEnd(decided)
            }
        }
        try sayEnd(decided)
    }

    private func sayEnd(_ decided: Int) throws {
        try prompter.say(
            "您决定了 \(decided) 处；其余留给县里。",
            "You decided \(decided); the rest is left to the county."
        )
    }

    // MARK: Showing both sides

    private func show(_ conflict: ConflictView) throws {
        let name = Masking.name(try replica.subjectName(conflict.type, conflict.id))
        let label = text.field(conflict.key.fieldName, of: conflict.type)
        let about = [text.type(conflict.type), name].filter { !$0.isEmpty }
            .joined(separator: " ")
        try prompter.show("\n\(about)  “\(label)”\n")
        for (side, entry) in zip(Self.sides, choices(conflict)) {
            let value = value(entry.value, conflict)
            let moment = Moment.local(entry.stamp)
            let suspect =
                entry.isClockSuspect ? Language.current("（时钟存疑）", " (clock suspect)") : ""
            try prompter.show("  \(side)  \(value)  \(entry.author)  \(moment)\(suspect)\n")
        }
        let read = conflict.origins.map { value($0.value, conflict) }
        let origin = read.joined(separator: Language.current("、", ", "))
        try read.isEmpty
            ? prompter.say("  写的时候互相没有看到。", "  Neither had seen what the other wrote.")
            : prompter.say(
                "  写的时候都看到的是“\(origin)”，互相没有看到。",
                "  Each had seen \"\(origin)\", and none what the others wrote."
            )
    }

    /// One entry a value, the shown one first.
    private func choices(_ conflict: ConflictView) -> [EntryView] {
        var seen: Set<Value> = []
        return conflict.entries.filter {
            $0.key == conflict.key && seen.insert($0.value).inserted
        }
    }

    private func value(_ value: Value, _ conflict: ConflictView) -> String {
        if conflict.key == .deleted {
            return value == .boolean(true)
                ? Language.current("删除", "delete") : Language.current("保留", "keep")
        }
        return text.value(value, field: conflict.key.name, of: conflict.type)
    }

    // MARK: Asking

    private enum Outcome { case decided, left, quit }

    private func ask(_ conflict: ConflictView) throws -> Outcome {
        let options = choices(conflict)
        while true {
            let isDeletion = conflict.key == .deleted
            let question =
                isDeletion
                ? Language.current(
                    "  d 删除  k 保留  回车 留给县里  q 退出：",
                    "  d delete, k keep, Enter leaves it to the county, q quits: "
                )
                : Language.current(
                    "  甲/乙 或 1/2 采用  w 另写  回车 留给县里  q 退出：",
                    "  1 or 2 takes that side, w another value, Enter leaves it to the county, q quits: "
                )
            guard let typed = prompter.ask(question) else { return .quit }
            let plain = PlainText.halfWidth(typed).lowercased().filter { $0 != " " }
            if plain.isEmpty { return .left }
            if TypedWord(plain) == .leave { return .quit }
            guard let chosen = try chosen(plain, options, conflict) else {
                try prompter.say("  没有这一项，请重选。", "  There is no such choice.")
                continue
            }
            if try decide(conflict, chosen) { return .decided }
        }
    }

    /// The value that was chosen; nil for what is no choice.
    private func chosen(
        _ typed: String,
        _ options: [EntryView],
        _ conflict: ConflictView
    ) throws -> Value? {
        if conflict.key == .deleted {
            if ["d", "删除"].contains(typed) { return .boolean(true) }
            return ["k", "保留"].contains(typed) ? .boolean(false) : nil
        }
        let side = Self.sides.firstIndex(of: typed).map { "\($0 + 1)" } ?? typed
        if let chosen = options.entry(typed: side) { return chosen.value }
        guard ["w", "另写"].contains(typed) else { return nil }
        guard let own = prompter.ask(Language.current("  写成：", "  Its value: ")), !own.isEmpty
        else {
            return nil
        }
        do {
            return try PolicyTable.county.value(
                typed: own,
                field: conflict.key.fieldName,
                of: conflict.type
            )
        } catch {
            ErrorReporter.say(error)
            return nil
        }
    }

    /// Asks why, and writes the decision; false if it is to be asked again.
    private func decide(_ conflict: ConflictView, _ value: Value) throws -> Bool {
        let asked = prompter.ask(Language.current("  理由（对方会看到）：", "  Why (the others read it): "))
        guard let reason = asked, reason.contains(where: { !$0.isWhitespace }) else {
            try prompter.say("  没有写理由，还没有决定。", "  Without a reason nothing is decided.")
            return false
        }
        do {
            _ = try replica.resolve(
                conflict.id,
                type: conflict.type,
                field: conflict.key.fieldName,
                value: value,
                reason: reason,
                reviewer: author,
                base: conflict.version
            )
            try prompter.say("  已决定。", "  Decided.")
            return true
        } catch let problem as Problem where problem.code != .formStale {
            ErrorReporter.say(problem)
            return false
        } catch {
            // Somebody has decided it meanwhile: there is nothing left to ask.
            ErrorReporter.say(error)
            return true
        }
    }
}
