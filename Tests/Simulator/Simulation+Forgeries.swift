import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport

/// A relay that changes what it passes on.
extension Simulation {
    /// Whether a message is spoilt now.
    func forges() -> Bool {
        faults.forgeryPercent > 0 && random.percent(faults.forgeryPercent)
    }

    /// Nobody waits for the county, and it checks the signatures that it took on a later line's word.
    func proveSignatures() throws {
        while try county.replica.proveSignatures() {}
        try look(county)
    }

    /// A push in which a write is not what its author wrote.
    func forged(_ request: Data) throws -> Data {
        var push = try WirePushRequest(serializedBytes: request)
        if !push.writes.isEmpty { spoil(&push.writes[random.below(push.writes.count)]) }
        return try push.serializedData()
    }

    /// A page in which a write is not what its author wrote.
    func forged(reply: Data) throws -> Data {
        var page = try WirePullReply(serializedBytes: reply)
        let full = page.records.indices.filter { !page.records[$0].writes.isEmpty }
        guard !full.isEmpty else { return reply }
        let record = random.pick(full)
        spoil(&page.records[record].writes[random.below(page.records[record].writes.count)])
        return try page.serializedData()
    }

    private func spoil(_ write: inout WireSignedWrite) {
        var bytes = random.percent(80) ? write.body : write.signature
        let isBody = bytes == write.body
        bytes[bytes.startIndex + random.below(bytes.count)] ^= UInt8(1 << random.below(8))
        if isBody { write.body = bytes } else { write.signature = bytes }
        say("  and the relay changes a \(isBody ? "body" : "signature") in it")
    }
}
