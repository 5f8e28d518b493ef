import ArgumentParser
import FieldKit
import Foundation

/// The server of a county, or of a township that relays to it.
@main
struct SyncServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "SyncServer",
        abstract: "县（或中心校）同步服务器 · The sync server of a county or of a township's relay.",
        version: FieldKitVersion.text,
        subcommands: [
            InitCommand.self, ServeCommand.self, EnrollCommand.self, JoinCommand.self,
            SyncCommand.self, CACommand.self, DevicesCommand.self, RevokeCommand.self,
            DigestCommand.self, ConflictsCommand.self, ResolveCommand.self, HeldCommand.self,
            ObjectionsCommand.self, NeighboursCommand.self,
            StatusCommand.self, VerifyCommand.self, BackupCommand.self, RestoreCommand.self,
            ImportCommand.self, FormCommand.self, DemoCommand.self,
        ]
    )

    static func main() async {
        do {
            try ProgramArguments.texts()
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Terminal.exit(after: error)
        }
    }
}
