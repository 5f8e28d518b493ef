import FieldKit
import Foundation
import TestSupport

/// A later version of the program takes part.
extension Simulation {
    /// The field of a record that only the later version has.
    private static let field = RegisterKey("later_field")
    /// A field of the message that only the later version has: number 1000, the number 1.
    private static let unknown = Data([0xC0, 0x3E, 0x01])

    /// Writes what this version knows neither as a field of the record nor as one of the message.
    func editLater(_ member: Member, _ view: RecordView, _ reading: Reading) throws {
        let mark = try mark(of: view)
        let value = Value.text("\(mark) later \(random.below(4))")
        try write(member, "edits \(label(view.id)) as a later version", reading) { writer in
            let id = try writer.currentReplica()
            let last = try writer.log(id).high
            guard let state = try writer.state(view.id) else { return }
            let read = state.entries(Self.field).filter { $0.value == reading.shown[Self.field] }
            let context = read.reduce(into: CausalContext()) { $0.formUnion($1.covered) }
            let plain = try WriteCodec.sign(
                Write(
                    dot: Dot(id, (last?.high ?? 0) + 1),
                    previous: last?.hash,
                    type: view.type,
                    record: view.id,
                    stamp: member.clock.milliseconds() + (try writer.clockOffset() ?? 0),
                    generation: state.generation + 1,
                    author: member.name,
                    registers: [RegisterWrite(key: Self.field, value: value, context: context)]
                ),
                with: member.key
            )
            let body = plain.body + Self.unknown
            let signed = try WriteCodec.decode(
                body: body,
                signature: try WriteCodec.signature(of: body, by: member.key)
            )
            try writer.noteLine(signed)
            try writer.apply(signed, source: nil)
        }
    }
}
