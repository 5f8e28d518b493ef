/// Where a record stands in its workflow, and how it came there.
public struct WorkflowStatus: Sendable {
    /// One event, and what it did.
    public struct Step: Sendable {
        /// The event.
        public let event: WorkflowEvent
        /// The state after it.
        public let state: String
        /// Whether it was expected in the state before; if not, it is kept and marked 异常.
        public let isRegular: Bool
    }

    /// What is expected next.
    public struct Due: Hashable, Sendable {
        /// The kind of event.
        public let event: String
        /// The last day for it.
        public let day: BusinessDay
    }

    /// The code of the state.
    public internal(set) var state: String
    /// The day on which it began.
    public internal(set) var since: BusinessDay
    /// The events in the order in which they count.
    public internal(set) var steps: [Step] = []
    /// Whether something is left to be done.
    public internal(set) var isOpen = true
    /// What is expected next; empty if nothing is.
    public internal(set) var due: [Due] = []

    /// The events that were not expected in the state in which they came.
    public var irregular: [WorkflowEvent] { steps.filter { !$0.isRegular }.map(\.event) }

    /// The last event of a kind that counted.
    func last(of kind: String) -> WorkflowEvent? {
        steps.last { $0.isRegular && $0.event.kind == kind }?.event
    }

    /// Whether an event fulfils a condition, after what has counted so far.
    func fulfils(_ condition: Workflow.Condition, _ event: WorkflowEvent) -> Bool {
        switch condition {
        case .evidence: !event.evidence.isEmpty
        case .detail(let name, let values): event.details[name].map(values.contains) ?? false
        case .count(let kind, let least): count(of: kind) >= least
        case .otherAuthor(let kind): last(of: kind)?.author != event.author
        case .addressee(let kind):
            last(of: kind)?.details["addressee"].map { $0 == event.author } ?? true
                || event.desk == .county
        case .office: event.desk != .teacher
        case .county: event.desk == .county
        }
    }

    /// How many events of a kind counted.
    public func count(of kind: String) -> Int {
        steps.count { $0.isRegular && $0.event.kind == kind }
    }
}

extension Workflow {
    /// Computes where a record stands.
    ///
    /// Events count in the order of their days. Of those of one day each counts as soon as it is legal,
    /// the earlier written first, because clocks of two laptops do not tell which came before the
    /// other. One replica's own order is known, and is kept: what was not legal when that replica wrote
    /// something later is not taken after it. What never becomes legal changes nothing, and is kept as
    /// irregular.
    ///
    /// - Parameters:
    ///   - events: What happened, in any order.
    ///   - start: The day on which the record began.
    ///   - today: Until when states pass by time alone.
    /// - Returns: The state, and what each event did.
    public func status(
        of events: [WorkflowEvent],
        since start: BusinessDay,
        today: BusinessDay
    ) -> WorkflowStatus {
        var fold = WorkflowFold(self, since: start)
        var rest = events.sorted()[...]
        while let day = rest.first?.day {
            fold.wait(until: day)
            fold.take(Array(rest.prefix { $0.day == day }))
            rest = rest.drop { $0.day == day }
        }
        fold.wait(until: today)
        var status = fold.status
        status.isOpen = !ends.contains(status.state)
        status.due = due(status, fold.deadline)
        return status
    }

    /// What an event lacked that did not count.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - status: Where the record stands after it.
    /// - Returns: The conditions that it does not fulfil; empty if it is not expected in that state at all.
    public func lacks(_ event: WorkflowEvent, in status: WorkflowStatus) -> [Condition] {
        moves.first { $0.event == event.kind && $0.from.contains(status.state) }?.conditions
            .filter { !status.fulfils($0, event) } ?? []
    }

    /// The states in which a kind of event is expected, in the order of the table.
    public func states(expecting kind: String) -> [Word] {
        let from = moves.filter { $0.event == kind }.reduce(into: Set<String>()) {
            $0.formUnion($1.from)
        }
        return states.filter { from.contains($0.code) }
    }

    private func due(_ status: WorkflowStatus, _ deadline: BusinessDay?) -> [WorkflowStatus.Due] {
        expectations.filter { $0.state == status.state }.compactMap { expectation in
            // What has happened in this state is expected again after as many days.
            let last = status.last(of: expectation.event).flatMap {
                $0.day > status.since ? $0 : nil
            }
            let named = last == nil ? deadline : nil
            let start = last?.day ?? status.since
            let day = named ?? BusinessDay(dayNumber: start.dayNumber + expectation.days)
            return day.map { WorkflowStatus.Due(event: expectation.event, day: $0) }
        }
    }
}

/// The computing of a state.
private struct WorkflowFold {
    private let workflow: Workflow
    private(set) var status: WorkflowStatus
    /// The day that the event named which began the state.
    private(set) var deadline: BusinessDay?

    init(_ workflow: Workflow, since start: BusinessDay) {
        self.workflow = workflow
        status = WorkflowStatus(state: workflow.states[0].code, since: start)
    }

    /// Lets time pass; one wait may begin another.
    mutating func wait(until day: BusinessDay) {
        while let wait = workflow.waits.first(where: { $0.state == status.state }) {
            let last: BusinessDay?
            switch wait.end {
            case .days(let days): last = BusinessDay(dayNumber: status.since.dayNumber + days)
            case .deadline(let days):
                last = deadline ?? BusinessDay(dayNumber: status.since.dayNumber + days)
            }
            guard let last, last < day, let next = BusinessDay(dayNumber: last.dayNumber + 1) else {
                return
            }
            begin(wait.target, next, nil)
        }
    }

    /// Takes the events of one day.
    mutating func take(_ events: [WorkflowEvent]) {
        var waiting = events
        while let (index, move) = next(in: waiting) {
            let event = waiting.remove(at: index)
            // Its replica knew of these when it wrote the event, and that they changed nothing.
            for passed in waiting where passed.precedes(event) { add(passed, isRegular: false) }
            waiting.removeAll { $0.precedes(event) }
            if move.target != status.state {
                begin(move.target, event.day, event.details["deadline"].flatMap(BusinessDay.read))
            }
            add(event, isRegular: true)
        }
        for event in waiting { add(event, isRegular: false) }
    }

    /// The event that is taken next, and where it leads: one before which its replica wrote nothing that
    /// still waits, else any that is legal.
    private func next(in waiting: [WorkflowEvent]) -> (Int, Workflow.Move)? {
        var passing: (Int, Workflow.Move)?
        for (index, event) in waiting.enumerated() {
            guard let move = move(for: event) else { continue }
            if !waiting.contains(where: { $0.precedes(event) }) { return (index, move) }
            if passing == nil { passing = (index, move) }
        }
        return passing
    }

    private mutating func begin(_ state: String, _ day: BusinessDay, _ named: BusinessDay?) {
        status.state = state
        status.since = day
        deadline = named
    }

    private mutating func add(_ event: WorkflowEvent, isRegular: Bool) {
        status.steps.append(
            WorkflowStatus.Step(event: event, state: status.state, isRegular: isRegular)
        )
    }

    private func move(for event: WorkflowEvent) -> Workflow.Move? {
        workflow.moves.first { move in
            move.event == event.kind && move.from.contains(status.state)
                && move.conditions.allSatisfy { status.fulfils($0, event) }
        }
    }
}
