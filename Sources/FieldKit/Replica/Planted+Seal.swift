#if PLANTED_BUGS
import Foundation
import SwiftProtobuf

extension ReplicaReader {
    /// What ``Planted/sealTooEarly`` takes for sealed.
    func plantedSeal() throws -> CausalContext {
        try store.value("planted/seal").map { try CausalContext(WireContext(serializedBytes: $0)) }
            ?? CausalContext()
    }
}

extension ReplicaWriter {
    /// Takes all that is written for sealed.
    func plantSeal() throws {
        var sealed = try plantedSeal()
        for id in try ownReplicas() {
            if let high = try log(id).high?.high { sealed.insert(id, 1...high) }
        }
        try setValue("planted/seal", try WireContext(sealed).serializedData())
    }
}
#endif
