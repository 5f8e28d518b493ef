import FieldKit
import Foundation

/// The store's own place for accounts and links; they are no records and never travel.
struct ReplicaValues: KeyValues {
    let replica: Replica

    func value(_ key: String) throws -> Data? {
        try replica.read { try $0.store.value(Self.prefix + key) }
    }

    func setValue(_ key: String, _ data: Data?) throws {
        try replica.write { try $0.setValue(Self.prefix + key, data) }
    }

    private static let prefix = "web/"
}

extension ReviewParts {
    /// The review pages of a county's own store.
    init(_ replica: Replica, clock: any Clock) {
        self.init(
            accounts: WebAccounts(values: ReplicaValues(replica: replica), clock: clock),
            sessions: WebSessions(clock: clock),
            desk: ReplicaReviewDesk(replica: replica),
            policies: replica.policies
        )
    }
}
