import FieldKit
import Foundation

/// The calls of the protocol: `POST /v1/NAME`.
enum SyncCall: String, CaseIterable, Sendable {
    case enrol, hello, push, pull, records, sums, bucket, ranges, code, transport

    /// Which threads do its work.
    enum Lane: Sendable {
        /// Writes to the replica, one after another.
        case changes
        /// Reads from it.
        case reads
        /// May wait for the county, at a relay.
        case upstream
    }

    /// Which threads do its work.
    var lane: Lane {
        switch self {
        case .hello, .push: .changes
        case .pull, .records, .sums, .bucket, .ranges: .reads
        case .enrol, .code, .transport: .upstream
        }
    }
}

/// What stands behind the routes: who are you, may you, and the replica.
///
/// Its functions block and are called from several threads at once; it guards its own state. A
/// reply means that what the request asked for is durable.
protocol SyncEndpoint: Sendable {
    /// Answers one call.
    ///
    /// - Parameters:
    ///   - call: Which.
    ///   - token: The session's, if the request bore one.
    ///   - body: The encoded request, decompressed.
    /// - Returns: The encoded reply.
    /// - Throws: A `Problem`, which becomes the reply; anything else is a defect.
    func answer(_ call: SyncCall, token: Data?, body: Data) throws -> Data

    /// The server's own certificate, an encoded `SignedCertificate`.
    func identity() throws -> Data

    /// Checks that the store is open and can be written.
    ///
    /// - Returns: The store's epoch.
    /// - Throws: The `Problem` that hinders it.
    func checkHealth() throws -> Data
}
