import FieldKit
import Foundation

/// The answers on one screen, before they become a record.
extension FillInterview {
    /// The widest label on the review.
    private static let labelColumnsMax = 26

    /// One line of the review.
    private struct Line {
        let number: Int
        let path: FormPath
        let label: String
        let answer: String
        let fault: FormFault?
    }

    /// Shows all answers, and asks whether they are to be sent.
    mutating func review() throws -> Outcome {
        let lines = lines()
        let isLong = lines.contains { $0.answer.isEmpty && $0.fault == nil }
        try show(lines.filter { !$0.answer.isEmpty || $0.fault != nil })
        let unanswered = lines.count { $0.answer.isEmpty && $0.fault == nil }
        if isLong {
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
            return .jump(.question(line.path))
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
        guard let wrong = lines.first(where: { $0.fault != nil }) else { return .end(.finished) }
        try prompter.say("还有没填好的，先补上。", "Something is missing or wrong; it is asked again.")
        returnsToReview = true
        return .jump(.question(wrong.path))
    }

    private func lines() -> [Line] {
        var lines: [Line] = []
        for case .question(let path) in session.steps() {
            guard let row = session.row(at: path), let state = session.nodeState(at: path),
                !Self.isPassive(row, state)
            else { continue }
            let label = session.shown(row.label, at: path)
            lines.append(
                Line(
                    number: lines.count + 1,
                    path: path,
                    label: label.isEmpty ? row.name : label,
                    answer: state.value.map { words.answer($0, at: path, of: session) } ?? "",
                    fault: session.fault(at: path)
                )
            )
        }
        return lines
    }

    private func show(_ lines: [Line]) throws {
        try prompter.say("\n— 核对 —", "\n— Review —")
        let labels = lines.map { DisplayWidth.cut($0.label, to: Self.labelColumnsMax) }
        let width = labels.map { DisplayWidth.of($0) }.max() ?? 0
        let digits = "\(lines.last?.number ?? 0)".count
        var text = ""
        for (line, label) in zip(lines, labels) {
            let number =
                String(repeating: " ", count: max(0, digits - "\(line.number)".count))
                + "\(line.number)"
            let head = "\(number)  \(DisplayWidth.pad(label, to: width))  "
            let indent = DisplayWidth.of(head)
            let fault = line.fault.map { "! " + words.sentence($0, of: session) }
            let body = [line.answer, fault ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
            let wrapped = FillPage.wrap(body, columns: Terminal.columns, indent: indent)
            text += head + wrapped.dropFirst(min(indent, wrapped.count))
        }
        try prompter.show(text)
    }
}
