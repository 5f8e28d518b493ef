import ArgumentParser
import FieldKit
import Foundation

/// `field doctor`: whether all is well with this laptop.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "自检：时钟、磁盘、版本、资料库、确认、证书 · Check everything that the work depends on.",
        discussion: """
            ✓ 正常，! 请留意，✗ 需要您处理。要读一遍全部资料，大的资料库要等一会儿。
            ✓ is well, ! is to be known, ✗ needs you. It reads all data, which takes its time in a
            large replica. Ends with 1 if something needs you, with 4 if data is damaged.
            """,
        aliases: ["自检"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let findings = Checkup(global.place).findings()
        let worst = Self.exit(after: findings)
        if output.json {
            try Terminal.print(
                .keys([
                    "ok": .boolean(worst == 0), "checks": .array(findings.map(Self.json)),
                ])
            )
        } else {
            for finding in findings {
                try Terminal.show("\(finding.state.sign) \(finding.text)\n")
                if let next = finding.next { try Terminal.show("    \(next)\n") }
            }
            try Self.sayEnd(worst, findings)
        }
        if worst != 0 { Foundation.exit(worst) }
    }

    private static func sayEnd(_ worst: Int32, _ findings: [Finding]) throws {
        let count = findings.count { $0.state == .bad || $0.state == .damaged }
        try count == 0
            ? Terminal.say("没有需要处理的。", "Nothing needs you.")
            : Terminal.say("有 \(count) 处需要处理。", "\(count) need you.")
    }

    private static func exit(after findings: [Finding]) -> Int32 {
        if findings.contains(where: { $0.state == .damaged }) { return 4 }
        return findings.contains { $0.state == .bad } ? 1 : 0
    }

    private static func json(_ finding: Finding) -> JSON {
        .keys([
            "name": .text(finding.name), "state": .text(finding.state.rawValue),
            "text": .text(finding.text), "next": finding.next.map { .text($0) },
        ])
    }
}
