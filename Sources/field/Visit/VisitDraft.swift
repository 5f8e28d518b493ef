import FieldKit
import Foundation

/// A visit that was begun with version 0.2, which asked six questions of its own.
struct EarlierVisitDraft: Decodable {
    private var household: String?
    private var students: [String]?
    private var date: String?
    private var kind: String?
    private var note: String?

    private static let name = "visit"

    /// Takes what such a draft holds into a draft of the form, and forgets it.
    ///
    /// It is from before the laptop was shared: whose drafts those are takes it, and no colleague.
    ///
    /// - Returns: The draft, whose questions are asked from the beginning with the answers in them;
    ///   nil if there was none of who works here.
    static func move(to shelf: FillShelf, _ task: FillTask, _ replica: Replica) throws -> FillDraft?
    {
        guard try replica.people().draftPrefix.isEmpty, let data = try replica.draft(name),
            let earlier = try? JSONDecoder().decode(Self.self, from: data),
            let household = earlier.household
        else { return nil }
        var session = task.begin()
        let answers = VisitAnswers(
            household: household,
            students: earlier.students ?? [],
            date: earlier.date,
            kind: earlier.kind,
            note: earlier.note
        )
        try answers.give(to: &session, task.surroundings)
        let draft = task.newDraft(session)
        try shelf.save(draft)
        try replica.setDraft(name, nil)
        return draft
    }
}
