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
    /// other. What never becomes legal changes nothing, and is kept as irregular.
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

    private func due(_ status: WorkflowStatus, _ deadline: BusinessDay?) -> [WorkflowStatus.Due] {
        expectations.filter { $0.state == status.state }.compactMap { expectation in
            let day =
                deadline
                ?? BusinessDay(dayNumber: status.since.dayNumber + expectation.days)
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
        while let index = waiting.firstIndex(where: { move(for: $0) != nil }) {
            let event = waiting.remove(at: index)
            guard let move = move(for: event) else { continue }
            if move.target != status.state {
                begin(move.target, event.day, event.details["deadline"].flatMap(BusinessDay.read))
            }
            add(event, isRegular: true)
        }
        for event in waiting { add(event, isRegular: false) }
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
                && move.conditions.allSatisfy { holds($0, for: event) }
        }
    }

    private func holds(_ condition: Workflow.Condition, for event: WorkflowEvent) -> Bool {
        switch condition {
        case .evidence: !event.evidence.isEmpty
        case .detail(let name, let values): event.details[name].map(values.contains) ?? false
        case .count(let kind, let least): status.count(of: kind) >= least
        case .otherAuthor(let kind): status.last(of: kind)?.author != event.author
        case .addressee(let kind):
            status.last(of: kind)?.details["addressee"].map { $0 == event.author } ?? true
                || event.isCounty
        case .county: event.isCounty
        }
    }
}
