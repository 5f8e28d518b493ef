import Foundation

/// What is to be done with a write that came from elsewhere.
package enum Verdict: Hashable, Sendable {
    /// Into the state.
    case apply
    /// Kept aside whole, until something changes or a person looks.
    case hold(ProblemCode)
    /// Kept aside whole and answered by the county.
    case refuse(ProblemCode)
    /// Nothing of its record is held: not taken, the record is asked for whole.
    case need
    /// Not served by this relay: not taken, and stays with its owner.
    case decline
}

extension ReplicaWriter {
    /// Judges a write that came from elsewhere; the one table of who may write what where.
    ///
    /// - Parameters:
    ///   - signed: The write, as it was decoded.
    ///   - peer: The authenticated device that brought it; nil if that is not known.
    ///   - isWhole: Whether its record comes whole; if not, one of which nothing is held here is
    ///     asked for.
    /// - Returns: What is to be done with it; always `.apply` for what was taken before.
    /// - Throws: What the store meets.
    package func verdict(
        on signed: SignedWrite,
        from peer: DeviceID?,
        isWhole: Bool
    ) throws -> Verdict {
        let verdict = try judge(signed, from: peer, isWhole: isWhole)
        guard verdict != .apply else { return .apply }
        // What was taken once stays taken, though its author has moved or was shut out since.
        let isTaken = try store.writes(dot: signed.write.dot).contains { $0.body == signed.body }
        return isTaken ? .apply : verdict
    }

    private func judge(
        _ signed: SignedWrite,
        from peer: DeviceID?,
        isWhole: Bool
    ) throws -> Verdict {
        let write = signed.write
        let author = write.dot.replica.device
        guard write.minimumVersion <= Limits.protocolVersion else {
            return .hold(.writeNeedsNewer)
        }
        guard let certificate = try certificate(of: author) else {
            return .hold(.certificateUnknown)
        }
        let isGenuine =
            try isProven(author, by: peer) || genuine[signed.hash] == signed.signature
            || isSigned(signed, by: certificate.publicKey)
        guard isGenuine else { return .hold(.signatureInvalid) }
        // What the county serves, it has judged; a device may have been shut out since.
        let isFromCounty = try peer.map { try isCounty($0) } ?? false
        if try isSignOfCopy(write, isFromCounty: isFromCounty) {
            try beginIncarnation(newEpoch: replica.kind != .laptop)
        }
        if let problem = try contextProblem(write) { return .hold(problem) }
        guard replica.kind != .laptop, !isFromCounty else { return .apply }
        // A later write may name a place, as a move does, and yet is not the record.
        #if PLANTED_BUGS
        if Planted.current == .partOfRecord {
            return try isCounty(author)
                ? .apply : judgeScope(write, certificate, isWhole: isWhole)
        }
        #endif
        let isPart = replica.kind == .relay && write.generation > 1
        if isPart, !isWhole, try state(write.record) == nil { return .need }
        guard try !isCounty(author) else { return .apply }
        // Half of what can be encoded, because whoever covers a context adds to it; and no other
        // type's policies than those of the record.
        let isLong = write.registers.contains {
            $0.context.runCount > Limits.acceptedContextRunsMax
        }
        if try isLong || state(write.record).map({ $0.type != write.type }) ?? false {
            return .hold(.writeInvalid)
        }
        if try isRevoked(author) {
            // A person reads it at the county, so that is where it is to be taken.
            return replica.kind == .county ? .hold(.deviceRevoked) : .decline
        }
        return try judgeScope(write, certificate, isWhole: isWhole)
    }

    /// Whether a copy of this store goes on elsewhere: a line under the id in use here was not written
    /// here, or one has been read by the county, or by somebody whose write the county serves; it lets
    /// nobody claim to have read a line that it does not know.
    private func isSignOfCopy(_ write: Write, isFromCounty: Bool) throws -> Bool {
        let id = try currentReplica()
        let high = try log(id).high?.high ?? 0
        if write.dot.replica == id { return write.dot.counter > high }
        guard replica.kind != .county,
            try isFromCounty || isCounty(write.dot.replica.device)
        else { return false }
        return write.registers.contains {
            $0.context.runs[id]?.last.map { $0.upperBound > high } ?? false
        }
    }

    /// A context may not claim the author's own later lines; at the county, nothing that nobody has.
    private func contextProblem(_ write: Write) throws -> ProblemCode? {
        // What the county claims is what it has read, though a restore may have lost it since.
        let isCountys = try isCounty(write.dot.replica.device)
        for register in write.registers {
            for (replica, runs) in register.context.runs {
                guard let high = runs.last?.upperBound else { continue }
                if replica == write.dot.replica, high >= write.dot.counter { return .contextAhead }
                // Nobody has read what is still to be written here: it would be covered unread.
                if try replica == currentReplica(), try high > log(replica).high?.high ?? 0 {
                    return .contextAhead
                }
                guard self.replica.kind == .county, replica != write.dot.replica else { continue }
                let known = max(try log(replica).high?.high ?? 0, try believedCounter(of: replica))
                if high > known, !isCountys { return .contextAhead }
            }
        }
        return nil
    }

    /// How far a replica's log is believed to have reached, though its lines are not here: a person
    /// has taken in a write that had read so far.
    private func believedCounter(of replica: ReplicaID) throws -> UInt64 {
        guard try !isEmpty(Keys.believedPrefix), let data = try store.value(Keys.believed(replica))
        else { return 0 }
        return data.number
    }

    /// Believes what a write's contexts say of other replicas' logs.
    func believe(_ write: Write) throws {
        for (replica, runs) in write.registers.flatMap(\.context.runs) {
            guard replica != write.dot.replica, let high = runs.last?.upperBound,
                try high > max(log(replica).high?.high ?? 0, believedCounter(of: replica))
            else { continue }
            try setValue(
                Keys.believed(replica),
                Data(number: high)
            )
        }
    }

    private func judgeScope(
        _ write: Write,
        _ certificate: DeviceCertificate,
        isWhole: Bool
    ) throws -> Verdict {
        let scope = scope(of: certificate)
        let mentioned = try mentionedBuckets(write)
        if mentioned.isEmpty, try state(write.record) == nil, !isWhole { return .need }
        let isForAll = write.registers.contains { $0.key == .bucket(Self.systemBucket) }
        if replica.kind == .relay {
            if isForAll { return .decline }
            // What its author may not write here goes to the county by its own way, or others
            // would be shown what the county will refuse.
            let served = Scope(try ownCertificate()?.scopes ?? [])
            let isServed = mentioned.contains {
                $0 != Self.systemBucket && served.contains($0) && scope.contains($0)
            }
            return isServed && certificate.role.holdsRecords ? .apply : .decline
        }
        guard certificate.role.holdsRecords else { return .refuse(.forbidden) }
        // Nobody has said yet where the record is: a later line may, and then it is judged again.
        if mentioned.isEmpty, try state(write.record) == nil { return .hold(.contextAhead) }
        guard !isForAll,
            mentioned.contains(where: { $0 != Self.systemBucket && scope.contains($0) })
        else {
            return .refuse(.outOfScope)
        }
        return try judgeAuthority(write)
    }

    /// The buckets that a record is or was in; of a record that is in none yet, those that the write
    /// puts it in.
    ///
    /// Otherwise who merely knows an id could call somebody else's record into their own scope.
    package func mentionedBuckets(_ write: Write) throws -> Set<String> {
        let known = try mentionedBuckets(of: write.record)
        guard known.isEmpty else { return known }
        var codes = Set(
            write.registers.compactMap { register in
                register.key.name == RegisterKey.bucketName ? register.key.element : nil
            }
        )
        if let field = policies.subjectField(of: write.type),
            let text = write.register(RegisterKey(field))?.value.text, let id = RecordID(text)
        {
            codes.formUnion(try mentionedBuckets(of: id))
        }
        return codes
    }

    private func scope(of certificate: DeviceCertificate) -> Scope {
        if let known = scopes[certificate.scopes] { return known }
        let scope = Scope(certificate.scopes)
        scopes[certificate.scopes] = scope
        return scope
    }

    private func judgeAuthority(_ write: Write) throws -> Verdict {
        let state = try state(write.record)
        for register in write.registers {
            switch policies.authority(register.key, of: write.type) {
            case .anyone: continue
            case .county: return .refuse(.authorityNeeded)
            case .roster:
                let entries = state?.entries(register.key) ?? []
                if try entries.contains(where: { try isCounty($0.dot.replica.device) }) {
                    return .refuse(.authorityNeeded)
                }
            case .once:
                let entries = state?.entries(register.key) ?? []
                if entries.contains(where: { $0.value != register.value && $0.dot != write.dot }) {
                    return .refuse(.immutableField)
                }
            }
        }
        return .apply
    }

    /// Answers a refused write, so that all replicas agree again: in every register that it sets
    /// one write per entry live here, or one that clears, each covering the refused write and that
    /// entry.
    ///
    /// No conflict is decided by it.
    package func answer(_ refused: SignedWrite, code: ProblemCode) throws {
        #if PLANTED_BUGS
        if Planted.current == .refusalUnanswered { return }
        #endif
        let write = refused.write
        let state = try state(write.record)
        let name = try ownCertificate()?.name ?? code.rawValue
        // All registers together, and once more for each further entry: what one write cost to refuse
        // must not depend on how many registers it names.
        var rounds: [[RegisterWrite]] = []
        for register in write.registers {
            var covered = register.context
            covered.insert(write.dot)
            let entries = state?.entries(register.key) ?? []
            let answers: [(Value, CausalContext)] =
                entries.isEmpty
                ? [(.cleared, covered)]
                : entries.map { ($0.value, covered.union($0.covered)) }
            for (round, (value, context)) in answers.enumerated() {
                if round == rounds.count { rounds.append([]) }
                rounds[round].append(
                    RegisterWrite(key: register.key, value: value, context: context)
                )
            }
        }
        for registers in rounds.flatMap({ parts(of: $0, type: write.type) }) {
            _ = try author(write.record, type: write.type, registers: registers, author: name)
        }
        try tellOutside(of: write)
    }

    /// Whoever has a refused write by another way holds its record in a bucket in which it never was
    /// here, and hears there that it is not.
    private func tellOutside(of refused: Write) throws {
        guard let certificate = try certificate(of: refused.dot.replica.device),
            let state = try state(refused.record)
        else { return }
        let places = Set(try store.places(of: refused.record).map(\.bucket))
        let entered = refused.registers.filter(\.entersPlace).compactMap(\.key.element)
        for bucket in entered where !places.contains(bucket) {
            // No relay takes in what lies outside of its author's scope.
            guard bucket != Self.systemBucket, scope(of: certificate).contains(bucket) else {
                continue
            }
            try leave(bucket, state)
        }
    }

    /// Of a record that lives where its subject lives, what clears fields, what leaves a value in them,
    /// and elements of sets apart: whoever holds it though it lives nowhere any more is given only what
    /// clears fields, because a value and an element's name are somebody's words.
    private func parts(of registers: [RegisterWrite], type: String) -> [[RegisterWrite]] {
        guard policies.subjectField(of: type) != nil else { return [registers] }
        let fields = registers.filter { $0.key.element == nil }
        let elements = registers.filter { $0.key.element != nil }
        let cleared = fields.filter { $0.value == .cleared }
        let kept = fields.filter { $0.value != .cleared }
        return [cleared, kept, elements].filter { !$0.isEmpty }
    }
}

extension Write {
    /// Whether it says in which bucket its record is.
    var namesPlace: Bool { registers.contains { $0.key.name == RegisterKey.bucketName } }

    /// Whether it says to have read lines of its own replica that come after it.
    var claimsOwnFuture: Bool {
        registers.contains {
            $0.context.runs[dot.replica]?.last.map { $0.upperBound >= dot.counter } ?? false
        }
    }
}

extension RegisterWrite {
    /// Whether it puts its record into a bucket.
    var entersPlace: Bool { key.name == RegisterKey.bucketName && value == .boolean(true) }
}

extension ReplicaReader {
    /// Whether a connection is proof enough of who wrote: the county's, for what the county wrote.
    ///
    /// An author's own is none: what a server took in unsigned, nobody else would ever take.
    package func isProven(_ author: DeviceID, by peer: DeviceID?) throws -> Bool {
        guard let peer else { return false }
        return try isCounty(peer) && isCounty(author)
    }

    /// The buckets that a record's own registers name, in or out, or else those of its subject.
    package func mentionedBuckets(of id: RecordID, depth: Int = 0) throws -> Set<String> {
        guard depth < 4, let state = try state(id) else { return [] }
        let own = state.entriesByRegister.keys.compactMap { key in
            key.name == RegisterKey.bucketName ? key.element : nil
        }
        guard own.isEmpty, let subject = state.subject(policies) else { return Set(own) }
        return try mentionedBuckets(of: subject, depth: depth + 1)
    }
}
