import FieldKit

/// What is done about aid.
struct AidDesk {
    let command: AidCommand
    let folder: ReplicaFolder
    let today: BusinessDay

    private var replica: Replica { folder.replica }
    private var isJSON: Bool { command.output.json }

    // MARK: Looking

    func show() throws {
        let pupils = try pupils()
        let views = try pupils.map { try replica.view("student", $0) }
        var rows: [(RecordView, AidStanding)] = []
        for view in views {
            rows += try standings(of: view.id).map { (view, $0) }
        }
        guard !isJSON else { return try Terminal.print(.array(rows.map { AidWords.json($0.1) })) }
        try command.listing.show(replica, as: "aid_grant") { names, page in
            page.add(Self.table(rows, names))
            if rows.isEmpty {
                page.say("本学期没有涉及的资助项目。", "No policy concerns them this semester.")
            }
            var silent: [String] = []
            for (_, standing) in rows where standing.isSilent && !silent.contains(standing.name) {
                silent.append(standing.name)
            }
            Self.say(silent: silent, &page)
        }
    }

    func missed() throws {
        let found = try folder.missedAid(
            in: today.semester,
            on: today,
            isOwnOnly: !command.all
        )
        guard !isJSON else {
            return try Terminal.print(
                .keys([
                    "items": .array(found.items.map { AidWords.json($0.standing) }),
                    "pupils": .integer(found.pupils),
                    "silent": .texts(found.silent.map(\.code)),
                ])
            )
        }
        try command.listing.show(replica, as: "aid_grant") { names, page in
            page.add(Self.table(found.items.map { ($0.pupil, $0.standing) }, names))
            page.say(
                "漏助 \(found.items.count) 项；看了 \(found.pupils) 名学生（\(today.semester)）。",
                "\(found.items.count) are missed; \(found.pupils) pupils were looked at (\(today.semester))."
            )
            Self.say(silent: found.silent.map(\.name), &page)
        }
    }

    /// Of which policies nothing can be said, because nobody here has a grant yet.
    private static func say(silent names: [String], _ page: inout Page) {
        guard !names.isEmpty else { return }
        let policies = names.joined(separator: Language.current("、", ", "))
        page.say(
            "本学期还没有任何发放记录，暂不能判断：\(policies)。",
            "No grant of this semester is recorded yet, so nothing is said of: \(policies)."
        )
    }

    private static func table(
        _ rows: [(RecordView, AidStanding)],
        _ names: ShownNames
    ) -> Table {
        let language = Language.current
        var table = Table([
            language("学生", "pupil"), language("项目", "policy"), language("应发", "due"),
            language("实发", "paid"), language("告知", "told"), language("状态", "state"),
        ])
        let apart = NamesApart(rows.map(\.0))
        for (view, standing) in rows {
            table.add([
                apart.name(view, names),
                "\(standing.code) \(standing.name)",
                standing.amountDue.map(AidStanding.yuan)
                    ?? (standing.isDue ? language("应助", "due") : language("可申请", "may apply")),
                standing.amountPaid.map(AidStanding.yuan)
                    ?? (standing.isPaid ? language("已发", "paid") : ""),
                standing.isTold ? language("已告知", "told") : "", AidWords.state(standing),
            ])
        }
        return table
    }

    // MARK: Doing

    /// Writes an application down that the teacher makes with the family, and a task to follow it.
    func help() throws {
        let pupil = try onePupil()
        let standing = try chosen(try standings(of: pupil), else: { $0.gap != nil || $0.isSilent })
        var source = ValueSource()
        let made = try replica.helpWithAid(
            standing,
            in: today.semester,
            on: try day(),
            note: try command.note.map { try source.text($0) } ?? "",
            author: try replica.author()
        )
        let grant = try replica.workRecord("aid_grant", made.grant, today: today)
        guard !isJSON else {
            guard case .object(var keys) = WorkJSON.record(grant) else { return }
            keys["task"] = made.task.map { .text("\($0)") }
            return try Terminal.print(.object(keys))
        }
        try Terminal.say(
            "已记帮办：\(standing.name)（\(Masking.name(grant.name))）。",
            "Kept: help with \(standing.name) (\(Masking.name(grant.name)))."
        )
        if let task = made.task {
            let short = task.end
            try Terminal.say("已列任务 \(short)。", "The task is \(short).")
        }
        if let workflow = Workflow.of("aid_grant") {
            try WorkWords.sayState(grant.status, workflow, today)
        }
    }

    /// Writes down that the family was told what came; letter B says so, once it is printed.
    func tell() throws {
        let pupil = try onePupil()
        let all = try standings(of: pupil)
        let named = try command.policy.map { [try chosen(all, $0)] } ?? all
        let meant = named.filter { $0.isPaid && !$0.isTold }
        guard !meant.isEmpty else {
            throw Problem(
                .nothingFits,
                ["what": Language.current("已发放、还没有告知的资助", "aid that was paid and not told")]
            )
        }
        let plan = try replica.letterPlan(.received, to: [pupil], telling: meant, on: try day())
        if let out = command.out {
            let file = PaperFile(path: out, output: command.output)
            return try LetterDesk.write(plan, file, folder)
        }
        _ = try replica.edit(plan.edits(arePrinted: false), author: try replica.author())
        guard let letter = plan.letters.first?.notice else { return }
        guard !isJSON else {
            return try Terminal.print(
                .keys([
                    "letter": .text("\(letter)"), "told": .texts(meant.map(\.code)),
                ])
            )
        }
        let names = meant.map(\.name).joined(separator: Language.current("、", ", "))
        let short = letter.end
        try Terminal.say(
            "已记告知：\(names)。B信（\(short)）还没打印：field 信 打印 B \(pupil.end)",
            "Told: \(names). Letter B (\(short)) is not printed yet: field letter print B \(pupil.end)"
        )
    }

    // MARK: Reading what was typed

    private func standings(of pupil: RecordID) throws -> [AidStanding] {
        try folder.aid(of: pupil, in: today.semester, on: today)
    }

    private func pupils() throws -> [RecordID] {
        let typed = command.who.joined(separator: " ")
        guard !typed.isEmpty else {
            throw Problem(.missingOption, ["option": Language.current("学生", "the pupil")])
        }
        return try PupilReference.pupils(typed, folder, today)
    }

    private func onePupil() throws -> RecordID {
        let found = try pupils()
        guard found.count == 1, let pupil = found.first else {
            let what = RecordText(.county).type("student")
            throw Problem(.severalFit, ["what": what, "count": "\(found.count)"])
        }
        return pupil
    }

    /// The policy that an option names, or the only one that is meant without it.
    private func chosen(
        _ standings: [AidStanding],
        else isMeant: (AidStanding) -> Bool
    ) throws -> AidStanding {
        if let typed = command.policy { return try chosen(standings, typed) }
        return try only(standings.filter(isMeant))
    }

    private func chosen(_ standings: [AidStanding], _ typed: String) throws -> AidStanding {
        let code = PlainText.halfWidth(typed).uppercased()
        if let exact = standings.first(where: { $0.code.uppercased() == code }) { return exact }
        return try only(standings.filter { $0.name.contains(typed) })
    }

    private func only(_ standings: [AidStanding]) throws -> AidStanding {
        let what = RecordText(.county).type("aid_policy")
        guard let first = standings.first else { throw Problem(.nothingFits, ["what": what]) }
        guard standings.count == 1 else {
            for standing in standings {
                Terminal.note(
                    "\(standing.code) \(standing.name)",
                    "\(standing.code) \(standing.name)"
                )
            }
            throw Problem(.severalFit, ["what": what, "count": "\(standings.count)"])
        }
        return first
    }

    private func day() throws -> BusinessDay {
        guard let day = BusinessDay.typed(command.date, today: today),
            day.dayNumber <= today.dayNumber + 1
        else { throw Problem(.wrongUsage, ["what": "--date"]) }
        return day
    }
}

/// Aid, in words and for programs.
enum AidWords {
    /// Where a grant stands, and why it is missed.
    static func state(_ standing: AidStanding) -> String {
        let workflow = Workflow.of("aid_grant")
        let state = standing.grant.flatMap { grant in
            workflow.map { WorkWords.state(grant.status, $0) }
        }
        let gap = standing.gap.map(word)
        let silent =
            standing.isSilent ? Language.current("暂不能判断", "not known yet") : nil
        return [state, gap, silent].compactMap(\.self).joined(
            separator: Language.current("；", "; ")
        )
    }

    private static func word(_ gap: AidStanding.Gap) -> String {
        switch gap {
        case .notApplied: Language.current("漏助：未申请", "missed: not applied for")
        case .inProcess: Language.current("漏助：办理中", "missed: in process")
        case .rejected: Language.current("漏助：未通过", "missed: not agreed")
        case .moneyBack: Language.current("漏助：退款未重发", "missed: money came back")
        case .elsewhere: Language.current("漏助：县外就读未知", "missed: at school elsewhere")
        }
    }

    static func json(_ standing: AidStanding) -> JSON {
        .keys([
            "student": .text("\(standing.student)"), "policy": .text(standing.code),
            "name": .text(standing.name), "due": .boolean(standing.isDue),
            "amountDue": standing.amountDue.map { .integer(Int($0)) },
            "amountPaid": standing.amountPaid.map { .integer(Int($0)) },
            "paid": .boolean(standing.isPaid), "told": .boolean(standing.isTold),
            "grant": standing.grant.map { .text("\($0.view.id)") },
            "state": standing.grant.map { .text($0.status.state) },
            "gap": standing.gap.map { .text($0.rawValue) },
            "silent": standing.isSilent ? .boolean(true) : nil,
        ])
    }
}
