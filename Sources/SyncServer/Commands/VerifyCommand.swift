import ArgumentParser
import FieldKit

/// `SyncServer verify`: checks the store.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "检查资料库是否完好 · Check the store's file, invariants, sums and seals.")

    @OptionGroup var common: CommonOptions

    private struct Result: Encodable {
        let ok: Bool
        let problems: [String]
    }

    func run() throws {
        let problems = try common.withStore { try $0.problems() }
        if common.json { try Terminal.print(Result(ok: problems.isEmpty, problems: problems)) }
        guard let first = problems.first else {
            if !common.json { common.terminal.say("资料库完好。", "All is well.") }
            return
        }
        let more = problems.count - 1
        throw Problem(
            .invariantBroken,
            [
                "reason": more == 0
                    ? first : common.terminal.text("\(first)，另有 \(more) 处", "\(first), and \(more) more")
            ])
    }
}
