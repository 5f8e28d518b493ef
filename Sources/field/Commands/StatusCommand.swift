import ArgumentParser
import FieldKit

/// `field status`: how this replica stands towards its county.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "未上报、未确认、搁置的数量 · What is unsent, not yet sealed by the county, held aside.",
        aliases: ["状态"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try global.place.open(isOpenToAll: true) { folder in
            let status = try folder.replica.status()
            if output.json { return try Terminal.print(Self.json(status)) }
            try say(status, ScopeWords.names(status.certificate?.scopes ?? [], folder))
        }
    }

    private static func json(_ status: ReplicaStatus) -> JSON {
        .keys([
            "unsent": .integer(status.unsent), "unsealed": .integer(status.unsealed),
            "held": .integer(status.held), "conflicts": .integer(status.conflicts),
            "lastSync": status.lastSync.map { .text(Moment.iso($0)) },
            "clockOffsetSeconds": status.clockOffsetSeconds.map { .number("\($0)") },
            "encrypted": .boolean(status.isEncrypted), "device": .text("\(status.device)"),
            "replica": .text("\(status.replica)"),
            "forks": status.forks.isEmpty ? nil : .texts(status.forks.map { "\($0)" }),
            "name": status.certificate.map { .text($0.name) },
            "role": status.certificate.map { .text($0.role.rawValue) },
            "scopes": status.certificate.map { .texts($0.scopes) },
            "expires": status.certificate.map { .text(Moment.iso($0.expires)) },
        ])
    }

    private func say(_ status: ReplicaStatus, _ scopes: String) throws {
        let language = Language.current
        let sync = status.lastSync.map(Moment.local) ?? language("还没有同步过", "never")
        let clock = status.clockOffsetSeconds.map { "\(Int($0.rounded()))" }
        var rows = [
            (language("未上报", "unsent"), "\(status.unsent)"),
            (language("县里未确认", "not yet sealed"), "\(status.unsealed)"),
            (language("搁置", "held aside"), "\(status.held)"),
            (language("冲突", "conflicts"), "\(status.conflicts)"),
            (language("上次同步", "last sync"), sync),
            (
                language("时钟", "clock"),
                clock.map { language("相差 \($0) 秒", "\($0) s off") } ?? language("未知", "unknown")
            ),
            (
                language("加密", "encrypted"),
                status.isEncrypted
                    ? language("是", "yes")
                    : language("否：请妥善保管电脑", "no: keep the laptop safe")
            ),
            (language("设备", "device"), "\(status.device)"),
        ]
        if let certificate = status.certificate {
            rows.append((language("登记为", "enrolled as"), certificate.name))
            rows.append((language("范围", "scopes"), scopes))
        }
        if !status.forks.isEmpty {
            rows.append((language("被复制过的资料库", "forks"), "\(status.forks.count)"))
        }
        let width = rows.map { DisplayWidth.of($0.0) }.max() ?? 0
        for row in rows {
            try Terminal.show(DisplayWidth.pad(row.0, to: width) + "  " + row.1 + "\n")
        }
    }
}
