/// A decision for another value than one that who works here wrote on this laptop.
public struct Overruling: Codable, Sendable {
    /// The record of the decision.
    public let decision: RecordID
    /// The type of the record that was decided about.
    public let type: String
    /// The record that was decided about.
    public let record: RecordID
    /// Whom it is about; empty if that is not known here.
    public let name: String
    /// The field, as ``ReplicaReader/fieldName(_:)`` calls it.
    public let field: String
    /// What was written here, as text.
    public let mine: String
    /// Who wrote it.
    public let author: String
    /// What the decision takes, as text; empty for nothing.
    public let taken: String
    /// Why.
    public let reason: String
    /// Who decided, as the certificate of the deciding device says.
    public let decider: String
    /// Whether that was the county.
    public let isCounty: Bool
    /// When, in milliseconds since 1970 by the decider's clock.
    public let stamp: Int64
    /// Whether who works here has said that it was seen, or has objected, also on another laptop.
    public let isAnswered: Bool
}

extension Replica {
    /// The decisions against what who works here wrote on this laptop.
    ///
    /// - Parameter all: Whether those are listed too that were seen or objected to.
    /// - Returns: The decisions, oldest first.
    /// - Throws: What the store meets.
    public func overrulings(all: Bool = false) throws -> [Overruling] {
        try read { reader in
            try reader.overrulings(after: nil, against: OwnHand(reader))
                .filter { all || !$0.isAnswered }
        }
    }
}

extension ReplicaReader {
    /// The kind of event by which a decision is said to have been seen.
    static let seen = "seen"

    /// The decisions against what somebody wrote on this laptop, oldest first; those after an id, which
    /// begins with the time.
    func overrulings(after start: RecordID?, against hand: OwnHand) throws -> [Overruling] {
        var found: [Overruling] = []
        var last = start
        while true {
            let ids = try store.records(type: "decision", after: last, limit: 500)
            for id in ids { try overruling(id, against: hand).map { found.append($0) } }
            guard let end = ids.last else { return found }
            last = end
        }
    }

    /// A decision for another value than one that somebody wrote on this laptop; nil for any other.
    func overruling(_ decision: RecordID, against hand: OwnHand) throws -> Overruling? {
        guard let state = try state(decision), state.type == "decision",
            let write = state.live.first?.signed.write
        else { return nil }
        let view = try view(state)
        func text(_ name: String) -> String { view.values[name]?.text ?? "" }
        guard let record = RecordID(text("subject")), let about = try self.state(record) else {
            return nil
        }
        let decided = Set(view.sets["entries"] ?? [])
        let mine = try entries(of: record).first { entry in
            Self.fieldName(entry.key) == text("field")
                && hand.wroteHere(entry.replica, as: entry.author)
                && entry.standing == .superseded
                && entry.value.text != text("value")
                && decided.contains("\(entry.write)")
        }
        guard let mine else { return nil }
        let certificate = try certificate(of: write.dot.replica.device)
        return Overruling(
            decision: decision,
            type: about.type,
            record: record,
            name: try subjectName(of: self.view(about)),
            field: text("field"),
            mine: mine.value.text,
            author: mine.author,
            taken: text("value"),
            reason: text("reason"),
            decider: certificate?.name ?? text("reviewer"),
            isCounty: certificate?.role.decidesForCounty ?? false,
            stamp: write.stamp,
            isAnswered: try isAnswered(decision, about: record, by: hand)
        )
    }

    /// Whether somebody has said that a decision was seen, or has objected to it.
    private func isAnswered(
        _ decision: RecordID,
        about record: RecordID,
        by hand: OwnHand
    ) throws -> Bool {
        let isSeen = try made("event", about: decision, by: hand).contains {
            $0.values["kind"]?.text == Self.seen
        }
        if isSeen { return true }
        return try made("objection", about: record, by: hand).contains {
            $0.values["decision"]?.text == "\(decision)"
        }
    }

    /// The records of a type about another one that somebody made and that are not deleted.
    private func made(
        _ type: String,
        about record: RecordID,
        by hand: OwnHand
    ) throws -> [RecordView] {
        try dependents(type, of: record).filter { maker(of: $0).map(hand.wrote) == true }.map(view)
    }
}
