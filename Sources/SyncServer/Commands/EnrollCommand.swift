import ArgumentParser
import FieldKit
import Foundation

/// `SyncServer enroll`: a one-time code for one device.
struct EnrollCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "发一个登记码，用于一台设备 · Give out a one-time code for one device.",
        discussion: """
            登记码 7 天内有效。在中心校的服务器上，登记码由县里发出，所以要连得上县里。
            The code is good for 7 days. On a relay it comes from the county, which must be in reach.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "使用者或学校的名称 · The name of the person or the place.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "角色 · One of: \(Self.roles.joined(separator: ", ")).",
            valueName: "role"
        )
    )
    var role: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "范围：村或学校代码的开头，可多个 · Code prefixes of the villages and schools.",
            valueName: "code"
        )
    )
    var scope: [String] = []

    @Flag(help: "给审核网页的人一个一次性链接 · A one-time link to set a password for the review pages.")
    var web = false

    /// The roles that a device may be given, as they are typed.
    static let roles = DeviceRole.allCases.filter { $0 != .county }.map(\.rawValue)

    private struct Result: Encodable {
        let code: String
        let expires: Date
    }

    func run() throws {
        guard Self.roles.contains(role), let known = DeviceRole(rawValue: role) else {
            throw Problem(
                .roleInvalid,
                ["role": role, "roles": Self.roles.joined(separator: ", ")]
            )
        }
        let scopes = try scopes(of: known)
        let folder = common.folder
        let store = try folder.open()
        try noteElsewhere(scopes, folder)
        if web { return try invite(known, scopes, store) }
        let (code, expires) =
            store.replica.kind == .county
            ? try store.replica.enrolmentCode(
                name: name,
                role: known,
                scopes: scopes,
                authorityPEM: try folder.read(.authority)
            )
            : try RelayUpstream(store, in: folder).client().requestCode(
                name: name,
                role: role,
                scopes: scopes
            )
        try store.close()
        folder.note("code issued", ["role": role])
        if common.json {
            return try Terminal.print(Result(code: code, expires: Date(milliseconds: expires)))
        }
        common.terminal.say(
            "登记码（有效到 \(CountyTime.text(expires))）：\n\(code)",
            "The code, good until \(CountyTime.text(expires)):\n\(code)"
        )
    }

    /// A link by which a person sets a password; its host is where the server last listened.
    private func invite(
        _ role: DeviceRole,
        _ scopes: [String],
        _ store: ReplicaFolder
    ) throws {
        guard store.replica.kind == .county else { throw Problem(.notTheCounty) }
        let parts = ReviewParts(store.replica, clock: SystemClock())
        let (token, expires) = try parts.accounts.invite(name: name, role: role, scopes: scopes)
        try store.close()
        let address = (try? common.folder.read(.address)).map {
            String(decoding: $0, as: UTF8.self)
        }
        let host = try common.folder.settings().hosts.first ?? "localhost"
        // An address that stands for all of this machine's is none that a browser can go to.
        let reachable = address?
            .replacingOccurrences(of: "//0.0.0.0:", with: "//\(host):")
            .replacingOccurrences(of: "//[::]:", with: "//\(host):")
        let link = "\(reachable ?? "https://\(host)")/review/link/\(token.text)"
        common.folder.note("link issued", ["role": role.rawValue])
        if common.json {
            return try Terminal.print(Result(code: link, expires: Date(milliseconds: expires)))
        }
        common.terminal.say(
            "链接（有效到 \(CountyTime.text(expires))，只能用一次）：\n\(link)",
            "The link, good once and until \(CountyTime.text(expires)):\n\(link)"
        )
    }

    /// A typing error would make a device that syncs well and shares nothing with anybody.
    private func noteElsewhere(_ scopes: [String], _ folder: ServerFolder) throws {
        let division = try folder.settings().division
        for scope in scopes
        where !scope.hasPrefix(division) && !division.hasPrefix(scope)
            && Self.divisionDigits.contains(scope.utf8.count)
        {
            common.terminal.note(
                Problem(.scopeElsewhere, ["scope": scope, "division": division])
            )
        }
    }

    /// Of a county, a township and a village, GB/T 2260 and GB/T 10114; schools' codes have ten digits
    /// and say nothing of the division.
    private static let divisionDigits = [6, 9, 12]

    /// Those who work for the whole county need no scope.
    private func scopes(of role: DeviceRole) throws -> [String] {
        guard scope.isEmpty else { return scope }
        switch role {
        case .reviewer, .administrator, .auditor, .security: return [""]
        case .teacher, .school, .township, .county:
            throw Problem(.missingOption, ["option": "--scope CODE"])
        }
    }
}
