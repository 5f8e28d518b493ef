import FieldKit
import Foundation
import Synchronization

/// A place for small values, by key; the server's store gives it.
protocol KeyValues: Sendable {
    func value(_ key: String) throws -> Data?
    /// Nil removes. Durable when it returns.
    func setValue(_ key: String, _ data: Data?) throws
}

/// Somebody of the county's staff who uses the review pages.
struct WebAccount: Codable, Hashable, Sendable {
    /// The name to sign in with, which also stands in decisions.
    var name: String
    /// What the person may do.
    var role: DeviceRole
    /// The code prefixes of the buckets that the person sees.
    var scopes: [String]
    var password: PasswordHash
    /// Failed sign-ins since the last good one.
    var failures = 0
    /// Until when no sign-in is taken, in milliseconds since 1970.
    var lockedUntil: Int64?
}

/// The accounts of the review pages, and the one-time links by which a password is set.
///
/// Its functions hash passwords and block; see ``WorkLane``.
final class WebAccounts: Sendable {
    /// Failed sign-ins after which an account is locked.
    static let failuresMax = 10
    /// Minutes for which it is.
    static let lockMinutes: Int64 = 15

    private struct Link: Codable {
        let name: String
        let role: DeviceRole
        let scopes: [String]
        let expires: Int64
    }

    private let values: any KeyValues
    private let clock: any Clock
    private let cost: PasswordHash.Cost
    /// One change at a time; each is read, decide, write.
    private let turn = Mutex(())

    /// The cost is that of new passwords; tests take a small one.
    init(values: any KeyValues, clock: any Clock, cost: PasswordHash.Cost = .init()) {
        self.values = values
        self.clock = clock
        self.cost = cost
    }

    /// Makes a link by which a person sets a password, once; a known name gets a new password and
    /// takes the role and the scopes given here.
    ///
    /// - Returns: The token of the link, and when it expires, in milliseconds since 1970.
    func invite(
        name: String,
        role: DeviceRole,
        scopes: [String]
    ) throws -> (token: WebToken, expires: Int64) {
        let name = Self.normal(name)
        guard !name.isEmpty else { throw Problem(.valueMissing, ["field": "name"]) }
        guard name.utf8.count <= Limits.authorBytesMax else {
            throw Problem(
                .valueTooLong,
                [
                    "field": "name", "bytes": String(name.utf8.count),
                    "limit": String(Limits.authorBytesMax),
                ]
            )
        }
        let token = WebToken()
        let expires =
            clock.milliseconds() + Int64(Limits.enrolmentDays) * 86_400_000
        let link = Link(name: name, role: role, scopes: scopes, expires: expires)
        try turn.withLock { _ in
            try values.setValue(Self.linkKey(token), try JSONEncoder().encode(link))
            // Only the newest link of a name is good.
            try values.setValue(Self.newestKey(name), Data(Self.linkKey(token).utf8))
        }
        return (token, expires)
    }

    /// Whose password a link sets.
    ///
    /// - Throws: `link_invalid` if it is wrong, used or expired.
    func invited(_ token: WebToken) throws -> String { try link(token).name }

    /// Sets the password that a link is for, and uses the link up.
    ///
    /// - Throws: `link_invalid`; `password_weak`, and the link stays good.
    func setPassword(_ password: String, link token: WebToken) throws -> WebAccount {
        let hash = try PasswordHash(password, cost: cost)
        return try turn.withLock { _ in
            let link = try link(token)
            let account = WebAccount(
                name: link.name,
                role: link.role,
                scopes: link.scopes,
                password: hash
            )
            try store(account)
            try values.setValue(Self.linkKey(token), nil)
            try values.setValue(Self.newestKey(link.name), nil)
            return account
        }
    }

    /// Signs in.
    ///
    /// - Throws: `sign_in_failed` for a wrong name or password, which are not told apart;
    ///   `account_locked`.
    func signIn(name: String, password: String) throws -> WebAccount {
        let name = Self.normal(name)
        // Held while scrypt runs: tries at one time would each see the failures before them.
        return try turn.withLock { _ in
            guard var account = try account(name) else {
                // The same work as for a known name, so that time does not tell them apart.
                _ = try? PasswordHash(String(repeating: "x", count: 12), cost: cost)
                throw Problem(.signInFailed)
            }
            let now = clock.milliseconds()
            if let until = account.lockedUntil {
                guard now >= until else { throw Self.locked(until, now) }
                account.lockedUntil = nil
                account.failures = 0
            }
            guard account.password.matches(password) else {
                account.failures += 1
                if account.failures >= Self.failuresMax {
                    account.lockedUntil = now + Self.lockMinutes * 60_000
                }
                try store(account)
                if let until = account.lockedUntil { throw Self.locked(until, now) }
                throw Problem(.signInFailed)
            }
            if account.failures > 0 {
                account.failures = 0
                try store(account)
            }
            return account
        }
    }

    /// The account of a name, as it is now.
    func account(_ name: String) throws -> WebAccount? {
        try values.value(Self.accountKey(name)).map {
            try JSONDecoder().decode(WebAccount.self, from: $0)
        }
    }

    private func store(_ account: WebAccount) throws {
        try values.setValue(Self.accountKey(account.name), try JSONEncoder().encode(account))
    }

    private func link(_ token: WebToken) throws -> Link {
        guard let data = try values.value(Self.linkKey(token)) else { throw Problem(.linkInvalid) }
        let link = try JSONDecoder().decode(Link.self, from: data)
        let newest = try values.value(Self.newestKey(link.name))
        guard clock.milliseconds() < link.expires, newest == Data(Self.linkKey(token).utf8) else {
            throw Problem(.linkInvalid)
        }
        return link
    }

    private static func locked(_ until: Int64, _ now: Int64) -> Problem {
        Problem(
            .accountLocked,
            ["until": CountyTime.text(until), "seconds": String(max(1, (until - now) / 1_000))]
        )
    }

    private static func normal(_ name: String) -> String {
        name.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    }

    private static func accountKey(_ name: String) -> String { "web/account/\(name)" }
    private static func newestKey(_ name: String) -> String { "web/newest/\(name)" }

    private static func linkKey(_ token: WebToken) -> String { "web/link/\(token.fingerprint)" }
}
