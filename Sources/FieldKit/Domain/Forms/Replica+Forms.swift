import Crypto
import Foundation

/// How the county publishes forms.
extension Replica {
    /// Publishes a form, so that every store has it after its next sync.
    ///
    /// - Parameters:
    ///   - form: A form without errors, see ``FormPublication/problems(of:)``.
    ///   - author: Who publishes.
    /// - Returns: The published form; the same content once more changes nothing but that it opens a
    ///   form that was withdrawn.
    /// - Throws: `not_the_county`; `form_version_taken` for another content under a version that is
    ///   published; `form_too_large`.
    @discardableResult
    public func publish(_ form: FormDefinition, author: String) throws -> PublishedForm {
        guard kind == .county else { throw Problem(.notTheCounty) }
        let definition = try Self.named(form)
        let parts = try Self.parts(of: definition)
        return try write { writer in
            let all = try FormShelf.forms(writer)
            let known = all.first { $0.id == definition.id && $0.version == definition.version }
            if let known {
                guard try FormShelf.definition(of: known, writer) == definition else {
                    throw Problem(
                        .formVersionTaken,
                        ["form": definition.id, "version": definition.version]
                    )
                }
                guard known.isWithdrawn else { return known }
                try Self.setState(FormShelf.open, of: [known], writer, author)
            } else {
                let number = (all.map(\.number).max() ?? 0) + 1
                let edits = Self.edits(
                    definition,
                    parts,
                    record: writer.newRecordID(),
                    number: number
                )
                _ = try writer.edit(edits, author: author, authority: .county)
            }
            guard
                let published = try FormShelf.forms(writer).first(where: {
                    $0.id == definition.id && $0.version == definition.version
                })
            else { throw Problem(.formNotPublished, ["form": definition.id]) }
            return published
        }
    }

    /// A form without a version is called by what is in it, so that a changed one has another.
    private static func named(_ form: FormDefinition) throws -> FormDefinition {
        guard form.version.isEmpty else { return form }
        var named = form
        let digest = SHA256.hash(data: try encoded(form)).prefix(versionBytes)
        named.version = Data(digest).hexadecimal
        return named
    }

    /// Enough to tell a few dozen versions of one form apart.
    private static let versionBytes = 6

    /// Withdraws a form with all its versions: nobody begins it any more; drafts may still be sent.
    ///
    /// - Returns: The versions that were open.
    /// - Throws: `not_the_county`, `form_not_published`.
    @discardableResult
    public func withdrawForm(_ id: String, author: String) throws -> [PublishedForm] {
        guard kind == .county else { throw Problem(.notTheCounty) }
        return try write { writer in
            let versions = try FormShelf.forms(writer).filter { $0.id == id }
            guard !versions.isEmpty else {
                throw Problem(.formNotPublished, ["form": Problem.printable(id)])
            }
            let open = versions.filter { !$0.isWithdrawn }
            try Self.setState(FormShelf.withdrawn, of: open, writer, author)
            return open
        }
    }

    private static func setState(
        _ state: String,
        of forms: [PublishedForm],
        _ writer: ReplicaWriter,
        _ author: String
    ) throws {
        let edits = forms.map { form in
            Edit(
                type: FormShelf.recordType,
                id: form.record,
                changes: [.set("state", .text(state))]
            )
        }
        _ = try writer.edit(edits, author: author, authority: .county)
    }

    private static func encoded(_ definition: FormDefinition) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(definition)
    }

    private static func parts(of definition: FormDefinition) throws -> [Data] {
        func tooLarge(_ size: Int, _ limit: Int, _ unit: String) -> Problem {
            Problem(
                .formTooLarge,
                ["form": definition.id, "size": "\(size)", "limit": "\(limit)", "unit": unit]
            )
        }
        let bytes = try encoded(definition)
        guard bytes.count <= Limits.formBytesMax else {
            throw tooLarge(bytes.count, Limits.formBytesMax, "字节 (bytes)")
        }
        let parts = try PackedParts.cut(bytes)
        guard parts.count <= Limits.formPartsMax else {
            throw tooLarge(parts.count, Limits.formPartsMax, "份 (parts)")
        }
        return parts
    }

    /// How many parts go into one write, so that it stays below ``Limits/writeBytesMax``.
    private static let partsPerWrite = 3

    /// What is said of the form, then its parts, all of one record and in one group.
    private static func edits(
        _ definition: FormDefinition,
        _ parts: [Data],
        record: RecordID,
        number: Int64
    ) -> [Edit] {
        let about = Edit(
            type: FormShelf.recordType,
            id: record,
            changes: [
                .enter(ReplicaReader.systemBucket), .set("form_id", .text(definition.id)),
                .set("version", .text(definition.version)),
                .set("title", .text(definition.plainTitle)), .set("number", .integer(number)),
                .set("questions", .integer(Int64(definition.questionCount))),
                .set("state", .text(FormShelf.open)), .set("parts", .integer(Int64(parts.count))),
            ],
            isNew: true
        )
        let starts = stride(from: 0, to: parts.count, by: partsPerWrite)
        return [about]
            + starts.map { start in
                let numbers = start..<min(start + partsPerWrite, parts.count)
                return Edit(
                    type: FormShelf.recordType,
                    id: record,
                    changes: numbers.map { .set("part_\($0)", .data(parts[$0])) }
                )
            }
    }
}

extension FormDefinition {
    /// The title that a list shows: the one without a language, else that of the form's own.
    var plainTitle: String {
        let text =
            title[""] ?? defaultLanguage.flatMap { title[$0] } ?? title.min { $0 < $1 }?.value
        return text ?? id
    }

    /// How many questions it asks, calculations and other hidden rows not counted.
    public var questionCount: Int { Self.count(nodes) }

    private static func count(_ nodes: [FormNode]) -> Int {
        nodes.reduce(0) { $0 + ($1.isAsked ? 1 : 0) + count($1.children) }
    }
}
