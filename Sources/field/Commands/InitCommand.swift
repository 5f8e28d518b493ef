import ArgumentParser
import FieldKit
import Foundation

/// `field init`: makes the replica of this laptop, and enrols it with the county.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "在本机建立资料库并登记 · Make this laptop's replica and enrol it.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "县或中心校的服务器 · The server of the county or the township.", valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "登记码，也可放在 $FIELD_CODE · The one-time code; also from $FIELD_CODE.",
            valueName: "code"))
    var code: String?

    @Option(
        help: ArgumentHelp(
            "县根证书文件，可省 · The county's CA certificate, if it travelled as a file.",
            valueName: "file"))
    var ca: String?

    @Flag(help: "不连服务器，只试用 · Without a server, to try things out.")
    var local = false

    func validate() throws {
        if local, server != nil || code != nil || ca != nil {
            throw ValidationError("--local takes no --server, --code or --ca.")
        }
    }

    func run() throws {
        if local { try makeLocal() } else { try enrol() }
    }

    private func makeLocal() throws {
        let folder = try ReplicaFolder.create(at: global.place.url, kind: .laptop)
        defer { try? folder.close() }
        let replica = try folder.replica.replicaID()
        if output.json {
            try Terminal.print(.keys(["replica": .text("\(replica)")]))
        } else {
            try Terminal.say(
                "已建立资料库（不连服务器）：\(folder.url.path)",
                "A replica without a server was made in \(folder.url.path).")
        }
    }

    private func enrol() throws {
        guard let server else { throw Problem(.missingOption, ["option": "--server"]) }
        let given = code ?? ProcessInfo.processInfo.environment["FIELD_CODE"]
        guard let given else { throw Problem(.missingOption, ["option": "--code"]) }
        _ = try EnrolmentCode(given)
        let authority = try ca.map(read)
        let (folder, isNew) = try openOrCreate()
        defer { try? folder.close() }
        let replica = folder.replica
        guard try replica.certificate() == nil else {
            throw Problem(.homeExists, ["path": folder.url.path])
        }
        do {
            let enrolment = try Enrolment.request(
                url: server, code: given, key: replica.key, authority: authority)
            try replica.adopt(enrolment)
            try report(enrolment.certificate, server, try replica.replicaID())
        } catch let problem as Problem {
            // The reply may have been lost after the code was used: the same key gets it again. Any
            // other refusal leaves nothing behind.
            if isNew, problem.code.entry.retry != .afterDelay {
                try? folder.close()
                try? FileManager.default.removeItem(at: folder.url)
            }
            throw problem
        }
    }

    private func openOrCreate() throws -> (ReplicaFolder, isNew: Bool) {
        do {
            return (try ReplicaFolder.open(at: global.place.url), false)
        } catch let problem as Problem where problem.code == .homeMissing {
            return (try ReplicaFolder.create(at: global.place.url, kind: .laptop), true)
        }
    }

    private func read(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Problem(
                .fileUnreadable, ["path": path, "reason": error.localizedDescription])
        }
    }

    private func report(
        _ certificate: DeviceCertificate, _ server: String, _ replica: ReplicaID
    ) throws {
        if output.json {
            try Terminal.print(
                .keys([
                    "replica": .text("\(replica)"), "server": .text(server),
                    "scopes": .texts(certificate.scopes), "name": .text(certificate.name),
                    "role": .text(certificate.role.rawValue),
                ]))
        } else {
            let scopes = certificate.scopes.joined(separator: " ")
            try Terminal.say(
                "已登记为“\(certificate.name)”，负责 \(scopes)。晚上在有网络的地方运行 field sync。",
                "Enrolled as \"\(certificate.name)\" for \(scopes). "
                    + "Run `field sync` where there is a network.")
        }
    }
}
