import Crypto
import Foundation

/// The hash over all drafts of an invented county, so that two machines can compare what they made.
///
/// SHA-256 over each draft in its order: type, id, buckets, fields and sets, every text followed by
/// a zero byte, every list by another.
struct DraftHash {
    private var hasher = SHA256()

    mutating func add(_ draft: RecordDraft) {
        var bytes = Data()
        func add(_ text: String) { bytes.append(contentsOf: text.utf8 + [0]) }
        add(draft.type)
        add("\(draft.id)")
        for bucket in draft.buckets { add(bucket) }
        bytes.append(0)
        for field in draft.fields {
            add(field.name)
            add(field.value.text)
        }
        bytes.append(0)
        for set in draft.sets {
            add(set.name)
            for element in set.elements { add(element) }
            bytes.append(0)
        }
        bytes.append(0)
        hasher.update(data: bytes)
    }

    var hexadecimal: String { Data(hasher.finalize()).hexadecimal }
}
