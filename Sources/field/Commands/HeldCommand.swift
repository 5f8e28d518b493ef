import ArgumentParser
import FieldKit

/// `field held`: what is held aside or refused, here, at the relay or at the county.
struct HeldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "列出搁置或被拒的内容 · List what is held aside or refused; nothing of it is lost.",
        discussion: """
            held retry：更新程序后再试一次。
            held retry: try again, after an update.
            """,
        aliases: ["搁置"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @OptionGroup var listing: ListingOptions

    @Argument(help: "retry：再试一次 · retry: try again.")
    var deed: Deed?

    /// What is done beside listing.
    enum Deed: String, CaseIterable, ExpressibleByArgument {
        case retry
    }

    func run() throws {
        try global.place.replica { replica in
            if deed == .retry {
                let taken = try replica.retryHeld()
                Terminal.note("再试后取用 \(taken) 条。", "\(taken) were taken now.")
            }
            let held = try replica.held()
            guard !output.json else { return try Terminal.print(.array(held.map(Self.json))) }
            try listing.show(replica, as: "held") { names, page in
                Self.add(held, names, &page)
            }
        }
    }

    private static func add(_ held: [HeldWrite], _ names: ShownNames, _ page: inout Page) {
        let text = RecordText(.county)
        for item in held {
            let id = item.id.map { "\($0)" } ?? "?"
            let place = place(item.place)
            let since = Moment.local(item.since)
            page.add("\(text.type(item.type)) \(id)  \(place)  \(since)")
            page.add("  \(item.problem.sentence(.current)) [\(item.code)]")
            page.add("  \(item.problem.next(.current))")
            for register in item.registers {
                page.add("    " + line(register, of: item.type, text, names))
            }
        }
        page.say("共 \(held.count) 条。", "\(held.count) held aside.")
    }

    /// What was written, as `put` takes it: the record may be gone from here, these words are not.
    private static func line(
        _ register: RegisterWrite,
        of type: String,
        _ text: RecordText,
        _ names: ShownNames
    ) -> String {
        let name =
            register.key.name == RegisterKey.bucketName
            ? Language.current("所属", "bucket") : text.field(register.key.name, of: type)
        guard let element = register.key.element else {
            let value = text.value(register.value, field: register.key.name, of: type)
            return "\(name)=\(names.value(value, field: register.key.name))"
        }
        let sign = register.value == .boolean(true) ? "+" : "-"
        return "\(name)\(sign)=\(names.value(element, field: register.key.name))"
    }

    private static func json(_ item: HeldWrite) -> JSON {
        let fields = item.registers.filter { $0.key.element == nil && !$0.key.isProtocol }.map {
            ($0.key.name, $0.value == .cleared ? JSON.null : JSON($0.value))
        }
        let buckets = item.registers.filter { $0.key.name == RegisterKey.bucketName }.compactMap {
            register in
            register.key.element.map { register.value == .boolean(true) ? $0 : "-\($0)" }
        }
        return .keys([
            "bucket": .texts(buckets),
            "set": .object(Dictionary(fields) { $1 }),
            "add": .object(elements(item.registers) { $0 == .boolean(true) }),
            "remove": .object(elements(item.registers) { $0 != .boolean(true) }),
            "type": .text(item.type), "id": item.id.map { .text("\($0)") },
            "where": .text(item.place), "code": .text(item.code),
            "reason": .text(item.problem.sentence(.current)),
            "next": .text(item.problem.next(.current)), "since": .text(Moment.iso(item.since)),
        ])
    }

    private static func elements(
        _ registers: [RegisterWrite],
        _ isWanted: (Value) -> Bool
    ) -> [String: JSON] {
        let wanted = registers.filter {
            $0.key.element != nil && !$0.key.isProtocol && isWanted($0.value)
        }
        return Dictionary(grouping: wanted, by: \.key.name).mapValues { list in
            .texts(list.compactMap(\.key.element))
        }
    }

    private static func place(_ place: String) -> String {
        switch place {
        case "relay": Language.current("在中心校", "at the relay")
        case "county": Language.current("在县里", "at the county")
        default: Language.current("在本机", "here")
        }
    }
}
