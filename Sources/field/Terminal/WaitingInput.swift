import FieldKit
import Foundation

/// What a person has typed and the program has not read yet.
enum WaitingInput {
    /// Whether a whole line, or the end of the input, is there within some seconds.
    static func hasLine(within seconds: Int) -> Bool {
        var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let left = max(.zero, deadline - ContinuousClock.now)
            let milliseconds = left.components.seconds * 1_000 + 1
            let ready = poll(&input, 1, Int32(clamping: milliseconds))
            if ready > 0 { return true }
            // A resized window interrupts the wait and does not begin it anew.
            guard ready < 0, errno == EINTR else { return false }
        }
    }

    /// Whether a program says anything at all; waits for its first byte, which stays to be read.
    static func saysSomething() -> Bool {
        var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, -1) < 0, errno == EINTR {}
        var count: Int32 = 0
        // What has no count, such as /dev/null, says nothing.
        return ioctl(0, UInt(FIONREAD), &count) == 0 && count > 0
    }

    /// Takes what stands in an unfinished line, so that it is no part of what is asked next.
    static func take() -> String {
        var before = termios()
        guard tcgetattr(0, &before) == 0 else { return "" }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON)
        withUnsafeMutableBytes(of: &raw.c_cc) {
            $0[Int(VMIN)] = 0
            $0[Int(VTIME)] = 0
        }
        tcsetattr(0, TCSANOW, &raw)
        defer { tcsetattr(0, TCSANOW, &before) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(0, &bytes, bytes.count)
        return Codeset.current.text(Array(bytes.prefix(max(0, count)))) ?? ""
    }
}
