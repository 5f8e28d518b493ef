import FieldKit
import Foundation

/// How a pupil is today: a number or its word, and words after it.
struct DailyAnswer {
    static let noteLengthMax = 60

    private let mood: Int64
    private let note: String

    /// Reads it; nil for what is no answer.
    ///
    /// Nothing typed means that all is well.
    init?(_ typed: String) {
        let plain = PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces)
        let entries = CodeList.of("mood", of: "daily_check")?.entries ?? []
        let words = entries.flatMap { entry in
            [entry.code, entry.label(.chinese), entry.label(.english)].map { ($0, entry.code) }
        }
        let found = words.first { plain.lowercased().hasPrefix($0.0) }
        guard let code = plain.isEmpty ? "1" : found?.1, let mood = Int64(code) else { return nil }
        let rest = plain.dropFirst(found?.0.count ?? 0)
        // A number of two digits is none of the three.
        if let first = found?.0.first, first.isNumber, rest.first?.isNumber == true { return nil }
        let signs = CharacterSet.whitespaces.union(CharacterSet(charactersIn: ",，、:："))
        let note = rest.trimmingCharacters(in: signs)
        guard note.count <= Self.noteLengthMax else { return nil }
        self.mood = mood
        self.note = note
    }

    /// What is written of it.
    ///
    /// - Parameter isAgain: Whether it takes the place of an answer that may have had words.
    /// - Returns: The changes; words of an earlier answer are taken back.
    func changes(isAgain: Bool) -> [Edit.Change] {
        let words: Value = note.isEmpty ? .cleared : .text(note)
        return [.set("mood", .integer(mood))]
            + (note.isEmpty && !isAgain ? [] : [.set("note", words)])
    }
}
