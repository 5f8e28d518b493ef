import ArgumentParser
import FieldKit

/// `field verify`: checks the replica.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "检查资料库是否完好 · Check the replica's file, invariants, sums and seals."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let problems = try global.place.open { try $0.problems() }
        if output.json {
            try Terminal.print(
                .keys(["ok": .boolean(problems.isEmpty), "problems": .texts(problems)])
            )
        } else if problems.isEmpty {
            try Terminal.say("资料库完好。", "All is well.")
        }
        if let first = problems.first {
            throw Problem(
                .invariantBroken,
                [
                    "reason": problems.count == 1
                        ? first
                        : Language.current(
                            "\(first)，另有 \(problems.count - 1) 处",
                            "\(first), and \(problems.count - 1) more"
                        )
                ]
            )
        }
    }
}
