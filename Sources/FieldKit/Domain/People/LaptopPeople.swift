import Foundation

/// The teachers who work at one laptop, and who of them does now.
///
/// Kept in this laptop's store beside the drafts; it never travels. Empty until somebody signs in for
/// the first time: then whom the certificate names works here, and nothing is ever locked.
public struct LaptopPeople: Codable, Sendable {
    /// Characters that a passphrase needs at least: it locks a screen, not a disk.
    public static let passphraseMin = 6

    /// A teacher who may sign in.
    public struct Person: Codable, Sendable {
        /// The name, which is the author of what is written.
        public let name: String
        /// The number that the school knows the teacher by; nil if it is not known.
        public let staffNumber: String?
        fileprivate let passphrase: PasswordHash
    }

    /// In the order in which they came.
    public private(set) var people: [Person] = []
    /// The name of who works here; stays while the laptop is locked.
    public private(set) var current: String?
    /// Whether the passphrase is asked for before anything is shown.
    public private(set) var isLocked = false
    /// The name of the first who came.
    private var first: String?
    /// The names of those who were forgotten; nil, as in what earlier versions kept, for nobody.
    private var forgotten: Set<String>?

    /// Of a laptop that is not shared.
    public init() {}

    /// Whether anybody has ever signed in.
    public var isShared: Bool { !people.isEmpty }

    /// Lets a further teacher in, who works here from now on.
    ///
    /// - Parameters:
    ///   - name: The name, as the roster has it.
    ///   - staffNumber: The school's number of the teacher; nil if it is not known.
    ///   - passphrase: What is asked for from now on.
    /// - Throws: `person_exists` for a name that is here, `password_weak`.
    public mutating func add(_ name: String, staffNumber: String?, passphrase: String) throws {
        try add(name, staffNumber, PasswordHash(passphrase, lengthMin: Self.passphraseMin))
    }

    package mutating func add(
        _ name: String,
        _ staffNumber: String?,
        _ passphrase: PasswordHash
    ) throws {
        guard person(name) == nil else { throw Problem(.personExists) }
        people.append(Person(name: name, staffNumber: staffNumber, passphrase: passphrase))
        first = first ?? name
        current = name
        isLocked = false
    }

    /// Signs a teacher in, in place of whoever worked here; or unlocks.
    ///
    /// - Throws: `person_unknown`, `passphrase_wrong`.
    public mutating func signIn(_ name: String, passphrase: String) throws {
        guard let person = person(name) else { throw Problem(.personUnknown) }
        guard person.passphrase.matches(passphrase) else { throw Problem(.passphraseWrong) }
        current = name
        isLocked = false
    }

    /// Locks the laptop; who worked here stays the one who is asked first.
    public mutating func lock() { isLocked = isShared }

    /// Forgets a teacher; what the teacher wrote stays.
    ///
    /// - Throws: `person_unknown`; `person_signed_in` for who works here now, or the laptop would be
    ///   open again to everybody.
    public mutating func remove(_ name: String) throws {
        guard person(name) != nil else { throw Problem(.personUnknown) }
        guard name != current else { throw Problem(.personSignedIn) }
        people.removeAll { $0.name == name }
        forgotten = (forgotten ?? []).union([name])
    }

    /// The teacher of this name; nil if none has it.
    public func person(_ name: String) -> Person? { people.first { $0.name == name } }

    /// Whether what somebody wrote on this laptop counts as written by who works here: what was written
    /// before the laptop was shared is the first one's, what a colleague wrote never, not even one who
    /// was forgotten since.
    package func isOwn(author: String) -> Bool {
        guard isShared, author != current else { return true }
        let isColleague = person(author) != nil || forgotten?.contains(author) == true
        return current == first && !isColleague
    }

    /// What the names of the drafts of who works here begin with: those from before the laptop was shared
    /// are the first one's.
    public var draftPrefix: String { current.map(prefix) ?? "" }

    /// The same of everybody who may sign in; of a laptop that is not shared, the one that it has.
    package var prefixes: [String] { isShared ? people.map { prefix($0.name) } : [draftPrefix] }

    private func prefix(_ name: String) -> String { name == first ? "" : "people/\(name)/" }
}

extension Replica {
    /// Who works at this laptop.
    ///
    /// - Throws: What the store meets; `store_damaged` for what this program cannot read.
    public func people() throws -> LaptopPeople { try read { try $0.people() } }

    /// Keeps who works at this laptop.
    ///
    /// - Throws: What the store meets.
    public func setPeople(_ people: LaptopPeople) throws {
        try setDraft("people", try JSONEncoder().encode(people))
    }
}

extension ReplicaReader {
    package func people() throws -> LaptopPeople {
        guard let data = try store.value(Keys.draft("people")) else { return LaptopPeople() }
        do {
            return try JSONDecoder().decode(LaptopPeople.self, from: data)
        } catch {
            throw Problem(.storeDamaged, ["path": "people", "reason": "JSON"])
        }
    }

    /// The name of who works here: who is signed in, else whom the certificate names; nil on a laptop
    /// that belongs to no county.
    package func workingName() throws -> String? {
        try people().current ?? ownCertificate()?.name
    }
}
