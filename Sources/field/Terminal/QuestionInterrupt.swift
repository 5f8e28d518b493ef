import FieldKit
import Foundation
import Synchronization

/// Control-C at a question: the program says what was kept, and ends as it always does.
enum QuestionInterrupt {
    /// The command that goes on with what was answered; nil where only the question is lost.
    @TaskLocal static var command: String?

    /// Where what is written when it comes lies in memory: made before, because a signal may come anywhere.
    private static let place = Atomic<UInt>(0)
    private static let count = Atomic<Int>(0)

    /// Does something during which Control-C is answered.
    static func during<Result>(_ body: () -> Result) -> Result {
        let bytes = Array(Codeset.current.bytes("\n\(sentence)\n"))
        let start = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
        start.initialize(from: bytes, count: bytes.count)
        place.store(UInt(bitPattern: start), ordering: .relaxed)
        count.store(bytes.count, ordering: .relaxed)
        let before = signal(SIGINT) { number in
            let place = QuestionInterrupt.place.load(ordering: .relaxed)
            if let words = UnsafeRawPointer(bitPattern: place) {
                _ = Foundation.write(2, words, QuestionInterrupt.count.load(ordering: .relaxed))
            }
            signal(number, SIG_DFL)
            raise(number)
        }
        defer {
            signal(SIGINT, before)
            start.deallocate()
        }
        return body()
    }

    private static var sentence: String {
        guard let command else {
            return Language.current(
                "已中断：这一问没有存，之前保存的都在。",
                "Broken off: this question was not answered; everything saved before is kept."
            )
        }
        return Language.current(
            "已中断：答过的都在草稿里，运行 \(command) 接着填。",
            "Broken off: what was answered is kept as a draft; `\(command)` goes on with it."
        )
    }
}
