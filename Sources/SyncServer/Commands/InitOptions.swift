import ArgumentParser
import FieldKit
import Foundation

/// What `init` takes, and the part of it that makes the folder, the keys and the certificates.
struct InitOptions: ParsableArguments {
    @Option(help: "县或中心校的名称 · The name of the county or township.")
    var name: String

    @Option(help: ArgumentHelp("行政区划代码 · The code of the division.", valueName: "code"))
    var division: String

    @Option(
        name: .customLong("host"),
        help: ArgumentHelp(
            "域名或地址，可重复 · A DNS name or address of this server; may be repeated "
                + "(default: localhost, 127.0.0.1).",
            valueName: "name-or-address"
        )
    )
    var hosts: [String] = []

    /// Makes the data folder of a new county: its store with the county's own certificate, the CA,
    /// a certificate for HTTPS, and the settings.
    ///
    /// - Returns: The open store.
    /// - Throws: `bucket_invalid` for a division that is no code, `listen_invalid` for a host that
    ///   is no name, `home_exists`.
    func create(in folder: ServerFolder) throws -> ReplicaFolder {
        guard (1...Limits.bucketBytesMax).contains(division.utf8.count),
            division.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw Problem(.bucketInvalid, ["bucket": division]) }
        return try CountyFounding(name: name, division: division, hosts: hosts).found(in: folder)
    }
}
