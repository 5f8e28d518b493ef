import Foundation
import SwiftProtobuf

/// Asking for records whole, in replies that fit into a message.
extension SyncSession {
    /// Asks for the first of some records.
    func askForRecords(_ ids: [RecordID]) throws -> Action {
        var request = WireRecordsRequest()
        request.records = ids.prefix(Limits.recordsPerRequestMax).map(\.bytes)
        request.bytesMax = UInt32(Limits.pageBytesTarget)
        return .send(name: "records", body: try request.serializedData())
    }

    /// Those of the records that a reply has not answered: beyond what one request may name, or for
    /// which the reply had no room.
    ///
    /// - Throws: `message_undecodable` if it answers none, or the session would never end.
    func unanswered(_ ids: [RecordID], in reply: WireRecordsReply) throws -> [RecordID] {
        let answered = Set(
            (reply.records.map(\.record) + reply.absent).compactMap { RecordID(bytes: $0) }
        )
        let rest = ids.filter { !answered.contains($0) }
        guard rest.count < ids.count else {
            throw Problem(.messageUndecodable, ["reason": "a reply that answers nothing"])
        }
        return rest
    }
}
