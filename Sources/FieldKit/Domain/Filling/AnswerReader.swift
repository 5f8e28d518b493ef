import Foundation

/// Reads what a person types as the answer of a question, and says why it will not do.
public struct AnswerReader: Sendable {
    /// Why a text is no answer.
    public enum Refusal: Error, Sendable, Hashable {
        /// It is not of the question's type.
        case wrongKind(QuestionType)
        /// It lies outside a range, or between its steps.
        case outsideRange(from: String, to: String, step: String)
        /// It is longer than a record takes.
        case tooLong
        /// No choice fits this word.
        case noChoice(String)
        /// Several choices fit this word: their places in the menu.
        case unclear(String, [Int])
        /// A day without a year, which may be the one behind or the one ahead: both, as dates.
        case whichYear([String])
        /// The form refuses it.
        case fault(FormFault)
    }

    private let surroundings: any FormSurroundings

    /// A reader for whom days and times are those of the surroundings.
    public init(_ surroundings: any FormSurroundings) { self.surroundings = surroundings }

    /// The menu of a question: empty for one without choices, or whose choices cannot be told.
    public static func menu(at path: FormPath, of session: FormSession) -> ChoiceMenu {
        let choices = (try? session.choices(at: path)) ?? []
        return ChoiceMenu(
            choices.map { .init(name: $0.name, label: session.shown($0.label, at: path)) }
        )
    }

    /// Reads an answer and tries it on the form.
    ///
    /// - Parameters:
    ///   - typed: What was typed, not empty.
    ///   - path: The question.
    ///   - session: The form as it stands.
    ///   - menu: The choices of the question, if it has any.
    ///   - shown: Of these the ones that the person sees, to which numbers refer; nil where a program
    ///     answers, which sees no numbers: it means the names of choices first.
    /// - Returns: The value, which the form takes.
    /// - Throws: Why it will not do.
    public func read(
        _ typed: String,
        at path: FormPath,
        in session: FormSession,
        menu: ChoiceMenu,
        shown: [Int]? = nil
    ) throws(Refusal) -> AnswerValue {
        guard let row = session.row(at: path), case .question(let type) = row.kind else {
            throw .wrongKind(.text)
        }
        var values = [AnswerValue]()
        if row.choices == nil {
            values = TypedAnswer.values(typed, for: row, surroundings)
        } else {
            values = [.text(try chosen(typed, type, menu, shown))]
        }
        guard let likeliest = values.first else { throw .wrongKind(type) }
        if case .text(let text) = likeliest, text.utf8.count > Limits.valueBytesMax {
            throw .tooLong
        }
        try Self.check(likeliest, range: row)
        let taken = values.filter { session.fault(of: $0, at: path) == nil }
        if taken.count > 1 {
            let days = taken.map { String($0.text(in: surroundings.timeZone).prefix(10)) }
            // What lies ahead is the nearer one: then the other is long past, and may be meant as well.
            if days[0] > days[1] { throw .whichYear(days.sorted()) }
        }
        if let value = taken.first { return value }
        throw session.fault(of: likeliest, at: path).map { .fault($0) } ?? .wrongKind(type)
    }

    // MARK: Choices

    private static let all: Set<String> = ["全部", "全选", "all"]

    private func chosen(
        _ typed: String,
        _ type: QuestionType,
        _ menu: ChoiceMenu,
        _ shown: [Int]?
    ) throws(Refusal) -> String {
        if type == .selectOne { return menu.items[try one(typed, menu, shown)].name }
        var places: [Int] = []
        if Self.all.contains(typed.lowercased()) {
            places = Array(menu.items.indices)
        } else if shown == nil, let named = menu.named(typed) {
            places = [named]
        } else if case let whole = menu.find(typed, shown: shown), whole.count == 1 {
            places = whole
        } else {
            for word in Self.words(typed) { places.append(try one(word, menu, shown)) }
        }
        places = places.uniqued
        if type == .rank {
            // What was not named comes after what was.
            places += menu.items.indices.filter { !places.contains($0) }
        } else {
            places.sort()
        }
        return places.map { menu.items[$0].name }.joined(separator: " ")
    }

    private func one(
        _ word: String,
        _ menu: ChoiceMenu,
        _ shown: [Int]?
    ) throws(Refusal) -> Int {
        if shown == nil, let named = menu.named(word) { return named }
        let found = menu.find(word, shown: shown)
        guard let first = found.first else { throw .noChoice(word) }
        guard found.count == 1 else { throw .unclear(word, found) }
        return first
    }

    /// `1 3`, `1,3`, `1、3`, `1；3`.
    private static func words(_ typed: String) -> [String] {
        PlainText.halfWidth(typed).split(whereSeparator: { " ,、;".contains($0) }).map(String.init)
    }

    // MARK: Ranges

    private static func check(_ value: AnswerValue, range row: FormNode) throws(Refusal) {
        guard case .question(.range) = row.kind else { return }
        let number: Double
        switch value {
        case .integer(let whole): number = Double(whole)
        case .decimal(let decimal): number = decimal
        default: return
        }
        let (from, to) = (row.parameters["start"] ?? "0", row.parameters["end"] ?? "10")
        let step = row.parameters["step"] ?? "1"
        guard let low = Double(from), let high = Double(to), let width = Double(step), width > 0
        else { return }
        let steps = (number - low) / width
        let isOnStep = abs(steps - steps.rounded()) < 1e-6
        guard number >= min(low, high), number <= max(low, high), isOnStep else {
            throw .outsideRange(from: from, to: to, step: step)
        }
    }
}
