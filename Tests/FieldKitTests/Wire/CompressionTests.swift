import FieldKit
import Foundation
import Testing

@Suite("A message's body is packed and unpacked")
struct CompressionTests {
    private static let packings: [ContentEncoding] = [.zstd, .gzip]
    private static let sample = Data("the same words, the same words, and others".utf8)

    @Test(
        "every body comes back as it was, whole or in pieces of any size",
        arguments: ContentEncoding.allCases
    )
    func roundTrips(encoding: ContentEncoding) throws {
        var noise = SystemRandomNumberGenerator()
        let bodies = [
            Data(), Data([0]), Self.sample, Data(count: 3_000_000),
            Data((0..<500_000).map { _ in UInt8.random(in: 0...255, using: &noise) }),
        ]
        for body in bodies {
            let packed = try Compression.compress(body, encoding)
            #expect(try Compression.decompress(packed, encoding: encoding) == body)
            for size in [1, 7, 65_536] where packed.count / size < 10_000 {
                let decompressor = try Decompressor(encoding)
                for start in stride(from: 0, to: packed.count, by: size) {
                    try decompressor.append(packed.dropFirst(start).prefix(size))
                }
                #expect(try decompressor.finish() == body)
            }
        }
    }

    @Test("repetition is packed away", arguments: packings)
    func packs(encoding: ContentEncoding) throws {
        #expect(try Compression.compress(Data(count: 1_000_000), encoding).count < 2_000)
    }

    @Test("a body cut short at any byte is refused", arguments: packings)
    func truncation(encoding: ContentEncoding) throws {
        let packed = try Compression.compress(Self.sample, encoding)
        for length in 0..<packed.count {
            let problem = #expect(throws: Problem.self) {
                try Compression.decompress(packed.prefix(length), encoding: encoding)
            }
            #expect(problem?.code == .messageUndecodable, "cut to \(length) bytes")
        }
    }

    @Test("a body with any one byte changed is refused or still the same", arguments: packings)
    func damage(encoding: ContentEncoding) throws {
        let packed = try Compression.compress(Self.sample, encoding)
        for index in packed.indices {
            var damaged = packed
            damaged[index] ^= 0x55
            do {
                let body = try Compression.decompress(damaged, encoding: encoding)
                #expect(body == Self.sample, "byte \(index)")
            } catch {
                #expect(error.code == .messageUndecodable, "byte \(index)")
            }
        }
    }

    @Test("what follows a body and is no packed body is refused", arguments: packings)
    func trailingGarbage(encoding: ContentEncoding) throws {
        let packed = try Compression.compress(Self.sample, encoding)
        let problem = #expect(throws: Problem.self) {
            try Compression.decompress(packed + Data("more".utf8), encoding: encoding)
        }
        #expect(problem?.code == .messageUndecodable)
    }

    @Test(
        "a gigabyte of zeros is given up as soon as it passes the limit, fed in small pieces",
        arguments: packings
    )
    func bombOfManyFrames(encoding: ContentEncoding) throws {
        let mebibyte = try Compression.compress(Data(count: 1_048_576), encoding)
        let decompressor = try Decompressor(encoding)
        var taken = 0
        let problem = #expect(throws: Problem.self) {
            for _ in 0..<1_024 {
                try decompressor.append(mebibyte)
                taken += 1
            }
        }
        #expect(problem == Problem(.messageTooLarge, ["limit": "33554432"]))
        #expect(taken == 32)
    }

    @Test("one piece that holds a gigabyte of zeros is given up too", arguments: packings)
    func bombOfOnePiece(encoding: ContentEncoding) throws {
        let bomb = try Compression.compress(Data(count: 1_048_576), encoding)
        let whole = Data((0..<1_024).flatMap { _ in bomb })
        let problem = #expect(throws: Problem.self) {
            try Compression.decompress(whole, encoding: encoding)
        }
        #expect(problem?.code == .messageTooLarge)
    }

    @Test("the limit itself is allowed, one byte more is not", arguments: ContentEncoding.allCases)
    func limit(encoding: ContentEncoding) throws {
        let packed = try Compression.compress(Data(count: 1_000), encoding)
        #expect(
            try Compression.decompress(packed, encoding: encoding, limit: 1_000).count == 1_000
        )
        let problem = #expect(throws: Problem.self) {
            try Compression.decompress(packed, encoding: encoding, limit: 999)
        }
        #expect(problem == Problem(.messageTooLarge, ["limit": "999"]))
    }

    @Test("frames that unpack to nothing do not go on for ever", arguments: packings)
    func emptyFrames(encoding: ContentEncoding) throws {
        let nothing = try Compression.compress(Data(), encoding)
        let many = Data((0..<10_000).flatMap { _ in nothing })
        let decompressor = try Decompressor(encoding)
        let problem = #expect(throws: Problem.self) {
            for _ in 0..<1_000 { try decompressor.append(many) }
        }
        #expect(problem == Problem(.messageTooLarge, ["limit": "8388608"]))
    }

    @Test("a zstd frame may ask for a window of 8 MiB and no more")
    func window() throws {
        // Magic, no options, 2^(10 + exponent) bytes of window, one last raw block of 5 bytes.
        func frame(exponent: UInt8) -> Data {
            Data([0x28, 0xB5, 0x2F, 0xFD, 0x00, exponent << 3, 0x29, 0, 0]) + Data("hello".utf8)
        }
        #expect(
            try Compression.decompress(frame(exponent: 13), encoding: .zstd) == Data("hello".utf8)
        )
        let problem = #expect(throws: Problem.self) {
            try Compression.decompress(frame(exponent: 17), encoding: .zstd)
        }
        #expect(problem?.code == .messageUndecodable)
    }
}
