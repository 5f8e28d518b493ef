import Crypto
import Foundation
import SwiftProtobuf

extension ReplicaWriter {
    /// At the county, after a fork: issues again every write of every branch from the first
    /// differing counter on, under new ids, so that each branch is live, or covered by what had read
    /// it, and no dot means two things.
    ///
    /// The new id is derived from the whole new content: a restored county that knows less never
    /// gives one id to two contents.
    package func reissueForks() throws {
        for replica in try loggedReplicas() {
            guard let lowest = try log(replica).forkedFrom else { continue }
            var lines: [WriteHash: SignedWrite] = [:]
            for stored in try store.log(replica, from: lowest, limit: Int.max >> 1) {
                let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
                lines[signed.hash] = signed
            }
            let order = lines.values.sorted {
                ($0.write.dot.counter, $0.hash) < ($1.write.dot.counter, $1.hash)
            }
            for signed in order where try store.value(Keys.reissued(signed.hash)) == nil {
                #if PLANTED_BUGS
                if Planted.current == .oneBranch {
                    if order.contains(where: {
                        $0.write.dot == signed.write.dot && $0.hash < signed.hash
                    }) {
                        continue
                    }
                }
                #endif
                guard try !isHeld(signed.hash) else { continue }
                try reissue(signed, among: lines)
            }
        }
    }

    private func reissue(
        _ signed: SignedWrite,
        among lines: [WriteHash: SignedWrite]
    ) throws {
        let write = signed.write
        let registers = try write.registers.map { register in
            var context = register.context
            context.insert(write.dot)
            var before = write.previous.flatMap { lines[$0] }
            while let line = before {
                if register.context.contains(line.write.dot),
                    line.write.register(register.key) != nil,
                    let dot = try reissuedDot(of: line.hash)
                {
                    context.insert(dot)
                }
                before = line.write.previous.flatMap { lines[$0] }
            }
            return RegisterWrite(key: register.key, value: register.value, context: context)
        }
        var hasher = SHA256()
        hasher.update(data: Data("FieldKit reissue 1\0".utf8))
        hasher.update(data: signed.hash.bytes)
        for register in registers {
            hasher.update(data: try WireContext(register.context).serializedData())
        }
        let incarnation = hasher.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let id = ReplicaID(device: replica.device, incarnation: incarnation)
        let again = Write(
            dot: Dot(id, 1),
            previous: nil,
            type: write.type,
            record: write.record,
            stamp: write.stamp,
            generation: write.generation,
            author: write.author,
            registers: registers,
            reissueOf: signed.hash,
            minimumVersion: write.minimumVersion
        )
        let reissued = try WriteCodec.sign(again, with: replica.key)
        try noteLine(reissued)
        try apply(reissued, source: nil)
        try setValue(Keys.reissued(signed.hash), id.bytes)
    }

    private func reissuedDot(of hash: WriteHash) throws -> Dot? {
        try store.value(Keys.reissued(hash)).flatMap { ReplicaID(bytes: $0) }.map { Dot($0, 1) }
    }
}
