import FieldKit
import Foundation
import TestSupport

/// A session that is under way.
final class Link {
    let asker: Member
    let server: Member
    let session: SyncSession
    var action: SyncSession.Action
    /// The asker's scopes as they were known when the session began.
    var known: [String]
    /// How many grants the asker had had before the session began.
    let grants: Int

    init(
        asker: Member,
        server: Member,
        session: SyncSession,
        action: SyncSession.Action,
        known: [String]
    ) {
        self.asker = asker
        self.server = server
        self.session = session
        self.action = action
        self.known = known
        grants = asker.granted.count - 1
    }
}

/// Two that do not reach each other in one direction.
struct Partition: Equatable {
    let asker: String
    let server: String
    let losesReplies: Bool
}

/// A request that may arrive once more, much later.
struct SentRequest {
    let asker: Member
    let server: String
    let name: String
    let token: Data?
    let body: Data
    let link: Link

    /// Whatever the asker may have been granted since its session began.
    var granted: [String] { link.known + link.asker.granted[link.grants...].joined() }
}

extension Simulation {
    static let rememberedRequests = 60

    /// Somebody syncs, or a session that stood still goes on.
    func exchange() throws {
        if !links.isEmpty, random.percent(60) {
            return try go(on: links.remove(at: random.below(links.count)))
        }
        let asker: Member
        let server: Member
        if !relays.isEmpty, random.percent(30) {
            (asker, server) = (random.pick(relays), county)
        } else {
            (asker, server) = (random.pick(laptops), random.pick([county] + relays))
        }
        try sync(asker, with: server)
    }

    /// Begins a session; one that was under way from the same store is given up.
    @discardableResult
    func sync(_ asker: Member, with server: Member) throws -> SyncReport? {
        links.removeAll { $0.asker === asker }
        pass(seconds: 1)
        let session = SyncSession(
            replica: asker.replica,
            server: server.device,
            application: "simulation"
        )
        let known = try server.replica.read { try $0.certificate(of: asker.device)?.scopes }
        let own = try asker.replica.read { try $0.ownCertificate()?.scopes }
        say("\(asker.name) begins to sync with \(server.name)")
        let link = Link(
            asker: asker,
            server: server,
            session: session,
            action: try session.start(),
            known: (known ?? []) + (own ?? [])
        )
        try go(on: link)
        guard case .finish = link.action else { return nil }
        return session.report
    }

    /// Carries a session on until it ends, is cut, or stands still.
    private func go(on link: Link) throws {
        while case .send(let name, let body) = link.action {
            if random.percent(faults.stallPercent) {
                say("  \(link.asker.name) and \(link.server.name) stand still")
                links.append(link)
                return
            }
            let tries = random.percent(50) ? 2 : 1
            var reply: Result<Data, any Error>?
            for _ in 0..<tries where reply == nil { reply = try carry(link, name, body) }
            guard let reply else {
                say("  cut at \(name)")
                return
            }
            do {
                switch reply {
                case .success(let data): link.action = try link.session.receive(data)
                case .failure(let problem as Problem):
                    link.action = try link.session.receive(problem: problem)
                case .failure(let error): throw error
                }
            } catch let problem as Problem {
                try look(link.asker)
                return try end(link, problem)
            }
            try look(link.asker)
        }
        let report = link.session.report
        say("  done\(report.isSame ? ": same" : report.isVerified ? ": verified" : "")")
        try checkSeals(link.asker, against: link.server)
    }

    private func end(_ link: Link, _ problem: Problem) throws {
        let expected: Set<ProblemCode> = [
            .sessionUnknown, .certificateUnknown, .certificateExpired, .deviceRevoked,
        ]
        guard expected.contains(problem.code) else { throw problem }
        say("  ends: \(problem.code.rawValue)")
    }

    /// One request and its reply; nil if either is lost.
    private func carry(
        _ link: Link,
        _ name: String,
        _ body: Data
    ) throws -> Result<Data, any Error>? {
        if random.percent(faults.lossPercent) || isCut(link, losesReplies: false) {
            say("  \(name) is lost")
            return nil
        }
        if faults.cutPercent > 0, random.percent(faults.cutPercent) {
            try cut(body)
            say("  \(name) is cut")
            return nil
        }
        if name == "hello" {
            // What the server knows may have changed since the session began.
            let scopes = try link.server.replica.read {
                try $0.certificate(of: link.asker.device)?.scopes
            }
            link.known += scopes ?? []
        }
        let sent = SentRequest(
            asker: link.asker,
            server: link.server.name,
            name: name,
            token: link.session.token,
            body: body,
            link: link
        )
        sentRequests.append(sent)
        sentRequests = sentRequests.suffix(Self.rememberedRequests)
        var reply = try deliver(sent, to: link.server)
        if random.percent(faults.duplicatePercent) {
            say("  \(name) arrives twice")
            let second = try deliver(sent, to: link.server)
            if random.percent(50) { reply = second }
        }
        if random.percent(faults.replyLossPercent) || isCut(link, losesReplies: true) {
            say("  the reply to \(name) is lost")
            return nil
        }
        if case .success(let data) = reply, faults.cutPercent > 0,
            random.percent(faults.cutPercent)
        {
            try cut(data)
            say("  the reply to \(name) is cut")
            return nil
        }
        return reply
    }

    /// A line drops within a message: whoever gets the part must know that it is one.
    ///
    /// A message that is not packed is known by its length, which is the transport's to compare.
    private func cut(_ message: Data) throws {
        let encoding = random.percent(50) ? ContentEncoding.zstd : .gzip
        let packed = try Compression.compress(message, encoding)
        let part = packed.prefix(random.below(packed.count))
        if let whole = try? Compression.decompress(part, encoding: encoding) {
            oracle.object("\(part.count) of \(packed.count) bytes passed for \(whole.count)")
        }
    }

    private func isCut(_ link: Link, losesReplies: Bool) -> Bool {
        partitions.contains(
            Partition(
                asker: link.asker.name,
                server: link.server.name,
                losesReplies: losesReplies
            )
        )
    }

    /// A server takes a request in; its reply is searched for what the asker may not see.
    private func deliver(_ sent: SentRequest, to server: Member) throws -> Result<Data, any Error> {
        messages += 1
        let isForged = sent.asker.kind == .relay && sent.name == "push" && forges()
        let body = isForged ? try forged(sent.body) : sent.body
        let understood =
            sent.asker.isEarlier || server.isEarlier ? try earlier(sent.name, body) : body
        var reply = Result {
            guard let understood else { throw Problem(.notFound, ["path": sent.name]) }
            return try server.responder.answer(sent.name, token: sent.token, body: understood)
        }
        try look(server)
        switch reply {
        case .success(let data):
            say("  \(sent.name) \(sent.body.count) -> \(data.count) bytes")
            try checkScope(of: data, to: body, sent, server)
            if server.kind == .relay, sent.name == "pull", forges() {
                reply = .success(try forged(reply: data))
            }
        case .failure(let problem as Problem):
            say("  \(sent.name) \(sent.body.count) -> \(problem.code.rawValue)")
        case .failure(let error): throw error
        }
        return reply
    }

    /// An old request arrives once more.
    func replay() throws {
        guard !sentRequests.isEmpty else { return }
        let sent = random.pick(sentRequests)
        guard let server = members.first(where: { $0.name == sent.server }) else { return }
        say("an old \(sent.name) of \(sent.asker.name) reaches \(server.name) again")
        _ = try deliver(sent, to: server)
    }

    // MARK: What was sent

    /// No text of a record outside the asker's scope may be in a reply, but what it has just said itself.
    private func checkScope(
        of reply: Data,
        to request: Data,
        _ sent: SentRequest,
        _ server: Member
    ) throws {
        guard isScoped else { return }
        let told = Self.marks(in: reply).subtracting(Self.marks(in: request))
        for number in told where number < households.count {
            let live = oracle.live(try held(server, households[number]))
            let buckets = live.filter { key, numbers in
                key.name == RegisterKey.bucketName
                    && numbers.contains {
                        oracle.known[$0].write.register(key)?.value == .boolean(true)
                    }
            }.keys.compactMap(\.element)
            let isGranted = buckets.contains { code in
                sent.granted.contains { code.hasPrefix($0) }
            }
            if !isGranted {
                let scopes = sent.granted
                say("h\(number) is in \(buckets.sorted()), \(sent.asker.name) may see \(scopes)")
                oracle.object("\(sent.asker.name) was sent h\(number), which is out of its scope")
            }
        }
    }

    /// The numbers of the households whose mark, ``mark(_:)``, is in some bytes.
    private static func marks(in data: Data) -> Set<Int> {
        let start = Array("@house".utf8)
        return data.withUnsafeBytes { bytes in
            var found: Set<Int> = []
            var index = 0
            while index + start.count < bytes.count {
                guard bytes[index] == start[0],
                    bytes[index..<index + start.count].elementsEqual(start)
                else {
                    index += 1
                    continue
                }
                index += start.count
                var number = 0
                while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
                    number = number * 10 + Int(bytes[index] - 0x30)
                    index += 1
                }
                found.insert(number)
            }
            return found
        }
    }

    /// What every text of a household begins with, so that it is found wherever it goes.
    static func mark(_ number: Int) -> String { "@house\(number);" }
}
