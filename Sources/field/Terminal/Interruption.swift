import FieldKit
import Foundation
import Synchronization

/// Ctrl-C during a sync: the request under way ends, then the sync stops and stays resumable.
enum Interruption {
    private static let asked = Atomic(false)

    /// Whether the person has asked to stop.
    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    /// Watches for Ctrl-C from here on; a second one ends the program at once.
    static func watch() {
        signal(SIGINT) { _ in
            Interruption.asked.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
    }

    /// Waits between two tries, in short pieces, so that Ctrl-C is heard.
    static func pause(_ seconds: Double) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            guard !isAsked else { throw Problem(.cancelled) }
            usleep(100_000)
        }
    }
}
