package import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A disk of a few hundred kilobytes in memory, mounted into a folder; gone when nobody needs it.
package final class SmallDisk: Sendable {
    /// Where it is mounted.
    package let url: URL
    // Kept, because it can only be removed when nothing is mounted in it any more.
    private let folder: TemporaryFolder

    /// Whether this process may mount one: root may, but not in every container.
    package static let canBeMade: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return (try? SmallDisk(kibibytes: 64, in: folder)) != nil
    }()

    /// What a test says that needs one where none can be made.
    package static let reason = "only root may mount a small disk"

    /// Mounts a disk of this size into a new folder of this name.
    package init(
        kibibytes: Int,
        named name: String = "disk",
        in folder: TemporaryFolder
    ) throws {
        self.folder = folder
        url = folder.url.appending(path: name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Self.run(
            "mount",
            ["-t", "tmpfs", "-o", "mode=700,size=\(kibibytes)k", "tmpfs", url.path]
        )
    }

    deinit { try? Self.run("umount", ["--lazy", url.path]) }

    /// Makes it as large as this.
    package func resize(kibibytes: Int) throws { try remount("size=\(kibibytes)k") }

    /// Lets nobody write to it, or everybody again.
    package func setReadOnly(_ isReadOnly: Bool) throws { try remount(isReadOnly ? "ro" : "rw") }

    /// Fills what is left of it.
    ///
    /// - Returns: The file that does; removing it makes room again.
    package func fill() throws -> URL {
        let file = url.appending(path: "fill")
        let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw Failure(tool: "open") }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0, count: 4_096)
        while write(descriptor, block, block.count) > 0 {}
        return file
    }

    private func remount(_ option: String) throws {
        try Self.run("mount", ["-o", "remount,\(option)", url.path])
    }

    private static func run(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(tool: tool) }
    }

    /// A tool of the system did not do what it was asked to.
    package struct Failure: Error {
        package let tool: String
    }
}
