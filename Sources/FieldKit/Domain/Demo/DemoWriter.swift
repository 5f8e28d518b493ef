import Crypto
import Foundation

extension Replica {
    /// Writes the invented county into this county's store, with its planted conflicts and the
    /// laptop whose clock is wrong.
    ///
    /// The store's clock should be a ``DemoClock`` of the same seed: then all stamps are the same
    /// for a seed too.
    ///
    /// - Parameters:
    ///   - size: How large.
    ///   - seed: Any number.
    /// - Returns: What was planted.
    /// - Throws: `not_the_county`, or `home_exists` unless ``holdsDevicesOnly()``: real records must
    ///   never lie among invented ones.
    public func writeDemoCounty(size: DemoSize, seed: UInt64) throws -> AnswerKey {
        guard kind == .county, let name = try certificate()?.name else {
            throw Problem(.notTheCounty)
        }
        guard try holdsDevicesOnly() else { throw Problem(.homeExists, ["path": name]) }
        // What was planted is known at the end only, and some of it is not the county's to write.
        let key = DemoCounty.generate(size: size, seed: seed) { _ in }
        let foreign = Set(key.clockFault.records)
        var visits: [RecordDraft] = []
        var batch: [RecordDraft] = []
        _ = try DemoCounty.generate(size: size, seed: seed) { draft in
            if foreign.contains("\(draft.id)") {
                visits.append(draft)
            } else {
                batch.append(draft)
                if batch.count >= DemoWriter.batchRecords {
                    try DemoWriter.write(batch, into: self, author: name)
                    batch = []
                }
            }
        }
        try DemoWriter.write(batch, into: self, author: name)
        try DemoWriter.plant(key, visits: visits, in: self)
        try DemoWriter.writePolicies(seed: seed, into: self, author: name)
        return key
    }

    /// Whether nothing but the county's devices is held, as in a new county.
    public func holdsDevicesOnly() throws -> Bool {
        try read { reader in
            try reader.store.records(type: nil, after: nil, limit: .max)
                .allSatisfy { try reader.state($0)?.type == "device" }
        }
    }
}

/// The time at which an invented county was made: the same for a seed, and standing still.
public struct DemoClock: Clock {
    private let moment: Int64

    /// The clock of a seed: within the day of 20 November 2026 in UTC.
    public init(seed: UInt64) {
        moment = 1_795_132_800_000 + Int64(seed % 86_400) * 1_000
    }

    init(_ moment: Int64) { self.moment = moment }

    /// The seed's moment, in milliseconds since 1970; the same at every call.
    public func milliseconds() -> Int64 { moment }
}

/// The parts of writing an invented county.
enum DemoWriter {
    /// Records in one transaction.
    static let batchRecords = 4_000

    /// Writes drafts in one transaction, each by itself: they belong to nobody's one command.
    static func write(_ drafts: [RecordDraft], into county: Replica, author: String) throws {
        try county.write { writer in
            for draft in drafts {
                _ = try writer.edit([Edit(draft)], author: author, authority: .county)
            }
        }
    }

    /// Takes the published policies of aid in, as an import does; the answer key does not count them,
    /// because they are not invented.
    static func writePolicies(seed: UInt64, into county: Replica, author: String) throws {
        let today = BusinessDay(dayNumber: Int(county.clock.milliseconds() / 86_400_000))
        guard let today else {
            throw Problem(.internalError, ["reason": "the demo's clock"])
        }
        let reading = try RosterImport.rows(
            kind: .policy,
            bytes: ShaanxiPolicies.file,
            fileName: "policies-sx.csv",
            today: today
        )
        let plan = RosterPlan.plan(
            reading,
            existing: { _ in nil },
            makeID: county.ids(for: .policy, DemoRandom(seed: seed ^ policySalt))
        )
        try county.carryOut(plan, author: author)
    }

    /// So that the ids of policies are not drawn as others are.
    private static let policySalt: UInt64 = 0x61_69_64_5F_70_6F_6C_79

    /// Lets invented laptops write what they did not know of each other.
    static func plant(_ key: AnswerKey, visits: [RecordDraft], in county: Replica) throws {
        var laptops = DemoLaptops(county: county, key: key)
        try laptops.grant(visits: visits)
        for conflict in key.conflicts {
            guard let id = RecordID(conflict.record) else { continue }
            for entry in conflict.entries {
                let laptop = try laptops.laptop(entry.device)
                try laptop.receive(id)
                try laptop.edit([
                    Edit(
                        type: conflict.type,
                        id: id,
                        changes: [.set(conflict.field, .text(entry.value))]
                    )
                ])
            }
        }
        if !visits.isEmpty {
            try laptops.laptop(key.clockFault.device).edit(visits.map { Edit($0) })
        }
        try laptops.handIn()
    }
}

/// The invented laptops of a county, by name.
private struct DemoLaptops {
    private let county: Replica
    private let key: AnswerKey
    private var scopes: [String: Set<String>] = [:]
    private var made: [(name: String, device: InventedDevice)] = []

    init(county: Replica, key: AnswerKey) {
        self.county = county
        self.key = key
    }

    /// Collects the buckets that each laptop writes in.
    mutating func grant(visits: [RecordDraft]) throws {
        var wanted: [(device: String, record: RecordID)] = []
        for conflict in key.conflicts {
            guard let id = RecordID(conflict.record) else { continue }
            wanted += conflict.entries.map { ($0.device, id) }
        }
        wanted += visits.compactMap { visit in
            RecordID(visit["household"]?.text ?? "").map { (key.clockFault.device, $0) }
        }
        try county.read { reader in
            for (device, id) in wanted {
                scopes[device, default: []].formUnion(try reader.buckets(of: id))
            }
        }
    }

    mutating func laptop(_ name: String) throws -> InventedDevice {
        if let known = made.first(where: { $0.name == name }) { return known.device }
        // Each laptop's clock is some seconds from the others', so that stamps never tie.
        var moment = county.clock.milliseconds() - 86_400_000 + Int64(made.count) * 7_000
        if name == key.clockFault.device { moment += key.clockFault.offsetSeconds * 1_000 }
        let digest = SHA256.hash(data: Data("FieldKit demo device\0\(key.seed)\0\(name)".utf8))
        guard let secret = DeviceKey(secret: Data(digest)) else {
            throw Problem(.internalError, ["reason": "a demo device's key"])
        }
        let device = try InventedDevice(
            of: county,
            name: name,
            scopes: scopes[name, default: []].sorted(),
            key: secret,
            clock: DemoClock(moment),
            random: DemoRandom(seed: secret.device.raw)
        )
        made.append((name, device))
        return device
    }

    func handIn() throws { for laptop in made { try laptop.device.handIn() } }
}
