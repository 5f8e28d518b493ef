import Foundation
import SwiftProtobuf

extension ReplicaReader {
    /// What is held of a log, for handshakes and seals: runs with the hash at each end; of a forked
    /// log every line with its hash.
    ///
    /// Of a log that its owner was told to give up, because more of it is held here than there, the
    /// runs end also where the owner's own lines end: a run proves itself by its end only.
    package func statement(of replica: ReplicaID) throws -> [LogRun] {
        let log = try log(replica)
        guard log.forkedFrom != nil else {
            return try ends(of: replica).reduce(log.runs) { try split($0, after: $1, of: replica) }
        }
        var lines: [LogRun] = try heldItems().compactMap { item in
            guard let dot = item.dot, item.isLine, dot.replica == replica,
                log.contains(dot.counter)
            else { return nil }
            return LogRun(low: dot.counter, high: dot.counter, hash: item.hash)
        }
        var from: UInt64 = 1
        while true {
            let part = try store.log(replica, from: from, limit: 2_000)
            for stored in part {
                let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
                let counter = signed.write.dot.counter
                lines.append(LogRun(low: counter, high: counter, hash: signed.hash))
            }
            guard part.count == 2_000, let last = lines.last else { break }
            from = last.high + 1
        }
        return lines.sorted { ($0.low, $0.hash) < ($1.low, $1.hash) }
    }

    /// The counters at which owners of a log that was given up have ended.
    private func ends(of replica: ReplicaID) throws -> [UInt64] {
        guard let data = try store.value(Keys.ends(replica)) else { return [] }
        return try CausalContext(WireContext(serializedBytes: data)).runs[replica]?
            .flatMap { Array($0) } ?? []
    }

    private func split(
        _ runs: [LogRun],
        after counter: UInt64,
        of replica: ReplicaID
    ) throws -> [LogRun] {
        guard let index = runs.firstIndex(where: { $0.low <= counter && counter < $0.high }),
            let hash = try lineHash(Dot(replica, counter))
        else { return runs }
        var runs = runs
        let run = runs[index]
        runs[index] = LogRun(low: run.low, high: counter, hash: hash)
        runs.insert(LogRun(low: counter + 1, high: run.high, hash: run.hash), at: index + 1)
        return runs
    }

    /// The identity of a line of which there is one only, applied or held aside.
    package func lineHash(_ dot: Dot) throws -> WriteHash? {
        if let stored = try store.writes(dot: dot).first { return WriteCodec.hash(of: stored.body) }
        return try heldItems().first { $0.dot == dot && $0.isLine && $0.place == "here" }?.hash
    }

    /// The counters of an own log that a statement proves to be held: a run counts only if the line
    /// at its end is the same here.
    ///
    /// Of an unseen copy of this store, lines with the same dots may have come here: they prove
    /// nothing about those that were written here.
    package func proven(_ replica: ReplicaID, by runs: [LogRun]) throws -> CausalContext {
        var counters = CausalContext()
        for run in runs {
            #if PLANTED_BUGS
            let isCopied = try store.writes(dot: Dot(replica, run.high))
                .contains { WriteCodec.hash(of: $0.body) == run.hash }
            if Planted.current == .proofByNumber || isCopied && Planted.current == .proofByCopy {
                counters.insert(replica, run.low...run.high)
            }
            #endif
            let isSame = try store.writes(dot: Dot(replica, run.high))
                .contains { $0.source == nil && WriteCodec.hash(of: $0.body) == run.hash }
            if isSame { counters.insert(replica, run.low...run.high) }
        }
        return counters
    }

    /// The own lines, over all own replicas, that a proof does not contain, in order.
    package func ownLines(
        notIn proof: CausalContext,
        visit: (StoredWrite, SignedWrite) throws -> Bool
    ) throws {
        for replica in try ownReplicas() {
            let high = try log(replica).high?.high ?? 0
            var from: UInt64 = 1
            if let first = proof.runs[replica]?.first, first.lowerBound == 1 {
                from = first.upperBound + 1
            }
            while from <= high {
                let part = try store.log(replica, from: from, limit: 500)
                guard !part.isEmpty else { break }
                for stored in part {
                    let signed = try WriteCodec.decode(
                        body: stored.body,
                        signature: stored.signature
                    )
                    from = signed.write.dot.counter + 1
                    guard !proof.contains(signed.write.dot) else { continue }
                    guard try visit(stored, signed) else { return }
                }
            }
        }
    }

    // MARK: Seals

    /// The newest seal of a replica.
    package func seal(of replica: ReplicaID) throws -> Seal? {
        try store.value(Keys.seal(replica)).map { try Seal(WireSignedSeal(serializedBytes: $0)) }
    }

    /// The highest number of a seal that is held here.
    package func sealNumber() throws -> UInt64 {
        try store.value(Keys.sealNumber)?.number ?? 0
    }

    /// The newer seals of some replicas, by number.
    ///
    /// - Parameters:
    ///   - number: The highest that is known already.
    ///   - include: Whether a replica's seal is wanted.
    /// - Returns: The seals with a higher number, ascending.
    /// - Throws: What the store meets, and what `include` throws.
    package func seals(
        after number: UInt64,
        where include: (ReplicaID) throws -> Bool
    ) throws -> [Seal] {
        guard try sealNumber() > number else { return [] }
        return try store.values(prefix: Keys.sealPrefix)
            .map { try Seal(WireSignedSeal(serializedBytes: $0.value)) }
            .filter { try $0.number > number && include($0.replica) }
            .sorted { $0.number < $1.number }
    }

    /// The own dots that the county's seals prove to be held by it.
    package func sealedDots() throws -> CausalContext {
        var sealed = CausalContext()
        #if PLANTED_BUGS
        if Planted.current == .sealTooEarly { sealed = try plantedSeal() }
        #endif
        for replica in try ownReplicas() {
            guard let seal = try seal(of: replica) else { continue }
            sealed.formUnion(try proven(replica, by: seal.runs))
        }
        return sealed
    }

    /// Whether a record has an own write that no seal covers.
    package func hasUnsealed(_ record: RecordID, sealed: CausalContext) throws -> Bool {
        let own = Set(try ownReplicas())
        return try store.writes(record: record).contains { stored in
            let write = try WriteCodec.decode(body: stored.body, signature: stored.signature).write
            return own.contains(write.dot.replica) && !sealed.contains(write.dot)
        }
    }

    /// How many own lines no seal of the county covers; the county's own lines need none.
    package func unsealedCount() throws -> Int {
        guard replica.kind != .county else { return 0 }
        let sealed = try sealedDots()
        var count = 0
        for replica in try ownReplicas() {
            let lines = try log(replica).runs.reduce(0) { $0 + Int($1.high - $1.low + 1) }
            let known = (sealed.runs[replica] ?? []).reduce(0) {
                $0 + Int($1.upperBound - $1.lowerBound + 1)
            }
            count += max(0, lines - known)
        }
        return count
    }
}

extension ReplicaWriter {
    /// Notes where an owner's lines of a log end that it is told to give up.
    package func noteEnd(_ dot: Dot) throws {
        var ends =
            try store.value(Keys.ends(dot.replica))
            .map { try CausalContext(WireContext(serializedBytes: $0)) } ?? CausalContext()
        ends.insert(dot)
        try setValue(Keys.ends(dot.replica), try WireContext(ends).serializedData())
    }

    /// At the county: signs anew what is held of a log, if that has changed since the last seal.
    @discardableResult
    package func renewSeal(of replica: ReplicaID) throws -> Seal {
        let runs = try statement(of: replica)
        let aside = try heldItems().filter { $0.isLine && $0.dot?.replica == replica }
            .compactMap { item in
                item.dot.map { AsideLine(counter: $0.counter, hash: item.hash, code: item.code) }
            }
            .sorted { ($0.counter, $0.hash) < ($1.counter, $1.hash) }
        let epoch = try epoch()
        #if PLANTED_BUGS
        if Planted.current == .sealFrozen {
            if let old = try seal(of: replica), !aside.isEmpty { return old }
        }
        #endif
        if let old = try seal(of: replica), old.epoch == epoch, old.aside == aside,
            old.runs.map(WireRun.init) == runs.map(WireRun.init),
            try old.number > passedSealNumber()
        {
            return old
        }
        let now = UInt64(max(0, self.replica.clock.milliseconds()))
        let number = max(try sealNumber() + 1, now)
        let seal = try Seal.sign(
            epoch: epoch,
            number: number,
            replica: replica,
            runs: runs,
            aside: aside,
            with: self.replica.key
        )
        try keep(seal)
        return seal
    }

    /// Takes a county's seal in, unless a newer one is held.
    ///
    /// What it lists as held aside or refused is listed here from now on: this is how an author hears
    /// of it through a relay, or when the reply to a push was lost.
    ///
    /// - Returns: The own writes of which that is news.
    /// - Throws: `signature_invalid`, and what the store meets.
    @discardableResult
    package func adopt(_ seal: Seal) throws -> [HeldItem] {
        guard let county = try countyCertificate(), seal.isSigned(by: county.publicKey) else {
            throw Problem(.signatureInvalid)
        }
        if let old = try self.seal(of: seal.replica), old.number >= seal.number { return [] }
        try keep(seal)
        try forgetSettled(by: seal)
        return try seal.aside.compactMap { line in
            try noteAside(
                line.hash,
                dot: Dot(seal.replica, line.counter),
                code: line.code,
                place: "county"
            )
        }
    }

    /// Takes own lines off the list of what others hold aside, once the county has applied them.
    private func forgetSettled(by seal: Seal) throws {
        let aside = Set(seal.aside.map(\.hash))
        for item in try heldItems() where item.place != "here" && !aside.contains(item.hash) {
            guard let dot = item.dot, dot.replica == seal.replica else { continue }
            let isSealed = seal.runs.contains { $0.low <= dot.counter && dot.counter <= $0.high }
            if isSealed { try release(item.hash) }
        }
    }

    /// At the county: goes on above a number of which somebody says to hold a seal.
    ///
    /// A restore may have lost it, and the county's clock may have been ahead when it was given: what
    /// comes after must be newer, and who holds the lost one takes no seal that was given below it.
    /// Whoever lies about it only lets some numbers be left out.
    package func passSealNumber(_ number: UInt64) throws {
        guard replica.kind == .county, number < Limits.counterEnd, try number > sealNumber() else {
            return
        }
        try setValue(Keys.sealNumber, Data(number: number))
        try setValue(Keys.passedSealNumber, Data(number: number))
    }

    private func passedSealNumber() throws -> UInt64 {
        try store.value(Keys.passedSealNumber)?.number ?? 0
    }

    private func keep(_ seal: Seal) throws {
        try setValue(Keys.seal(seal.replica), try seal.message.serializedData())
        if try seal.number > sealNumber() {
            try setValue(
                Keys.sealNumber,
                Data(number: seal.number)
            )
        }
    }
}
