import FieldKit
import Foundation
import Logging

/// Writes events to standard error, one JSON object a line.
///
/// Messages are constants; what varies is metadata, and that is ids, counts and codes.
struct StructuredLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let label: String
    private let clock: any FieldKit.Clock
    private let output: @Sendable (Data) -> Void

    /// The output takes one whole line at a time.
    init(
        label: String,
        clock: any FieldKit.Clock,
        output: @escaping @Sendable (Data) -> Void = { FileHandle.standardError.write($0) }
    ) {
        self.label = label
        self.clock = clock
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
            .mapValues { "\($0)" }
        let at = Date(timeIntervalSince1970: Double(clock.milliseconds()) / 1000)
        fields["at"] = at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        fields["level"] = event.level.rawValue
        fields["label"] = label
        fields["message"] = "\(event.message)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(fields) else { return }
        line.append(UInt8(ascii: "\n"))
        output(line)
    }
}
