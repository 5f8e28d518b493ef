import Foundation

/// What a form asks of a machine at which nobody sits.
struct ReplicaSurroundings: FormSurroundings {
    let clock: any Clock
    let source: any RandomSource

    func milliseconds() -> Int64 { clock.milliseconds() }
    var timeZone: TimeZone { CountyTime.zone }
    func random() -> Double { Double(source.next() >> 11) / 9_007_199_254_740_992 }
    func uuid() -> String {
        "\(RecordID(milliseconds: milliseconds(), random: (source.next(), source.next())))"
    }
    func property(_ name: String) -> String? { nil }
}
