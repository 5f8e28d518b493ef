/// Looks for what belongs on today's list.
struct TodaySearch {
    /// Days after which a decision that nobody looked at is no news; every one that is listed is read.
    private static let decidedDays = 120
    /// The types of things in hand, and why each is on the list.
    private static let work: [(type: String, kind: TodayList.Kind)] = [
        ("dropout_case", .dropout), ("task", .task), ("issue", .issue), ("clue", .clue),
        ("notice", .letter),
    ]

    private let reader: ReplicaReader
    private let source: TermSource
    private let own: OwnPlaces
    private let hand: OwnHand
    private let today: BusinessDay

    init(_ reader: ReplicaReader, _ source: TermSource, today: BusinessDay) throws {
        self.reader = reader
        self.source = source
        self.today = today
        own = try OwnPlaces(reader, source)
        hand = try OwnHand(reader)
    }

    func list() throws -> TodayList {
        var list = TodayList()
        list.items += try returned()
        for (type, kind) in Self.work { list.items += try inHand(type, kind) }
        list.items += try handedOver()
        list.items += try decided()
        try addVisits(to: &list)
        let order = Dictionary(
            uniqueKeysWithValues: TodayList.Kind.allCases.enumerated().map { ($1, $0) }
        )
        func key(_ item: TodayList.Item) -> (Int, Int, Int, RecordID) {
            let day = item.day?.dayNumber ?? .max
            return (day < today.dayNumber ? 0 : 1, order[item.kind] ?? 0, day, item.record)
        }
        list.items.sort { key($0) < key($1) }
        return list
    }

    // MARK: What was sent back

    private func returned() throws -> [TodayList.Item] {
        let events = try source.records(term: FindRule.returning, isWhole: true, limit: .max)
        let visits = try events.compactMap { id in
            try reader.state(id)?.shown(RegisterKey("subject"), reader.policies)
                .flatMap { RecordID($0.value.text) }
        }
        let families = VisitFamilies(reader, today: today)
        return try Set(visits).sorted().compactMap { id in
            guard let state = try reader.state(id), state.type == "visit", !state.isDeleted,
                state.live.contains(where: { hand.wroteHere($0.signed.write) })
            else { return nil }
            let record = try families.record(reader.view(state))
            return record.status.state == "returned" ? item(record, .returned) : nil
        }
    }

    // MARK: What is in hand

    /// Open things that are the teacher's own, or nobody's near by.
    private func inHand(_ type: String, _ kind: TodayList.Kind) throws -> [TodayList.Item] {
        var items: [TodayList.Item] = []
        try reader.list(type) { view in
            guard try isMine(view), let record = try reader.workRecord(view, today: today),
                record.status.isOpen, !record.status.due.isEmpty
            else { return }
            items.append(item(record, kind))
        }
        return items
    }

    private func isMine(_ view: RecordView) throws -> Bool {
        if let owner = view.values["owner"]?.text, !owner.isEmpty { return owner == hand.name }
        guard !own.villages.isEmpty || !own.schools.isEmpty else { return true }
        return try own.nearness(of: view) < 2
    }

    private func item(_ record: WorkRecord, _ kind: TodayList.Kind) -> TodayList.Item {
        TodayList.Item(
            kind: kind,
            type: record.view.type,
            record: record.view.id,
            name: record.name,
            bucket: record.view.buckets.first ?? "",
            group: "",
            groupField: "",
            matter: TodayList.matter(of: record),
            status: record.status,
            day: record.status.due.map(\.day).min()
        )
    }

    // MARK: What waits to be taken over

    private func handedOver() throws -> [TodayList.Item] {
        guard let name = hand.name else { return [] }
        return try reader.handedOver(to: name, source, today: today).map { waiting in
            TodayList.Item(
                kind: .handover,
                type: "assignment",
                record: waiting.record.view.id,
                name: waiting.subjectName,
                bucket: waiting.record.view.buckets.first ?? "",
                group: "",
                groupField: "",
                status: waiting.record.status,
                day: waiting.record.status.due.map(\.day).min()
            )
        }
    }

    // MARK: What was decided against me

    /// Decisions that who works here has neither seen nor objected to.
    private func decided() throws -> [TodayList.Item] {
        let since = reader.replica.clock.milliseconds() - Int64(Self.decidedDays) * 86_400_000
        let start = RecordID(milliseconds: max(0, since), random: (0, 0))
        return try reader.overrulings(after: start, against: hand).filter { !$0.isAnswered }.map {
            overruling in
            TodayList.Item(
                kind: .decided,
                type: overruling.type,
                record: overruling.record,
                name: overruling.name,
                bucket: try reader.buckets(of: overruling.record).first ?? "",
                group: "",
                groupField: "",
                decision: overruling.decision,
                status: nil,
                day: nil
            )
        }
    }

    // MARK: Whom to visit

    private func addVisits(to list: inout TodayList) throws {
        let semester = min(today.semester.first, today)...today
        try own.families { family, village in
            list.families.all += 1
            let isVisited = try FamilyVisits.contains(
                .atHome,
                reader,
                source,
                to: family,
                in: semester
            )
            if isVisited {
                list.families.visited += 1
            } else {
                list.items.append(visit(try reader.view(family), village))
            }
        }
    }

    private func visit(_ family: RecordView, _ village: String) -> TodayList.Item {
        let door = family.doorToDoor
        return TodayList.Item(
            kind: .visit,
            type: family.type,
            record: family.id,
            name: FindRule.name(of: family),
            bucket: village,
            group: door.text,
            groupField: door.field,
            status: nil,
            day: nil
        )
    }
}
