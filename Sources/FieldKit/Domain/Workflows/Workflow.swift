/// The states that something passes through, and the events that move it: a table, not code.
///
/// The state is never stored. It is computed from the events, which are records that nobody changes, by
/// ``status(of:since:today:)``; so two people who did not know of each other lose nothing, and everybody
/// who has the same events sees the same state. The tables are those of the county's rules for home
/// visits, section "workflows as state machines".
public struct Workflow: Sendable {
    /// A word of the table: its code in records, and what people call it.
    public struct Word: Hashable, Sendable {
        /// The code in records and JSON.
        public let code: String
        private let chinese: String
        private let english: String

        init(_ code: String, _ chinese: String, _ english: String) {
            self.code = code
            self.chinese = chinese
            self.english = english
        }

        /// What people call it.
        public func label(_ language: Language) -> String {
            language == .chinese ? chinese : english
        }
    }

    /// What an event must fulfil beside coming in the right state.
    public enum Condition: Hashable, Sendable {
        /// It names evidence.
        case evidence
        /// One of its details has one of these values.
        case detail(String, [String])
        /// So many legal events of a kind have come before.
        case count(String, Int)
        /// Somebody else writes it than the last legal event of a kind.
        case otherAuthor(than: String)
        /// Who writes it is the one whom the last legal event of a kind names as `addressee`, if it
        /// names anybody, or decides for the county.
        case addressee(of: String)
        /// Who writes it looks after what teachers write: a school, a township or the county.
        case office
        /// Who writes it decides for the county.
        case county
    }

    /// An event that is legal in some states, and what it leads to.
    struct Move: Sendable {
        let event: String
        let from: Set<String>
        let target: String
        let conditions: [Condition]

        init(_ event: String, _ from: Set<String>, to target: String, if conditions: Condition...) {
            self.event = event
            self.from = from
            self.target = target
            self.conditions = conditions
        }
    }

    /// A state that passes into another by time alone.
    struct Wait: Sendable {
        /// When it does.
        enum End: Sendable {
            /// So many days after the state began.
            case days(Int)
            /// After the day that the event named which began the state; after so many days if it
            /// named none.
            case deadline(orDays: Int)
        }

        let state: String
        let end: End
        let target: String
    }

    /// What is expected in a state, of whom people ask next.
    struct Expectation: Sendable {
        let state: String
        let event: String
        /// Days after the state began.
        let days: Int
    }

    /// The type of the records that it is about.
    public let type: String
    /// The states; a record begins in the first.
    public let states: [Word]
    /// The kinds of events.
    public let events: [Word]
    /// The states in which nothing is left to be done.
    let ends: Set<String>
    let moves: [Move]
    let waits: [Wait]
    let expectations: [Expectation]

    /// What people call a state; nil for one that is not in the table.
    public func state(_ code: String) -> Word? { states.first { $0.code == code } }

    /// What people call a kind of event; nil for one that is not in the table.
    public func event(_ code: String) -> Word? { events.first { $0.code == code } }

    /// The codes that the table uses and does not have.
    package var problems: [String] {
        let events = Set(events.map(\.code))
        let states = Set(states.map(\.code))
        let usedStates =
            moves.flatMap { $0.from.sorted() + [$0.target] } + ends.sorted()
            + waits.flatMap { [$0.state, $0.target] } + expectations.map(\.state)
        let counted = moves.flatMap(\.conditions).compactMap { condition -> String? in
            switch condition {
            case .count(let kind, _), .otherAuthor(let kind), .addressee(let kind): kind
            case .evidence, .detail, .office, .county: nil
            }
        }
        let usedEvents = moves.map(\.event) + expectations.map(\.event) + counted
        return usedStates.filter { !states.contains($0) }
            + usedEvents.filter { !events.contains($0) }
    }

    /// The table for a type of records; nil if it has none.
    public static func of(_ type: String) -> Workflow? { county[type] }

    private static let county: [String: Workflow] = Dictionary(
        uniqueKeysWithValues: [
            visit, assignment, dropoutCase, aidGrant, issue, task, clue, notice, objection,
        ].map { ($0.type, $0) }
    )
}
