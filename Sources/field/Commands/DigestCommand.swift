import ArgumentParser
import FieldKit

/// `field digest`: equal on two replicas if and only if they hold the same.
struct DigestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "资料的指纹，两处相同即内容相同 · The state digest: equal if and only if the state is."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let digest = try global.place.replica(isOpenToAll: true) { try $0.digest() }
        guard output.json else {
            return try Terminal.say(
                "\(digest.digest)（\(digest.records) 条记录）",
                "\(digest.digest) (\(digest.records) records)"
            )
        }
        try Terminal.print(
            .keys([
                "digest": .text(digest.digest), "records": .integer(digest.records),
                "byType": .object(digest.byType.mapValues { .text($0) }),
                "byBucket": .object(digest.byBucket.mapValues { .text($0) }),
            ])
        )
    }
}
