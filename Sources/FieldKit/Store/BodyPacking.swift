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
    private static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    /// Where an encoded body has its replica, and from where on it may have its record.
    private static let replicaPlace = 2
    private static let idBytes = 16

    private var packer: OpaquePointer?
    private var unpacker: OpaquePointer?

    deinit {
        if let packer, !SpareContexts.packers.keep(packer) { ZSTD_freeCCtx(packer) }
        if let unpacker, !SpareContexts.unpackers.keep(unpacker) { ZSTD_freeDCtx(unpacker) }
    }

    // MARK: Packing

    /// The form that is stored of a body.
    ///
    /// Every write that is taken in passes here, so it works on plain bytes: searching and joining
    /// `Data` took ten times as long as the packing itself.
    ///
    /// - Throws: `internal_error` if there is no memory for it.
    func packed(_ body: Data, replica: ReplicaID, record: RecordID) throws -> Data {
        let bytes = [UInt8](body)
        let ids = (Self.bytes(replica.raw), Self.bytes(record.raw))
        let frame = try deflated(Self.withoutIDs(bytes, ids.0, ids.1))
        let packed = frame[(Self.magic.count - 1)...]
        // What an author signed must come back byte for byte, whatever the library does.
        if packed.count < bytes.count {
            let content = try inflated(frame, BodyDictionary.newest)
            if try Self.withIDs(content, { ids }) == bytes {
                return Data([BodyDictionary.newest.number]) + packed.dropFirst()
            }
        }
        return bytes.first.map { $0 >= Self.firstTag } == true ? body : [Self.plain] + body
    }

    private func deflated(_ content: [UInt8]) throws -> [UInt8] {
        let context = try packingContext()
        let bound = ZSTD_compressBound(content.count)
        return try [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            let size = content.withUnsafeBytes {
                ZSTD_compress2(context, target.baseAddress, bound, $0.baseAddress, $0.count)
            }
            guard ZSTD_isError(size) == 0 else { throw Self.noMemory }
            count = size
        }
    }

    private func packingContext() throws -> OpaquePointer {
        if let context = packer ?? SpareContexts.packers.take() {
            packer = context
            return context
        }
        guard let context = ZSTD_createCCtx(), let dictionary = BodyDictionary.newest.packing else {
            throw Self.noMemory
        }
        ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0)
        ZSTD_CCtx_refCDict(context, dictionary)
        packer = context
        return context
    }

    private static func bytes(_ id: Identifier16) -> [UInt8] {
        withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { [UInt8]($0) }
    }

    /// The body behind one byte, without the two ids.
    ///
    /// The byte is the place of the record's id in the body; it is 0 if the ids are not where they
    /// can be put back, and then nothing is left out.
    private static func withoutIDs(
        _ body: [UInt8],
        _ replica: [UInt8],
        _ record: [UInt8]
    ) -> [UInt8] {
        let afterReplica = replicaPlace + idBytes
        guard body.count >= afterReplica + idBytes,
            body[replicaPlace..<afterReplica].elementsEqual(replica),
            let start = place(of: record, in: body, from: afterReplica),
            let place = UInt8(exactly: start)
        else { return [0] + body }
        var content: [UInt8] = []
        content.reserveCapacity(body.count)
        content.append(place)
        content += body[..<replicaPlace]
        content += body[afterReplica..<start]
        content += body[(start + idBytes)...]
        return content
    }

    /// Where an id begins; only as far as one byte can say it.
    private static func place(of id: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            id.withUnsafeBytes { id in
                let last = min(bytes.count - idBytes, Int(UInt8.max))
                let words = (half(id, 0), half(id, 8))
                return (start..<max(start, last + 1)).first {
                    half(bytes, $0) == words.0 && half(bytes, $0 + 8) == words.1
                }
            }
        }
    }

    private static func half(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
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
        return Data(
            try Self.withIDs(content) {
                let (replica, record) = try ids()
                return (Self.bytes(replica.raw), Self.bytes(record.raw))
            }
        )
    }

    /// Puts the ids back that were left out.
    private static func withIDs(
        _ content: [UInt8],
        _ ids: () throws -> (replica: [UInt8], record: [UInt8])
    ) throws -> [UInt8] {
        guard let place = content.first.map(Int.init) else { throw damaged("no content") }
        guard place > 0 else { return [UInt8](content.dropFirst()) }
        // Behind the byte that says the place.
        let start = 1 + replicaPlace
        let middle = 1 + place - idBytes
        guard middle >= start, middle <= content.count else { throw damaged("no place") }
        let (replica, record) = try ids()
        var body: [UInt8] = []
        body.reserveCapacity(content.count + 2 * idBytes)
        body += content[1..<start]
        body += replica
        body += content[start..<middle]
        body += record
        body += content[middle...]
        return body
    }

    private func inflated(_ frame: [UInt8], _ dictionary: BodyDictionary) throws -> [UInt8] {
        guard
            let context = unpacker ?? SpareContexts.unpackers.take() ?? ZSTD_createDCtx(),
            let shared = dictionary.unpacking
        else { throw Self.noMemory }
        unpacker = context
        return try frame.withUnsafeBytes { frame in
            let size = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
            // An unknown size, and none at all, are numbers above every limit.
            guard size <= Limits.writeBytesMax + 1 else { throw Self.damaged("no size") }
            return try [UInt8](unsafeUninitializedCapacity: Int(size)) { content, count in
                count = ZSTD_decompress_usingDDict(
                    context,
                    content.baseAddress,
                    Int(size),
                    frame.baseAddress,
                    frame.count,
                    shared
                )
                guard ZSTD_isError(count) == 0, count == Int(size) else {
                    count = 0
                    throw Self.damaged("cannot be unpacked")
                }
            }
        }
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
