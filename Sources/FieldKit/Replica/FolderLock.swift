import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The lock that keeps two processes from using one folder at a time.
///
/// The kernel frees it when the process ends, however it ends.
final class FolderLock: Sendable {
    private let file: Int32

    /// Takes the lock, trying for a while.
    ///
    /// - Parameters:
    ///   - path: The file that is locked; made if there is none.
    ///   - folder: The folder that it is for; only named in problems.
    ///   - isShared: Whether others that share may have it at the same time.
    ///   - isWritable: Whether the file may be opened for writing, and made.
    ///   - waitSeconds: How long to try again; with 0 there is one try.
    /// - Throws: `home_busy` if another process has it all that time; `home_read_only` or
    ///   `disk_full` if the file cannot be made.
    init(
        path: String,
        folder: String,
        isShared: Bool,
        isWritable: Bool = true,
        waitSeconds: Double
    ) throws {
        let file = open(path, (isWritable ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FolderFiles.problem(folder) }
        let tries = max(0, Int(waitSeconds / Self.pauseSeconds))
        for attempt in 0...tries {
            if flock(file, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 {
                self.file = file
                return
            }
            if attempt < tries { usleep(useconds_t(Self.pauseSeconds * 1_000_000)) }
        }
        close(file)
        throw Problem(.homeBusy, ["path": folder])
    }

    deinit { close(file) }

    /// Lets the next one in; may be called again.
    func release() { flock(file, LOCK_UN) }

    private static let pauseSeconds = 0.02
}
