import FieldKit
import Foundation

/// What is done with things in hand: list, show, begin, and write down what has happened.
struct WorkDesk {
    let workflow: Workflow
    let options: WorkOptions
    let today: BusinessDay

    private var type: String { workflow.type }

    // MARK: Looking

    func list(_ folder: ReplicaFolder) throws {
        let replica = folder.replica
        let records = try replica.work(type, isOpenOnly: !options.all, today: today)
            .sorted { ($0.firstDue, $0.view.id) < ($1.firstDue, $1.view.id) }
        guard !options.output.json else {
            return try Terminal.print(.array(records.map { WorkJSON.record($0) }))
        }
        let apart = NamesApart(records.compactMap { person(of: $0, replica) })
        try options.listing.show(replica, as: type) { names, page in
            page.add(table(records, apart, names))
            let label = RecordText(.county).type(type)
            page.say(
                options.all
                    ? "\(label)：共 \(records.count) 件。" : "\(label)：未办结 \(records.count) 件。",
                options.all ? "\(label): \(records.count)." : "\(label): \(records.count) open."
            )
        }
    }

    private func subject(of record: WorkRecord) -> RecordID? {
        record.view.values[WorkFields.subject(of: type) ?? ""].flatMap { RecordID($0.text) }
    }

    /// The pupil or the family that a thing is about; nil if that is not held here.
    private func person(of record: WorkRecord, _ replica: Replica) -> RecordView? {
        guard let id = subject(of: record) else { return nil }
        return ["student", "household"].lazy.compactMap { try? replica.view($0, id) }.first
    }

    private func table(
        _ records: [WorkRecord],
        _ apart: NamesApart,
        _ names: ShownNames
    ) -> Table {
        let language = Language.current
        let hasMatter = TodayList.saysMatter(of: type)
        let matter = hasMatter ? [language("事项", "matter")] : []
        var table = Table(
            [language("编号", "id"), language("姓名", "name")] + matter + [
                language("状态", "state"), language("下一步", "next"),
            ]
        )
        for record in records {
            let style = WorkWords.style(record.status, today)
            table.add(
                [record.view.id.end, apart.name(record.name, of: subject(of: record), names)]
                    + (hasMatter ? [WorkWords.matter(TodayList.matter(of: record), names)] : [])
                    + [
                        WorkWords.state(record.status, workflow),
                        WorkWords.next(record.status, workflow, today),
                    ],
                style
            )
        }
        return table
    }

    func show(_ folder: ReplicaFolder) throws {
        let record = try record(folder)
        if options.output.json {
            return try Terminal.print(WorkJSON.record(record))
        }
        try Terminal.show(try NamedRecords(folder).whole(record.view))
        try WorkWords.sayCourse(of: record, workflow, today)
    }

    // MARK: Writing

    /// Makes a new one about a pupil or a family.
    func begin(_ folder: ReplicaFolder) throws {
        let replica = folder.replica
        let subject = try WorkReference.subject(
            try given(
                options.id,
                Language.current(
                    "学生或户（编号或要查的词）",
                    "the pupil or family: an id, or words to look for"
                )
            ),
            of: WorkFields.subjects(of: type),
            folder,
            today
        )
        var source = ValueSource()
        let field = WorkFields.subject(of: type)
        let day = try day()
        var changes: [Edit.Change] = [.set("opened", day.value)]
        if let field { changes.append(.set(field, .text("\(subject)"))) }
        changes += options.evidence.map { .add("evidence", $0) }
        changes += try WorkFields.assignments(options.values, of: type).map {
            try change($0, on: day, &source)
        }
        if let repeated = try Repeats.earlier(than: changes, of: type, on: day, replica, today) {
            changes.append(.set("repeat_of", .text("\(repeated)")))
        }
        let open = try Repeats.openCases(of: type, about: subject, replica, today)
        let results = try replica.edit(
            [Edit(type: type, changes: changes)],
            author: try replica.author()
        )
        guard let id = results.first?.id else { return }
        try say(
            try replica.workRecord(type, id, today: today),
            Language.current("已立", "Begun")
        )
        Repeats.note(open, workflow)
    }

    /// Writes an event down.
    func happen(_ folder: ReplicaFolder) throws {
        let replica = folder.replica
        guard let word = WorkFields.event(options.action, of: workflow) else {
            let words = workflow.events.map {
                Language.current($0.label(.chinese), $0.code.replacing("_", with: "-"))
            }
            let all = Language.current(["列表", "看", "新建"], ["list", "show", "new"]) + words
            let known = all.joined(separator: Language.current("、", ", "))
            let what = Language.current("没有“\(options.action)”；可写：", "\(options.action): ")
            throw Problem(.wrongUsage, ["what": what + known])
        }
        let before = try record(folder)
        let day = try day()
        var source = ValueSource()
        var details: [String: String] = [:]
        for assignment in try WorkFields.assignments(options.values, of: "event") {
            let typed = try source.text(assignment.typed)
            try WorkFields.check(assignment.name, of: "event")
            let policy = try PolicyTable.county.writable(assignment.name, of: "event", isRaw: false)
            let value = try WorkFields.value(
                typed,
                field: policy,
                of: "event",
                on: day,
                today: today
            )
            _ = try policy.value(value)
            details[assignment.name] = value
        }
        let event = Edit.event(
            word.code,
            on: before.view.id,
            day: day,
            details: details,
            evidence: options.evidence
        )
        let result = try replica.edit([event], author: try replica.author()).first
        let after = try replica.workRecord(type, before.view.id, today: today)
        WorkWords.noteIrregular(result?.id, in: after, workflow)
        try say(
            after,
            Language.current("已记下：\(word.label(.chinese))", "Kept: \(word.label(.english))")
        )
    }

    /// A value of a new record; days and codes as people type them.
    private func change(
        _ assignment: Assignment,
        on day: BusinessDay,
        _ source: inout ValueSource
    ) throws -> Edit.Change {
        try WorkFields.check(assignment.name, of: type)
        guard assignment.deed == .set,
            let policy = PolicyTable.county.field(assignment.name, of: type), policy.kind != .set
        else {
            return try assignment.change(of: type, policies: .county, isRaw: false, source: &source)
        }
        let typed = try source.text(assignment.typed)
        let value = try WorkFields.value(typed, field: policy, of: type, on: day, today: today)
        return .set(policy.name, try policy.value(value))
    }

    // MARK: Saying

    private func say(_ record: WorkRecord, _ done: String) throws {
        guard !options.output.json else { return try Terminal.print(WorkJSON.record(record)) }
        let name = Masking.name(record.name)
        let id = record.view.id.end
        try Terminal.say("\(done)（\(name)）。编号 \(id)", "\(done) (\(name)). It is \(id).")
        try WorkWords.sayState(record.status, workflow, today)
    }

    // MARK: Reading what was typed

    private func record(_ folder: ReplicaFolder) throws -> WorkRecord {
        let typed = try given(options.id, Language.current("编号", "ID"))
        return try WorkReference.record(typed, of: type, folder, today)
    }

    private func given(_ value: String?, _ option: String) throws -> String {
        guard let value else { throw Problem(.missingOption, ["option": option]) }
        return value
    }

    private func day() throws -> BusinessDay {
        guard let day = BusinessDay.typed(options.date, today: today) else {
            throw Problem(.wrongUsage, ["what": "--date"])
        }
        guard day.dayNumber <= today.dayNumber + 1 else {
            throw Problem(
                .wrongUsage,
                ["what": Language.current("--date 在今天之后", "--date is yet to come")]
            )
        }
        return day
    }
}

extension WorkRecord {
    /// The first day by which something is expected; what waits for nothing comes last.
    fileprivate var firstDue: Int { status.due.map(\.day.dayNumber).min() ?? .max }
}
