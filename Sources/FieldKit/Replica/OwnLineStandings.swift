/// How far a line of the own log has come on its way to the county.
package enum LineStanding: Sendable {
    /// No server has been offered it, or none that was met serves its record.
    case waiting
    /// A server has been offered it; the county has not sealed it.
    case offered
    /// The county's seal proves that it holds it.
    case sealed
}

/// What the state of the exchange says of the lines of the own log.
package struct OwnLineStandings {
    /// The own dots that the county's seals prove to be held by it.
    package let sealed: CausalContext
    private let peers: [PeerState]

    /// Reads the seals, and what is remembered of each server.
    package init(_ reader: ReplicaReader) throws {
        sealed = try reader.sealedDots()
        peers = try reader.peers().map(\.state)
    }

    /// How far a line has come.
    package func standing(of write: Write, sequence: UInt64) -> LineStanding {
        // What the county has sealed has been sent, by whatever way.
        if sealed.contains(write.dot) { return .sealed }
        // A relay that does not serve the record has looked at the line, and has not got it.
        let isWaiting = peers.allSatisfy {
            sequence > $0.pushed || $0.unsent.contains(write.record)
        }
        return isWaiting ? .waiting : .offered
    }
}
