import FieldKit

extension FillTask {
    /// The task of recording a visit, by the built-in form.
    static func visit(_ folder: ReplicaFolder) throws -> FillTask {
        try FillTask(
            try VisitForm.definition(),
            folder: folder,
            isTrial: false,
            household: nil,
            student: nil
        )
    }

    /// A visit of which everything that is to be said is known; what the form fills in by itself, and
    /// nobody has seen, is left out.
    func submission(_ answers: VisitAnswers) throws -> SubmissionDraft {
        var session = begin()
        try answers.give(to: &session, surroundings)
        try VisitAnswers.clearOthers(in: &session)
        session.finish()
        return newDraft(session).submission
    }
}
