import CZstd
import Foundation

/// The form in which the SQLite store keeps a write's body: as it is, or packed with a dictionary.
///
/// `docs/decisions/0009-packed-bodies.md` describes it. Used by one thread at a time.
final class BodyPacking {
    /// Level 4 saves eight bytes more and takes half as long again.
    static let level: Int32 = 3
    /// Below this no body begins: a field's number is at least 1.
    private static let firstTag: UInt8 = 8
    private static let plain: UInt8 = 0
    /// What begins every frame, and is therefore left out.
    private static let magic = Data([0x28, 0xB5, 0x2F, 0xFD])
    /// Where an encoded body has its replica, and from where on it may have its record.
    private static let replicaPlace = 2
    private static let idBytes = 16

    private var packer: OpaquePointer?
    private var unpacker: OpaquePointer?

    deinit {
        ZSTD_freeCCtx(packer)
        ZSTD_freeDCtx(unpacker)
    }

    // MARK: Packing

    /// The form that is stored of a body.
    ///
    /// - Throws: `internal_error` if there is no memory for it.
    func packed(_ body: Data, replica: ReplicaID, record: RecordID) throws -> Data {
        let packed = try packedAlone(body, replica, record)
        // What an author signed must come back byte for byte, whatever the library does.
        if packed.count < body.count, try unpacked(packed, { (replica, record) }) == body {
            return packed
        }
        return body.first.map { $0 >= Self.firstTag } == true ? body : [Self.plain] + body
    }

    private func packedAlone(
        _ body: Data,
        _ replica: ReplicaID,
        _ record: RecordID
    ) throws -> Data {
        let content = Self.withoutIDs(body, replica.bytes, record.bytes)
        let context = try packingContext()
        var target = Data(count: ZSTD_compressBound(content.count))
        let size = target.withUnsafeMutableBytes { target in
            content.withUnsafeBytes { content in
                ZSTD_compress2(
                    context,
                    target.baseAddress,
                    target.count,
                    content.baseAddress,
                    content.count
                )
            }
        }
        guard ZSTD_isError(size) == 0 else { throw Self.noMemory }
        // The last byte of what begins every frame makes room for the number.
        target[Self.magic.count - 1] = BodyDictionary.newest.number
        return target[Self.magic.count - 1..<size]
    }

    private func packingContext() throws -> OpaquePointer {
        if let packer { return packer }
        guard let context = ZSTD_createCCtx(), let dictionary = BodyDictionary.newest.packing else {
            throw Self.noMemory
        }
        ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0)
        ZSTD_CCtx_refCDict(context, dictionary)
        packer = context
        return context
    }

    /// The body behind one byte, without the two ids.
    ///
    /// The byte is the place of the record's id in the body; it is 0 if the ids are not where they
    /// can be put back, and then nothing is left out.
    private static func withoutIDs(_ body: Data, _ replica: Data, _ record: Data) -> Data {
        let body = body[...]
        let afterReplica = body.startIndex + replicaPlace + idBytes
        guard body.count >= replicaPlace + 2 * idBytes,
            body[body.startIndex + replicaPlace..<afterReplica] == replica,
            let found = body[afterReplica...].firstRange(of: record),
            let place = UInt8(exactly: found.lowerBound - body.startIndex)
        else { return [0] + body }
        var content = Data(capacity: body.count)
        content.append(place)
        content += body.prefix(replicaPlace)
        content += body[afterReplica..<found.lowerBound]
        content += body[found.upperBound...]
        return content
    }

    // MARK: Unpacking

    /// The body of which this form was stored.
    ///
    /// - Parameters:
    ///   - stored: What stands in the file.
    ///   - ids: The replica and the record of the row; asked for only where they were left out.
    /// - Returns: The body, byte for byte.
    /// - Throws: `store_damaged` for what was never packed here.
    func unpacked(_ stored: Data, _ ids: () throws -> (ReplicaID, RecordID)) throws -> Data {
        guard let number = stored.first else { return stored }
        if number >= Self.firstTag { return stored }
        if number == Self.plain { return Data(stored.dropFirst()) }
        guard let dictionary = BodyDictionary.all[number] else {
            throw Self.damaged("unknown dictionary \(number)")
        }
        let content = try inflated(Self.magic + stored.dropFirst(), dictionary)
        guard let place = content.first.map(Int.init) else { throw Self.damaged("no content") }
        let rest = content.dropFirst()
        guard place > 0 else { return Data(rest) }
        let start = rest.startIndex + Self.replicaPlace
        let middle = rest.startIndex + place - Self.idBytes
        guard middle >= start, middle <= rest.endIndex else { throw Self.damaged("no place") }
        let (replica, record) = try ids()
        var body = Data(capacity: rest.count + 2 * Self.idBytes)
        body += rest[..<start]
        body += replica.bytes
        body += rest[start..<middle]
        body += record.bytes
        body += rest[middle...]
        return body
    }

    private func inflated(_ frame: Data, _ dictionary: BodyDictionary) throws -> Data {
        guard let context = unpacker ?? ZSTD_createDCtx(), let shared = dictionary.unpacking else {
            throw Self.noMemory
        }
        unpacker = context
        let size = frame.withUnsafeBytes {
            ZSTD_getFrameContentSize($0.baseAddress, $0.count)
        }
        // An unknown size, and none at all, are numbers above every limit.
        guard size <= Limits.writeBytesMax + 1 else { throw Self.damaged("no size") }
        var content = Data(count: Int(size))
        let count = content.withUnsafeMutableBytes { content in
            frame.withUnsafeBytes { frame in
                ZSTD_decompress_usingDDict(
                    context,
                    content.baseAddress,
                    content.count,
                    frame.baseAddress,
                    frame.count,
                    shared
                )
            }
        }
        guard ZSTD_isError(count) == 0, count == Int(size) else {
            throw Self.damaged("cannot be unpacked")
        }
        return content
    }

    private static func damaged(_ reason: String) -> Problem {
        Problem(.storeDamaged, ["path": "write", "reason": reason])
    }

    private static let noMemory = Problem(.internalError, ["reason": "zstd: no memory"])
}

/// A dictionary as the library wants it, shared by all threads.
final class BodyDictionary: Sendable {
    /// What stands before each body that was packed with it; from 1 to 7, for ever.
    let number: UInt8
    // Made once, and only read afterwards, which the library allows from many threads.
    nonisolated(unsafe) let packing: OpaquePointer?
    nonisolated(unsafe) let unpacking: OpaquePointer?

    /// With which new bodies are packed.
    static let newest = BodyDictionary(1, BodyDictionary1.base64)
    /// With which bodies may have been packed, by number.
    static let all = [newest.number: newest]

    private init(_ number: UInt8, _ base64: String) {
        let bytes = Data(base64Encoded: base64) ?? Data()
        self.number = number
        (packing, unpacking) = bytes.withUnsafeBytes { bytes in
            (
                ZSTD_createCDict(bytes.baseAddress, bytes.count, BodyPacking.level),
                ZSTD_createDDict(bytes.baseAddress, bytes.count)
            )
        }
    }

    deinit {
        ZSTD_freeCDict(packing)
        ZSTD_freeDDict(unpacking)
    }
}
