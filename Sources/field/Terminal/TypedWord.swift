import FieldKit
import Foundation

/// What a person may type in place of any answer, in any width and case.
enum TypedWord {
    case back, leave, help, ditto, clear, pass

    private static let words: [String: TypedWord] = [
        "<": .back, "《": .back, "上一步": .back, "上一项": .back, "返回": .back,
        "q": .leave, "退出": .leave, "?": .help, "帮助": .help,
        "\"": .ditto, "“": .ditto, "”": .ditto, "同上": .ditto,
        ">": .pass, "》": .pass, "-": .clear, "清空": .clear,
    ]

    init?(_ typed: String) {
        let word = PlainText.halfWidth(typed).trimmingCharacters(in: .whitespaces).lowercased()
        guard let found = Self.words[word] else { return nil }
        self = found
    }
}
