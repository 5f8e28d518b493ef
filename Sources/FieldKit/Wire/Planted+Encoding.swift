#if PLANTED_BUGS
import Foundation
import SwiftProtobuf

extension Planted {
    /// A body as ``reEncoded`` passes it on: without what this version does not know.
    static func passedOn(_ body: Data) -> Data {
        guard current == .reEncoded, var write = try? WireWrite(serializedBytes: body) else {
            return body
        }
        write.unknownFields = UnknownStorage()
        return (try? write.serializedData()) ?? body
    }
}
#endif
