import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few things that a replica's folder asks of the file system, with its errors as problems.
enum FolderFiles {
    /// What the file system says of a file.
    struct Status: Equatable {
        let inode: UInt64
        let device: UInt64
        let bytes: Int64
    }

    /// Inode and device of a file; nil if there is none.
    static func status(_ path: String) -> Status? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Status(
            inode: UInt64(status.st_ino),
            device: UInt64(status.st_dev),
            bytes: Int64(status.st_size)
        )
    }

    /// Whether there is a file; a folder that nobody may look into is a problem, no absence.
    static func exists(_ path: String) throws -> Bool {
        var status = stat()
        if stat(path, &status) == 0 { return true }
        guard errno == ENOENT || errno == ENOTDIR else { throw problem(path) }
        return false
    }

    /// Makes a folder that only its owner can enter, and those above it.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, path.count > 1 else { throw problem(path) }
        let code = errno
        let parent = (path as NSString).deletingLastPathComponent
        guard !parent.isEmpty, parent != path else { throw problem(path, code) }
        try makeFolder(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw problem(path) }
    }

    /// The whole of a small file; nil if there is none.
    static func read(_ path: String) throws -> Data? {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            guard access(path, F_OK) == 0 else { return nil }
            throw Problem(.fileUnreadable, ["path": path, "reason": "errno \(errno)"])
        }
    }

    /// Writes a small file that only its owner can read, so that after a power cut there is either
    /// the old one or the new one.
    ///
    /// - Parameters:
    ///   - path: The file to be replaced or made.
    ///   - content: Makes what is written, given the inode that the file will have.
    /// - Throws: `home_read_only`, `disk_full`, and what `content` throws.
    static func replace(_ path: String, content: (UInt64) throws -> Data) throws {
        let new = path + ".new"
        unlink(new)
        let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw problem(path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw problem(path) }
        let data = try content(UInt64(status.st_ino))
        try write(data, to: file, at: 0, path: path)
        guard fsync(file) == 0, rename(new, path) == 0 else { throw problem(path) }
        syncFolder(of: path)
    }

    /// Gives a file another name, durably, in place of what had it.
    static func move(_ path: String, to target: String) throws {
        try flush(path)
        guard rename(path, target) == 0 else { throw problem(target) }
        syncFolder(of: target)
    }

    /// Puts what was written into a file on the disk.
    static func flush(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw problem(path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw problem(path) }
    }

    /// Makes a change of names in a file's folder durable; a file system that cannot is let be.
    static func syncFolder(of path: String) {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Writes all bytes at a place of an open file.
    static func write(_ data: Data, to file: Int32, at start: Int, path: String) throws {
        try data.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = pwrite(file, rest.baseAddress, rest.count, off_t(start + done))
                guard count > 0 else { throw problem(path) }
                done += count
            }
        }
    }

    /// The problem behind the last failed call.
    static func problem(_ path: String, _ code: Int32 = errno) -> Problem {
        code == ENOSPC || code == EDQUOT
            ? Problem(.diskFull, ["path": path])
            : Problem(.homeReadOnly, ["path": path, "reason": String(cString: strerror(code))])
    }
}
