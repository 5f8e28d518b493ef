import FieldKit
import Foundation

enum ContentEncoding: String {
    case identity
    static func named(_ header: String?) throws(Problem) -> ContentEncoding {
        if let header, header != "identity" { throw Problem(.encodingUnsupported, ["encoding": header]) }
        return .identity
    }
    static func best(accepting: String?, bytes: Int) -> ContentEncoding { .identity } }
enum Compression {
    static func decompress(_ data: Data, encoding: ContentEncoding, limit: Int) throws(Problem) -> Data { data }
    static func compress(_ data: Data, _ encoding: ContentEncoding) throws(Problem) -> Data { data }
}
