package import Foundation

/// Unpacks a body that arrives in pieces, and stops the moment it grows past what a message may
/// have: a few kilobytes can unpack to gigabytes.
///
/// Used by one thread at a time. After a problem it must not be used again.
package final class Decompressor {
    private let inflater: (any Inflater)?
    private let limit: Int
    private let packedLimit: Int
    private var packedBytes = 0
    private var output = Data()

    /// A decompressor for one body.
    ///
    /// - Parameters:
    ///   - encoding: How the body is packed.
    ///   - limit: Bytes that the unpacked body may have.
    ///   - packedLimit: Bytes that it may have as it arrives; frames that unpack to nothing
    ///     would otherwise go on for ever.
    /// - Throws: ``ProblemCode/internalError`` if there is no memory for it.
    package init(
        _ encoding: ContentEncoding,
        limit: Int = Limits.messageInflatedBytesMax,
        packedLimit: Int = Limits.messageBytesMax
    ) throws(Problem) {
        inflater =
            switch encoding {
            case .identity: nil
            case .zstd: try ZstdInflater()
            case .gzip: try GzipInflater()
            }
        self.limit = limit
        self.packedLimit = packedLimit
    }

    /// Takes the next piece.
    ///
    /// - Throws: ``ProblemCode/messageTooLarge`` or ``ProblemCode/messageUndecodable``.
    package func append(_ piece: UnsafeRawBufferPointer) throws(Problem) {
        guard piece.count <= packedLimit - packedBytes else {
            throw Problem(.messageTooLarge, ["limit": String(packedLimit)])
        }
        packedBytes += piece.count
        guard let inflater else { return try keep(piece) }
        try inflater.feed(piece) { bytes throws(Problem) in try keep(bytes) }
    }

    /// Takes the next piece.
    package func append(_ piece: Data) throws(Problem) {
        try piece.withUnsafeBytes { bytes in
            Result { () throws(Problem) in try append(bytes) }
        }.get()
    }

    /// The whole body, after the last piece.
    ///
    /// - Throws: ``ProblemCode/messageUndecodable`` if the packed form was cut short.
    package func finish() throws(Problem) -> Data {
        try inflater?.finish()
        return output
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        guard bytes.count <= limit - output.count else {
            throw Problem(.messageTooLarge, ["limit": String(limit)])
        }
        output.append(contentsOf: bytes)
    }
}

/// One way of unpacking, as a machine that is fed.
protocol Inflater: AnyObject {
    /// Takes packed bytes and gives what they unpack to, in pieces of bounded size.
    func feed(
        _ input: UnsafeRawBufferPointer,
        give: (UnsafeRawBufferPointer) throws(Problem) -> Void
    ) throws(Problem)

    /// Says that nothing more comes.
    func finish() throws(Problem)
}
