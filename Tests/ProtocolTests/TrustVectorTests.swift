import FieldKit
import Foundation
import SwiftProtobuf
import Testing

@Suite struct `Vectors of trust` {
    private let county: VectorAuthor
    private let device: VectorAuthor

    init() throws {
        county = try VectorAuthor(9)
        device = try VectorAuthor(1)
    }

    private func certificate(
        _ author: VectorAuthor,
        _ role: DeviceRole,
        _ scopes: [String]
    ) throws -> DeviceCertificate {
        try DeviceCertificate.issue(
            publicKey: author.key.publicKey,
            name: "An",
            role: role,
            scopes: scopes,
            issued: 1_790_000_000_000,
            expires: 1_853_072_000_000,
            by: county.key
        )
    }

    @Test func `certificates are those of the file`() throws {
        let good = try [
            certificate(county, .county, [""]), certificate(device, .teacher, ["610326101"]),
            certificate(device, .township, ["610326101", "2199"]),
        ].map { certificate -> JSON in
            #expect(certificate.isSigned(by: county.key.publicKey))
            return [
                "encoded": .bytes(try certificate.encoded()),
                "county_key": .bytes(county.key.publicKey),
                "device": .text("\(certificate.device)"),
                "public_key": .bytes(certificate.publicKey), "name": .text(certificate.name),
                "role": .text(certificate.role.rawValue), "scopes": .texts(certificate.scopes),
                "issued": .number(certificate.issued), "expires": .number(certificate.expires),
                "record": .text("\(DeviceCertificate.record(of: certificate.device))"),
            ]
        }
        let bad = try forged().map { name, encoded -> JSON in
            let read = try? DeviceCertificate(encoded: encoded)
            #expect(read?.isSigned(by: county.key.publicKey) != true, "\(name)")
            return [
                "name": .text(name), "encoded": .bytes(encoded),
                "county_key": .bytes(county.key.publicKey), "refused": true,
            ]
        }
        try VectorFile.check("certificates.json", "Certificates of devices.", good + bad)
    }

    private func forged() throws -> [(String, Data)] {
        let good = try certificate(device, .teacher, ["610326101"]).encoded()
        var wire = try WireSignedCertificate(serializedBytes: good)
        wire.body += Data([0x22, 0x01, 0x78])
        let changed: Data = try wire.serializedData()
        let other = try DeviceCertificate.issue(
            publicKey: device.key.publicKey,
            name: "An",
            role: .teacher,
            scopes: [""],
            issued: 1,
            expires: 2,
            by: device.key
        ).encoded()
        return [
            ("a body that was changed", changed), ("signed by another", other),
            ("another device than the key's", try misnamed()),
        ]
    }

    private func misnamed() throws -> Data {
        var body = WireCertificate()
        body.device = county.key.device.bytes
        body.publicKey = device.key.publicKey
        body.role = "teacher"
        body.county = county.key.device.bytes
        var wire = WireSignedCertificate()
        wire.body = try body.serializedData()
        wire.signature = try county.key.sign(Data("FieldKit certificate 1\0".utf8) + wire.body)
        return try wire.serializedData()
    }

    @Test func `enrolment codes are those of the file`() throws {
        let code = try #require(
            EnrolmentCode(
                secret: Data([1, 2, 3, 4, 5, 6, 7, 8]),
                authority: Data((100..<116).map { $0 })
            )
        )
        let spaced = code.text.lowercased().replacingOccurrences(of: "-", with: " ")
        let looseText = code.text.replacingOccurrences(of: "0", with: "o")
            .replacingOccurrences(of: "1", with: "l")
        let good = try [code.text, spaced, looseText].map { text -> JSON in
            let read = try EnrolmentCode(text)
            #expect(read == code)
            return [
                "text": .text(text), "secret": .bytes(code.secret),
                "authority": .bytes(code.authority), "canonical": .text(code.text),
            ]
        }
        let first = code.text.hasPrefix("0") ? "1" : "0"
        let bad = [
            "", first + code.text.dropFirst(), String(code.text.dropLast()), code.text + "0",
            code.text.replacingOccurrences(of: "-", with: "U"),
        ].map { text -> JSON in
            #expect(throws: Problem(.codeInvalid), "\(text)") { try EnrolmentCode(text) }
            return ["text": .text(text), "refused": true]
        }
        try VectorFile.check("codes.json", "Enrolment codes as people type them.", good + bad)
    }

    /// Each signature is over a name of its own, so that none can be passed off as another.
    @Test func `signatures are those of the file`() throws {
        var seal = WireSeal()
        seal.epoch = Data(repeating: 5, count: 16)
        seal.number = 1_790_000_000_000
        seal.replica = device.replica.bytes
        var run = WireRun()
        (run.low, run.high, run.hash) = (1, 7, Data(repeating: 6, count: 32))
        seal.runs = [run]
        var hello = WireHello()
        hello.version = 1
        hello.device = device.key.device.bytes
        hello.server = county.key.device.bytes
        hello.nonce = Data(repeating: 7, count: 8)
        let sealBody: Data = try seal.serializedData()
        let helloBody: Data = try hello.serializedData()
        let secret = Data("0102030405060708".utf8)
        let signed: [(String, VectorAuthor, Data)] = [
            ("FieldKit seal 1", county, sealBody),
            ("FieldKit hello 1", device, county.key.device.bytes + helloBody),
            ("FieldKit enrol 1", device, secret + device.key.publicKey),
            ("FieldKit write 1", device, Data([1, 2, 3])),
            ("FieldKit vouch 1", county, Data([1, 2, 3])),
            ("FieldKit certificate 1", county, Data()),
        ]
        let cases = try signed.map { domain, author, rest -> JSON in
            let message = Data((domain + "\0").utf8) + rest
            return [
                "domain": .text(domain), "secret": .bytes(author.key.secret),
                "public_key": .bytes(author.key.publicKey),
                "device": .text("\(author.key.device)"), "rest": .bytes(rest),
                "signature": .bytes(try author.key.sign(message)),
            ]
        }
        var message = WireSignedSeal()
        message.body = sealBody
        message.signature = try county.key.sign(Data("FieldKit seal 1\0".utf8) + sealBody)
        #expect(try Seal(message).isSigned(by: county.key.publicKey))
        try VectorFile.check(
            "signatures.json",
            "Ed25519 over the domain, a zero byte, and the rest.",
            cases
        )
    }
}
