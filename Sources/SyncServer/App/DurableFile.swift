import FieldKit
import Foundation

/// Writing a small private file so that a power cut leaves the old one or the new one, and nobody
/// else may read it even for a moment.
enum DurableFile {
    /// Replaces the file at `path`; readable and writable by its owner only.
    ///
    /// - Throws: `file_unwritable`, or `disk_full`.
    static func replace(_ path: String, with data: Data) throws(Problem) {
        let draft = path + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        var cause: Problem?
        if !writeAll(data, to: descriptor) || fsync(descriptor) != 0 { cause = failure(path) }
        close(descriptor)
        if cause == nil, rename(draft, path) != 0 { cause = failure(path) }
        if let cause {
            unlink(draft)
            throw cause
        }
        flushFolder(of: path)
    }

    /// Writes a line at the end of a private file, whole, beside others that do the same.
    ///
    /// - Returns: Whether it is written.
    @discardableResult
    static func append(_ line: Data, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // One write, so that the lines of two processes never mix.
        return line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == line.count
    }

    private static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Makes the new name durable too.
    private static func flushFolder(of path: String) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func failure(_ path: String) -> Problem {
        let code = errno
        if code == ENOSPC || code == EDQUOT { return Problem(.diskFull, ["path": path]) }
        return Problem(
            .fileUnwritable,
            ["path": path, "reason": String(cString: strerror(code))]
        )
    }
}
