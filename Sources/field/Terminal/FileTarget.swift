import FieldKit
import Foundation

/// A file that appears under its name only when it is complete, and that only its owner can read from
/// the beginning, whatever the umask.
struct FileTarget {
    /// Where it is until then.
    let partPath: String
    private let path: String
    private let file: Int32

    /// The file that an option names; nil for standard output, which is named by nothing or `-`.
    static func name(_ option: String?) -> String? { option == "-" ? nil : option }

    /// Begins the file.
    ///
    /// - Throws: `file_unwritable`.
    init(_ path: String) throws {
        self.path = path
        partPath = path + ".part"
        // What a run left that was cut short may have another mode.
        unlink(partPath)
        file = open(partPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw problem }
    }

    /// Makes a file of bytes that are there already; on an error nothing is left of it.
    ///
    /// - Throws: `file_unwritable`.
    ///
    /// - Returns: The file as it was written, for whoever may have to take it back.
    @discardableResult
    static func make(_ path: String, _ data: Data) throws -> WrittenFile {
        try make(path) { target in
            try target.write(data)
            return WrittenFile(path, target.file)
        }
    }

    /// Makes a file; on an error nothing is left of it.
    ///
    /// - Throws: `file_unwritable`, and what `fill` throws.
    static func make<Result>(
        _ path: String,
        _ fill: (FileTarget) throws -> Result
    ) throws -> Result {
        let target = try FileTarget(path)
        do {
            let result = try fill(target)
            try target.finish()
            return result
        } catch {
            // Closed already, perhaps: what that says is of no interest.
            close(target.file)
            unlink(target.partPath)
            throw error
        }
    }

    /// Adds text at the end.
    func write(_ text: String) throws { try write(Data(text.utf8)) }

    private func write(_ data: Data) throws {
        do {
            try Terminal.write(data, to: file)
        } catch let found as Problem where found.code == .fileUnwritable {
            // The person knows the file by its name.
            throw Problem(.fileUnwritable, found.details.merging(["path": path]) { $1 })
        }
    }

    /// Gives the file its name, in place of what had it; it is on the disk when this returns.
    ///
    /// - Throws: `file_unwritable`.
    func finish() throws {
        guard fsync(file) == 0, close(file) == 0, rename(partPath, path) == 0 else {
            throw problem
        }
    }

    private var problem: Problem {
        Problem(.fileUnwritable, ["path": path, "reason": String(cString: strerror(errno))])
    }
}

/// A file as it was written, known again by what nobody else's file has.
struct WrittenFile {
    private let path: String
    private let mark: Mark?

    private struct Mark: Equatable {
        let device: UInt64
        let inode: UInt64
        let bytes: Int64
        let seconds: Int
        let nanoseconds: Int

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            bytes = Int64(status.st_size)
            #if os(macOS)
            let time = status.st_mtimespec
            #else
            let time = status.st_mtim
            #endif
            seconds = Int(time.tv_sec)
            nanoseconds = Int(time.tv_nsec)
        }
    }

    fileprivate init(_ path: String, _ file: Int32) {
        self.path = path
        var status = stat()
        mark = fstat(file, &status) == 0 ? Mark(status) : nil
    }

    /// Removes the file; what somebody else has put in its place since, or changed in it, stays.
    func remove() {
        var status = stat()
        guard let mark, lstat(path, &status) == 0, Mark(status) == mark else { return }
        unlink(path)
    }
}
