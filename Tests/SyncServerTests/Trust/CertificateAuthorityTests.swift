import Crypto
import FieldKit
import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import SyncServer

@Suite("The county's certificate authority")
struct CertificateAuthorityTests {
    private let home: TemporaryFolder
    private let folder: ServerFolder
    private let settings = ServerSettings(
        name: "试验县",
        division: "219900",
        role: .county,
        hosts: ["sync.county.example", "127.0.0.1", "::1", "localhost"]
    )

    init() throws {
        home = try TemporaryFolder()
        folder = ServerFolder(home.path("data"))
        try folder.make(settings)
        try TransportIdentity.create(
            in: folder,
            name: settings.name,
            hosts: try settings.hostNames()
        )
    }

    private func verify(_ arguments: [String]) async throws -> Tool {
        try await Tool.run(
            "openssl",
            ["verify", "-x509_strict", "-CAfile", folder.path(of: .authority)] + arguments
                + [folder.path(of: .serverCertificate)]
        )
    }

    @Test("openssl trusts the server's certificate under it, for each of the hosts")
    func chain() async throws {
        let plain = try await verify(["-purpose", "sslserver"])
        #expect(plain.status == 0, "\(plain.text)\(plain.errors)")
        for name in ["sync.county.example", "localhost"] {
            #expect(try await verify(["-verify_hostname", name]).status == 0)
        }
        for address in ["127.0.0.1", "::1"] {
            #expect(try await verify(["-verify_ip", address]).status == 0)
        }
        #expect(try await verify(["-verify_hostname", "other.example"]).status != 0)
    }

    @Test(
        "is good for a laptop whose clock says 1981, 2009 or 2099",
        arguments: [350_000_000, 1_240_000_000, 4_102_000_000]
    )
    func wrongClocks(_ time: Int) async throws {
        let tool = try await verify(["-attime", String(time)])
        #expect(tool.status == 0, "\(tool.text)\(tool.errors)")
    }

    @Test("keeps its keys from everybody else")
    func modes() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.root.path)
        let keys = ["device.key", "authority.key.pem", "server.key.pem", "replica.sqlite"]
        #expect(Set(files).isSuperset(of: keys))
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: folder.root.appending(path: file).path
            )
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
        }
        let root = try FileManager.default.attributesOfItem(atPath: folder.root.path)
        #expect((root[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }

    @Test("another county's authority is not trusted")
    func otherCounty() async throws {
        let other = home.path("other.pem")
        try CertificateAuthority(name: "试验县").certificate.pem
            .write(toFile: other, atomically: true, encoding: .utf8)
        let tool = try await Tool.run(
            "openssl",
            ["verify", "-CAfile", other, folder.path(of: .serverCertificate)]
        )
        #expect(tool.status != 0)
    }

    @Test("a new host renews the certificate, under the same authority; the same hosts do not")
    func renewal() async throws {
        let authority = try folder.read(.authority)
        let before = try TransportIdentity.open(in: folder, hosts: try settings.hostNames())
        let again = try TransportIdentity.open(in: folder, hosts: try settings.hostNames())
        #expect(before.chainPEM == again.chainPEM)
        let more = try settings.hostNames() + [HostName("10.1.2.3")]
        let renewed = try TransportIdentity.open(in: folder, hosts: more)
        #expect(renewed.chainPEM != before.chainPEM)
        #expect(try folder.read(.authority) == authority)
        #expect(try await verify(["-verify_ip", "10.1.2.3"]).status == 0)
    }

    @Test("a destroyed certificate file is made anew")
    func damage() async throws {
        try Data("damaged".utf8).write(to: URL(filePath: folder.path(of: .serverCertificate)))
        _ = try TransportIdentity.open(in: folder, hosts: try settings.hostNames())
        #expect(try await verify([]).status == 0)
    }

    @Test("a relay obtains its certificate by a request, and its key stays its own")
    func relay() async throws {
        let relay = ServerFolder(home.path("relay"))
        let hosts = [try HostName("relay.example"), try HostName("127.0.0.1")]
        try relay.make(
            ServerSettings(
                name: "中心校",
                division: "219900001",
                role: .relay,
                hosts: hosts.map(\.text)
            )
        )
        let request = try TransportIdentity.request(in: relay, hosts: hosts)
        let authority = try #require(try folder.certificateAuthority())
        let chain = try authority.issue(request: request.bytes)
        try TransportIdentity.install(
            chain: chain,
            authority: try authority.certificate.derBytes,
            in: relay
        )
        _ = try TransportIdentity.open(in: relay, hosts: hosts)
        #expect(!FileManager.default.fileExists(atPath: relay.path(of: .authorityKey)))
        let tool = try await Tool.run(
            "openssl",
            [
                "verify", "-x509_strict", "-CAfile", folder.path(of: .authority),
                "-verify_hostname", "relay.example", relay.path(of: .serverCertificate),
            ]
        )
        #expect(tool.status == 0, "\(tool.text)\(tool.errors)")
        expectProblem(.fileUnreadable) {
            _ = try TransportIdentity.open(in: relay, hosts: hosts + [HostName("new.example")])
        }
    }

    @Test("a chain of another authority, or for another key, is not installed")
    func foreignChain() throws {
        let hosts = [try HostName("relay.example")]
        let relay = ServerFolder(home.path("relay"))
        try relay.make(
            ServerSettings(
                name: "中心校",
                division: "219900001",
                role: .relay,
                hosts: ["relay.example"]
            )
        )
        let request = try TransportIdentity.request(in: relay, hosts: hosts)
        let county = try #require(try folder.certificateAuthority())
        let stranger = try CertificateAuthority(name: "别县")
        let pinned = try county.certificate.derBytes
        #expect(throws: Problem(.certificateInvalid)) {
            try TransportIdentity.install(
                chain: try stranger.issue(request: request.bytes),
                authority: pinned,
                in: relay
            )
        }
        let otherKey = try CertificateRequest(
            hosts: hosts,
            keyPEM: P256.Signing.PrivateKey().pemRepresentation
        )
        #expect(throws: Problem(.certificateInvalid)) {
            try TransportIdentity.install(
                chain: try county.issue(request: otherKey.bytes),
                authority: pinned,
                in: relay
            )
        }
    }

    @Test("refuses requests that are damaged, unsigned, without hosts or for another's name")
    func badRequests() throws {
        let authority = try #require(try folder.certificateAuthority())
        let key = P256.Signing.PrivateKey().pemRepresentation
        let good = try CertificateRequest(hosts: [HostName("relay.example")], keyPEM: key).bytes
        #expect(try authority.issue(request: good).count == 2)
        var unsigned = good
        unsigned[unsigned.count - 1] ^= 1
        let none = try CertificateRequest(hosts: [], keyPEM: key).bytes
        let many = try CertificateRequest(
            hosts: (0...CertificateAuthority.hostsMax).map { try HostName("h\($0).example") },
            keyPEM: key
        ).bytes
        for bad in [unsigned, none, many, good.dropLast(), Data(), Data("x".utf8)] {
            expectProblem(.messageUndecodable) { _ = try authority.issue(request: bad) }
        }
        let reserved: Set<HostName> = [try HostName("relay.example"), try HostName("127.0.0.1")]
        expectProblem(.messageUndecodable) {
            _ = try authority.issue(request: good, reserved: reserved)
        }
        let local = try CertificateRequest(hosts: [HostName("127.0.0.1")], keyPEM: key).bytes
        #expect(try authority.issue(request: local, reserved: reserved).count == 2)
    }

    @Test(
        "a host is a DNS name or an address, and nothing else",
        arguments: ["", "*", "*.example", "a b", "-a.example", "1.2.3", "a..b", "县.example", "a/b"]
    )
    func hostNames(_ text: String) {
        expectProblem(.listenInvalid) { _ = try HostName(text) }
    }
}
