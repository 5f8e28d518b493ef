import FieldKit

/// The questions of a visit, in a terminal.
///
/// Each answer is kept as a draft before the next question.
struct VisitInterview {
    let places: VisitPlaces
    let prompter: Prompter

    /// How many households a menu shows.
    private static let menuMax = 9

    /// Asks until everything is answered.
    ///
    /// - Returns: The answers; nil if the person left, and the draft is kept.
    func run() throws -> VisitDraft? {
        var draft = try begin()
        while true {
            guard let answer = try ask(draft) else {
                try save(draft)
                try prompter.say(
                    "已存草稿（第 \(draft.step.rawValue + 1)/\(VisitDraft.Step.allCases.count) 步）。"
                        + "下次运行 field visit new 接着填。",
                    "The draft is kept (step \(draft.step.rawValue + 1) of "
                        + "\(VisitDraft.Step.allCases.count)); `field visit new` goes on with it."
                )
                return nil
            }
            switch answer {
            case .back:
                draft.step = VisitDraft.Step(rawValue: draft.step.rawValue - 1) ?? .household
            case .again:
                continue
            case .took(let new):
                if new.step == .review, draft.step == .review { return new }
                draft = new
                try save(draft)
            }
        }
    }

    private func save(_ draft: VisitDraft) throws { try places.home.replica(draft.save) }

    /// What became of one question.
    private enum Outcome {
        case took(VisitDraft)
        case again
        case back
    }

    private func begin() throws -> VisitDraft {
        guard let draft = try places.home.replica(VisitDraft.load), let household = draft.household,
            let view = try? places.household(household)
        else { return VisitDraft() }
        try prompter.say(
            "有一份没填完的走访（\(VisitPlaces.line(view))）。1 接着填  2 重新填",
            "There is an unfinished visit (\(VisitPlaces.line(view))). 1 go on  2 begin anew"
        )
        let answer = prompter.ask("〔1〕")
        return answer == "2" ? VisitDraft() : draft
    }

    /// - Returns: Nil if the person leaves.
    private func ask(_ draft: VisitDraft) throws -> Outcome? {
        let question = try question(draft)
        guard let typed = prompter.ask(question) else { return nil }
        switch typed.lowercased() {
        case "q", "退出": return nil
        case "<", "上一步": return .back
        case "?", "？":
            try help()
            return .again
        default:
            guard var new = try take(PlainText.clean(typed), draft) else { return .again }
            if new.step < .review {
                new.step = VisitDraft.Step(rawValue: draft.step.rawValue + 1) ?? .review
            }
            return .took(new)
        }
    }

    private func help() throws {
        try prompter.say(
            "直接回车取〔〕里的内容；< 返回上一项；q 存草稿并退出。",
            "Enter takes what stands in [ ]; < goes back; q keeps the draft and leaves."
        )
    }

    // MARK: Questions

    private func question(_ draft: VisitDraft) throws -> String {
        let language = Language.current
        switch draft.step {
        case .household:
            return language("户（户主姓名、住址或编号的一部分）：", "Household (part of a name, address or id): ")
        case .students:
            let students = try students(draft)
            for (index, view) in students.enumerated() {
                try prompter.write("  \(index + 1) \(VisitPlaces.studentLine(view))\n")
            }
            return students.isEmpty
                ? language("这户没有登记学生，回车继续：", "No pupils are known here; press Enter: ")
                : language("谈到的学生（可多选）〔全部〕：", "Pupils, one or more [all]: ")
        case .date:
            return language("日期（今天、昨天、9-3）〔今天〕：", "Day (today, yesterday, 9-3) [today]: ")
        case .kind:
            for kind in VisitKind.allCases {
                try prompter.write("  \(kind.rawValue) \(kind.label(language))\n")
            }
            return language("方式〔10〕：", "How [10]: ")
        case .note: return language("纪要（可空）：", "Note (may be empty): ")
        case .review:
            try show(draft)
            return language("保存吗？〔是〕：", "Save it? [yes]: ")
        }
    }

    private func show(_ draft: VisitDraft) throws {
        let language = Language.current
        let household = try draft.household.map { try places.household($0) }
        let students = try students(draft).filter { draft.students.contains("\($0.id)") }
        let kind = draft.kind.flatMap { VisitKind(rawValue: $0) }?.label(language) ?? ""
        let rows = [
            (language("户", "household"), household.map(VisitPlaces.line) ?? ""),
            (
                language("学生", "pupils"),
                students.map(VisitPlaces.studentLine).joined(separator: language("、", ", "))
            ),
            (language("日期", "day"), draft.date ?? ""), (language("方式", "how"), kind),
            (language("纪要", "note"), draft.note ?? ""),
        ]
        let width = rows.map { DisplayWidth.of($0.0) }.max() ?? 0
        for row in rows {
            try prompter.write("  \(DisplayWidth.pad(row.0, to: width))  \(row.1)\n")
        }
        guard let household, let date = draft.date,
            try places.hasVisit(to: "\(household.id)", on: date)
        else { return }
        try prompter.say(
            "这户当天已有一次走访记录；仍可保存。",
            "A visit to this household on that day is recorded already; you may save this one too."
        )
    }

    private func students(_ draft: VisitDraft) throws -> [RecordView] {
        guard let id = draft.household.flatMap({ RecordID($0) }) else { return [] }
        return try places.students(of: id)
    }

    // MARK: Answers

    /// - Returns: The draft with the answer; nil if it will not do, and why has been said.
    private func take(_ typed: String, _ draft: VisitDraft) throws -> VisitDraft? {
        var new = draft
        switch draft.step {
        case .household:
            guard let found = try household(typed) else { return nil }
            new.household = "\(found.id)"
            new.students = []
        case .students:
            guard let chosen = try choose(typed, from: try students(draft)) else { return nil }
            new.students = chosen
        case .date:
            guard let day = try VisitAnswers.day(typed.isEmpty ? "today" : typed) else {
                try prompter.say(
                    "看不懂这个日期，或在今天之后。可填：今天、昨天、9-3、2026-9-3。",
                    "That is no day, or it is yet to come. Type today, yesterday, 9-3, 2026-9-3."
                )
                return nil
            }
            new.date = day
        case .kind:
            let code = typed.isEmpty ? VisitKind.atHome.rawValue : PlainText.halfWidth(typed)
            guard VisitKind(rawValue: code) != nil else {
                try prompter.say("请填表中的代码。", "Type one of the codes.")
                return nil
            }
            new.kind = code
        case .note: new.note = typed
        case .review:
            guard ["", "是", "y", "yes", "1"].contains(typed.lowercased()) else {
                try prompter.say("输入 < 返回修改，q 存草稿。", "Type < to go back, q to keep a draft.")
                return nil
            }
        }
        return new
    }

    private func household(_ typed: String) throws -> RecordView? {
        guard !typed.isEmpty else { return nil }
        let found = try places.households(typed, limit: Self.menuMax)
        guard !found.isEmpty else {
            try prompter.say(
                "没有找到。换一个词；新电脑先运行 field sync；q 退出。",
                "Nothing was found. Try another word; a new laptop runs `field sync` first; q leaves."
            )
            return nil
        }
        guard found.count > 1, let first = found.first else { return found.first }
        for (index, view) in found.prefix(Self.menuMax).enumerated() {
            try prompter.write("  \(index + 1) \(VisitPlaces.line(view))\n")
        }
        if found.count > Self.menuMax {
            try prompter.say("还有更多，请填得更具体。", "There are more; be more precise.")
        }
        let answer = prompter.ask(Language.current("哪一户〔1〕：", "Which one [1]: ")) ?? "0"
        if answer.isEmpty { return first }
        guard let number = Int(PlainText.halfWidth(answer)),
            found.prefix(Self.menuMax).indices.contains(number - 1)
        else {
            try prompter.say("请填左边的数字。", "Type one of the numbers on the left.")
            return nil
        }
        return found[number - 1]
    }

    /// Reads `1 3`, `1,3`, `1、3`; nothing means all.
    private func choose(_ typed: String, from views: [RecordView]) throws -> [String]? {
        let parts = PlainText.halfWidth(typed).split(whereSeparator: { " ,、;".contains($0) })
        guard !parts.isEmpty else { return views.map { "\($0.id)" } }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count,
            numbers.allSatisfy({ views.indices.contains($0 - 1) })
        else {
            try prompter.say("请填左边的数字，可多个。", "Type the numbers on the left.")
            return nil
        }
        return numbers.map { "\(views[$0 - 1].id)" }
    }
}
