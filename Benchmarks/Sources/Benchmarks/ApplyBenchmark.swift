import Foundation

@testable import FieldKit

/// How fast received writes get into a replica: at the county on their author's own connection, on
/// a laptop from the county, where each author's signature is checked.
struct ApplyBenchmark {
    let records: Int

    func run() throws -> [Figure] {
        var figures: [Figure] = [try signatures()]
        let town = try InProcessCounty()
        let author = try town.laptop("author")
        try InventedRecords.write(0..<records, into: author)
        let up = try town.sync(author)
        let taker = try town.laptop("taker")
        let down = try town.sync(taker)
        let path = try town.closed("county")
        let count = Double(up.pushed.reduce(0, +))
        let floors = try Floors(store: path, parts: up.pushed, workplace: town.workplace)
        figures.append(
            Self.figure(
                "apply at the county, a run on the signature of its last line",
                count / (up.answering["push"] ?? 1),
                own: count / floors.own,
                bare: count / floors.bare
            )
        )
        let received = try Floors(
            store: try town.closed("taker"),
            parts: down.pulled,
            workplace: town.workplace
        )
        let pulled = Double(down.pulled.reduce(0, +))
        figures.append(
            Self.figure(
                "apply on a laptop, each author's signature checked",
                pulled / (down.taking["pull"] ?? 1),
                own: pulled / received.own,
                bare: pulled / received.bare
            )
        )
        figures.append(try fromCounty())
        return figures
    }

    /// What checking the signatures takes by itself, on one processor: no server can be faster.
    private func signatures() throws -> Figure {
        let key = DeviceKey()
        let message = Data(repeating: 7, count: 500)
        let signature = try key.sign(message)
        let count = 2_000
        var good = 0
        let time = seconds {
            for _ in 0..<count
            where DeviceKey.verify(signature, over: message, publicKey: key.publicKey) {
                good += 1
            }
        }
        return Figure(
            what: "Ed25519 signatures checked on one core, nothing else (a floor)",
            value: Double(good) / time,
            unit: .recordsPerSecond,
            target: "",
            isReached: true
        )
    }

    private func fromCounty() throws -> Figure {
        let town = try InProcessCounty()
        try InventedRecords.write(0..<records, into: town.county, authority: .county)
        let down = try town.sync(try town.laptop("taker"))
        let floors = try Floors(
            store: try town.closed("taker"),
            parts: down.pulled,
            workplace: town.workplace
        )
        let count = Double(down.pulled.reduce(0, +))
        return Self.figure(
            "apply on a laptop, the county's own writes",
            count / (down.taking["pull"] ?? 1),
            own: count / floors.own,
            bare: count / floors.bare
        )
    }

    private static func figure(
        _ what: String,
        _ rate: Double,
        own: Double,
        bare: Double
    ) -> Figure {
        Figure(
            what: what,
            value: rate,
            unit: .recordsPerSecond,
            target: "20,000 records/s, 0.50 of own",
            isReached: rate >= 20_000 && rate >= own / 2,
            own: own,
            bare: bare
        )
    }
}
