import ArgumentParser
import FieldKit
import Foundation

/// `field init`: makes the replica of this laptop.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "在本机建立资料库 · Make this laptop's replica.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "不连服务器，只试用 · Without a server, to try things out.")
    var local = false

    func run() throws {
        guard local else { throw Problem(.missingOption, ["option": "--local"]) }
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
}
