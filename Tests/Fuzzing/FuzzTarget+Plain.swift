import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport

extension FuzzTarget {
    /// Readers of one message or text by itself.
    static let plain = [
        write, certificate, seal, code, version, zstd, gzip, students, teachers, day, className,
        nationalNumber, ranges, workbook,
    ]

    private static let county = VectorKey.key(9)
    private static let author = VectorKey.key(1)

    private static let write = FuzzTarget(
        name: "write",
        samples: { try FuzzSamples.writes().map(\.body) }
    ) {
        let good = Set(try FuzzSamples.writes().map(\.body))
        let signature = try FuzzSamples.writes()[0].signature
        return { body in
            let signed = try WriteCodec.decode(body: body, signature: signature)
            let again = try WriteCodec.sign(signed.write, with: author)
            guard again.write == signed.write else {
                return "means something else when encoded again"
            }
            guard WriteCodec.isSigned(signed, by: author.publicKey), !good.contains(body) else {
                return nil
            }
            return "a signature over another body"
        }
    }

    private static let certificate = FuzzTarget(
        name: "certificate",
        samples: { try FuzzSamples.certificates().map { try $0.encoded() } }
    ) {
        let good = Set(try FuzzSamples.certificates().map { try $0.encoded() })
        return { data in
            let read = try DeviceCertificate(encoded: data)
            guard read.isSigned(by: county.publicKey), !good.contains(try read.encoded()) else {
                return nil
            }
            return "a certificate that the county never signed"
        }
    }

    private static let seal = FuzzTarget(
        name: "seal",
        samples: { try FuzzSamples.seals().map { try $0.serializedData() } }
    ) {
        let good = Set(try FuzzSamples.seals().map(\.body))
        return { data in
            guard let message = try? WireSignedSeal(serializedBytes: data) else {
                throw Problem(.messageUndecodable)
            }
            let read = try Seal(message)
            guard read.isSigned(by: county.publicKey), !good.contains(message.body) else {
                return nil
            }
            return "a seal that the county never signed"
        }
    }

    private static let code = FuzzTarget(
        name: "code",
        samples: {
            [UInt64(1), 2].compactMap { number in
                let random = SeededRandom(seed: number)
                return EnrolmentCode(secret: random.bytes(8), authority: random.bytes(16))
                    .map { Data($0.text.utf8) }
            }
        },
        reader: {
            { data in
                let code = try EnrolmentCode(String(decoding: data, as: UTF8.self))
                let again = try EnrolmentCode(code.text)
                return again.secret == code.secret ? nil : "another secret when written again"
            }
        }
    )

    private static let version = FuzzTarget(
        name: "version",
        samples: {
            try FuzzSamples.writes().map { write in
                Data(RecordVersion(CausalContext([write.write.dot])).description.utf8)
            }
        },
        reader: {
            { data in
                let version = try RecordVersion(String(decoding: data, as: UTF8.self))
                let again = try RecordVersion(version.description)
                return again == version ? nil : "another version when written again"
            }
        }
    )

    private static let zstd = packed("zstd", .zstd)
    private static let gzip = packed("gzip", .gzip)
    private static let unpackedMax = 1 << 20

    private static func packed(_ name: String, _ encoding: ContentEncoding) -> FuzzTarget {
        FuzzTarget(
            name: name,
            samples: {
                let bodies = try FuzzSamples.writes().map(\.body)
                let long = Data(repeating: 7, count: unpackedMax)
                return try (bodies + [long]).map { try Compression.compress($0, encoding) }
            },
            reader: {
                { data in
                    let body = try Compression.decompress(
                        data,
                        encoding: encoding,
                        limit: unpackedMax
                    )
                    return body.count <= unpackedMax ? nil : "\(body.count) bytes above the limit"
                }
            }
        )
    }

    private static let workbook = FuzzTarget(
        name: "workbook",
        samples: { [try FuzzSamples.workbook()] }
    ) {
        { data in
            let book = try Workbook(bytes: data, fileName: "form.xlsx")
            for sheet in book.sheets { _ = try book.mergedCells(of: sheet) }
            _ = try XLSForm.read(bytes: data, fileName: "form.xlsx")
            return nil
        }
    }

    private static let students = roster("students", .student, FuzzSamples.students)
    private static let teachers = roster("teachers", .teacher, FuzzSamples.teachers)

    private static func roster(_ name: String, _ kind: RosterKind, _ text: String) -> FuzzTarget {
        FuzzTarget(
            name: name,
            samples: { [Data(text.utf8), Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)] },
            reader: {
                let today = BusinessDay(year: 2026, month: 9, day: 21)
                return { data in
                    guard let today else { return nil }
                    let reading = try RosterImport.rows(
                        kind: kind,
                        bytes: data,
                        fileName: "list.csv",
                        today: today
                    )
                    let lines = data.split(
                        separator: UInt8(ascii: "\n"),
                        omittingEmptySubsequences: false
                    )
                    let all = reading.rows.count + reading.refused.count
                    return all <= 2 * lines.count + 2 ? nil : "\(all) rows of \(lines.count) lines"
                }
            }
        )
    }

    private static let day = texts("day", ["2026-09-21", "2026年9月3日", "9-3", "20260903", "昨天"]) {
        guard let day = BusinessDay.read($0) else { throw Problem(.valueMissing) }
        let again = BusinessDay.read("\(day)")
        return again == day ? nil : "another day when written again"
    }

    private static let className = texts("class", ["三年级2班", "302", "初一（3）班", "高三12班", "学前班"]) {
        guard ClassName.read($0, schoolYear: 2026) != nil else { throw Problem(.valueMissing) }
        return nil
    }

    private static let nationalNumber = texts(
        "national-number",
        ["610326201001011234", "61032620100101123X", "610326100101123", " 6103 2620 1001 0112 34"]
    ) { text in
        guard let today = BusinessDay(year: 2026, month: 9, day: 21) else { return nil }
        let number = try NationalNumber.read(text, today: today).number
        let again = try NationalNumber.read(number.text, today: today).number
        return again == number ? nil : "another number when written again"
    }

    private static func texts(
        _ name: String,
        _ samples: [String],
        _ read: @escaping @Sendable (String) throws -> String?
    ) -> FuzzTarget {
        FuzzTarget(
            name: name,
            samples: { samples.map { Data($0.utf8) } },
            reader: { { data in try read(String(decoding: data, as: UTF8.self)) } }
        )
    }

    private static let ranges = FuzzTarget(
        name: "ranges",
        samples: {
            let mine = RangeRecords(FuzzSamples.records(60))
            var search = RangeSearch(RangeRecords(FuzzSamples.records(70)))
            var request = WireRangesRequest()
            request.ranges = search.next() ?? []
            var reply = WireRangesReply()
            reply.ranges = try mine.answer(request.ranges)
            return [try request.serializedData(), try reply.serializedData()]
        },
        reader: {
            let mine = RangeRecords(FuzzSamples.records(60))
            let theirs = RangeRecords(FuzzSamples.records(70))
            return { data in
                guard let request = try? WireRangesRequest(serializedBytes: data) else {
                    throw Problem(.messageUndecodable)
                }
                // The two messages have their ranges under one number: each is read as both.
                _ = try? mine.answer(request.ranges)
                var search = RangeSearch(theirs)
                _ = search.next()
                guard let reply = try? WireRangesReply(serializedBytes: data) else { return nil }
                try search.take(reply.ranges)
                return nil
            }
        }
    )
}
