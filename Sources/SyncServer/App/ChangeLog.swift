import FieldKit
import Foundation
import Logging

extension ServerFolder {
    /// Writes a line about a change that a command made at this server into `changes.log`: what and
    /// when, with ids and counts.
    ///
    /// The change itself is done; a disk that has no room for the line does not undo it.
    func note(_ what: String, _ metadata: [String: String] = [:]) {
        let path = changeLogPath
        let log = StructuredLog(label: "command", clock: SystemClock()) {
            DurableFile.append($0, to: path)
        }
        Logger(label: "command") { _ in log }
            .notice("\(what)", metadata: metadata.mapValues { "\($0)" })
    }

    /// True if a command has changed something here since the server was made.
    var hasChangeLog: Bool { FileManager.default.fileExists(atPath: changeLogPath) }

    private var changeLogPath: String { root.appending(path: "changes.log").path }
}

extension Date {
    /// Of milliseconds since 1970, as the engine counts.
    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
