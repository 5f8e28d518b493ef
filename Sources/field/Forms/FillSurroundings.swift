import FieldKit
import Foundation

/// What a form that is filled in here asks of this laptop.
struct FillSurroundings: FormSurroundings {
    /// The names of who fills in and of the laptop.
    let username: String
    let device: String
    /// The id of the record that the answers will be; empty where they will be none.
    var record = ""

    func milliseconds() -> Int64 { Moment.now() }
    var timeZone: TimeZone { CountyTime.zone }
    func random() -> Double { .random(in: 0..<1) }
    func uuid() -> String { UUID().uuidString.lowercased() }

    func property(_ name: String) -> String? {
        switch name {
        case "username": username
        case "deviceid": device
        case FormProperty.instanceID: record.isEmpty ? nil : Submission.instance(of: record)
        default: nil
        }
    }
}
