extension RecordState {
    /// The codes of the buckets that the record itself says to be in: an add-wins set, less what
    /// notices of leaving have taken back; ascending.
    package var ownBuckets: [String] {
        var codes: [String] = []
        for write in live {
            let registers = write.signed.write.registers
            for position in write.positions where registers[position].entersPlace {
                guard let code = registers[position].key.element, !codes.contains(code) else {
                    continue
                }
                if let mark = marks[code], mark.contains(write.signed.write.dot) { continue }
                codes.append(code)
            }
        }
        return codes.sorted()
    }

    /// Whether the record has ever said anything of its own about buckets; if not, and it names a
    /// subject, it lives where its subject lives.
    package var saysBuckets: Bool {
        live.contains { write in
            let registers = write.signed.write.registers
            return write.positions.contains { registers[$0].key.name == RegisterKey.bucketName }
        }
    }

    /// The record whose buckets this one shares, if its type names one.
    package func subject(_ policies: PolicyTable) -> RecordID? {
        guard !saysBuckets, let field = policies.subjectField(of: type) else { return nil }
        return shown(RegisterKey(field), policies).flatMap { RecordID($0.value.text) }
    }
}
