import Foundation

/// What is asked of a request before it is read: ids have the lengths that they must have.
///
/// A peer that cuts an id would otherwise be answered about another one.
protocol LengthChecked {
    /// The byte strings of the message, each with the lengths that it may have.
    var lengths: [(bytes: Data, allowed: Set<Int>)] { get }
}

extension LengthChecked {
    /// - Throws: `message_undecodable` if one has another length.
    func checkLengths() throws {
        for (bytes, allowed) in lengths where !allowed.contains(bytes.count) {
            throw Problem(.messageUndecodable, ["reason": "an id of \(bytes.count) bytes"])
        }
    }
}

extension WireHello: LengthChecked {
    var lengths: [(bytes: Data, allowed: Set<Int>)] {
        var all: [(bytes: Data, allowed: Set<Int>)] = [
            (device, [8]), (server, [8]), (nonce, [8]), (epoch, [0, 16]), (fingerprint, [0, 32]),
        ]
        for session in sessions { all.append((session, [8])) }
        for head in logs + (hasServerLog ? [serverLog] : []) {
            all.append((head.replica, [16]))
            all.append((head.hash, [32]))
        }
        return all
    }
}

extension WirePullRequest: LengthChecked {
    var lengths: [(bytes: Data, allowed: Set<Int>)] { unsent.map { ($0, [16]) } }
}

extension WireRecordsRequest: LengthChecked {
    var lengths: [(bytes: Data, allowed: Set<Int>)] { records.map { ($0, [16]) } }
}

extension WireSumsRequest: LengthChecked {
    var lengths: [(bytes: Data, allowed: Set<Int>)] { unsent.map { ($0, [16]) } }
}

extension WireBucketRequest: LengthChecked {
    var lengths: [(bytes: Data, allowed: Set<Int>)] { [(after, [0, 16])] }
}

extension WireRangesRequest: LengthChecked {
    var lengths: [(bytes: Data, allowed: Set<Int>)] { unsent.map { ($0, [16]) } }
}
