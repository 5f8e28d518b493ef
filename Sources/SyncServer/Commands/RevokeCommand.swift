import ArgumentParser
import FieldKit

/// `SyncServer revoke`: shuts a device out.
struct RevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "停用一台设备 · Shut a device out: it receives nothing any more.",
        discussion: """
            它还能上报，上报的内容放在一边等人审核，一条也不会丢。
            It may still send what was written on it; that waits for a person, and nothing is lost.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "设备编号，见 devices · The device, as `devices` lists it.")
    var device: String

    private struct Result: Encodable { let device: String }

    func run() throws {
        guard let id = DeviceID(device.lowercased()) else {
            throw Problem(.deviceUnknown, ["device": Problem.printable(device)])
        }
        try common.withStore { try $0.replica.revoke(id) }
        common.folder.note("device revoked", ["device": "\(id)"])
        if common.json { return try Terminal.print(Result(device: "\(id)")) }
        common.terminal.say("已停用 \(id)。", "\(id) is shut out.")
    }
}
