import ArgumentParser
import FieldKit
import Foundation

/// `field init`: makes the replica of this laptop.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "在本机建立资料库，并向县里登记 · Make this laptop's replica and enrol it.",
        discussion: """
            登记码由县里或中心校发给，每台电脑一个，7 天内有效；也可放在环境变量 FIELD_CODE 里。
            The code comes from the county or the township's school: one for each laptop, good for 7
            days. It may also stand in the environment variable FIELD_CODE.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("服务器网址 · The server's address.", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("登记码 · The enrolment code.", valueName: "code"))
    var code: String?

    @Option(
        help: ArgumentHelp(
            "县里的 CA 证书，一般不需要 · The county's CA certificate; the code is enough as a rule.",
            valueName: "file"
        )
    )
    var ca: String?

    @Flag(help: "不连服务器，只试用 · Without a server, to try things out.")
    var local = false

    func run() throws {
        guard local else { return try enrol() }
        guard server == nil, code == nil, ca == nil else {
            throw Problem(
                .wrongUsage,
                ["what": Language.current("--local 不能与 --server 同用", "--local goes alone")]
            )
        }
        let folder = try make()
        defer { try? folder.close() }
        let replica = try folder.replica.replicaID()
        if output.json {
            try Terminal.print(.keys(["replica": .text("\(replica)")]))
        } else {
            try Terminal.say(
                "已建立资料库（不连服务器）：\(folder.url.path)",
                "A replica without a server was made in \(folder.url.path)."
            )
        }
    }

    private func make() throws -> ReplicaFolder {
        try ReplicaFolder.create(
            at: global.place.url,
            kind: .laptop,
            isShared: true,
            isConcurrent: false
        )
    }

    // MARK: With a server

    private func enrol() throws {
        guard let server else {
            // What init is to do cannot be asked: it is one of two things.
            throw Terminal.canAsk
                ? Problem(.wrongUsage, ["what": "field init --server URL --code CODE | --local"])
                : Problem(.missingOption, ["option": "--server"])
        }
        let code = try self.code ?? Self.askedCode()
        var source = ValueSource()
        let authority = try ca.map { try source.read($0) }
        let (folder, isNew) = try place()
        defer { try? folder.close() }
        let enrolment: Enrolment.Result
        do {
            enrolment = try Enrolment.request(
                url: server,
                code: code,
                key: folder.key,
                authority: authority
            )
        } catch {
            // After a broken line the county may have taken the code for this key: it is kept, and
            // the same command goes on with it. What was refused for good leaves nothing behind.
            let isRetried = (error as? Problem)?.code.entry.retry == .afterDelay
            if isNew, !isRetried { try? folder.discard() }
            throw error
        }
        try folder.replica.adopt(enrolment)
        try report(folder, enrolment, server)
    }

    /// The home: a new one, or one whose enrolment was cut short.
    private func place() throws -> (folder: ReplicaFolder, isNew: Bool) {
        do {
            return (try make(), true)
        } catch let problem as Problem where problem.code == .homeExists {
            let folder = try ReplicaFolder.open(
                at: global.place.url,
                isShared: true,
                isConcurrent: false
            )
            // What was written before, without a server, goes up with the first sync.
            guard try folder.replica.certificate() == nil else {
                try? folder.close()
                throw problem
            }
            return (folder, false)
        }
    }

    private static func askedCode() throws -> String {
        if let code = ProcessInfo.processInfo.environment["FIELD_CODE"], !code.isEmpty {
            return code
        }
        guard Terminal.canAsk else { throw Problem(.missingOption, ["option": "--code"]) }
        let question = Language.current("登记码：", "Enrolment code: ")
        guard let code = Prompter(isAside: true).ask(question), !code.isEmpty else {
            throw Problem(.nothingGiven, ["what": Language.current("登记码", "The code")])
        }
        return code
    }

    private func report(
        _ folder: ReplicaFolder,
        _ enrolment: Enrolment.Result,
        _ server: String
    ) throws {
        let certificate = enrolment.certificate
        guard !output.json else {
            return try Terminal.print(
                .keys([
                    "replica": .text("\(try folder.replica.replicaID())"),
                    "server": .text(try folder.replica.serverURL() ?? server),
                    "scopes": .texts(certificate.scopes), "name": .text(certificate.name),
                    "role": .text(certificate.role.rawValue),
                    "expires": .text(Moment.iso(certificate.expires)),
                ])
            )
        }
        let scopes = ScopeWords.names(certificate.scopes, folder)
        try Terminal.say(
            "已登记为“\(certificate.name)”，范围：\(scopes)。现在可以运行 field 同步 取得资料。",
            "Enrolled as \"\(certificate.name)\" for \(scopes). Run `field sync` to fetch the data."
        )
    }
}
