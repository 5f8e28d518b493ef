import ArgumentParser
import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("A server's data folder")
struct ServerFolderTests {
    private let home: TemporaryFolder
    private let settings = ServerSettings(
        name: "试验县",
        division: "219900",
        role: .county,
        hosts: ["localhost"],
        upstream: "https://county.example"
    )

    init() throws { home = try TemporaryFolder() }

    @Test("keeps its settings and its key")
    func roundTrip() throws {
        let folder = ServerFolder(home.path("new/data"))
        try folder.make(settings)
        #expect(try folder.settings() == settings)
        let store = try folder.open()
        let again = try folder.open()
        #expect(store.replica.device == again.replica.device)
        #expect(store.replica.kind == .county)
        #expect(try folder.certificateAuthority() == nil)
    }

    @Test("is made once")
    func twice() throws {
        let folder = ServerFolder(home.path("data"))
        try folder.make(settings)
        let device = try folder.open().replica.device
        #expect(throws: Problem(.homeExists, ["path": folder.root.path])) {
            try folder.create(.county)
        }
        #expect(try folder.open().replica.device == device)
    }

    @Test("that was left half-made is made to the end, but not as something else")
    func halfMade() throws {
        let folder = ServerFolder(home.path("data"))
        let device = try folder.create(.relay).replica.device
        #expect(throws: Problem(.homeMissing, ["path": folder.root.path])) { try folder.open() }
        #expect(try folder.create(.relay).replica.device == device)
        #expect { try folder.create(.county) } throws: {
            ($0 as? Problem)?.code == .homeExists
        }
    }

    @Test("says what is missing or damaged in it")
    func damage() throws {
        let folder = ServerFolder(home.path("data"))
        #expect(throws: Problem(.homeMissing, ["path": folder.root.path])) {
            try folder.settings()
        }
        try folder.make(settings)
        try folder.write(Data("{".utf8), to: .settings)
        try DurableFile.replace(
            folder.root.appending(path: "device.key").path,
            with: Data("short".utf8)
        )
        #expect { try folder.settings() } throws: {
            ($0 as? Problem)?.code == .storeDamaged
        }
        #expect { try folder.open() } throws: {
            ($0 as? Problem)?.code == .storeDamaged
        }
    }

    @Test(
        "names the file of its authority that is damaged or gone, and leaves both as they are",
        arguments: [ServerFolder.File.authorityKey, .authority]
    )
    func damagedAuthority(_ file: ServerFolder.File) throws {
        let folder = ServerFolder(home.path("data"))
        try folder.make(settings)
        try TransportIdentity.create(in: folder, name: "试验县", hosts: settings.hostNames())
        let whole = try folder.read(file)
        try folder.write(whole.dropFirst(60), to: file)
        let problem = #expect(throws: Problem.self) { try folder.certificateAuthority() }
        #expect(problem?.code == .storeDamaged)
        #expect(problem?.details["path"] == folder.path(of: file))
        #expect(try folder.read(file) == whole.dropFirst(60))
        try folder.write(whole, to: file)
        #expect(try folder.certificateAuthority() != nil)
        try FileManager.default.removeItem(atPath: folder.path(of: .authority))
        let missing = Problem(
            .fileUnreadable,
            ["path": folder.path(of: .authority), "reason": "No such file or directory"]
        )
        #expect(throws: missing) { try folder.certificateAuthority() }
    }

    @Test("cannot be made where a file is in the way")
    func inTheWay() throws {
        try Data().write(to: URL(filePath: home.path("file")))
        let folder = ServerFolder(home.path("file/data"))
        #expect { try folder.create(.county) } throws: {
            ($0 as? Problem)?.code == .homeReadOnly
        }
    }

    @Test("a file that cannot be written is named, and what is in the way stays")
    func unwritableFile() throws {
        let path = home.path("kept")
        try DurableFile.replace(path, with: Data("old".utf8))
        expectProblem(.fileUnwritable) {
            try DurableFile.replace(path + "/below", with: Data("new".utf8))
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("old".utf8))
    }

    @Test("`init` makes a county that `ca` and `serve` can use")
    func initOptions() throws {
        let options = try InitOptions.parse([
            "--name", "试验县", "--division", "219900", "--host", "sync.example",
        ])
        let folder = ServerFolder(home.path("county"))
        let store = try options.create(in: folder)
        #expect(try store.replica.certificate()?.role == .county)
        #expect(try folder.open().replica.device == store.replica.device)
        #expect(try folder.settings().hosts == ["sync.example"])
        #expect(try folder.certificateAuthority() != nil)
        #expect(throws: Problem(.bucketInvalid, ["bucket": "21x"])) {
            try InitOptions.parse(["--name", "n", "--division", "21x"])
                .create(in: ServerFolder(home.path("other")))
        }
    }
}

@Suite("The address to listen on")
struct ListenAddressTests {
    @Test("is a host and a port, and a URL once it is known")
    func good() throws {
        #expect(try ListenAddress("0.0.0.0:8443").port == 8_443)
        #expect(try !ListenAddress("0.0.0.0:8443").isLoopback)
        #expect(try ListenAddress("127.0.0.1:0").isLoopback)
        #expect(try ListenAddress("[::1]:1").url(port: 9, secure: true) == "https://[::1]:9")
        #expect(
            try ListenAddress("LOCALHOST:1").url(port: 9, secure: false) == "http://localhost:9"
        )
    }

    @Test(
        "is refused with a sentence otherwise",
        arguments: ["", "8443", "host", "host:", "host:x", "host:65536", "::1:80", ":80", "a b:80"]
    )
    func bad(_ text: String) {
        #expect { try ListenAddress(text) } throws: { ($0 as? Problem)?.code == .listenInvalid }
    }
}
