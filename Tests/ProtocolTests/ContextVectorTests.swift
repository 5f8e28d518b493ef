import FieldKit
import Foundation
import SwiftProtobuf
import Testing

@Suite struct `Vectors of contexts` {
    private static let one = ReplicaID(Identifier16(high: 0x1111_1111_1111_1111, low: 1))
    private static let two = ReplicaID(Identifier16(high: 0x2222_2222_2222_2222, low: 2))

    private static let contexts: [(String, CausalContext)] = [
        ("nothing", CausalContext()),
        ("one dot", CausalContext([Dot(one, 1)])),
        ("a run", CausalContext((1...9).map { Dot(one, $0) })),
        ("runs with gaps", CausalContext([1, 2, 3, 7, 9, 10].map { Dot(one, $0) })),
        ("two replicas", CausalContext([Dot(two, 5), Dot(one, 300), Dot(one, 302)])),
        ("the highest counter", CausalContext([Dot(one, Limits.counterEnd - 1)])),
    ]

    private static let refused: [(String, [UInt64])] = [
        ("no runs", []),
        ("a low without a length", [1]),
        ("a first low of zero", [0, 0]),
        ("a run that overlaps the one before", [5, 4, 0, 0]),
        ("a run that touches the one before", [1, 0, 1, 0]),
        ("a low of two to the 62nd", [Limits.counterEnd, 0]),
        ("a length that leads beyond", [2, Limits.counterEnd - 2]),
        ("a second run that leads beyond", [2, Limits.counterEnd - 5, 2, 3]),
    ]

    @Test func `are those of the file`() throws {
        var cases: [JSON] = try Self.contexts.map { name, context in
            let token = RecordVersion(context).description
            #expect(try RecordVersion(token).dots == context)
            return [
                "name": .text(name), "encoded": .bytes(try Self.bytes(token)),
                "token": .text(token), "runs": context.json,
            ]
        }
        for (name, numbers) in Self.refused {
            cases.append(try Self.refusedCase(name, [(Self.one.bytes, numbers)]))
        }
        cases += [
            try Self.refusedCase(
                "a replica twice",
                [(Self.one.bytes, [1, 0]), (Self.one.bytes, [3, 0])]
            ),
            try Self.refusedCase("a replica of 15 bytes", [(Data(count: 15), [1, 0])]),
            try Self.refusedCase(
                "too many runs",
                [(Self.one.bytes, (0...Limits.contextRunsMax).flatMap { _ in [2, 0] as [UInt64] })]
            ),
        ]
        try VectorFile.check(
            "contexts.json",
            "Encoded contexts, and what they hold, or that they are refused.",
            cases
        )
    }

    private static func refusedCase(
        _ name: String,
        _ entries: [(Data, [UInt64])]
    ) throws -> JSON {
        var wire = WireContext()
        wire.entries = entries.map { replica, runs in
            var entry = WireContextEntry()
            entry.replica = replica
            entry.runs = runs
            return entry
        }
        let encoded: Data = try wire.serializedData()
        #expect(throws: Problem(.invalidVersion), "\(name)") {
            try RecordVersion(encoded.base64EncodedString())
        }
        return ["name": .text(name), "encoded": .bytes(encoded), "refused": true]
    }

    private static func bytes(_ token: String) throws -> Data {
        var text = token.replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        while !text.count.isMultiple(of: 4) { text += "=" }
        return try #require(Data(base64Encoded: text))
    }
}
