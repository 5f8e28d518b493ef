import FieldKit
import Foundation
import Testing

@Suite struct `Vectors of merges` {
    @Test func `are those of the file`() throws {
        try VectorFile.check(
            "merges.json",
            "Writes of one record, and the state that they give in any order.",
            [
                try workedExample(), try equalValues(), try tieByReplica(), try tieByHash(),
                try cleared(), try mostSevere(), try forms(), try sets(), try moved(),
                try deleted(), try contested(), try takenBack(), try partly(), try unknownKind(),
                try decimals(),
            ]
        )
    }

    private func workedExample() throws -> JSON {
        let history = try History()
        let a1 = try history.write(1, "note", .text("came"), stamp: 10)
        try history.write(2, "note", .text("came twice"), stamp: 20, read: [a1])
        let c1 = try history.write(3, "note", .text("moved away"), stamp: 30, read: [a1])
        let a2 = try history.write(1, "note", .text("moved to town"), stamp: 15, read: [c1])
        let open = try history.json("three replicas, before the decision")
        let all = [a1, history.writes[1], c1, a2]
        try history.write(4, "note", .text("moved to town"), stamp: 40, read: all)
        return ["name": "the worked example", "steps": [open, try history.json("and after it")]]
    }

    private func equalValues() throws -> JSON {
        let history = try History()
        try history.write(1, "note", .text("same"), stamp: 1)
        try history.write(2, "note", .text("same"), stamp: 2)
        return try history.json("equal values are no conflict")
    }

    private func tieByReplica() throws -> JSON {
        let history = try History()
        for author in 1...3 {
            try history.write(author, "note", .text("by \(author)"), stamp: 5)
        }
        return try history.json("equal stamps: the greater replica is shown")
    }

    /// Two branches of a fork have one dot; only their hashes differ.
    private func tieByHash() throws -> JSON {
        let history = try History()
        try history.write(1, "note", .text("one branch"), stamp: 5)
        let twin = try History()
        try twin.write(1, "note", .text("the other"), stamp: 5)
        history.add(twin.writes)
        return try history.json("equal stamps and replicas: the greater hash is shown")
    }

    private func cleared() throws -> JSON {
        let history = try History()
        let first = try history.write(1, "note", .text("x"), stamp: 1)
        try history.write(2, "note", .cleared, stamp: 3, read: [first])
        try history.write(3, "note", .text("y"), stamp: 2, read: [first])
        return try history.json("a cleared value may be the one shown, and is absent then")
    }

    private func mostSevere() throws -> JSON {
        let history = try History("daily_check")
        try history.write(1, "mood", .integer(9), stamp: 1)
        try history.write(2, "mood", .integer(10), stamp: 1)
        try history.write(3, "mood", .text("95"), stamp: 9)
        return try history.json("the most severe: by number, above all that is none")
    }

    private func forms() throws -> JSON {
        let history = try History()
        try history.write(1, "note", .text("\u{E9}"), stamp: 1)
        try history.write(2, "note", .text("e\u{301}"), stamp: 1)
        return try history.json("values are compared byte by byte")
    }

    private func sets() throws -> JSON {
        let history = try History()
        let added = try history.write(1, "phones", element: "1", .boolean(true), stamp: 1)
        try history.write(2, "phones", element: "1", .boolean(false), stamp: 9, read: [added])
        try history.write(3, "phones", element: "1", .boolean(true), stamp: 2, read: [added])
        let two = try history.write(1, "phones", element: "2", .boolean(true), stamp: 1)
        try history.write(2, "phones", element: "2", .boolean(false), stamp: 2, read: [two])
        try history.write(3, "phones", element: "", .boolean(true), stamp: 1)
        return try history.json("adding wins over a removal that did not know of it")
    }

    private func moved() throws -> JSON {
        let history = try History()
        let name = RegisterKey.bucketName
        let from = try history.write(1, name, element: "610326101901", .boolean(true), stamp: 1)
        for (author, target) in [(2, "610326101902"), (3, "610326101903")] {
            try history.write(
                author,
                stamp: 2,
                [
                    (
                        .bucket("610326101901"), .boolean(false),
                        history.covering(name, "610326101901", [from])
                    ),
                    (.bucket(target), .boolean(true), CausalContext()),
                ]
            )
        }
        return try history.json("two moves at once: in both until somebody decides")
    }

    private func deleted() throws -> JSON {
        let history = try History()
        let one = try history.write(1, "note", .text("x"), stamp: 1)
        let two = try history.write(2, "address", .text("y"), stamp: 1)
        try history.write(3, "@deleted", .boolean(true), stamp: 2, read: [one, two])
        try history.write(4, "@bucket", element: "610326101901", .boolean(true), stamp: 3)
        return try history.json("deleted by one who had read all; a bucket is no content")
    }

    private func contested() throws -> JSON {
        let history = try History()
        let one = try history.write(1, "note", .text("x"), stamp: 1)
        try history.write(2, "@deleted", .boolean(true), stamp: 2, read: [one])
        try history.write(3, "address", .text("new"), stamp: 1)
        return try history.json("a delete that had not read all is contested")
    }

    private func takenBack() throws -> JSON {
        let history = try History()
        let one = try history.write(1, "note", .text("x"), stamp: 1)
        let deletion = try history.write(2, "@deleted", .boolean(true), stamp: 2, read: [one])
        try history.write(
            1,
            stamp: 3,
            [
                (.deleted, .boolean(false), history.covering("@deleted", nil, [one, deletion])),
                (RegisterKey("note"), .text("back"), history.covering("note", nil, [one])),
            ]
        )
        return try history.json("an edit of a deleted record takes the deletion back")
    }

    private func partly() throws -> JSON {
        let history = try History()
        let both = try history.write(
            1,
            stamp: 1,
            [
                (RegisterKey("address"), .text("a"), CausalContext()),
                (RegisterKey("note"), .text("n"), CausalContext()),
            ]
        )
        try history.write(2, "note", .text("m"), stamp: 2, read: [both])
        return try history.json("a write may be live in one of its registers only")
    }

    private func unknownKind() throws -> JSON {
        let history = try History()
        try history.write(1, "note", .unknown(Data([0x4A, 0x01, 0x61])), stamp: 1)
        try history.write(2, "note", .unknown(Data([0x4A, 0x01, 0x62])), stamp: 2)
        return try history.json("values of unknown kinds are compared by their bytes")
    }

    private func decimals() throws -> JSON {
        let history = try History()
        try history.write(1, "height", .decimal(unscaled: 10, scale: 1), stamp: 1)
        try history.write(2, "height", .decimal(unscaled: 100, scale: 2), stamp: 1)
        return try history.json("decimals of different scales are different")
    }
}
