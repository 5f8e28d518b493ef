import FieldKit

extension FillTask {
    /// The task of recording a visit, by the built-in form.
    ///
    /// - Parameters:
    ///   - folder: Where the records are.
    ///   - isCorrection: Whether a visit is corrected: then it stays one to the same family.
    ///   - isAbsent: Whether nobody was in: then how it was made is known, and not asked.
    /// - Returns: The task.
    /// - Throws: `form_unusable`, and what the store meets.
    static func visit(
        _ folder: ReplicaFolder,
        isCorrection: Bool = false,
        isAbsent: Bool = false
    ) throws -> FillTask {
        try FillTask(
            try VisitForm.definition(),
            folder: folder,
            isTrial: false,
            household: nil,
            student: nil,
            fixed: isCorrection ? ["household"] : [],
            given: isAbsent ? ["kind": VisitKind.nobodyIn.rawValue] : [:]
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

    /// A corrected version of a visit, with the answers of the one before.
    func correction(of visit: RecordView) -> (FillDraft, FormSession) {
        let answers = Submission.answers(in: visit, definition, zone: surroundings.timeZone)
        var draft = FillDraft(
            submission: SubmissionDraft(answers, record: replica?.newSubmissionID() ?? ""),
            place: .end
        )
        draft.submission.supersedes = "\(visit.id)"
        let session = resume(draft)
        draft.submission.answers = session.answers
        draft.submission.shown = shown(since: nil)
        return (draft, session)
    }
}
