import CZstd

/// Unpacks zstd frames, one after another.
final class ZstdInflater: Inflater {
    private let stream: OpaquePointer
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ZSTD_DStreamOutSize(),
        alignment: 16
    )
    private var atFrameEnd = false

    init() throws(Problem) {
        guard let stream = ZSTD_createDStream() else {
            buffer.deallocate()
            throw Problem(.internalError, ["reason": "zstd: no memory"])
        }
        self.stream = stream
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Int32(Limits.zstdWindowLogMax))
    }

    deinit {
        ZSTD_freeDStream(stream)
        buffer.deallocate()
    }

    func feed(
        _ input: UnsafeRawBufferPointer,
        give: (UnsafeRawBufferPointer) throws(Problem) -> Void
    ) throws(Problem) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var holdsMore = false
        while source.pos < source.size || holdsMore {
            var target = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
            let hint = ZSTD_decompressStream(stream, &target, &source)
            guard ZSTD_isError(hint) == 0 else {
                throw Problem(.messageUndecodable, ["reason": Self.reason(hint)])
            }
            atFrameEnd = hint == 0
            // A full buffer means that more may wait inside, unless the frame has ended: to ask
            // then would begin the next frame.
            holdsMore = target.pos == target.size && !atFrameEnd
            try give(UnsafeRawBufferPointer(rebasing: buffer[..<target.pos]))
        }
    }

    func finish() throws(Problem) {
        guard atFrameEnd else {
            throw Problem(.messageUndecodable, ["reason": "zstd: cut short"])
        }
    }

    /// The library's own constant words for an error.
    static func reason(_ code: Int) -> String {
        "zstd: " + String(cString: ZSTD_getErrorName(code))
    }
}
