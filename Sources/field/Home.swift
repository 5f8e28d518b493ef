import FieldKit
import Foundation

/// The folder of this laptop's data, and who works with it.
struct Home {
    /// Where it is.
    let url: URL

    /// `--home`, else `$FIELD_HOME`, else the platform's folder for data.
    init(
        option: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        url = URL(
            filePath: option ?? Self.path(environment),
            directoryHint: .isDirectory
        )
    }

    private static func path(_ environment: [String: String]) -> String {
        if let home = environment["FIELD_HOME"], !home.isEmpty { return home }
        #if os(macOS)
        return NSHomeDirectory() + "/Library/Application Support/field"
        #else
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return data + "/field"
        }
        return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/field"
        #endif
    }

    /// Opens the folder, lets who works here in, does something, and closes it.
    ///
    /// - Parameters:
    ///   - isOpenToAll: Whether it is done while the laptop is locked too: it shows no person.
    ///   - body: What is done.
    /// - Returns: What `body` does.
    /// - Throws: The problems of opening, `locked`, and those of `body`.
    func open<Result>(
        isOpenToAll: Bool = false,
        _ body: (ReplicaFolder) throws -> Result
    ) throws -> Result {
        let folder = try ReplicaFolder.openToRead(at: url)
        // What was saved is on the disk already: a failure to fold the log in is no failure to
        // save, and must not make anybody save twice.
        defer { try? folder.close() }
        if let obstacle = folder.obstacle {
            Terminal.note(
                "现在只能看，不能保存：\(obstacle.sentence(.chinese))",
                "What is here can be read, but nothing can be saved: \(obstacle.sentence(.english))"
            )
        }
        if folder.wasMoved {
            Terminal.note(
                "这个资料库被复制、恢复或移动过，已换用新的编号继续；资料没有丢。",
                "This replica was copied, restored or moved; it goes on under a new name. "
                    + "Nothing was lost."
            )
        }
        Moment.learn(try folder.replica.countyClock())
        guard !isOpenToAll else { return try body(folder) }
        return try ScreenLock(folder).pass {
            try Moment.settle()
            return try body(folder)
        }
    }

    /// Does something with the replica in the folder.
    func replica<Result>(
        isOpenToAll: Bool = false,
        _ body: (Replica) throws -> Result
    ) throws -> Result {
        try open(isOpenToAll: isOpenToAll) { try body($0.replica) }
    }
}

extension Replica {
    /// Who writes here: who is signed in, else whom the county's certificate names, else the user of the
    /// system.
    func author() throws -> String {
        if let name = try people().current { return name }
        if let name = try certificate()?.name, !name.isEmpty { return name }
        let environment = ProcessInfo.processInfo.environment
        let user = ["USER", "LOGNAME"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let name = user ?? NSUserName()
        return name.isEmpty || name.utf8.count > Limits.authorBytesMax ? "field" : name
    }
}
