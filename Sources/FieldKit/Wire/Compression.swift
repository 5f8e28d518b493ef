import CZlib
import CZstd
public import Foundation

/// Packs and unpacks whole bodies; ``Decompressor`` does it piece by piece.
public enum Compression {
    /// Level 3 packs 32 MB in 0.3 s where gzip needs 2.5 s, and no worse.
    private static let zstdLevel: Int32 = 3
    private static let gzipLevel: Int32 = 6
    /// 15 bits of window; 16 more ask zlib for gzip's own header and check sum.
    static let gzipWindowBits: Int32 = 15 + 16

    /// The packed form of a body.
    ///
    /// - Parameters:
    ///   - data: The whole body.
    ///   - encoding: How to pack it; `identity` leaves it as it is.
    /// - Returns: The packed body, which may be larger than the body of few or random bytes.
    /// - Throws: ``ProblemCode/internalError`` if there is no memory for it, or for gzip if the
    ///   body has 4 GiB or more.
    public static func compress(
        _ data: Data,
        _ encoding: ContentEncoding
    ) throws(Problem) -> Data {
        switch encoding {
        case .identity: data
        case .zstd: try zstd(data)
        case .gzip: try gzip(data)
        }
    }

    /// The body that was packed.
    ///
    /// - Parameters:
    ///   - data: The whole packed body.
    ///   - encoding: How it was packed.
    ///   - limit: Bytes that the body may have; it is given up as soon as it passes them.
    /// - Returns: The body.
    /// - Throws: ``ProblemCode/messageTooLarge`` above the limit, or
    ///   ``ProblemCode/messageUndecodable`` for a body that is cut short or was never packed that
    ///   way.
    public static func decompress(
        _ data: Data,
        encoding: ContentEncoding,
        limit: Int = Limits.messageInflatedBytesMax
    ) throws(Problem) -> Data {
        let decompressor = try Decompressor(encoding, limit: limit, packedLimit: data.count)
        try decompressor.append(data)
        return try decompressor.finish()
    }

    private static func zstd(_ data: Data) throws(Problem) -> Data {
        guard let context = ZSTD_createCCtx() else {
            throw Problem(.internalError, ["reason": "zstd: no memory"])
        }
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, zstdLevel)
        // Four bytes more, for which a damaged file on a stick is noticed where it is read.
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        var packed = Data(count: ZSTD_compressBound(data.count))
        let size = packed.withUnsafeMutableBytes { target in
            data.withUnsafeBytes { source in
                ZSTD_compress2(
                    context,
                    target.baseAddress,
                    target.count,
                    source.baseAddress,
                    source.count
                )
            }
        }
        guard ZSTD_isError(size) == 0 else {
            throw Problem(.internalError, ["reason": ZstdInflater.reason(size)])
        }
        return packed.prefix(size)
    }

    private static func gzip(_ data: Data) throws(Problem) -> Data {
        var stream = z_stream()
        guard
            let count = UInt32(exactly: data.count),
            deflateInit2_(
                &stream,
                gzipLevel,
                Z_DEFLATED,
                gzipWindowBits,
                MAX_MEM_LEVEL,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            ) == Z_OK
        else { throw Problem(.internalError, ["reason": "zlib: cannot start"]) }
        defer { deflateEnd(&stream) }
        var packed = Data(count: Int(deflateBound(&stream, UInt(data.count))))
        let code = packed.withUnsafeMutableBytes { target in
            data.withUnsafeBytes { source in
                // zlib never writes through `next_in`; its type merely predates `const`.
                stream.next_in = UnsafeMutablePointer(
                    mutating: source.bindMemory(to: UInt8.self).baseAddress
                )
                stream.avail_in = count
                stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(clamping: target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END else {
            throw Problem(.internalError, ["reason": "zlib: \(code)"])
        }
        return packed.prefix(Int(stream.total_out))
    }
}
