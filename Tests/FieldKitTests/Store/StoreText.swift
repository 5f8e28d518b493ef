import FieldKit
import Foundation

/// Names that a test of stores uses; few, so that they meet often.
enum StoreNames {
    static let records = (1...5).map { RecordID(Identifier16(high: 0x0199, low: $0)) }
    static let replicas = (1...3).map { ReplicaID(Identifier16(high: $0 << 60, low: 7)) }
    static let buckets = ["610326101901", "611", "system", "~household"]
    static let types = ["household", "visit", "类型"]
    static let keys = ["a/1", "a/2", "a", "b/1", "a0", "log/ff"]
    static let limits = [0, 2, Int.max]
}

extension StoreReader {
    /// The results of every reading method, with every parameter that may matter, as one text.
    func text() throws -> String {
        var lines = ["head \(try head())", "records \(try recordCount())"]
        for id in StoreNames.records {
            lines.append("record \(try record(id).map(Self.text) ?? "none")")
            for type in [nil] + StoreNames.types.map(Optional.some) + ["unheard of"] {
                lines.append("dependents \(try dependents(of: id, type: type))")
            }
            lines.append("writes \(try writes(record: id).map(Self.text))")
            lines.append("places \(try places(of: id).map { "\($0.bucket) \($0.entry)" })")
        }
        lines += try lists() + logs() + feeds()
        for (bucket, total) in try sums().sorted(by: { $0.key < $1.key }) {
            lines.append("sum \(bucket) \(total)")
        }
        for key in StoreNames.keys {
            lines.append("value \(key) \(String(describing: try value(key)))")
        }
        for prefix in ["a", "a/", "b/1", "z"] {
            lines.append("values \(try values(prefix: prefix).map { "\($0.key)=\($0.value)" })")
        }
        return lines.joined(separator: "\n")
    }

    private func lists() throws -> [String] {
        var lines: [String] = []
        for type in [nil] + StoreNames.types.map(Optional.some) + ["unheard of"] {
            for after in [nil] + StoreNames.records.map(Optional.some) {
                for limit in StoreNames.limits {
                    lines.append("\(try records(type: type, after: after, limit: limit))")
                }
            }
        }
        return lines
    }

    private func logs() throws -> [String] {
        var lines: [String] = []
        for replica in StoreNames.replicas {
            for counter in UInt64(0)...6 {
                lines.append("dot \(try writes(dot: Dot(replica, counter)).map(Self.text))")
                for limit in StoreNames.limits {
                    lines.append(
                        "log \(try log(replica, from: counter, limit: limit).map(Self.text))"
                    )
                }
            }
        }
        for sequence in UInt64(0)...12 {
            lines.append("write \(try write(sequence: sequence).map(Self.text) ?? "none")")
            lines.append("after \(try writes(after: sequence, limit: 3).map(Self.text))")
        }
        return lines
    }

    private func feeds() throws -> [String] {
        var lines: [String] = []
        for bucket in StoreNames.buckets + ["unheard of"] {
            lines.append("sum \(String(describing: try sum(bucket: bucket)))")
            for limit in StoreNames.limits {
                lines.append("members \(try members(of: bucket, after: nil, limit: limit))")
                for place in UInt64(0)...5 {
                    lines.append(
                        "feed \(try feed(bucket: bucket, after: place * 17, limit: limit))"
                    )
                    lines.append(
                        "left \(try left(bucket: bucket, after: place * 17, limit: limit))"
                    )
                }
            }
            for type in [nil] + StoreNames.types.map(Optional.some) + ["unheard of"] {
                for after in [nil] + StoreNames.records.map(Optional.some) {
                    let found = try members(of: bucket, type: type, after: after, limit: 2)
                    lines.append("members \(found)")
                }
            }
        }
        return lines
    }

    private static func text(_ write: StoredWrite) -> String {
        "\(write.sequence) \(write.body.hexadecimal) \(write.signature.hexadecimal) "
            + (write.source.map { "\($0)" } ?? "own")
    }

    private static func text(_ record: StoredRecord) -> String {
        let live = record.live.map { "\($0.sequence)\($0.positions)" }
        let marks = record.marks.sorted { $0.key < $1.key }.map {
            "\($0.key):\($0.value.hexadecimal)"
        }
        return
            "\(record.id) \(record.type) \(record.subject.map { "\($0)" } ?? "-") \(live) \(marks)"
    }
}
