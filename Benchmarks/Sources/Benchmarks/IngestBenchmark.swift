import Foundation

@testable import FieldKit

/// How fast the server takes writes in over HTTPS, on one core, durable when acknowledged.
struct IngestBenchmark {
    let records: Int

    func run() throws -> [Figure] {
        let county = try ServedCounty()
        try county.serve(core: 0)
        try county.enrol("laptop", scopes: ["6103", "2199"])
        let parts = try county.open("laptop") { replica in
            try InventedRecords.write(0..<records, into: replica)
            return try push(replica, county)
        }
        let usage = try county.usage()
        county.stop()
        let floors = try Floors(
            store: county.workplace.path("county/replica.sqlite"),
            parts: parts.writes,
            workplace: county.workplace
        )
        let count = Double(parts.writes.reduce(0, +))
        let rate = count / parts.seconds
        return [
            Figure(
                what: "server ingest over HTTPS, one core",
                value: rate,
                unit: .recordsPerSecond,
                target: "15,000 records/s, 0.25 of own",
                isReached: rate >= 15_000 && rate >= count / floors.own / 4,
                own: count / floors.own,
                bare: count / floors.bare
            ),
            Figure(
                what: "memory of the server after it",
                value: usage.megabytes,
                unit: .megabytes,
                target: "bounded",
                isReached: usage.megabytes < 256
            ),
        ]
    }

    /// Pushes everything; counts only the time between a request's first byte and its reply's last.
    private func push(
        _ replica: Replica,
        _ county: ServedCounty
    ) throws -> (writes: [Int], seconds: Double) {
        guard let authority = try replica.authorityPEM() else { throw Problem(.notEnrolled) }
        let transport = try CurlTransport(
            try ServerAddress(county.url),
            trust: .pinned(authority)
        )
        let identity = try transport.send(
            TransportRequest(.get, "/v1/identity", retrySafe: true)
        )
        let server = try DeviceCertificate(encoded: identity.body).device
        let session = SyncSession(replica: replica, server: server, application: "benchmark")
        var parts: [Int] = []
        var time = 0.0
        var action = try session.start()
        while case .send(let name, let body) = action {
            var headers: [String: String] = [:]
            if let token = session.token { headers["fieldkit-session"] = token.hexadecimal }
            var reply = Data()
            let taken = try seconds {
                reply = try transport.send(
                    TransportRequest(
                        .post,
                        "/v1/\(name)",
                        headers: headers,
                        body: body,
                        retrySafe: true
                    )
                ).body
            }
            if name == "push" {
                time += taken
                parts.append(try WirePushRequest(serializedBytes: body).writes.count)
            } else if name == "pull" {
                break
            }
            action = try session.receive(reply)
        }
        return (parts, time)
    }
}
