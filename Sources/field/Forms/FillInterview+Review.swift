import FieldKit
import Foundation

/// The answers on one screen, before they become a record.
extension FillInterview {
    /// One line of the review: a question with the number by which it is chosen.
    private typealias Line = (number: Int, line: AnswerLines.Line)

    /// Shows all answers, and asks whether they are to be sent.
    mutating func review() throws -> Outcome {
        let lines = AnswerLines(session).lines.enumerated().map { ($0.offset + 1, $0.element) }
        func isToBeSeen(_ line: Line) -> Bool {
            !line.line.answer.isEmpty || line.line.fault != nil
        }
        try show(lines.filter(isToBeSeen))
        let unanswered = lines.count { !isToBeSeen($0) }
        if unanswered > 0 {
            try prompter.say(
                "  另有 \(unanswered) 项没有填；填“全部”可看。",
                "  \(unanswered) more are not answered; type all to see them."
            )
        }
        for remark in try remarks(session) { try write(remark) }
        while true {
            let question = Language.current(
                "提交吗？回车提交；填编号修改；q 存草稿：",
                "Submit? Enter: yes; a number: change it; q: keep the draft: "
            )
            guard let typed = prompter.ask(question) else {
                try save(.end)
                return .end(prompter.isAttended ? .left : .inputEnded)
            }
            if let outcome = try take(typed, lines) { return outcome }
        }
    }

    private mutating func take(_ typed: String, _ lines: [Line]) throws -> Outcome? {
        let word = PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces).lowercased()
        switch TypedWord(word) {
        case .leave:
            try save(.end)
            return .end(.left)
        case .back: return .back
        case .help:
            try prompter.say(
                "编号在左边；填编号后改那一项，改完回到这里。",
                "Type a number on the left to change that answer; then you come back here."
            )
            return nil
        case .ditto, .clear, .pass, nil: break
        }
        if let number = Int(word) {
            guard let line = lines.first(where: { $0.number == number }) else {
                try prompter.say("没有这个编号。", "There is no such number.")
                return nil
            }
            returnsToReview = true
            return .jump(.question(line.line.path))
        }
        if ["全部", "all"].contains(word) {
            try show(lines)
            return nil
        }
        guard word.isEmpty || YesOrNo(word) == .yes || word == "提交" else {
            try prompter.say("请填回车、编号或 q。", "Press Enter, or type a number or q.")
            return nil
        }
        return try submit(lines)
    }

    /// Everything must be right before it is sent: else the first that is not is asked again.
    private mutating func submit(_ lines: [Line]) throws -> Outcome {
        guard let wrong = lines.first(where: { $0.line.fault != nil }) else {
            return .end(.finished)
        }
        try prompter.say("还有没填好的，先补上。", "Something is missing or wrong; it is asked again.")
        returnsToReview = true
        return .jump(.question(wrong.line.path))
    }

    private func show(_ lines: [Line]) throws {
        try prompter.say("\n— 核对 —", "\n— Review —")
        let digits = "\(lines.last?.number ?? 0)".count
        let rows = lines.map { number, line in
            let fault = line.fault.map { "! " + words.sentence($0, of: session) }
            return AnswerLines.Row(
                mark: String(repeating: " ", count: max(0, digits - "\(number)".count))
                    + "\(number)  ",
                label: line.label,
                body: [line.answer, fault ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
            )
        }
        try prompter.show(AnswerLines.text(rows, columns: Terminal.columns))
    }
}
