import FieldKit

/// What the review pages are put together from.
struct ReviewParts: Sendable {
    let accounts: WebAccounts
    let sessions: WebSessions
    let desk: any ReviewDesk
    /// What people call types and fields.
    let policies: PolicyTable
}
