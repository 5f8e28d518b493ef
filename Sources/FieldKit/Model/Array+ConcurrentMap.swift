import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// Maps by a pure function, in parts that run beside each other on every processor.
    package func concurrentMap<Result: Sendable>(
        _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        // Below this many elements the threads cost more than they save.
        let partSize = 64
        let partCount = (count + partSize - 1) / partSize
        guard partCount > 1 else { return map(transform) }
        let parts = Mutex([[Result]](repeating: [], count: partCount))
        DispatchQueue.concurrentPerform(iterations: partCount) { part in
            let start = part * partSize
            let results = self[start..<Swift.min(start + partSize, count)].map(transform)
            parts.withLock { $0[part] = results }
        }
        return parts.withLock { $0.flatMap(\.self) }
    }
}
