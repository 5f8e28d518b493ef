import FieldKit

/// What options, or a draft of an earlier version, say of a visit.
struct VisitAnswers {
    var household: String?
    var students: [String]?
    /// The day, `YYYY-MM-DD`.
    var date: String?
    /// The code of how it was made.
    var kind: String?
    var note: String?
    /// The day on a paper form after which it is entered; nil if there was none.
    var paper: String?
    /// The number of that paper form.
    var paperNumber: String?

    /// Where the form asks for them.
    enum Place {
        static let mode = FormPath([.init("mode")])
        static let paper = FormPath([.init("paper"), .init("on")])
        static let paperNumber = FormPath([.init("paper"), .init("number")])
        static let household = FormPath([.init("who"), .init("household")])
        static let students = FormPath([.init("who"), .init("students")])
        static let date = FormPath([.init("how"), .init("date")])
        static let kind = FormPath([.init("how"), .init("kind")])
        static let note = FormPath([.init("end"), .init("note")])

        static let all = [mode, paper, paperNumber, household, students, date, kind, note]
    }

    /// Answers the questions of the form that these are.
    func give(to session: inout FormSession, _ surroundings: any FormSurroundings) throws {
        let texts: [(FormPath, String?)] = [
            (Place.mode, paper == nil ? nil : VisitStart.paper), (Place.paper, paper),
            (Place.paperNumber, paperNumber), (Place.household, household),
            (Place.students, students?.joined(separator: " ")),
            (Place.date, date), (Place.kind, kind), (Place.note, note),
        ]
        for (path, text) in texts {
            guard let text, let row = session.row(at: path) else { continue }
            try session.answer(path, AnswerValue(text, for: row, surroundings))
        }
    }

    /// Takes away what the form filled in by itself and nobody has seen.
    static func clearOthers(in session: inout FormSession) throws {
        for case .question(let path) in session.steps() where !Place.all.contains(path) {
            guard session.nodeState(at: path)?.isReadOnly == false else { continue }
            try session.answer(path, nil)
        }
    }

    /// The day that was typed, as the field holds it; nil if it is none, or lies in the future.
    ///
    /// Where the clock cannot be right, a whole date is believed, and it is that day.
    static func day(_ typed: String) throws -> String? {
        guard let today = Moment.today(), let day = BusinessDay.typed(typed, today: today)
        else { return nil }
        if day.dayNumber > today.dayNumber + 1 {
            guard Moment.isDoubtful else { return nil }
            Moment.learn(day)
        }
        if today.dayNumber - day.dayNumber > 366 {
            Terminal.note(
                "走访日期是 \(day)，已过去一年多；若写错了年份，请改正。",
                "The visit was on \(day), more than a year ago; correct it if the year is wrong."
            )
        }
        return "\(day)"
    }
}
