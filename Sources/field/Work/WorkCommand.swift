import ArgumentParser
import FieldKit

/// A command about one type of things in hand: what is open, what has happened, what is expected next.
protocol WorkCommand: ParsableCommand {
    /// The type of its records.
    static var type: String { get }
    /// What else begins a new one, beside `new` and 新建.
    static var beginnings: [String] { get }
    var options: WorkOptions { get }
}

extension WorkCommand {
    static var beginnings: [String] { [] }

    func run() throws { try work() }

    /// Lists, shows, begins, or writes down what has happened.
    func work() throws {
        try options.global.place.open { folder in
            guard let workflow = Workflow.of(Self.type), let today = Moment.today() else {
                throw Problem(.internalError)
            }
            let desk = WorkDesk(workflow: workflow, options: options, today: today)
            switch options.action {
            case "list", "列表": try desk.list(folder)
            case "show", "看": try desk.show(folder)
            case let action where (["new", "新建"] + Self.beginnings).contains(action):
                try desk.begin(folder)
            default: try desk.happen(folder)
            }
        }
    }
}
