/// What a question holds once it is answered.
///
/// The kinds are those that expressions tell apart: a calculation that gives a number holds a
/// number, though its question is of no type.
public enum AnswerValue: Sendable, Hashable, Codable {
    /// Text, a choice, choices with blanks between them, a place, a file's name.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// Any other number.
    case decimal(Double)
    /// True or false, as a calculation gives it.
    case boolean(Bool)
    /// A day: the milliseconds since 1970 of its midnight.
    case date(Int64)
    /// A time of day: the milliseconds since 1970 of that time on the day it was answered.
    case time(Int64)
    /// A moment: milliseconds since 1970.
    case moment(Int64)
}
