#if PLANTED_BUGS
/// Known mistakes, one of which the simulator switches on to see that it is found; the product is
/// built without them.
package enum Planted: String, CaseIterable, Sendable {
    case contextOfTheWholeRecord = "an edit covers all registers of its record"
    case contextAtCommit = "an edit covers what is there when it is saved, not what was read"
    case contextRoundedUp = "the exceptions of a context are dropped"
    case contextNotClosed = "covering an entry does not cover its context"
    case identityReused =
        "a restored store goes on under its old identity, and forks go unseen"
    case checkpointOnOneSide = "the server believes the asker's checkpoints"
    case resumeAtNewest = "the asker does not go back to the common checkpoint"
    case sealFrozen = "a held write freezes the seal of its log"
    case sealTooEarly = "what a relay has taken counts as sealed"
    case proofByNumber = "a run of a log is believed without its hash"
    case proofByCopy = "a line of a copy proves one's own"
    case scopeOnPushOnly = "the scope is checked on push only"
    case leavingUntold = "no notice is given of leaving a bucket, and nothing compares"
    case sumNotUpdated = "the sum of a bucket keeps what has left it"
    case forkUnseen = "a second write with a known dot counts as known"
    case oneBranch = "of a fork only one branch is issued again"
    case refusalUnanswered = "a refused write is not answered"
    case returnWithoutLog = "a record that comes back forgets the own log"
    case heldForEver = "what is held aside is never judged again"
    case evictedUnsealed = "a record is forgotten before its writes are sealed"
    case ownLogEvicted = "own lines are forgotten with their record"
    case sameThoughUnsealed = "an asker with unsealed writes is told that nothing has changed"
    case noticesKept = "notices of leaving outlive a restore of their giver"
    case partOfRecord = "a relay takes a later write for the whole record"
    case cursorBeforeApply = "the cursor is saved before its page is taken in, and nothing compares"
    case groupInPart = "of a command only the first write is taken in at once"
    case reEncoded = "what is passed on is encoded anew"
    case signatureUnchecked = "signatures are not checked"
    case clockFollowsOthers = "one's stamps follow those of others"
    case deletionUnopposed = "a deletion wins over an edit unseen"
    case equalValuesInConflict = "equal values are told as a conflict"
    case resolutionReopened = "a decision does not cover what its entries had covered"

    /// The one that is on.
    nonisolated(unsafe) package static var current: Planted?

    /// Whether another net holds it, so that alone it breaks nothing that the simulator sees in some
    /// thousands of seeds.
    package var isHarmlessAlone: Bool {
        [.evictedUnsealed, .sameThoughUnsealed, .noticesKept, .partOfRecord, .heldForEver].contains(
            self
        )
    }

    /// Whether a mistake is on that forks would show, or that the comparison would mend: those nets are
    /// what they are there for, and alone they hold.
    static var hidesForks: Bool { current == .forkUnseen || current == .identityReused }
    static var comparesNothing: Bool {
        current == .cursorBeforeApply || current == .leavingUntold
    }
}
#endif
