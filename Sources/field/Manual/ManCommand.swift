import ArgumentParser
import FieldKit
import Foundation

/// `field man`: the manual, made from the commands themselves.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        abstract: "手册页 · Pages of the manual.",
        discussion: """
            不写命令时是总的一页。--into 把中英文的所有手册页写进一个文件夹，man -M 那个文件夹 就能查。
            Without a command it is the page of the whole. With --into all pages of both languages are
            written into a folder, in which man -M finds them.

                field man visit new | man -l -
            """,
        aliases: ["手册"]
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "命令 · A command.")
    var command: [String] = []

    @Option(
        help: ArgumentHelp("写入的文件夹 · The folder to write all pages into.", valueName: "dir")
    )
    var into: String?

    func run() throws {
        let root = try HelpTree.own()
        guard let into else {
            return try Terminal.write(try page(root).text)
        }
        for (language, folder) in [(Language.english, "man1"), (.chinese, "zh_CN/man1")] {
            let place = URL(filePath: into, directoryHint: .isDirectory).appending(path: folder)
            do {
                try FileManager.default.createDirectory(
                    at: place,
                    withIntermediateDirectories: true
                )
                for page in Self.pages(root, ["field"], language) {
                    let file = place.appending(path: page.name + ".1")
                    try Data(page.text.utf8).write(to: file)
                }
            } catch let error as CocoaError {
                throw Problem(
                    .fileUnwritable,
                    ["path": place.path, "reason": error.localizedDescription]
                )
            }
        }
    }

    /// The page of the command that was named.
    private func page(_ root: HelpTree.Command) throws -> ManualPage {
        var path = ["field"]
        var found = root
        for word in command {
            guard let below = found.commands.first(where: { $0.names.contains(word) }) else {
                throw Problem(.wrongUsage, ["what": command.joined(separator: " ")])
            }
            found = below
            path.append(below.commandName)
        }
        return ManualPage(language: .current, path: path, command: found, day: Self.day)
    }

    /// The pages of a command and of those below it.
    private static func pages(
        _ command: HelpTree.Command,
        _ path: [String],
        _ language: Language
    ) -> [ManualPage] {
        [ManualPage(language: language, path: path, command: command, day: day)]
            + command.commands.flatMap { pages($0, path + [$0.commandName], language) }
    }

    private static var day: String { Moment.today().map { "\($0)" } ?? "" }
}
