import FieldKit

/// Things in hand, for programs.
enum WorkJSON {
    /// A record with its state and its events.
    static func record(_ record: WorkRecord) -> JSON {
        let status = record.status
        return .keys([
            "type": .text(record.view.type), "id": .text("\(record.view.id)"),
            "fields": RecordJSON.fields(record.view),
            "state": .text(status.state), "since": .text("\(status.since)"),
            "open": .boolean(status.isOpen),
            "due": .array(
                status.due.map { .keys(["event": .text($0.event), "day": .text("\($0.day)")]) }
            ),
            "events": .array(status.steps.map(step)),
        ])
    }

    private static func step(_ step: WorkflowStatus.Step) -> JSON {
        let own: Set<String> = ["subject", "kind", "date"]
        let details = step.event.details.filter { !own.contains($0.key) }
        return .keys([
            "id": .text("\(step.event.id)"), "kind": .text(step.event.kind),
            "date": .text("\(step.event.day)"), "author": .text(step.event.author),
            "at": .text(Moment.iso(step.event.stamp)), "state": .text(step.state),
            "regular": .boolean(step.isRegular),
            "details": .object(details.mapValues { .text($0) }),
            "evidence": step.event.evidence.isEmpty ? nil : .texts(step.event.evidence),
        ])
    }
}
