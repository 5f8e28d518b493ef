public import Foundation

/// One register's part of a write: the value chosen, and what had been read of the register.
public struct RegisterWrite: Hashable, Sendable {
    /// Which register.
    public let key: RegisterKey
    /// The value chosen.
    public let value: Value
    /// The dots of this register that the author had read; what this write covers.
    public let context: CausalContext

    /// Puts one register's part together.
    ///
    /// - Parameters:
    ///   - key: Which register.
    ///   - value: The value chosen; `.cleared` clears the register.
    ///   - context: The dots of this register that the author had read; at most
    ///     ``Limits/contextRunsMax`` runs.
    public init(key: RegisterKey, value: Value, context: CausalContext) {
        self.key = key
        self.value = value
        self.context = context
    }
}

/// What several writes of one command have in common; applied together by every receiver.
public struct WriteGroup: Hashable, Sendable {
    /// The group's name, sixteen random bytes.
    public let id: Identifier16
    /// How many writes it has; from 2 to ``Limits/groupWritesMax``.
    public let size: Int

    /// Names a group and says how many writes it has.
    public init(id: Identifier16, size: Int) {
        self.id = id
        self.size = size
    }
}

/// What a person or a program wrote, once, into one record.
///
/// Immutable.
public struct Write: Hashable, Sendable {
    /// The write's name.
    public let dot: Dot
    /// The identity of the same replica's write before; nil for its first.
    public let previous: WriteHash?
    /// The name of the record's type, at most ``Limits/nameBytesMax`` bytes.
    public let type: String
    /// The record that it sets registers of.
    public let record: RecordID
    /// Wall clock at commit in milliseconds since 1970, corrected by the last known offset.
    ///
    /// Breaks ties between writes that did not know of each other; decides nothing else.
    public let stamp: Int64
    /// One more than the highest generation that it covers; what people see as `v7`.
    public let generation: UInt64
    /// Who wrote, as the device's certificate or the person's sign-in names them; at most
    /// ``Limits/authorBytesMax`` bytes.
    public let author: String
    /// The group, if the command made more than one write.
    public let group: WriteGroup?
    /// The registers it sets, each once; from 1 to ``Limits/registersPerWriteMax``.
    public let registers: [RegisterWrite]
    /// The identity of the write that the county issues again with this one after a fork; nil for
    /// all others.
    public let reissueOf: WriteHash?
    /// The lowest protocol version that can apply it; 0 for any.
    public let minimumVersion: UInt32

    /// Puts a write together; nothing is checked before it is signed.
    ///
    /// - Parameters:
    ///   - dot: The write's name.
    ///   - previous: The identity of the same replica's write before; nil for its first.
    ///   - type: The name of the record's type.
    ///   - record: The record.
    ///   - stamp: Milliseconds since 1970, corrected by the last known offset.
    ///   - generation: One more than the highest generation that it covers.
    ///   - author: Who wrote.
    ///   - group: The group, if the command made more than one write.
    ///   - registers: The registers it sets, each once.
    ///   - reissueOf: The write that is issued again after a fork.
    ///   - minimumVersion: The lowest protocol version that can apply it; 0 for any.
    public init(
        dot: Dot,
        previous: WriteHash?,
        type: String,
        record: RecordID,
        stamp: Int64,
        generation: UInt64,
        author: String,
        group: WriteGroup? = nil,
        registers: [RegisterWrite],
        reissueOf: WriteHash? = nil,
        minimumVersion: UInt32 = 0
    ) {
        self.dot = dot
        self.previous = previous
        self.type = type
        self.record = record
        self.stamp = stamp
        self.generation = generation
        self.author = author
        self.group = group
        self.registers = registers
        self.reissueOf = reissueOf
        self.minimumVersion = minimumVersion
    }

    /// This write's part for a register; nil if it does not set it.
    public func register(_ key: RegisterKey) -> RegisterWrite? {
        registers.first { $0.key == key }
    }
}

/// A write with the bytes that its author encoded and signed; these, unchanged, are what is
/// stored, hashed, verified and forwarded.
///
/// A class, because it is handed on and kept in many places: copying a reference counts one thing,
/// copying what it holds some eight.
public final class SignedWrite: Hashable, Sendable {
    /// The encoded body.
    public let body: Data
    /// Ed25519 over the body, 64 bytes.
    public let signature: Data
    /// SHA-256 of the body.
    public let hash: WriteHash
    /// What the body says.
    public let write: Write

    /// Trusts the caller that the four belong together; see `WriteCodec`.
    package init(body: Data, signature: Data, hash: WriteHash, write: Write) {
        self.body = body
        self.signature = signature
        self.hash = hash
        self.write = write
    }

    /// Equal when the identities are.
    public static func == (left: SignedWrite, right: SignedWrite) -> Bool {
        left.hash == right.hash
    }

    /// Hashes the identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
