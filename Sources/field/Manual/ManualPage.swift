import FieldKit

/// One page of the manual, in the language of `man`.
struct ManualPage {
    let language: Language
    /// The words that call the command, the program's name first.
    let path: [String]
    let command: HelpTree.Command
    /// The day on which the page was made.
    let day: String

    /// The name under which `man` finds it.
    var name: String { path.joined(separator: "-") }

    /// The whole page.
    var text: String {
        let title = name.uppercased()
        let source = "field \(FieldKitVersion.text)"
        let head = ".TH \(Roff.escaped(title)) 1 \(day) \"\(source)\" \"FieldKit\"\n.na\n"
        return head + summary + synopsis + description + commands + arguments
            + options + ManualWords.ending(language) + seeAlso
    }

    // MARK: Sections

    private func section(_ chinese: String, _ english: String, _ body: String) -> String {
        body.isEmpty ? "" : ".SH \(Roff.text(language(chinese, english)))\n" + body
    }

    private var summary: String {
        let abstract = language.half(of: command.abstract ?? "")
        let text = "\(Roff.escaped(name)) \\- \(Roff.text(abstract))\n"
        return section("名称", "NAME", text)
    }

    private var synopsis: String {
        var words = path.map { "\\fB\(Roff.escaped($0))\\fR" }
        if !command.commands.isEmpty {
            words.append("\\fI\(Roff.text(language("命令", "command")))\\fR")
        }
        if command.shown.contains(where: { !$0.isPositional }) {
            words.append("[\\fI\(Roff.text(language("选项", "options")))\\fR]")
        }
        for argument in command.shown where argument.isPositional {
            let name = "\\fI\(Roff.escaped(argument.valueName ?? ""))\\fR"
            let some = argument.isRepeating ? name + "..." : name
            words.append(argument.isOptional ? "[\(some)]" : some)
        }
        return section("用法", "SYNOPSIS", words.joined(separator: " ") + "\n")
    }

    private var description: String {
        var body = ""
        var isExample = false
        for line in TwoLanguages.lines(command.discussion ?? "", language) {
            if TwoLanguages.isExample(line) != isExample {
                body += isExample ? ".fi\n.RE\n" : (body.isEmpty ? "" : ".PP\n") + ".RS 4\n.nf\n"
                isExample.toggle()
            }
            guard !line.isEmpty else { continue }
            body += Roff.line(isExample ? String(line.drop { $0 == " " }) : line)
        }
        if isExample { body += ".fi\n.RE\n" }
        let others = command.aliases ?? []
        if !others.isEmpty {
            let names = others.joined(separator: language("、", ", "))
            body +=
                (body.isEmpty ? "" : ".PP\n")
                + Roff.line(language("也叫：\(names)。", "Also called \(names)."))
        }
        return section("说明", "DESCRIPTION", body)
    }

    private var commands: String {
        let items = command.commands.map { below in
            let names = below.names.map { "\\fB\(Roff.escaped($0))\\fR" }.joined(separator: ", ")
            let abstract = language.half(of: below.abstract ?? "")
            return ".TP\n\(names)\n" + Roff.line(abstract)
        }
        return section("命令", "COMMANDS", items.joined())
    }

    private var arguments: String {
        let items = command.shown.filter(\.isPositional).map { argument in
            ".TP\n\\fI\(Roff.escaped(argument.valueName ?? ""))\\fR\n" + what(argument)
        }
        return section("参数", "ARGUMENTS", items.joined())
    }

    private var options: String {
        let items = command.shown.filter { !$0.isPositional }.map { argument in
            let names = (argument.names ?? []).map { "\\fB\(Roff.escaped($0.typed))\\fR" }
            let value =
                argument.takesValue ? " \\fI\(Roff.escaped(argument.valueName ?? ""))\\fR" : ""
            return ".TP\n\(names.joined(separator: ", "))\(value)\n" + what(argument)
        }
        return section("选项", "OPTIONS", items.joined())
    }

    private func what(_ argument: HelpTree.Argument) -> String {
        let own = ManualWords.parsersOwn(argument.names?.first?.name, language)
        return Roff.line(own ?? language.half(of: argument.abstract ?? ""))
    }

    private var seeAlso: String {
        let above = path.count > 1 ? [path.dropLast().joined(separator: "-")] : []
        let below = command.commands.map { "\(name)-\($0.commandName)" }
        let names = (above + below).map { "\\fB\(Roff.escaped($0))\\fR(1)" }
        return section(
            "另见",
            "SEE ALSO",
            names.joined(separator: ",\n") + (names.isEmpty ? "" : "\n")
        )
    }
}

/// Text as the formatter of manual pages takes it.
enum Roff {
    /// A line of running text; it may be broken between Chinese characters.
    static func line(_ text: String) -> String { Self.text(text) + "\n" }

    /// The same without its end.
    static func text(_ text: String) -> String {
        var out = ""
        var wasWide = false
        for character in text {
            let isWide = DisplayWidth.of(character) == 2
            // A line does not begin with a sign that closes something.
            if wasWide, isWide, !closing.contains(character) { out += "\\:" }
            out += escaped("\(character)")
            wasWide = isWide && !opening.contains(character)
        }
        return out.hasPrefix(".") || out.hasPrefix("'") ? "\\&" + out : out
    }

    /// Text in which nothing is an instruction.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
    }

    private static let closing: Set<Character> = [
        "，", "。", "；", "：", "、", "）", "”", "》", "！", "？", "〕", "…",
    ]
    private static let opening: Set<Character> = ["（", "“", "《", "〔"]
}
