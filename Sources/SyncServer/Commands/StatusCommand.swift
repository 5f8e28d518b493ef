import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer status`: how this store stands.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "搁置、冲突、未上报的数量 · What is held aside, in conflict, unsent, not yet sealed.")

    @OptionGroup var common: CommonOptions

    private struct Result: Encodable {
        let server: String
        let role: String
        let name: String
        let division: String
        let upstream: String?
        let epoch: String
        let replica: String
        let unsent: Int
        let unsealed: Int
        let held: Int
        let conflicts: Int
        let lastSync: Date?
        let clockOffsetSeconds: Double?
        let encrypted: Bool
        let devices: Int
    }

    func run() throws {
        let folder = common.folder
        let settings = try folder.settings()
        let result = try common.withStore { store in
            let status = try store.replica.status()
            return Result(
                server: "\(status.device)", role: settings.role.rawValue, name: settings.name,
                division: settings.division, upstream: settings.upstream,
                epoch: try store.replica.epochID(), replica: "\(status.replica)",
                unsent: status.unsent, unsealed: status.unsealed, held: status.held,
                conflicts: status.conflicts,
                lastSync: status.lastSync.map { Date(milliseconds: $0) },
                clockOffsetSeconds: status.clockOffsetSeconds, encrypted: status.isEncrypted,
                devices: try store.replica.devices().count)
        }
        if common.json { return try Terminal.print(result) }
        common.terminal.say(
            """
            \(result.name)（\(result.role == "county" ? "县服务器" : "中转服务器") \(result.server)）
            设备 \(result.devices) 台，冲突 \(result.conflicts) 处，搁置 \(result.held) 条
            未上报 \(result.unsent) 条，未确认 \(result.unsealed) 条
            资料没有加密：请妥善保管这台服务器和备份
            """,
            """
            \(result.name) (\(result.role) \(result.server))
            devices \(result.devices), conflicts \(result.conflicts), held aside \(result.held)
            unsent \(result.unsent), not yet sealed \(result.unsealed)
            The data are not encrypted: keep this server and its backups safe
            """)
    }
}
