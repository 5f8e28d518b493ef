import FieldKit
import Foundation

/// The way from nothing, or a draft, or a file, to answers that can be sent.
struct Filling {
    let task: FillTask
    let shelf: FillShelf
    /// Whether questions go to standard error, because a program reads the result.
    let isAside: Bool
    /// What is to be said on the review besides the answers.
    var remarks: (FormSession) throws -> [String] = { _ in [] }
    /// What is to be told, or asked back, once a question is answered.
    var consider: (FormPath, FormSession, () throws -> Void) throws -> FillInterview.Wish = {
        _,
        _,
        _ in .goOn
    }
    /// The answers of the submission before, for whoever types `"`; nil for the own last one of the form.
    var previous: ((FormSession) throws -> FormAnswers?)?
    /// The draft that a new interview begins with, and its session.
    var beginning: (FillTask) throws -> (FillDraft, FormSession) = { task in
        let session = task.begin()
        return (task.newDraft(session), session)
    }
    /// How the person comes back to the draft.
    let command: String

    /// All answers from a file.
    ///
    /// - Throws: `answer_not_taken`; nothing is saved then.
    func fromFile(_ path: String) throws -> SubmissionDraft {
        var (begun, session) = try beginning(task)
        var file = try FillFile(path, reader: task.reader)
        try file.answer(&session)
        session.finish()
        for remark in try remarks(session) { Terminal.note(remark, remark) }
        begun.submission.shown = task.shown(since: begun.submission.shown)
        var draft = begun.submission
        draft.answers = session.answers
        return draft
    }

    /// Asks, going on with a draft if there is one; nil if the person left.
    ///
    /// - Throws: `missing_option` if there is nobody and nothing to ask, `form_unfinished` if the
    ///   input ended before the form was.
    func interview(_ kept: FillDraft?) throws -> SubmissionDraft? {
        let prompter = Prompter(isAside: isAside)
        var draft: FillDraft
        let session: FormSession
        if let kept {
            (draft, session) = (kept, task.resume(kept))
        } else {
            (draft, session) = try beginning(task)
        }
        var interview = FillInterview(
            session,
            at: draft.place.step,
            returnsToReview: draft.returnsToReview,
            prompter: prompter,
            reader: task.reader,
            previous: { try previous?($0) ?? lastOfForm() },
            keep: { session, step, returns in
                draft.submission.answers = session.answers
                draft.submission.shown = task.shown(since: draft.submission.shown)
                draft.place = FillDraft.Place(step)
                draft.returnsToReview = returns
                try shelf.save(draft)
            },
            remarks: remarks,
            consider: consider
        )
        let goesOn = task.isTrial ? nil : command
        let ending = try QuestionInterrupt.$command.withValue(goesOn) { try interview.run() }
        switch ending {
        case .left:
            try sayLeft(interview, prompter)
            return nil
        case .cancelled:
            try shelf.clear()
            try prompter.say("没有新建。", "Nothing was begun.")
            return nil
        case .inputEnded where kept == nil && !interview.hasAnswers:
            throw Problem(.missingOption, ["option": "--answers"])
        case .inputEnded:
            throw Problem(.formUnfinished, ["path": Self.place(interview.step)])
        case .finished:
            interview.session.finish()
            var submission = draft.submission
            submission.answers = interview.session.answers
            return submission
        }
    }

    /// The answers of the last submission to the form that who works here made.
    private func lastOfForm() throws -> FormAnswers? {
        guard let replica = task.replica, !task.isTrial else { return nil }
        return try replica.lastSubmission(to: task.definition, about: task.household)?
            .answers(task.definition, zone: task.surroundings.timeZone)
    }

    private func sayLeft(_ interview: FillInterview, _ prompter: Prompter) throws {
        try prompter.say(
            "已存草稿（\(interview.progress)）。下次运行 \(command) 接着填。",
            "The draft is kept (\(interview.progress)); `\(command)` goes on with it."
        )
    }

    private static func place(_ step: FormStep) -> String {
        switch step {
        case .question(let path), .anotherInstance(let path): path.description
        case .beginning, .end: "-"
        }
    }
}

extension FillInterview {
    /// How far it is: the step, or the question.
    var progress: String {
        let language = Language.current
        switch step {
        case .question(let path), .anotherInstance(let path):
            if let number = stepNumber(of: path) {
                return language("第 \(number) 步", "step \(number)")
            }
            let all = session.steps()
            let place = (all.firstIndex(of: step) ?? 0) + 1
            return language("第 \(place)/\(all.count) 题", "question \(place)/\(all.count)")
        case .beginning: return language("开头", "the beginning")
        case .end: return language("核对", "the review")
        }
    }
}
