import ArgumentParser
import FieldKit
import Foundation

/// `field sync`: one full sync, which may be cut anywhere and begun again.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "同步：上报与接收 · Send what is new here, receive what is new there.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "另一台本县的服务器 · Another server of this county; default: where it was enrolled.",
            valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "把每个请求和回答写入文件夹 · Write each request and reply into a folder.",
            valueName: "dir"))
    var trace: String?

    func run() throws {
        try global.place.replica { replica in
            let client = try replica.syncClient(
                url: server, application: "field/\(FieldKitVersion.full)",
                trace: trace.map { URL(filePath: $0, directoryHint: .isDirectory) },
                pause: Interruption.pause)
            Interruption.watch()
            client.shouldContinue = { requests in
                if !output.json, Terminal.showsProgress {
                    Terminal.progress(Language.current("同步中", "syncing") + " · \(requests)")
                }
                return !Interruption.isAsked
            }
            let report = try client.sync()
            if Terminal.showsProgress { Terminal.progress("") }
            let summary = try SyncSummary(report, replica)
            if output.json { try Terminal.print(summary.json) } else { try summary.say() }
        }
    }
}
