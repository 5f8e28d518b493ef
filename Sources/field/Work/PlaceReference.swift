import FieldKit

/// A village as people type it: its code, or words that find only it.
enum PlaceReference {
    /// The digits of a village's code.
    private static let villageDigits = 12

    /// The code of the village.
    ///
    /// - Throws: `bucket_invalid` for digits that are no village's code; `nothing_fits`, `several_fit`,
    ///   `wrong_usage` for what cannot be looked for.
    static func village(
        _ typed: String,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> String {
        let plain = PlainText.halfWidth(typed)
        guard !PlainText.isDigits(plain) else {
            guard plain.utf8.count == villageDigits else {
                throw Problem(.bucketInvalid, ["bucket": plain])
            }
            return plain
        }
        let id = try WorkReference.subject(plain, of: ["division"], folder, today)
        let code = try folder.replica.view("division", id).values["code"]?.text ?? ""
        guard code.utf8.count == villageDigits else {
            throw Problem(.nothingFits, ["what": RecordText(.county).type("division")])
        }
        return code
    }
}
