import ArgumentParser
import FieldKit
import Foundation

/// Prints or writes the county's CA certificate.
struct CACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "县根证书（供浏览器导入） · The county's CA certificate, for browsers."
    )

    @OptionGroup var common: CommonOptions

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "写入文件，默认标准输出，也可写 - · The file to write; default, and -: standard output.",
            valueName: "file"
        )
    )
    var output: String?

    func run() throws {
        let folder = common.folder
        _ = try folder.settings()
        let certificate = try folder.read(.authority)
        guard let output, output != "-" else {
            FileHandle.standardOutput.write(certificate)
            return
        }
        do {
            try certificate.write(to: URL(filePath: output), options: .atomic)
        } catch CocoaError.fileWriteOutOfSpace {
            throw Problem(.diskFull, ["path": output])
        } catch {
            throw Problem(
                .fileUnwritable,
                ["path": output, "reason": "no such folder, or no permission"]
            )
        }
        common.terminal.say("已写入 \(output)。", "Written to \(output).")
    }
}
