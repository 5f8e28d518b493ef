import ArgumentParser
import FieldKit
import Foundation

/// Where a passphrase comes from: a file, the environment, or a person who is asked; never an argument.
struct PassphraseOptions: ParsableArguments {
    static let variable = "FIELD_PASSPHRASE"

    @Option(
        help: ArgumentHelp(
            "从文件读取口令，也可用环境变量 FIELD_PASSPHRASE · A file with the passphrase.",
            valueName: "file"
        )
    )
    var passphraseFile: String?

    /// The passphrase of somebody who has one.
    ///
    /// - Throws: `missing_option` where nobody can be asked, `nothing_given`, `file_unreadable`.
    func known(of name: String) throws -> String {
        if let given = try given() { return given }
        return try asked(Language.current("\(name) 的口令：", "Passphrase of \(name): "))
    }

    /// A new passphrase, asked for twice so that it is what was meant.
    ///
    /// - Throws: `missing_option`, `nothing_given`, `file_unreadable`, `passwords_differ`.
    func new(for name: String) throws -> String {
        if let given = try given() { return given }
        let least = LaptopPeople.passphraseMin
        let first = try asked(
            Language.current(
                "请为 \(name) 设口令（至少 \(least) 个字符，输入时不显示）：",
                "Choose a passphrase for \(name) (\(least) characters or more; it isn't shown): "
            )
        )
        let again = try asked(Language.current("再输一次：", "Once more: "))
        guard first == again else { throw Problem(.passwordsDiffer) }
        return first
    }

    private func given() throws -> String? {
        if let passphraseFile {
            var source = ValueSource()
            let text = try source.text("@" + passphraseFile)
            return String(text.prefix { !$0.isNewline })
        }
        let value = ProcessInfo.processInfo.environment[Self.variable]
        return value?.isEmpty == false ? value : nil
    }

    private func asked(_ question: String) throws -> String {
        guard Terminal.canAsk else {
            throw Problem(.missingOption, ["option": "--passphrase-file"])
        }
        guard let typed = try Prompter(isAside: true).askSecret(question), !typed.isEmpty else {
            throw Problem(.nothingGiven, ["what": Language.current("口令", "The passphrase")])
        }
        return typed
    }
}
