import FieldKit

/// The evening's summary, for programs.
enum EveningJSON {
    /// All that it tells; names are whole, as in every JSON.
    static func summary(_ summary: EveningSummary) -> JSON {
        .keys([
            "at": .text(Moment.iso(summary.at)),
            "sent": .array(summary.sent.map(count)), "passedOn": .integer(summary.passedOn),
            "received": .array(summary.received.map(count)), "forms": .texts(summary.forms),
            "returned": .array(summary.returned.map(returned)),
            "voided": .array((summary.voided ?? []).map(returned)),
            "declined": .array((summary.declined ?? []).map(declined)),
            "overruled": .array(summary.overruled.map(overruling)),
            "decided": .integer(summary.decided),
            "answers": .array(summary.answers.map(answer)),
            "handovers": .integer(summary.handovers), "conflicts": .integer(summary.conflicts),
            "left": .integer(summary.left), "unsealed": .integer(summary.unsealed),
            "held": .integer(summary.held), "verified": .boolean(summary.isVerified),
            "seconds": .number("\(summary.seconds)"),
        ])
    }

    /// A decision against what was written here.
    static func overruling(_ item: Overruling) -> JSON {
        .keys([
            "decision": .text("\(item.decision)"), "type": .text(item.type),
            "id": .text("\(item.record)"), "name": .text(item.name), "field": .text(item.field),
            "mine": .text(item.mine), "author": .text(item.author), "taken": .text(item.taken),
            "reason": .text(item.reason), "by": .text(item.decider),
            "county": .boolean(item.isCounty), "at": .text(Moment.iso(item.stamp)),
            "answered": .boolean(item.isAnswered),
        ])
    }

    private static func count(_ count: EveningSummary.Count) -> JSON {
        .keys([
            "type": .text(count.type), "new": .integer(count.made),
            "changed": .integer(count.changed), "calls": count.calls.map { .integer($0) },
        ])
    }

    private static func returned(_ item: EveningSummary.Returned) -> JSON {
        .keys([
            "visit": .text("\(item.visit)"), "name": .text(item.name), "day": .text(item.day),
            "reason": .text(item.reason), "by": .text(item.author),
        ])
    }

    private static func declined(_ item: EveningSummary.Declined) -> JSON {
        .keys([
            "assignment": .text("\(item.assignment)"), "name": .text(item.name),
            "reason": .text(item.reason), "by": .text(item.author),
        ])
    }

    private static func answer(_ item: EveningSummary.Answer) -> JSON {
        .keys([
            "objection": .text("\(item.objection)"), "kind": .text(item.kind),
            "name": .text(item.name), "reason": .text(item.reason), "by": .text(item.author),
        ])
    }
}
