import FieldKit
import Foundation

enum ContentEncoding: String { case identity
    static func best(accepting: String?, bytes: Int) -> ContentEncoding { .identity } }
enum Compression {
    static func decompress(_ data: Data, _ encoding: ContentEncoding, limit: Int) throws(Problem) -> Data { data }
    static func compress(_ data: Data, _ encoding: ContentEncoding) throws(Problem) -> Data { data }
}
