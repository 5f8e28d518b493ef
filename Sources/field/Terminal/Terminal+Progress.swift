import Foundation

extension Terminal {
    /// Whether a line of progress helps anybody.
    static var showsProgress: Bool { isatty(2) == 1 }

    /// Replaces the line of progress; an empty text takes it away.
    static func progress(_ text: String) {
        // A progress line that can't be shown is no reason to stop.
        try? write(Data("\r\u{1B}[K\(text)".utf8), to: 2)
    }
}
