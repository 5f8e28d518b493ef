import FieldKit
import Foundation

/// A visit that is being recorded: kept after each answer, so that nothing typed is lost.
struct VisitDraft: Codable, Equatable {
    /// The questions, in their order.
    enum Step: Int, CaseIterable, Codable, Comparable {
        case household
        case students
        case date
        case kind
        case note
        case review

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The question that is asked next.
    var step = Step.household
    /// The household's id.
    var household: String?
    /// The ids of the pupils whom the visit was about.
    var students: [String] = []
    /// The day, `YYYY-MM-DD`.
    var date: String?
    /// The code of how the visit was made.
    var kind: String?
    /// What was talked about.
    var note: String?

    private static let name = "visit"

    /// The draft that was left here; nil if there is none, or none that this version can read.
    static func load(_ replica: Replica) throws -> VisitDraft? {
        try replica.draft(name).flatMap { try? JSONDecoder().decode(VisitDraft.self, from: $0) }
    }

    /// Keeps the draft.
    func save(_ replica: Replica) throws {
        try replica.setDraft(Self.name, try JSONEncoder().encode(self))
    }

    /// Forgets the draft.
    static func clear(_ replica: Replica) throws { try replica.setDraft(name, nil) }

    /// The record that the answers make.
    ///
    /// - Throws: `wrong_kind` for an answer that the field does not take.
    func edit(_ policies: PolicyTable) throws -> Edit {
        var changes: [Edit.Change] = []
        let texts = [("household", household), ("date", date), ("kind", kind), ("note", note)]
        for (name, text) in texts {
            guard let text, !text.isEmpty else { continue }
            changes.append(
                .set(name, try policies.policy(RegisterKey(name), of: "visit").value(text))
            )
        }
        changes += students.map { .add("students", $0) }
        return Edit(type: "visit", changes: changes)
    }
}
