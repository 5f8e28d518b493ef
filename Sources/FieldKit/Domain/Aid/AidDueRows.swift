/// The policies of aid that may concern each pupil, as the table `aid_due` that forms look up.
///
/// Columns: `student`, by which it is asked; `code` and `label` of the policy; `given`, which is 1 if the
/// pupil is to have it without applying or this semester's grant says that it was paid; `valid_from` and
/// `valid_to`. Whom a policy is for is decided here and nowhere else.
enum AidDueRows {
    static let name = "aid_due"
    static let columns = ["student", "code", "label", "given", "valid_from", "valid_to"]

    static func rows(_ replica: Replica) -> KeyedRows {
        KeyedRows(
            columns: columns,
            key: "student",
            keys: { try replica.idTexts(of: "student") },
            load: { text in
                guard let id = RecordID(text) else { return [] }
                return try replica.read { try rows(of: id, $0) }
            }
        )
    }

    private static func rows(of student: RecordID, _ reader: ReplicaReader) throws -> [[String]] {
        let view = try reader.view(student, type: "student")
        let today = try reader.today()
        let book = try AidBook(reader)
        let pupil = try book.pupil(view, in: today.semester, reader)
        return book.policies.filter { $0.concerns(pupil.facts) }.map { policy in
            let standing = AidStanding(
                student: student,
                code: policy.code,
                policy: policy,
                isDue: policy.isDue(to: pupil.facts),
                isElsewhere: false,
                grant: pupil.grants[policy.code]
            )
            let isGiven = (standing.isDue && !policy.needsApplication) || standing.isPaid
            return [
                "\(student)", policy.code,
                policy.amount.isEmpty ? policy.name : "\(policy.name) \(policy.amount)",
                isGiven ? "1" : "", policy.validFrom.map { "\($0)" } ?? "",
                policy.validTo.map { "\($0)" } ?? "",
            ]
        }
    }
}
