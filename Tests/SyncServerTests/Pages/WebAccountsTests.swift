import FieldKit
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import SyncServer

/// Small values in memory.
final class MemoryValues: KeyValues {
    private let values = Mutex<[String: Data]>([:])

    var all: [String: Data] { values.withLock { $0 } }

    func value(_ key: String) throws -> Data? { values.withLock { $0[key] } }

    func setValue(_ key: String, _ data: Data?) throws { values.withLock { $0[key] = data } }
}

@Suite("An account of the review pages")
struct WebAccountsTests {
    private let values = MemoryValues()
    private let clock = FixedClock()
    private let accounts: WebAccounts
    private let password = "a good password"

    init() { accounts = WebAccounts(values: values, clock: clock, cost: .small) }

    private func enrol() throws {
        let link = try accounts.invite(name: "审核员甲", role: .reviewer, scopes: ["2199"])
        _ = try accounts.setPassword(password, link: link.token)
    }

    @Test("is made by a link, once")
    func link() throws {
        let link = try accounts.invite(name: " 审核员甲 ", role: .reviewer, scopes: ["2199"])
        #expect(link.expires == clock.milliseconds() + 7 * 86_400_000)
        #expect(try accounts.invited(link.token) == "审核员甲")
        #expect(throws: Problem(.signInFailed)) {
            try accounts.signIn(name: "审核员甲", password: password)
        }
        let account = try accounts.setPassword(password, link: link.token)
        #expect(account.role == .reviewer)
        #expect(account.scopes == ["2199"])
        #expect(throws: Problem(.linkInvalid)) { try accounts.invited(link.token) }
        #expect(throws: Problem(.linkInvalid)) {
            try accounts.setPassword(password, link: link.token)
        }
        #expect(try accounts.signIn(name: "审核员甲", password: password).name == "审核员甲")
    }

    @Test("a link is good for seven days, and not a moment longer")
    func expiry() throws {
        let link = try accounts.invite(name: "甲", role: .reviewer, scopes: [""])
        clock.advance(seconds: 7 * 86_400 - 1)
        #expect(try accounts.invited(link.token) == "甲")
        clock.advance(seconds: 1)
        #expect(throws: Problem(.linkInvalid)) {
            try accounts.setPassword(password, link: link.token)
        }
        #expect(throws: Problem(.linkInvalid)) { try accounts.invited(WebToken()) }
    }

    @Test("a weak password leaves the link good")
    func weak() throws {
        let link = try accounts.invite(name: "甲", role: .reviewer, scopes: [""])
        #expect(throws: Problem(.passwordWeak, ["length": "12"])) {
            try accounts.setPassword("short", link: link.token)
        }
        #expect(try accounts.setPassword(password, link: link.token).name == "甲")
    }

    @Test("what is stored opens nothing: neither link nor password stands in it")
    func storage() throws {
        let link = try accounts.invite(name: "甲", role: .reviewer, scopes: [""])
        try enrol()
        for (key, data) in values.all {
            let text = key + String(decoding: data, as: UTF8.self)
            #expect(!text.contains(link.token.text))
            #expect(!text.contains(password))
        }
    }

    @Test("a wrong name and a wrong password look alike")
    func wrong() throws {
        try enrol()
        #expect(throws: Problem(.signInFailed)) {
            try accounts.signIn(name: "审核员甲", password: "wrong password")
        }
        #expect(throws: Problem(.signInFailed)) {
            try accounts.signIn(name: "nobody", password: password)
        }
    }

    @Test("ten failures lock it for fifteen minutes, also for the right password")
    func lock() throws {
        try enrol()
        for _ in 1..<WebAccounts.failuresMax {
            #expect(throws: Problem(.signInFailed)) {
                try accounts.signIn(name: "审核员甲", password: "wrong password")
            }
        }
        let isLocked: @Sendable (any Error) -> Bool = { ($0 as? Problem)?.code == .accountLocked }
        #expect { try accounts.signIn(name: "审核员甲", password: "wrong") } throws: { isLocked($0) }
        #expect { try accounts.signIn(name: "审核员甲", password: password) } throws: { error in
            isLocked(error) && (error as? Problem)?.details["seconds"] == "900"
        }
        clock.advance(seconds: 15 * 60 - 1)
        #expect { try accounts.signIn(name: "审核员甲", password: password) } throws: { isLocked($0) }
        clock.advance(seconds: 1)
        #expect(try accounts.signIn(name: "审核员甲", password: password).failures == 0)
    }

    @Test("a good sign-in forgives nine failures")
    func forgiven() throws {
        try enrol()
        for _ in 1...3 {
            for _ in 1..<WebAccounts.failuresMax {
                #expect(throws: Problem(.signInFailed)) {
                    try accounts.signIn(name: "审核员甲", password: "wrong password")
                }
            }
            #expect(try accounts.signIn(name: "审核员甲", password: password).failures == 0)
        }
    }

    @Test("a new link opens a locked account with a new password")
    func relink() throws {
        try enrol()
        for count in 1...WebAccounts.failuresMax {
            expectProblem(count < WebAccounts.failuresMax ? .signInFailed : .accountLocked) {
                _ = try accounts.signIn(name: "审核员甲", password: "wrong")
            }
        }
        let link = try accounts.invite(name: "审核员甲", role: .administrator, scopes: [""])
        _ = try accounts.setPassword("another password", link: link.token)
        let account = try accounts.signIn(name: "审核员甲", password: "another password")
        #expect(account.role == .administrator)
        #expect(throws: Problem(.signInFailed)) {
            try accounts.signIn(name: "审核员甲", password: password)
        }
    }
}

@Suite("A session of the review pages")
struct WebSessionsTests {
    private let clock = FixedClock()
    private let sessions: WebSessions

    init() { sessions = WebSessions(clock: clock) }

    @Test("lasts half an hour after the last request")
    func sliding() {
        let token = sessions.begin(name: "甲")
        for _ in 1...4 {
            clock.advance(seconds: 30 * 60 - 1)
            #expect(sessions.session(token)?.name == "甲")
        }
        clock.advance(seconds: 30 * 60)
        #expect(sessions.session(token) == nil)
    }

    @Test("ends at a sign-out, at a new password, and when the clock jumps back")
    func ends() {
        let one = sessions.begin(name: "甲")
        let two = sessions.begin(name: "甲")
        let other = sessions.begin(name: "乙")
        sessions.end(one)
        #expect(sessions.session(one) == nil)
        #expect(sessions.session(two) != nil)
        sessions.endAll(name: "甲")
        #expect(sessions.session(two) == nil)
        #expect(sessions.session(other) != nil)
        clock.advance(seconds: -1)
        #expect(sessions.session(other) == nil)
    }

    @Test("has tokens that cannot be guessed from each other")
    func tokens() throws {
        let one = sessions.begin(name: "甲")
        let two = sessions.begin(name: "甲")
        #expect(one != two)
        #expect(sessions.session(one)?.formToken != sessions.session(two)?.formToken)
        #expect(WebToken(one.text) == one)
        #expect(WebToken("xyz") == nil)
        #expect(sessions.session(WebToken()) == nil)
    }

    @Test("makes room by ending the one that rested longest")
    func room() {
        let first = sessions.begin(name: "甲")
        clock.advance(seconds: 1)
        for _ in 1...WebSessions.sessionsMax { _ = sessions.begin(name: "乙") }
        #expect(sessions.session(first) == nil)
    }
}
