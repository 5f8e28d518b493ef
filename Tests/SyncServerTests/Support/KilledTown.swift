import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

/// A county, a township's relay and three laptops, all of them processes, of which any may be
/// killed at any moment, over lines that delay, cut and corrupt.
///
/// The seed says who dies, and in which part of what was going on; the rest is the machine's chance.
/// One laptop syncs with the county, two through the relay. All hold the whole county, so that
/// their digests must be equal in the end.
final class KilledTown {
    /// Who is killed in a round.
    enum Victim: CaseIterable {
        case put
        case laptopSync
        case relaySync
        case relayServer
        case countyServer

        /// Whether others lose their server by it.
        var isServer: Bool { self == .relayServer || self == .countyServer }
    }

    /// What was found wrong.
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// A write of which `field put` said that it is saved.
    private struct Saved {
        let laptop: LaptopProgram
        let id: String
        let value: String
    }

    private static let division = "610326"
    private static let village = "610326101901"
    /// A laptop behind a relay is two hops from the county: what it wrote has to go up and its
    /// seal to come down, in both over either hop, and once more for what others were told late.
    private static let passesMax = 5

    private let random: SeededRandom
    private let home: TemporaryFolder
    private let county: ServerProgram
    private let relay: ServerProgram
    private var countyServer: ServingProgram
    private var relayServer: ServingProgram
    /// What everybody reaches the two servers by.
    private let lines: [BadLine]
    private let laptops: [LaptopProgram]
    /// The names under which the laptops write; a crash is no move, and changes none of them.
    private let replicas: [String]
    /// A record that everybody changes.
    private let shared: String
    private var saved: [Saved] = []
    /// How long it took last time when nobody was killed.
    private var normal: [Victim: Duration] = [:]
    /// What happened, for whoever has to understand a failure.
    private(set) var history: [String]

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        history = ["SEED=\(seed)"]
        home = try TemporaryFolder()
        county = try ServerProgram.county(in: home)
        countyServer = try ServingProgram(county)
        relay = ServerProgram("relay", in: home)
        let code = try county.code("中心校", role: "township", Self.division)
        let countyLine = try BadLine(to: countyServer.url, seed: seed)
        try relay.must("join", "--upstream", countyLine.url, "--code", code)
        relayServer = try ServingProgram(relay)
        let relayLine = try BadLine(to: relayServer.url, seed: ~seed)
        lines = [countyLine, relayLine]
        laptops = [
            try LaptopProgram(
                "A",
                at: countyLine.url,
                code: try county.code("A", Self.division),
                in: home
            ),
            try LaptopProgram(
                "B",
                at: relayLine.url,
                code: try relay.code("B", Self.division),
                in: home
            ),
            try LaptopProgram(
                "C",
                at: relayLine.url,
                code: try relay.code("C", Self.division),
                in: home
            ),
        ]
        replicas = try laptops.map { try $0.status().replica }
        struct Reply: Decodable { let id: String }
        let arguments = Self.put(nil, "at first")
        shared = try laptops[0].start(arguments).outcome().json(Reply.self).id
    }

    // MARK: Rounds

    /// A day without a network and an evening in which all goes well, for each victim to come, so
    /// that it is known how long that takes.
    func rehearse() throws {
        try settle()
        for victim in Victim.allCases {
            try write("before \(victim)")
            let start = ContinuousClock.now
            let evening = try begin(victim, "before \(victim)")
            _ = try evening[0].program.outcome()
            let duration = ContinuousClock.now - start
            normal[victim] = duration
            history.append("\(victim): a normal \(evening[0].name) takes \(duration)")
            try end(evening)
        }
    }

    /// A day without a network, and an evening in which somebody is killed at a random moment: the
    /// only sleep in the tests, for the moment is the point.
    func round(_ number: Int, _ victim: Victim) throws {
        try write("\(number)")
        for line in lines { line.isBad = true }
        let evening = try begin(victim, "\(number)")
        let moment = try #require(normal[victim]) * random.below(1_000) / 1_000
        Thread.sleep(forTimeInterval: moment / .seconds(1))
        history.append("round \(number), \(evening[0].name): \(victim) killed after \(moment)")
        switch victim {
        case .put, .laptopSync, .relaySync:
            evening[0].program.kill()
        case .relayServer:
            relayServer.kill()
            relayServer = try ServingProgram(relay, listen: relayServer.address)
        case .countyServer:
            countyServer.kill()
            countyServer = try ServingProgram(county, listen: countyServer.address)
        }
        try end(evening, killed: victim)
        for line in lines { line.isBad = false }
    }

    /// How many connections had which fate.
    var fates: [String: Int] {
        lines.reduce(into: [:]) { $0.merge($1.tally) { $0 + $1 } }
    }

    /// A program of an evening, and what it saves if it is a `field put`.
    private struct Started {
        let name: String
        let program: StartedProgram
        var laptop: LaptopProgram?
        var value: String?
    }

    /// Starts what a victim takes part in: the victim first, or those who need it.
    private func begin(_ victim: Victim, _ day: String) throws -> [Started] {
        func sync(_ laptop: LaptopProgram) throws -> Started {
            Started(name: laptop.name, program: try laptop.start(["sync"]))
        }
        func relaySync() throws -> Started {
            Started(name: "relay", program: try relay.start(["sync", "--json"]))
        }
        switch victim {
        case .put:
            let laptop = random.pick(laptops)
            let id = random.percent(50) ? shared : nil
            return [try put(laptop, id, "\(day) late"), try sync(laptop)]
        case .laptopSync: return [try sync(random.pick(laptops))]
        case .relaySync: return [try relaySync(), try sync(laptops[1])]
        case .relayServer: return [try sync(laptops[1]), try sync(laptops[2])]
        case .countyServer: return [try sync(laptops[0]), try relaySync()]
        }
    }

    /// Waits for all, and looks whether what was said to be saved is there.
    private func end(_ evening: [Started], killed: Victim? = nil) throws {
        for (index, started) in evening.enumerated() {
            let outcome = try started.program.outcome()
            history.append("\(started.name) ended with \(outcome.code) \(outcome.errors)")
            // Who loses its server may give up, with the code that says so; nobody else may fail.
            let isKilled = outcome.code == SIGKILL && index == 0 && killed?.isServer == false
            let isCutOff = outcome.code == 3 && (killed?.isServer == true || lines[0].isBad)
            try demand(outcome.code == 0 || isKilled || isCutOff, "\(started.name) failed")
            try note(outcome, of: started)
        }
        for write in saved.suffix(laptops.count + 1) {
            let values = try write.laptop.values("note", of: "student", write.id)
            try demand(values.contains(write.value), "\(write) is lost")
        }
    }

    private func demand(_ isTrue: Bool, _ otherwise: String) throws {
        guard isTrue else { throw Failure(description: otherwise) }
    }

    // MARK: Writing

    /// Each laptop writes something, two of them into the same record.
    private func write(_ day: String) throws {
        let order = random.shuffled(laptops)
        for laptop in order {
            let id = laptop.name == order[0].name ? nil : shared
            let started = try put(laptop, id, day)
            let outcome = try started.program.outcome()
            try demand(outcome.code == 0, "\(started.name) failed: \(outcome.errors)")
            try note(outcome, of: started)
        }
    }

    /// What makes a record, or gives it a value that nobody else gives.
    private static func put(_ id: String?, _ value: String) -> [String] {
        ["put", "student"] + (id.map { [$0] } ?? ["--bucket", village]) + ["note=\(value)"]
    }

    private func put(_ laptop: LaptopProgram, _ id: String?, _ day: String) throws -> Started {
        let value = "\(laptop.name) on day \(day)"
        return Started(
            name: "\(laptop.name)'s put",
            program: try laptop.start(Self.put(id, value)),
            laptop: laptop,
            value: value
        )
    }

    /// Remembers what was acknowledged: the code 0, and an id.
    private func note(_ outcome: StartedProgram.Outcome, of started: Started) throws {
        guard outcome.code == 0, let laptop = started.laptop, let value = started.value else {
            return
        }
        struct Reply: Decodable { let id: String }
        saved.append(Saved(laptop: laptop, id: try outcome.json(Reply.self).id, value: value))
    }

    // MARK: The end

    /// Lets everybody sync until all are equal and sealed, but not for ever.
    func settle() throws {
        for pass in 1...Self.passesMax {
            for laptop in laptops { try laptop.must("sync") }
            try relay.must("sync")
            if try isSettled() {
                history.append("settled after \(pass) passes")
                return
            }
        }
        history.append("not settled after \(Self.passesMax) passes")
    }

    private func isSettled() throws -> Bool {
        let digest = try county.digest()
        return try relay.digest() == digest
            && laptops.allSatisfy { laptop in
                let status = try laptop.status()
                return try status.unsent == 0 && status.unsealed == 0
                    && laptop.digest() == digest
            }
    }

    /// What must be true in the end, whoever was killed.
    func check() throws {
        let digest = try county.digest()
        try demand(relay.digest() == digest, "the relay differs")
        for (laptop, replica) in zip(laptops, replicas) {
            let status = try laptop.status()
            try demand(laptop.digest() == digest, "\(laptop.name) differs")
            try demand(status.unsent == 0 && status.unsealed == 0, "\(laptop.name): \(status)")
            try demand(status.held == 0, "\(laptop.name): \(status)")
            try demand(status.replica == replica, "\(laptop.name) took itself for moved")
            try laptop.must("verify")
        }
        for server in [county, relay] { try server.must("verify") }
        let store = try ServerFolder(county.data).open()
        for write in saved {
            let id = try #require(RecordID(write.id))
            let values = try store.replica.entries("student", id).map(\.value)
            try demand(values.contains(.text(write.value)), "the county lacks \(write)")
        }
        // Two had changed one record every day: there was something to merge.
        try demand(store.replica.status().conflicts > 0, "there is no conflict")
        try store.close()
    }
}

extension KilledTown: CustomStringConvertible {
    var description: String { history.joined(separator: "\n") }
}
