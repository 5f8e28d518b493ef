import FieldKit
import Foundation
import SwiftProtobuf

/// An earlier version of the program takes part: one that knows fewer fields, and of the messages only
/// those of 0.1.0.
extension PolicyTable {
    /// The fields that came later, of those that people write in the simulation.
    private static let later: Set<String> = ["address", "phones", "merged_into"]

    /// The county's table without some fields of a household.
    static let earlier = PolicyTable(
        county.types.map { type in
            TypePolicy(
                type.name,
                type.label,
                subjectField: type.subjectField,
                isImmutable: type.isImmutable,
                fields: type.fields.filter { type.name != "household" || !later.contains($0.name) }
            )
        }
    )
}

extension Simulation {
    /// A request as an earlier version sends it or understands it; nil if it does not know it.
    func earlier(_ name: String, _ body: Data) throws -> Data? {
        switch name {
        case "ranges": return nil
        case "records":
            var request = try WireRecordsRequest(serializedBytes: body)
            request.bytesMax = 0
            return try request.serializedData()
        default: return body
        }
    }

    /// What a member's version of the program lets a person write.
    func writable(_ changes: [Edit.Change], at member: Member) -> [Edit.Change] {
        guard member.isEarlier else { return changes }
        return changes.filter { change in
            switch change {
            case .set(let name, _), .add(let name, _), .remove(let name, _):
                member.replica.policies.type("household")?.fields.contains { $0.name == name }
                    ?? true
            default: true
            }
        }
    }
}
