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
        let shelf = try FillShelf(replica, form: definition.id, about: nil)
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
            command: "field visit new --new-family"
        )
        guard let finished = try filling.interview(try shelf.load()) else { return nil }
        let family = NewFamily(finished.answers, zone: task.surroundings.timeZone)
        guard let choice = try choose(family) else {
            try prompter.say(
                "已存草稿。下次运行 field visit new --new-family 接着填。",
                "The draft is kept; `field visit new --new-family` goes on with it."
            )
            return nil
        }
        let household: RecordID
        switch choice {
        case .new: household = try make(family, nil)
        case .known(let id): household = try make(family, id)
        }
        try shelf.clear()
        return household
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
        while true {
            let typed = prompter.ask(
                Language.current(
                    "是哪一户？填编号；都不是填 0（新户）：",
                    "Which one is it? A number, or 0 for none of them: "
                )
            )
            guard let typed else { return nil }
            let word = PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces).lowercased()
            if ["q", "退出"].contains(word) { return nil }
            if ["0", "新", "新户", "new"].contains(word) { return .new }
            if let number = Int(word), likely.indices.contains(number - 1) {
                return .known(likely[number - 1].household.id)
            }
            try prompter.say("请填编号或 0。", "Type a number, or 0.")
        }
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

    /// Makes what is new of the family.
    private func make(_ family: NewFamily, _ known: RecordID?) throws -> RecordID {
        var rest = family
        if let known {
            let pupils = try folder.records(of: "student", naming: known, in: "household")
            rest = try family.without(pupils, folder)
        }
        let made = try replica.create(rest, in: known, author: try replica.author())
        let view = try replica.view("household", made.household)
        let number = view.values["household_number"]?.text ?? ""
        if known == nil {
            try prompter.say(
                "已建新户 \(number)，学生 \(made.children.count) 名。县里会给正式编号。",
                "The family is \(number), with \(made.children.count) children. The county gives the final number."
            )
        } else if !made.children.isEmpty {
            try prompter.say(
                "这户新加学生 \(made.children.count) 名。",
                "\(made.children.count) children were added to this family."
            )
        }
        return made.household
    }
}
