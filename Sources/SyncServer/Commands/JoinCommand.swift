import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer join`: makes a relay of a county.
struct JoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "加入一个县，作为中转服务器 · Make a relay of a county, with a code of role township."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("县服务器的网址 · The county's URL.", valueName: "url"))
    var upstream: String

    @Option(help: "登记码（角色 township） · The one-time code, of role township.")
    var code: String

    @Option(
        name: .customLong("host"),
        help: ArgumentHelp(
            "域名或地址，可重复 · A DNS name or address of this relay; may be repeated "
                + "(default: localhost, 127.0.0.1).",
            valueName: "name-or-address"
        )
    )
    var hosts: [String] = []

    private struct Result: Encodable {
        let server: String
        let upstream: String
    }

    func run() throws {
        let joining = RelayJoining(
            upstream: upstream,
            code: code,
            hosts: hosts.isEmpty ? ServerSettings.localHosts : hosts
        )
        let store = try joining.join(in: common.folder)
        let result = Result(
            server: "\(store.replica.device)",
            upstream: try common.folder.settings().upstream ?? ""
        )
        try store.close()
        if common.json { return try Terminal.print(result) }
        common.terminal.say(
            "已加入 \(result.upstream)，本服务器是 \(result.server)。",
            "Joined \(result.upstream) as \(result.server)."
        )
    }
}
