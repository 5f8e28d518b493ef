public import Foundation

/// What was planted in an invented county, so that tests and trainers can look for it.
///
/// Records are named by the text of their ids.
public struct AnswerKey: Codable, Hashable, Sendable {
    /// A household that two laptops made without knowing of each other.
    public struct Duplicate: Codable, Hashable, Sendable {
        /// The record with the county's number.
        public let first: String
        /// The record made later, under a number of its own.
        public let second: String
        /// The laptops that made the first and the second.
        public let devices: [String]
    }

    /// A field that two laptops changed without knowing of each other.
    public struct PlantedConflict: Codable, Hashable, Sendable {
        /// One side of it.
        public struct Entry: Codable, Hashable, Sendable {
            /// The name of the laptop.
            public let device: String
            /// The text that it writes over what the county made.
            public let value: String
        }

        /// The record's type.
        public let type: String
        /// The record.
        public let record: String
        /// The field.
        public let field: String
        /// What the record's draft says.
        public let base: String
        /// The two sides.
        public let entries: [Entry]
    }

    /// A laptop whose clock is wrong.
    public struct ClockFault: Codable, Hashable, Sendable {
        /// The name of the laptop.
        public let device: String
        /// How far its clock is off, in seconds; negative is in the past.
        public let offsetSeconds: Int64
        /// The visits whose writes bear its wrong stamps.
        public internal(set) var records: [String]
    }

    /// The list to import, with what an import has to say of it.
    public struct Roster: Codable, Hashable, Sendable {
        /// A row that has to be refused.
        public struct Refusal: Codable, Hashable, Sendable {
            /// Its line in the file, from 1.
            public let line: Int
            /// The stable code of the problem.
            public let code: String
        }

        /// The name of the file beside the key.
        public let file: String
        /// Rows of pupils who are in the county already, as they are.
        public let unchanged: Int
        /// Rows of pupils who are new.
        public let new: Int
        /// The other rows.
        public let refused: [Refusal]
    }

    /// The county's size: `S`, `M` or `L`, as in ``DemoSize``.
    public let size: String
    /// The seed from which all was made.
    public let seed: UInt64
    /// SHA-256 over all drafts of the county in their order, hexadecimal: the same on every machine.
    public internal(set) var sha256 = ""
    /// How many records there are of each type.
    public internal(set) var counts: [String: Int] = [:]
    /// Households made twice.
    public internal(set) var duplicates: [Duplicate] = []
    /// Fields to be put in conflict.
    public internal(set) var conflicts: [PlantedConflict] = []
    /// The laptop with the wrong clock.
    public internal(set) var clockFault: ClockFault
    /// The codes of villages without a teacher who answers for them (包村).
    public internal(set) var villagesWithoutTeacher: [String] = []
    /// The rare cases of names and families, with the records that show each.
    public internal(set) var cases: [String: [String]] = [:]
    /// The list to import.
    public internal(set) var roster: Roster
    /// The text of the list; a file of its own, no part of the key's JSON.
    public internal(set) var rosterText = ""

    private enum CodingKeys: String, CodingKey {
        case size, seed, counts, duplicates, conflicts, clockFault, villagesWithoutTeacher, cases
        case roster, sha256
    }

    init(size: DemoSize, seed: UInt64, clockDevice: String) {
        self.size = size.rawValue
        self.seed = seed
        clockFault = ClockFault(
            device: clockDevice,
            offsetSeconds: -(6 * 365 + 2) * 86_400,
            records: []
        )
        roster = Roster(file: "", unchanged: 0, new: 0, refused: [])
    }

    /// How many records there are of all types together.
    public var records: Int { counts.values.reduce(0, +) }

    /// The key as JSON: keys sorted, the same bytes for the same county.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// The files of the answer key's folder: the key itself, and the list to import.
    public func files() throws -> [(name: String, bytes: Data)] {
        [("answer-key.json", try encoded()), (roster.file, Data(rosterText.utf8))]
    }
}
