import FieldKit

/// A teacher's ledger as people and programs read it.
struct LedgerWords {
    private let ledger: OwnLedger

    init(_ ledger: OwnLedger) { self.ledger = ledger }

    private var unvisited: [OwnLedger.Family] { ledger.families.filter { $0.atHome == nil } }

    // MARK: For people

    func add(
        _ kind: LedgerCommand.Kind,
        of name: String,
        lastSync: Int64?,
        _ names: ShownNames,
        _ page: inout Page
    ) {
        let title = Language.current("台账：\(name)", "Ledger of \(name)")
        page.add("\(title)  \(ledger.first) — \(ledger.last)", .heading)
        let synced = lastSync.map(Moment.local) ?? Language.current("还没有同步过", "never")
        page.say("资料截至 \(synced)（上次同步）", "Data as of the last sync: \(synced)")
        switch kind {
        case .families: addFamilies(ledger.families, names, &page)
        case .unvisited: addFamilies(unvisited, names, &page)
        case .focus: addFocus(names, &page)
        case .coverage: break
        }
        addNumbers(&page)
    }

    private func addFamilies(
        _ families: [OwnLedger.Family],
        _ names: ShownNames,
        _ page: inout Page
    ) {
        let language = Language.current
        var table = Table([
            language("户主", "head"), language("村组", "place"), language("学生", "pupils"),
            language("入户", "at home"), language("联系", "contact"),
        ])
        for family in families {
            table.add([
                names.name(family.name), place(family, names), "\(family.pupils)",
                family.atHome.map { "\($0)" } ?? "—", family.contact.map { "\($0)" } ?? "—",
            ])
        }
        page.add(table)
    }

    private func addFocus(_ names: ShownNames, _ page: inout Page) {
        let language = Language.current
        var table = Table([
            language("学生", "pupil"), language("户主", "head"), language("村组", "place"),
            language("类别", "groups"), language("本月联系", "contact"),
        ])
        let waiting = ledger.focus.filter { $0.contact == nil }
        for pupil in waiting + ledger.focus.filter({ $0.contact != nil }) {
            let family = ledger.families[pupil.family]
            let tags = pupil.tags.map {
                CodeList.words($0, field: "groups", of: "student", Language.current)
            }
            table.add([
                names.name(pupil.name), names.name(family.name), place(family, names),
                tags.joined(separator: language("、", ", ")),
                pupil.contact.map { "\($0)" } ?? "—",
            ])
        }
        page.add(table)
    }

    private func place(_ family: OwnLedger.Family, _ names: ShownNames) -> String {
        family.group.isEmpty ? family.village : names.value(family.group, field: family.groupField)
    }

    private func addNumbers(_ page: inout Page) {
        let all = ledger.families.count
        guard all > 0 else {
            return page.say(
                "这里没有由您负责的户（没有包村，也没有分配的户或学生，见 field 包联）。",
                "No family here is yours: no village, family or pupil is assigned; see `field assign`."
            )
        }
        let focus = ledger.focus.count
        for (chinese, english, part, whole) in [
            ("家访完成率", "visited at home", ledger.visited, all),
            ("完成率（含举家外出已联系）", "with families away and spoken with", ledger.visitedOrAway, all),
            ("联系率", "spoken with", ledger.contacted, all),
            ("重点学生月联系率", "pupils in focus, this month", ledger.focusContacted, focus),
        ] {
            let share = Percent(part, of: whole)
            page.say(
                "\(chinese)：\(part)/\(whole)（\(share)）",
                "\(english): \(part) of \(whole) (\(share))"
            )
        }
        if ledger.unsealed > 0 {
            page.say(
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
