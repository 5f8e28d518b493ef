public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What can be told of a folder without opening what is in it.
extension ReplicaFolder {
    /// The version of the database that this program makes.
    public static var schemaVersion: Int { SQLiteStore.schemaVersion }

    /// The paths in a folder that others than its owner may read or write, the folder among them.
    ///
    /// - Parameter url: The folder.
    /// - Returns: The paths, ascending; empty if all is the owner's alone, or there is nothing.
    public static func openPaths(at url: URL) -> [String] {
        let folder = Files(url).folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return ([folder] + names.sorted().map { "\(folder)/\($0)" }).filter { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return false }
            return status.st_mode & 0o077 != 0
        }
    }

    /// The bytes that can still be written where a folder lies; nil if nobody can tell.
    ///
    /// - Parameter url: The folder.
    /// - Returns: The free bytes.
    public static func freeBytes(at url: URL) -> Int64? {
        var status = statvfs()
        guard statvfs(Files(url).folder, &status) == 0 else { return nil }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}
