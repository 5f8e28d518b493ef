extension RecordState {
    /// The codes of the buckets that the record itself says to be in: an add-wins set, less what
    /// notices of leaving have taken back.
    package var ownBuckets: Set<String> {
        var codes: Set<String> = []
        for write in live {
            for register in write.registers
            where register.key.name == RegisterKey.bucketName && register.value == .boolean(true) {
                guard let code = register.key.element else { continue }
                if let mark = marks[code], mark.contains(write.signed.write.dot) { continue }
                codes.insert(code)
            }
        }
        return codes
    }

    /// Whether the record has ever said anything of its own about buckets; if not, and it names a
    /// subject, it lives where its subject lives.
    package var saysBuckets: Bool {
        live.contains { $0.registers.contains { $0.key.name == RegisterKey.bucketName } }
    }

    /// The record whose buckets this one shares, if its type names one.
    package func subject(_ policies: PolicyTable) -> RecordID? {
        guard !saysBuckets, let field = policies.subjectField(of: type) else { return nil }
        return shown(RegisterKey(field), policies).flatMap { RecordID($0.value.text) }
    }
}
