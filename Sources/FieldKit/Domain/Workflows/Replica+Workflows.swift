extension Edit {
    /// The edit that makes an event of a record's workflow.
    ///
    /// - Parameters:
    ///   - kind: A code of ``Workflow/events``.
    ///   - subject: The record that it happened to.
    ///   - day: The day on which it happened.
    ///   - details: What else it says, by the names of the type `event`; empty texts are left out.
    ///   - evidence: What proves it.
    /// - Returns: The edit of a new record of type `event`.
    public static func event(
        _ kind: String,
        on subject: RecordID,
        day: BusinessDay,
        details: [String: String] = [:],
        evidence: [String] = []
    ) -> Edit {
        let policies = PolicyTable.county
        let said = details.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
        return Edit(
            type: "event",
            changes: [
                .set("subject", .text("\(subject)")), .set("kind", .text(kind)),
                .set("date", day.value),
            ]
                + said.map { name, text in
                    let isDay = policies.field(name, of: "event")?.kind == .date
                    return .set(name, isDay ? .date(text) : .text(text))
                }
                + evidence.map { .add("evidence", $0) }
        )
    }
}

/// A record with a workflow, and where it stands.
public struct WorkRecord: Sendable {
    /// The record.
    public let view: RecordView
    /// The name of the pupil, or of the head of the family, that it is about; empty if that is not known
    /// here.
    public let name: String
    /// Where it stands.
    public let status: WorkflowStatus
}

extension Replica {
    /// A record with a workflow, and where it stands.
    ///
    /// - Parameters:
    ///   - type: The type that it must be of.
    ///   - id: The record.
    ///   - today: Until when states pass by time alone.
    /// - Returns: The record, deleted or not.
    /// - Throws: `record_not_held`; `unknown_type` for a type without a workflow.
    public func workRecord(
        _ type: String,
        _ id: RecordID,
        today: BusinessDay
    ) throws -> WorkRecord {
        try read { reader in
            let view = try reader.view(id, type: type)
            guard let record = try reader.workRecord(view, today: today) else {
                throw Problem(.unknownType, ["type": type])
            }
            return record
        }
    }

    /// The records of a type that has a workflow, oldest first, deleted ones left out.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - isOpenOnly: Whether those are left out of which nothing is left to be done.
    ///   - today: Until when states pass by time alone.
    /// - Returns: The records, each with its state computed anew.
    /// - Throws: What the store meets.
    public func work(
        _ type: String,
        isOpenOnly: Bool = true,
        today: BusinessDay
    ) throws -> [WorkRecord] {
        try read { reader in
            var found: [WorkRecord] = []
            try reader.list(type) { view in
                guard let record = try reader.workRecord(view, today: today),
                    record.status.isOpen || !isOpenOnly
                else { return }
                found.append(record)
            }
            return found
        }
    }
}

extension ReplicaReader {
    /// A record and where it stands; nil if its type has no workflow.
    func workRecord(_ view: RecordView, today: BusinessDay) throws -> WorkRecord? {
        guard let status = try workStatus(of: view, today: today) else { return nil }
        return WorkRecord(view: view, name: try subjectName(of: view), status: status)
    }

    /// The name of whom a record is about; what is about another record in hand has that one's.
    func subjectName(of view: RecordView, depth: Int = 0) throws -> String {
        let own = FindRule.name(of: view)
        guard own.isEmpty, depth < 4 else { return own }
        let named = ["student", "subject", "household"].lazy.compactMap { view.values[$0]?.text }
        guard let id = named.first.flatMap({ RecordID($0) }), let state = try state(id) else {
            return ""
        }
        return try subjectName(of: self.view(state), depth: depth + 1)
    }

    /// Where a record stands; nil if its type has no workflow.
    ///
    /// Of several visits to one family ask ``VisitVersions``.
    package func workStatus(of view: RecordView, today: BusinessDay) throws -> WorkflowStatus? {
        guard let workflow = Workflow.of(view.type) else { return nil }
        guard view.type == Workflow.visit.type else {
            return workStatus(of: view, by: workflow, try events(on: view.id), today: today)
        }
        let household = view.values["household"].flatMap { RecordID($0.text) }
        return try VisitVersions(self, of: household, today: today).status(of: view)
    }

    /// Where a record stands after these events.
    func workStatus(
        of view: RecordView,
        by workflow: Workflow,
        _ events: [WorkflowEvent],
        today: BusinessDay
    ) -> WorkflowStatus {
        let named = ["opened", "date"].lazy.compactMap { view.values[$0]?.text }.first
        let start =
            named.flatMap(BusinessDay.read) ?? events.min()?.day ?? today
        var status = workflow.status(of: events, since: start, today: today)
        // A day that somebody has set goes before the table's.
        if let day = view.values["due"].flatMap({ BusinessDay.read($0.text) }) {
            status.due = status.due.map { WorkflowStatus.Due(event: $0.event, day: day) }
        }
        return status
    }

    /// Whose desk a device stands at.
    private func desk(of device: DeviceID) throws -> WorkflowEvent.Desk {
        if try isCounty(device) { return .county }
        guard let role = try certificate(of: device)?.role else { return .office }
        if role.decidesForCounty { return .county }
        return role == .teacher ? .teacher : .office
    }

    /// The events of a record, as they were written down.
    func events(on subject: RecordID) throws -> [WorkflowEvent] {
        try dependents("event", of: subject).compactMap { state in
            guard let write = state.live.first?.signed.write else { return nil }
            let view = try view(state)
            guard let kind = view.values["kind"]?.text,
                let day = view.values["date"].flatMap({ BusinessDay.read($0.text) })
            else { return nil }
            let device = write.dot.replica.device
            return WorkflowEvent(
                id: state.id,
                kind: kind,
                day: day,
                stamp: write.stamp,
                author: write.author,
                desk: try desk(of: device),
                details: view.values.mapValues(\.text),
                evidence: view.sets["evidence"] ?? [],
                dot: write.dot
            )
        }
    }
}
