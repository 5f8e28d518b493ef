/// That somebody had names shown in full: a record that nobody changes, and that travels to the county.
///
/// Who, on which device and when are those of its write; it names no child.
public struct AuditEvent: Sendable {
    /// Which list was shown: the name of a command or of a type.
    public let object: String
    /// Why, in the person's words.
    public let reason: String
    /// How many different names stood in it.
    public let count: Int

    /// States what was shown.
    ///
    /// - Parameters:
    ///   - object: The name of a command or of a type.
    ///   - reason: Why; each name in it that was shown, and long numbers, are masked.
    ///   - names: The names that were shown.
    public init(revealing object: String, because reason: String, names: Set<String>) {
        self.object = object
        self.reason = Masking.words(reason, naming: names)
        count = names.count
    }
}

extension Replica {
    /// Writes down that names were shown, in this device's own bucket.
    ///
    /// - Parameters:
    ///   - event: What was shown.
    ///   - edits: What was done by it, such as printing letters: a group of its own, which may be taken
    ///     back, in the same transaction.
    ///   - author: Who looked.
    /// - Throws: `reason_needed` for a blank reason, and what ``edit(_:author:authority:placing:)`` does.
    public func note(_ event: AuditEvent, with edits: [Edit] = [], author: String) throws {
        guard event.reason.contains(where: { !$0.isWhitespace }) else {
            throw Problem(.reasonNeeded)
        }
        let certificate = try certificate()
        var changes: [Edit.Change] = [
            .set("action", .text("reveal")), .set("object", .text(event.object)),
            .set("reason", .text(event.reason)), .set("count", .integer(Int64(event.count))),
        ]
        if let role = certificate?.role.rawValue { changes.append(.set("role", .text(role))) }
        // A device of several scopes has no bucket that goes without saying.
        if let scope = certificate?.scopes.first(where: { !$0.isEmpty }) {
            changes.append(.enter(scope))
        }
        try write { writer in
            if !edits.isEmpty {
                _ = try writer.edit(try BucketRule(writer).placed(edits), author: author)
            }
            // A county's own store has no bucket at all, and need not send it anywhere.
            _ = try writer.edit([Edit(type: "audit_event", changes: changes)], author: author)
        }
    }
}
