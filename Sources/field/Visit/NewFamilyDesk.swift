import FieldKit
import Foundation

/// A family that is on no roster: asked, looked for among what is held, and made.
struct NewFamilyDesk {
    let folder: ReplicaFolder
    let output: OutputOptions

    private var replica: Replica { folder.replica }
    private var prompter: Prompter { Prompter(isAside: output.json) }

    /// Asks, and makes the family or finds the one that it is.
    ///
    /// - Returns: The household to visit; nil if the person left.
    func ask() throws -> RecordID? {
        let definition = NewFamilyForm.definition(villages: try replica.villages())
        guard let (shelf, draft) = try shelf(definition.id) else { return nil }
        let task = try FillTask(
            definition,
            folder: folder,
            isTrial: false,
            household: nil,
            student: nil
        )
        let filling = Filling(
            task: task,
            shelf: shelf,
            isAside: output.json,
            command: Language.current("field 家访 新建 --new-family", "field visit new --new-family")
        )
        guard let finished = try filling.interview(draft) else { return nil }
        let family = NewFamily(finished.answers, zone: task.surroundings.timeZone)
        guard let household = try keep(family, shelf.name) else {
            try prompter.say(
                "已存草稿。下次运行 field 家访 新建 --new-family 接着填。",
                "The draft is kept; `field visit new --new-family` goes on with it."
            )
            return nil
        }
        return household
    }

    /// The draft of a family that is gone on with, or a place for one that is begun beside those that are
    /// not finished; nil if the person leaves.
    private func shelf(_ form: String) throws -> (shelf: FillShelf, draft: FillDraft?)? {
        let kept = try FillShelf.all(replica, form: form)
        if !kept.isEmpty {
            try prompter.say(
                "有 \(kept.count) 份没填完的新户：",
                kept.count == 1
                    ? "There is an unfinished family:"
                    : "There are \(kept.count) unfinished families:"
            )
            let menu = DraftMenu(
                prompter: prompter,
                another: Language.current("另记一户", "another family"),
                title: title
            )
            switch try menu.choose(kept) {
            case .goOn(let chosen): return chosen
            case .leave: return nil
            case .another: break
            }
        }
        return (try FillShelf(replica, form: form, about: replica.newSubmissionID()), nil)
    }

    /// Whom a draft is about, as lists show it.
    private func title(_ draft: FillDraft) throws -> String {
        func text(_ name: String) -> String {
            let path = FormPath([.init("family"), .init(name)])
            return draft.submission.answers.value(at: path)?.text(in: CountyTime.zone) ?? ""
        }
        let head = text("head")
        let name =
            head.isEmpty ? Language.current("未填户主", "no head yet") : Masking.name(head)
        let village = try replica.villages().first { $0.code == text("village") }?.name
        return [name, village ?? text("village")].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Makes the family, or completes the one that it is; nil if the person leaves.
    private func keep(_ family: NewFamily, _ draft: String) throws -> RecordID? {
        let author = try replica.author()
        switch try choose(family) {
        case nil: return nil
        case .new:
            guard try isMade(family) else { return nil }
            let made = try replica.create(family, author: author, forgetting: draft)
            try sayNew(made)
            return made.household
        case .known(let id):
            guard let known = try settle(try folder.compare(family, with: id)) else { return nil }
            try sayKept(try replica.complete(known, author: author, forgetting: draft))
            return id
        }
    }

    /// Whether the family is made although a village next door may have it.
    private func isMade(_ family: NewFamily) throws -> Bool {
        let hints = try replica.neighbours(like: family)
        guard !hints.isEmpty else { return true }
        try prompter.say(
            "邻村的名册上可能有这一户，它的资料不在这台电脑上：",
            "A village next door may have this family; its records are not on this laptop:"
        )
        for hint in hints {
            let words = hint.reasons.map(Self.word).joined(separator: Language.current("、", ", "))
            try prompter.show(
                Language.current(
                    "  \(hint.village)（\(words)）\n",
                    "  \(hint.village) (\(words))\n"
                )
            )
        }
        let number = try number(
            to: 1,
            Language.current(
                "请先问一问那个村的老师或中心校。仍要新建填 1，先不建填 0：",
                "Ask that village's teacher or the township first. 1: make it all the same, 0: not now: "
            ),
            none: ["不", "不建", "no"]
        )
        return number == 1
    }

    private enum Choice {
        case new
        case known(RecordID)
    }

    /// Shows the families that it may be; nil if the person leaves.
    private func choose(_ family: NewFamily) throws -> Choice? {
        let likely = try folder.likelyFamilies(family)
        guard !likely.isEmpty else { return .new }
        try prompter.say("可能已经有这一户：", "This family may be here already:")
        for (index, found) in likely.enumerated() {
            try prompter.show("  \(index + 1) \(try line(found))\n")
        }
        let number = try number(
            to: likely.count,
            Language.current(
                "是哪一户？填编号；都不是填 0（新户）：",
                "Which one is it? A number, or 0 for none of them: "
            ),
            none: ["新", "新户", "new"]
        )
        return number.map { $0 == 0 ? .new : .known(likely[$0 - 1].household.id) }
    }

    /// Asks of each child whose name only sounds like that of a pupil of the family whether it is that
    /// pupil; nil if the person leaves.
    private func settle(_ known: KnownFamily) throws -> KnownFamily? {
        var settled = known
        for (place, pupils) in known.similar.sorted(by: { $0.key < $1.key }) {
            let child = known.told.children[place]
            try prompter.show(
                Language.current(
                    "“\(child.name)”和这户已有的孩子名字相近：\n",
                    "The name \(child.name) is like that of a child of this family:\n"
                )
            )
            for (index, pupil) in pupils.enumerated() {
                // Whoever chooses must tell two people apart: names are not masked here.
                let parts = ["name", "birth", "class"].compactMap { pupil.values[$0]?.text }
                try prompter.show("  \(index + 1) \(parts.joined(separator: "  "))\n")
            }
            let number = try number(
                to: pupils.count,
                Language.current(
                    "是哪一个？填编号；是另一个孩子填 0：",
                    "Which one is it? A number, or 0 for another child: "
                ),
                none: ["不是", "另一个", "no", "other"]
            )
            guard let number else { return nil }
            if number > 0 { settled.take(place, as: pupils[number - 1]) }
        }
        return settled
    }

    /// A number up to the greatest that may be chosen, or 0; nil if the person leaves.
    private func number(
        to greatest: Int,
        _ question: String,
        none: Set<String>
    ) throws -> Int? {
        while let typed = prompter.ask(question) {
            let word = PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces).lowercased()
            if ["q", "退出"].contains(word) { return nil }
            if none.contains(word) { return 0 }
            if let number = Int(word), (0...greatest).contains(number) { return number }
            try prompter.say("请填编号或 0。", "Type a number, or 0.")
        }
        return nil
    }

    private func line(_ found: LikelyFamily) throws -> String {
        let view = found.household
        let place = view.buckets.first ?? ""
        let village = try replica.villages().first { $0.code == place }?.name ?? place
        let head = Masking.name(view.values["head_name"]?.text ?? "")
        let parts = [head, village, view.values["village_group"]?.text ?? ""]
        let children = found.children.map { Masking.name($0.values["name"]?.text ?? "") }
        let words = found.reasons.map(Self.word).joined(separator: Language.current("、", ", "))
        let sep = Language.current("、", ", ")
        return (parts.filter { !$0.isEmpty } + [children.joined(separator: sep)])
            .filter { !$0.isEmpty }.joined(separator: "  ")
            + Language.current("（\(words)）", " (\(words))")
    }

    private static func word(_ reason: LikelyFamily.Reason) -> String {
        switch reason {
        case .samePhone: Language.current("电话相同", "same telephone")
        case .sameHead: Language.current("户主同名", "same name of the head")
        case .soundsLikeHead: Language.current("户主同音", "the head's name sounds alike")
        case .sameChild: Language.current("孩子同名", "same name of a child")
        case .soundsLikeChild: Language.current("孩子同音", "a child's name sounds alike")
        case .sameBirth: Language.current("出生日期相同", "same day of birth")
        case .sameVillage: Language.current("同村", "same village")
        }
    }

    // MARK: What became of it

    private func sayNew(_ made: KeptFamily) throws {
        let view = try replica.view("household", made.household)
        let number = view.values["household_number"]?.text ?? ""
        try prompter.say(
            "已建新户 \(number)，学生 \(made.children.count) 名。县里会给正式编号。",
            "The family is \(number), with \(made.children.count) children. The county gives the final number."
        )
    }

    private func sayKept(_ kept: KeptFamily) throws {
        if !kept.children.isEmpty {
            try prompter.say(
                "这户新加学生 \(kept.children.count) 名。",
                "\(kept.children.count) children were added to this family."
            )
        }
        if kept.changed > 0 {
            try prompter.say(
                "您填的已记入这户：改动 \(kept.changed) 条记录，原来的内容在历史中。",
                "What you typed is kept: \(kept.changed) records of this family changed; what stood there is in the history."
            )
        }
        if kept.observed > 0 {
            try prompter.say(
                "与原有记录不同的 \(kept.observed) 项记为核实记录，由县里核对。",
                "\(kept.observed) answers that differ from the records are observations, for the county to check."
            )
        }
    }
}
