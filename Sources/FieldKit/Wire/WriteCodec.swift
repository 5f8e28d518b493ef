import Crypto
package import Foundation
import SwiftProtobuf

/// Writes to bytes and back.
///
/// An author encodes once; everyone else keeps those bytes.
package enum WriteCodec {
    private static let domain = Data("FieldKit write 1\0".utf8)
    private static let vouchDomain = Data("FieldKit vouch 1\0".utf8)

    /// Encodes and signs a write.
    ///
    /// - Throws: `write_invalid`, `write_too_large`: what no reader would take is never made.
    package static func sign(_ write: Write, with key: DeviceKey) throws -> SignedWrite {
        let wire = try message(write)
        let body: Data = try wire.serializedData()
        guard body.count <= Limits.writeBytesMax else {
            throw Problem(
                .writeTooLarge,
                [
                    "type": write.type, "size": "\(body.count)",
                    "limit": "\(Limits.writeBytesMax)", "unit": "字节 (bytes)",
                ]
            )
        }
        let signature = try self.signature(of: body, by: key)
        // The message is checked as a reader would, but its bytes need not be read again.
        return SignedWrite(
            body: body,
            signature: signature,
            hash: hash(of: body),
            write: try self.write(wire)
        )
    }

    /// A device's signature over a body, also of one with fields that this program does not know.
    package static func signature(of body: Data, by key: DeviceKey) throws -> Data {
        try key.sign(domain + body)
    }

    /// Reads a write as it came; checks every limit, but not the signature.
    package static func decode(body: Data, signature: Data) throws -> SignedWrite {
        guard body.count <= Limits.writeBytesMax else { throw invalid("too large") }
        guard signature.count == 64 else { throw invalid("the signature has not 64 bytes") }
        return try RememberedWork.writes.answer {
            RememberedWork.SignedBytes(body: body, signature: signature)
        } work: {
            let wire: WireWrite
            do {
                wire = try WireWrite(serializedBytes: body)
            } catch {
                throw invalid("not decodable")
            }
            return SignedWrite(
                body: body,
                signature: signature,
                hash: hash(of: body),
                write: try write(wire)
            )
        }
    }

    /// Reads a write from a message.
    package static func decode(_ wire: WireSignedWrite) throws -> SignedWrite {
        try decode(body: wire.body, signature: wire.signature)
    }

    /// Whether the signature is the device's over these bytes.
    package static func isSigned(_ write: SignedWrite, by publicKey: Data) -> Bool {
        DeviceKey.verify(write.signature, over: domain + write.body, publicKey: publicKey)
    }

    /// The county's signature over the body of a write whose own signature is wrong, though its
    /// author is known.
    package static func vouch(for body: Data, with county: DeviceKey) throws -> Data {
        try county.sign(vouchDomain + body)
    }

    /// Whether the signature is the county's, who vouches for the write.
    package static func isVouched(_ write: SignedWrite, by county: Data) -> Bool {
        DeviceKey.verify(write.signature, over: vouchDomain + write.body, publicKey: county)
    }

    /// The identity of a body.
    package static func hash(of body: Data) -> WriteHash {
        let digest = SHA256.hash(data: body)
        guard let hash = digest.withUnsafeBytes({ WriteHash(bytes: $0) }) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return hash
    }

    static func invalid(_ reason: String) -> Problem { Problem(.writeInvalid, ["reason": reason]) }
}

// MARK: - Encoding

extension WriteCodec {
    private static func message(_ write: Write) throws -> WireWrite {
        var wire = WireWrite()
        wire.replica = write.dot.replica.bytes
        wire.counter = write.dot.counter
        if let previous = write.previous { wire.previous = previous.bytes }
        wire.type = write.type
        wire.record = write.record.bytes
        wire.stamp = write.stamp
        wire.generation = write.generation
        wire.author = write.author
        if let group = write.group {
            wire.group = group.id.bytes
            wire.groupSize = UInt32(group.size)
        }
        if let reissueOf = write.reissueOf { wire.reissueOf = reissueOf.bytes }
        wire.minimumVersion = write.minimumVersion
        var numbers: [CausalContext: UInt32] = [:]
        for register in write.registers {
            wire.registers.append(try encode(register, &wire.contexts, &numbers))
        }
        return wire
    }

    private static func encode(
        _ register: RegisterWrite,
        _ contexts: inout [WireContext],
        _ numbers: inout [CausalContext: UInt32]
    ) throws -> WireRegister {
        var wire = WireRegister()
        wire.name = register.key.name
        if let element = register.key.element { wire.element = element }
        if let value = try WireValue(register.value) { wire.value = value }
        guard !register.context.isEmpty else { return wire }
        if let number = numbers[register.context] {
            wire.context = number
        } else {
            contexts.append(WireContext(register.context))
            wire.context = UInt32(contexts.count)
            numbers[register.context] = wire.context
        }
        return wire
    }
}

// MARK: - Decoding

extension WriteCodec {
    static func write(_ wire: WireWrite) throws -> Write {
        guard let replica = ReplicaID(bytes: wire.replica) else { throw invalid("replica") }
        guard wire.counter > 0, wire.counter < Limits.counterEnd else { throw invalid("counter") }
        guard let record = RecordID(bytes: wire.record) else { throw invalid("record") }
        let previous = WriteHash(bytes: wire.previous)
        guard (previous != nil) == (wire.counter > 1), previous != nil || wire.previous.isEmpty
        else { throw invalid("previous") }
        guard isName(wire.type) else { throw invalid("type") }
        guard wire.generation < Limits.counterEnd else { throw invalid("generation") }
        guard wire.author.utf8.count <= Limits.authorBytesMax else { throw invalid("author") }
        let reissueOf = WriteHash(bytes: wire.reissueOf)
        guard reissueOf != nil || wire.reissueOf.isEmpty else { throw invalid("reissue") }
        let group = try group(wire)
        guard !wire.registers.isEmpty, wire.registers.count <= Limits.registersPerWriteMax else {
            throw invalid("registers")
        }
        let contexts = try wire.contexts.map { try CausalContext($0) }
        let registers = try wire.registers.map { try register($0, contexts) }
        // An author who sorts the registers makes the check a glance.
        let isAscending = zip(registers, registers.dropFirst()).allSatisfy { $0.key < $1.key }
        guard isAscending || Set(registers.map(\.key)).count == registers.count else {
            throw invalid("a register twice")
        }
        return Write(
            dot: Dot(replica, wire.counter),
            previous: previous,
            type: wire.type,
            record: record,
            stamp: wire.stamp,
            generation: wire.generation,
            author: wire.author,
            group: group,
            registers: registers,
            reissueOf: reissueOf,
            minimumVersion: wire.minimumVersion
        )
    }

    private static func group(_ wire: WireWrite) throws -> WriteGroup? {
        guard !wire.group.isEmpty else { return nil }
        guard let id = Identifier16(bytes: wire.group), wire.groupSize > 1,
            wire.groupSize <= Limits.groupWritesMax
        else { throw invalid("group") }
        return WriteGroup(id: id, size: Int(wire.groupSize))
    }

    private static func register(
        _ wire: WireRegister,
        _ contexts: [CausalContext]
    ) throws -> RegisterWrite {
        guard isName(wire.name) else { throw invalid("a register's name") }
        guard wire.context <= contexts.count else { throw invalid("a context's number") }
        // A zero byte ends an element where registers are summed.
        if wire.hasElement,
            wire.element.utf8.count > Limits.elementBytesMax || wire.element.utf8.contains(0)
        {
            throw invalid("a set's element")
        }
        if wire.name == RegisterKey.bucketName, !RegisterKey.isBucketCode(wire.element) {
            throw invalid("a bucket's code")
        }
        let key = RegisterKey(wire.name, element: wire.hasElement ? wire.element : nil)
        let value = wire.hasValue ? try Value(wire.value) : .cleared
        return RegisterWrite(
            key: key,
            value: value,
            context: wire.context == 0 ? CausalContext() : contexts[Int(wire.context) - 1]
        )
    }

    /// Names are compared in many places, so only one form of each is let in.
    private static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= Limits.nameBytesMax, !name.utf8.contains(0) else {
            return false
        }
        return name.utf8.allSatisfy { $0 < 0x80 }
            || name.precomposedStringWithCanonicalMapping.utf8.elementsEqual(name.utf8)
    }
}
