import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer devices`: who may sync.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "列出登记过的设备 · List the devices that were enrolled.")

    @OptionGroup var common: CommonOptions

    private struct Device: Encodable {
        let device: String
        let name: String
        let role: String
        let scopes: [String]
        let issued: Date
        let expires: Date
        let revoked: Bool
        let lastSync: Date?

        init(_ known: KnownDevice) {
            device = "\(known.certificate.device)"
            name = known.certificate.name
            role = known.certificate.role.rawValue
            scopes = known.certificate.scopes
            issued = Date(milliseconds: known.certificate.issued)
            expires = Date(milliseconds: known.certificate.expires)
            revoked = known.isRevoked
            lastSync = known.lastSync.map { Date(milliseconds: $0) }
        }
    }

    func run() throws {
        let devices = try common.withStore { try $0.replica.devices() }
        if common.json { return try Terminal.print(devices.map(Device.init)) }
        for known in devices {
            let last = known.lastSync.map(CountyTime.text) ?? "-"
            let scopes = known.certificate.scopes.map { $0.isEmpty ? "*" : $0 }
            let mark = known.isRevoked ? common.terminal.text("  已停用", "  revoked") : ""
            common.terminal.say(
                "\(known.certificate.device)  \(known.certificate.role.rawValue)  "
                    + "\(known.certificate.name)  \(scopes.joined(separator: " "))  \(last)\(mark)")
        }
        common.terminal.say("共 \(devices.count) 台。", "\(devices.count) devices.")
    }
}
