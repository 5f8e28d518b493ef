import Metrics
import Synchronization

/// A backend for swift-metrics that keeps counters, gauges and sums in memory and prints them in
/// the text format of Prometheus.
///
/// Timers and aggregating recorders become summaries without quantiles: a sum and a count, from
/// which a rate is computed where they are collected.
final class PrometheusMetrics: MetricsFactory, Sendable {
    fileprivate enum Kind: String {
        case counter, gauge, summary
    }

    fileprivate struct Key: Hashable, Comparable {
        let name: String
        let labels: String

        static func < (left: Self, right: Self) -> Bool {
            (left.name, left.labels) < (right.name, right.labels)
        }
    }

    fileprivate struct Series {
        let kind: Kind
        var value = 0.0
        var count = 0
    }

    private let series = Mutex<[Key: Series]>([:])

    /// What `GET /metrics` answers, in the order of names and labels.
    var text: String {
        let known = series.withLock { $0 }.sorted { $0.key < $1.key }
        var text = ""
        var last = ""
        for (key, one) in known {
            if key.name != last {
                text += "# TYPE \(key.name) \(one.kind.rawValue)\n"
                last = key.name
            }
            if one.kind == .summary {
                text += "\(key.name)_sum\(key.labels) \(one.value)\n"
                text += "\(key.name)_count\(key.labels) \(one.count)\n"
            } else {
                text += "\(key.name)\(key.labels) \(Self.number(one.value))\n"
            }
        }
        return text
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler(.counter, Self.name(label) + "_total", dimensions)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        handler(.gauge, Self.name(label), dimensions)
    }

    func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        handler(aggregate ? .summary : .gauge, Self.name(label), dimensions)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        handler(.summary, Self.name(label) + "_seconds", dimensions)
    }

    // A series stays for the life of the process: a scrape must see a counter that rests.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    private func handler(
        _ kind: Kind,
        _ name: String,
        _ dimensions: [(String, String)]
    ) -> PrometheusSeries {
        let key = Key(name: name, labels: Self.labels(dimensions))
        series.withLock { if $0[key] == nil { $0[key] = Series(kind: kind) } }
        return PrometheusSeries(self, key)
    }

    fileprivate func update(_ key: Key, _ change: (inout Series) -> Void) {
        series.withLock { if var one = $0[key] { change(&one); $0[key] = one } }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" ? $0 : "_" })
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        guard !dimensions.isEmpty else { return "" }
        let pairs = dimensions.map { name, value in
            let escaped = value.map { character -> String in
                switch character {
                case "\\": "\\\\"
                case "\"": "\\\""
                case "\n": "\\n"
                default: String(character)
                }
            }.joined()
            return "\(Self.name(name))=\"\(escaped)\""
        }
        return "{\(pairs.joined(separator: ","))}"
    }
}

/// One series of a ``PrometheusMetrics``.
private final class PrometheusSeries: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    private let metrics: PrometheusMetrics
    private let key: PrometheusMetrics.Key

    init(_ metrics: PrometheusMetrics, _ key: PrometheusMetrics.Key) {
        self.metrics = metrics
        self.key = key
    }

    func increment(by amount: Int64) { metrics.update(key) { $0.value += Double(amount) } }
    func increment(by amount: Double) { metrics.update(key) { $0.value += amount } }
    func decrement(by amount: Double) { metrics.update(key) { $0.value -= amount } }
    func reset() { metrics.update(key) { $0.value = 0 } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { metrics.update(key) { $0.value = value } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        metrics.update(key) { one in
            one.value = one.kind == .summary ? one.value + value : value
            one.count += 1
        }
    }
}
