import FieldKit

/// A teacher's ledger as people and programs read it.
struct LedgerWords {
    private let ledger: OwnLedger
    private let isRevealed: Bool

    init(_ ledger: OwnLedger, isRevealed: Bool) {
        self.ledger = ledger
        self.isRevealed = isRevealed
    }

    private var unvisited: [OwnLedger.Family] { ledger.families.filter { $0.atHome == nil } }
    private var waiting: [OwnLedger.FocusPupil] { ledger.focus.filter { $0.contact == nil } }

    // MARK: For people

    func say(_ kind: LedgerCommand.Kind, of name: String, lastSync: Int64?) throws {
        let title = Language.current("台账：\(name)", "Ledger of \(name)")
        let synced = lastSync.map(Moment.local) ?? Language.current("还没有同步过", "never")
        try Terminal.show("\(title)  \(ledger.first) — \(ledger.last)\n")
        try Terminal.say("资料截至 \(synced)（上次同步）", "Data as of the last sync: \(synced)")
        switch kind {
        case .families: try sayFamilies(ledger.families)
        case .unvisited: try sayFamilies(unvisited)
        case .focus: try sayFocus()
        case .coverage: break
        }
        try sayNumbers()
    }

    private func sayFamilies(_ families: [OwnLedger.Family]) throws {
        let language = Language.current
        var table = Table([
            language("户主", "head"), language("村组", "place"), language("学生", "pupils"),
            language("入户", "at home"), language("联系", "contact"),
        ])
        for family in families {
            table.add([
                WorkWords.name(family.name, isRevealed: isRevealed),
                family.group.isEmpty ? family.village : family.group, "\(family.pupils)",
                family.atHome.map { "\($0)" } ?? "—", family.contact.map { "\($0)" } ?? "—",
            ])
        }
        if !families.isEmpty { try Terminal.show(table.lines(columns: Terminal.columns)) }
    }

    private func sayFocus() throws {
        let language = Language.current
        var table = Table([
            language("学生", "pupil"), language("户主", "head"), language("村组", "place"),
            language("类别", "groups"), language("本月联系", "contact"),
        ])
        for pupil in waiting + ledger.focus.filter({ $0.contact != nil }) {
            let family = ledger.families[pupil.family]
            table.add([
                WorkWords.name(pupil.name, isRevealed: isRevealed),
                WorkWords.name(family.name, isRevealed: isRevealed),
                family.group.isEmpty ? family.village : family.group,
                pupil.tags.joined(separator: " "), pupil.contact.map { "\($0)" } ?? "—",
            ])
        }
        if !ledger.focus.isEmpty { try Terminal.show(table.lines(columns: Terminal.columns)) }
    }

    private func sayNumbers() throws {
        let all = ledger.families.count
        guard all > 0 else {
            return try Terminal.say(
                "这里没有由您负责的户（教师资料里没有包村）。",
                "No family here is yours: your record as a teacher names no village."
            )
        }
        for (chinese, english, part, whole) in [
            ("家访完成率", "visited at home", ledger.visited, all),
            ("完成率（含举家外出已联系）", "with families away and spoken with", ledger.visitedOrAway, all),
            ("联系率", "spoken with", ledger.contacted, all),
            ("重点学生月联系率", "pupils in focus, this month", ledger.focusContacted, ledger.focus.count),
        ] {
            let share = Percent(part, of: whole)
            try Terminal.say(
                "\(chinese)：\(part)/\(whole)（\(share)）",
                "\(english): \(part) of \(whole) (\(share))"
            )
        }
        if ledger.unsealed > 0 {
            try Terminal.say(
                "含 \(ledger.unsealed) 次县里还没有确认的走访。",
                "\(ledger.unsealed) of the visits are not sealed by the county yet."
            )
        }
    }

    // MARK: For programs

    func json(_ kind: LedgerCommand.Kind) -> JSON {
        var keys: [String: JSON] = [
            "from": .text("\(ledger.first)"), "to": .text("\(ledger.last)"),
            "families": .integer(ledger.families.count), "visited": .integer(ledger.visited),
            "visitedOrAway": .integer(ledger.visitedOrAway),
            "contacted": .integer(ledger.contacted), "focus": .integer(ledger.focus.count),
            "focusContacted": .integer(ledger.focusContacted),
            "unsealed": .integer(ledger.unsealed),
        ]
        switch kind {
        case .families: keys["items"] = .array(ledger.families.map(json))
        case .unvisited: keys["items"] = .array(unvisited.map(json))
        case .focus: keys["items"] = .array(ledger.focus.map(json))
        case .coverage: break
        }
        return .object(keys)
    }

    private func json(_ family: OwnLedger.Family) -> JSON {
        .keys([
            "id": .text("\(family.record)"), "name": .text(family.name),
            "village": .text(family.village), "group": .text(family.group),
            "pupils": .integer(family.pupils), "atHome": family.atHome.map { .text("\($0)") },
            "contact": family.contact.map { .text("\($0)") },
        ])
    }

    private func json(_ pupil: OwnLedger.FocusPupil) -> JSON {
        .keys([
            "id": .text("\(pupil.record)"), "name": .text(pupil.name),
            "household": .text("\(ledger.families[pupil.family].record)"),
            "tags": .texts(pupil.tags), "contact": pupil.contact.map { .text("\($0)") },
        ])
    }
}
