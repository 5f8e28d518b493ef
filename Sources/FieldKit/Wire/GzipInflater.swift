import CZlib

/// Unpacks gzip members, one after another.
final class GzipInflater: Inflater {
    private static let bufferBytes = 131_072
    // zlib remembers the address of its stream, so the stream must never move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: bufferBytes,
        alignment: 16
    )
    private var atMemberEnd = false

    init() throws(Problem) {
        stream.initialize(to: z_stream())
        let code = inflateInit2_(
            stream,
            Compression.gzipWindowBits,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard code == Z_OK else {
            throw Problem(.internalError, ["reason": "zlib: \(code)"])
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        buffer.deallocate()
    }

    func feed(
        _ input: UnsafeRawBufferPointer,
        give: (UnsafeRawBufferPointer) throws(Problem) -> Void
    ) throws(Problem) {
        guard let count = UInt32(exactly: input.count) else {
            throw Problem(.messageTooLarge, ["limit": String(UInt32.max)])
        }
        // zlib never writes through `next_in`; its type merely predates `const`.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.bindMemory(to: UInt8.self).baseAddress
        )
        stream.pointee.avail_in = count
        var holdsMore = false
        while stream.pointee.avail_in > 0 || holdsMore {
            if atMemberEnd {
                inflateReset(stream)
                atMemberEnd = false
            }
            stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(Self.bufferBytes)
            let code = inflate(stream, Z_NO_FLUSH)
            // Z_BUF_ERROR only says that there was nothing left to do.
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
                throw Problem(.messageUndecodable, ["reason": "gzip: damaged"])
            }
            atMemberEnd = code == Z_STREAM_END
            holdsMore = stream.pointee.avail_out == 0 && !atMemberEnd
            let given = Self.bufferBytes - Int(stream.pointee.avail_out)
            try give(UnsafeRawBufferPointer(rebasing: buffer[..<given]))
        }
    }

    func finish() throws(Problem) {
        guard atMemberEnd else {
            throw Problem(.messageUndecodable, ["reason": "gzip: cut short"])
        }
    }
}
