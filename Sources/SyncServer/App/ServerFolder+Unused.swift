import FieldKit
import Foundation

extension ServerFolder {
    /// Moves a county away that `init` made here and that nobody has used, so that the folder can
    /// become a relay's: only `join` knows which of the two it is to be.
    ///
    /// Used is a county that holds more than its own certificate, or at which a command has changed
    /// anything, such as by giving out a code.
    ///
    /// - Returns: Where it is now; nil if there is none here, or one that has been used.
    /// - Throws: `home_busy` if it is being served, `home_exists` if another lies there already.
    func moveUnusedCountyAside() throws -> URL? {
        guard exists, try settings().role == .county, !hasChangeLog else { return nil }
        let store = try open()
        try store.takeTurn("serve").end()
        let isUnused = try store.replica.digest().records == 1
        try store.close()
        guard isUnused else { return nil }
        let aside = URL(filePath: "\(root.path).unused", directoryHint: .isDirectory)
        do {
            try FileManager.default.moveItem(at: root, to: aside)
        } catch {
            throw Problem(.homeExists, ["path": root.path])
        }
        return aside
    }
}
