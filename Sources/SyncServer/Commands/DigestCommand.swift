import ArgumentParser
import FieldKit

/// `SyncServer digest`: equal on two replicas if and only if they hold the same.
struct DigestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "资料的指纹，两处相同即内容相同 · The state digest: equal if and only if the state is.")

    @OptionGroup var common: CommonOptions

    private struct Result: Encodable {
        let digest: String
        let records: Int
        let byType: [String: String]
        let byBucket: [String: String]
    }

    func run() throws {
        let digest = try common.withStore { try $0.replica.digest() }
        if common.json {
            return try Terminal.print(
                Result(
                    digest: digest.digest, records: digest.records, byType: digest.byType,
                    byBucket: digest.byBucket))
        }
        common.terminal.say(
            "\(digest.digest)（\(digest.records) 条记录）",
            "\(digest.digest) (\(digest.records) records)")
    }
}
