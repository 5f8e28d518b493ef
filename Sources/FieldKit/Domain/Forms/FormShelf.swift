import Foundation

/// The forms that the county has published, as far as this store holds them.
///
/// Only what the county's own device wrote is read.
public struct FormShelf: Sendable {
    private let replica: Replica

    /// The forms in a replica.
    public init(_ replica: Replica) {
        self.replica = replica
    }

    /// All forms with all their versions, by id, the newest version of each first.
    public func forms() throws -> [PublishedForm] {
        try replica.read(Self.forms)
    }

    /// The newest version of a form, also if it was withdrawn.
    ///
    /// - Throws: `form_not_published`.
    public func newest(_ id: String) throws -> PublishedForm {
        guard let form = try forms().first(where: { $0.id == id }) else { throw Self.missing(id) }
        return form
    }

    /// One version of a form.
    ///
    /// - Throws: `form_not_published`.
    public func form(_ id: String, version: String) throws -> PublishedForm {
        let found = try forms().first { $0.id == id && $0.version == version }
        guard let found else { throw Self.missing("\(id) \(version)") }
        return found
    }

    /// What a form asks.
    ///
    /// - Throws: `form_unreadable` if parts of it are not here, or say something that this version
    ///   does not know.
    public func definition(of form: PublishedForm) throws -> FormDefinition {
        try replica.read { try Self.definition(of: form, $0) }
    }

    /// What the form asks that a record answers; a visit that names none is read by the built-in form.
    ///
    /// - Parameter record: The record.
    /// - Returns: That version of the form; nil if it is not held here, or cannot be read.
    /// - Throws: What the store meets.
    public func definition(answeredBy record: RecordView) throws -> FormDefinition? {
        let builtIn = try VisitForm.definition()
        guard let submission = Submission(record) else {
            return record.type == "visit" ? builtIn : nil
        }
        if submission.form == builtIn.id, submission.version == builtIn.version { return builtIn }
        do {
            return try definition(of: form(submission.form, version: submission.version))
        } catch let problem as Problem
            where [.formNotPublished, .formUnreadable].contains(problem.code)
        {
            return nil
        }
    }

    static func missing(_ form: String) -> Problem {
        Problem(.formNotPublished, ["form": Problem.printable(form)])
    }

    // MARK: Within a transaction

    static func forms(_ reader: ReplicaReader) throws -> [PublishedForm] {
        var found: [(values: [String: Value], record: RecordID)] = []
        for id in try reader.ids(of: recordType) {
            found.append((try reader.countyValues(of: id), id))
        }
        var forms = found.compactMap { PublishedForm($0.values, record: $0.record) }
        forms.sort { ($0.id, $1.number, $1.record) < ($1.id, $0.number, $0.record) }
        for index in forms.indices where index == 0 || forms[index - 1].id != forms[index].id {
            forms[index].isNewest = true
        }
        return forms
    }

    static func definition(
        of form: PublishedForm,
        _ reader: ReplicaReader
    ) throws -> FormDefinition {
        func unreadable(_ reason: String) -> Problem {
            let details = ["form": form.id, "version": form.version, "reason": reason]
            return Problem(.formUnreadable, details)
        }
        let values = try reader.countyValues(of: form.record)
        guard case .integer(let count)? = values["parts"], (1...Int64(Limits.formPartsMax)) ~= count
        else { throw unreadable("parts") }
        var parts: [Data] = []
        for number in 0..<count {
            guard case .data(let part)? = values["part_\(number)"] else {
                throw unreadable("part_\(number)")
            }
            parts.append(part)
        }
        do {
            let bytes = try PackedParts.join(parts, limit: Limits.formBytesMax)
            return try JSONDecoder().decode(FormDefinition.self, from: bytes)
        } catch let problem as Problem {
            throw unreadable(problem.code.rawValue)
        } catch {
            throw unreadable("JSON")
        }
    }

    static let recordType = "form"
    static let open = "open"
    static let withdrawn = "withdrawn"
}

extension PublishedForm {
    /// The form in a record, as the county wrote it; nil if there is none.
    init?(_ values: [String: Value], record: RecordID) {
        guard let id = values["form_id"]?.text, let version = values["version"]?.text,
            case .integer(let number)? = values["number"]
        else { return nil }
        self.record = record
        self.id = id
        self.version = version
        self.number = number
        title = values["title"]?.text ?? id
        questions = values["questions"].flatMap { Int($0.text) } ?? 0
        isWithdrawn = values["state"]?.text == FormShelf.withdrawn
        isNewest = false
    }
}
