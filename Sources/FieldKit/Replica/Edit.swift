import Foundation
import SwiftProtobuf

/// Exactly what somebody had read of a record: an opaque token for scripts and drafts.
public struct RecordVersion: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of the proof.
    private static let proofLength = 8

    /// The dots of the writes that were live.
    package let dots: CausalContext
    /// What tells these writes from others under the same dots; empty in tokens of version 0.2 and
    /// before.
    ///
    /// A store that was put back unseen gives numbers again.
    private let proof: Data

    /// The version that names the writes of these dots, without a proof.
    package init(_ dots: CausalContext) {
        self.dots = dots
        proof = Data()
    }

    init(_ state: RecordState?) {
        let live = state?.live.map(\.signed) ?? []
        dots = CausalContext(live.map(\.write.dot))
        proof = Self.proof(live.map(\.hash))
    }

    /// Reads a token, as ``description`` gives it.
    ///
    /// - Parameter token: Base64url of the dots, with or without padding, and behind a full stop what
    ///   proves the writes; an empty one has read nothing.
    /// - Throws: `invalid_version` for a text that is no token, or whose runs are not well formed.
    public init(_ token: String) throws {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let data = Data(base64URL: first),
            let proof = parts.count == 2 ? Data(base64URL: parts[1]) : Data(),
            [0, Self.proofLength].contains(proof.count),
            let wire = try? WireContext(serializedBytes: data),
            let dots = try? CausalContext(wire)
        else { throw Problem(.invalidVersion) }
        self.dots = dots
        self.proof = proof
    }

    /// The token: base64url of the dots, a full stop, base64url of the proof.
    public var description: String {
        let data = (try? WireContext(dots).serializedData()) ?? Data()
        return proof.isEmpty ? data.base64URL : "\(data.base64URL).\(proof.base64URL)"
    }

    /// Whether these are the writes that were read.
    func isProven(by hashes: [WriteHash]) -> Bool {
        proof.isEmpty || proof == Self.proof(hashes)
    }

    private static func proof(_ hashes: [WriteHash]) -> Data {
        guard !hashes.isEmpty else { return Data() }
        let bytes = hashes.sorted().reduce(into: Data()) { $0 += $1.bytes }
        return WriteCodec.hash(of: bytes).bytes.prefix(proofLength)
    }
}

extension Data {
    fileprivate init?(base64URL text: some StringProtocol) {
        var plain = text.replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        while !plain.count.isMultiple(of: 4) { plain += "=" }
        self.init(base64Encoded: plain)
    }

    fileprivate var base64URL: String {
        base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}

/// One change that a person makes to one record.
public struct Edit: Sendable {
    /// One part of a change.
    public enum Change: Sendable, Hashable {
        /// Gives the field of a name a value; `.cleared` clears it.
        ///
        /// The value is taken as it is: its kind is not compared with the field's.
        case set(String, Value)
        /// Puts an element, the second text, into the set of a name.
        ///
        /// It has from one to ``Limits/elementBytesMax`` bytes, and is brought into NFC.
        case add(String, String)
        /// Takes an element, the second text, out of the set of a name.
        case remove(String, String)
        /// Puts the record into the bucket of a code: digits, or `system`.
        case enter(String)
        /// Takes the record out of the bucket of a code.
        case leave(String)
        /// Marks the record deleted, or no longer so.
        case delete(Bool)
    }

    /// The record's type.
    public var type: String
    /// The record; nil makes a new one.
    public var id: RecordID?
    /// The parts, at least one; of two that mean the same register the last counts.
    public var changes: [Change]
    /// What the author had read; nil means what the replica now shows.
    public var base: RecordVersion?
    /// Whether types and fields that the table does not know are taken as text.
    public var isRaw: Bool
    /// Whether the record may be made in this command although `id` is given.
    public var isNew: Bool

    /// Describes a change; nothing is checked before it is made.
    ///
    /// - Parameters:
    ///   - type: The record's type.
    ///   - id: The record; nil makes a new one.
    ///   - changes: The parts, at least one.
    ///   - base: What the author had read; nil means what the replica then shows.
    ///   - isRaw: Whether types and fields that the table does not know are taken as text.
    ///   - isNew: Whether the record may be made although `id` is given.
    public init(
        type: String,
        id: RecordID? = nil,
        changes: [Change],
        base: RecordVersion? = nil,
        isRaw: Bool = false,
        isNew: Bool = false
    ) {
        self.type = type
        self.id = id
        self.changes = changes
        self.base = base
        self.isRaw = isRaw
        self.isNew = isNew
    }
}

/// What became of an edit.
public struct EditResult: Sendable, Hashable {
    /// The record's type.
    public let type: String
    /// The record.
    public let id: RecordID
    /// The exact version after the edit.
    public let version: RecordVersion
    /// The version for people, who see it as `v7`.
    public let generation: UInt64
    /// The ids of observations made instead of writing over what only the roster may write.
    public let observations: [RecordID]
}
