import Synchronization

/// Contexts of the compression library that nobody uses just now.
///
/// A transaction needs one of some 150 KB, and making it takes longer than unpacking a hundred bodies;
/// a read of a record is over sooner.
final class SpareContexts: Sendable {
    /// More are needed only by as many threads at once.
    private static let countMax = 4

    /// Set up to pack with ``BodyDictionary/newest``.
    static let packers = SpareContexts()
    static let unpackers = SpareContexts()

    // As numbers, since a pointer may not wander between threads unasked; each stands here or is in
    // use, never both.
    private let addresses = Mutex<[UInt]>([])

    /// One that is no longer kept here; nil if there is none.
    func take() -> OpaquePointer? {
        addresses.withLock { $0.popLast() }.flatMap { OpaquePointer(bitPattern: $0) }
    }

    /// Keeps one for later.
    ///
    /// - Returns: Whether it was kept; if not, the caller still owns it.
    func keep(_ context: OpaquePointer) -> Bool {
        addresses.withLock { addresses in
            guard addresses.count < Self.countMax else { return false }
            addresses.append(UInt(bitPattern: context))
            return true
        }
    }
}
