import FieldKit

/// What was decided otherwise than somebody wrote it here, in words.
enum OverrulingWords {
    /// What I wrote, what is taken, by whom and why, and how to object.
    static func sentence(_ overruling: Overruling, _ names: ShownNames) -> String {
        let label = RecordText(.county).field(overruling.field, of: overruling.type)
        let name = names.name(overruling.name)
        let mine = value(overruling.mine, overruling, names)
        let taken = value(overruling.taken, overruling, names)
        let reason = names.words(overruling.reason, about: overruling.name)
        let who = overruling.decider
        let id = overruling.decision.end
        let about = name.isEmpty ? "" : Language.current("（\(name)）", " (\(name))")
        return Language.current(
            "“\(label)”\(about)：您填“\(mine)”，\(overruling.isCounty ? "县里" : who)采用“\(taken)”"
                + "（理由：\(reason)；\(who)）。您的原记录保留在历史中。"
                + "不同意请输入 field 异议 提出 \(id)；知道了请输入 field 异议 知道了 \(id)。",
            "\"\(label)\"\(about): you wrote \"\(mine)\", "
                + "\(overruling.isCounty ? "the county" : who) decided on \"\(taken)\" "
                + "(\(reason); \(who)). What you wrote is kept. "
                + "To object: `field object raise \(id)`; if it is well: `field object seen \(id)`."
        )
    }

    private static func value(
        _ text: String,
        _ overruling: Overruling,
        _ names: ShownNames
    ) -> String {
        guard overruling.field == "deleted" else {
            guard !text.isEmpty else { return Language.current("（空）", "(empty)") }
            let words = CodeList.words(
                text,
                field: overruling.field,
                of: overruling.type,
                Language.current
            )
            return names.value(words, field: overruling.field)
        }
        return text == "true" ? Language.current("删除", "deleted") : Language.current("保留", "kept")
    }
}
