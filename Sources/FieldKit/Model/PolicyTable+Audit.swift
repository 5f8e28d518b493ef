extension PolicyTable {
    /// What somebody did that is to be answered for; nothing of it changes once it is written.
    static let auditEvent = TypePolicy(
        "audit_event",
        "审计记录",
        isImmutable: true,
        fields: [
            FieldPolicy("action", "操作", authority: .once),
            FieldPolicy("object", "对象", authority: .once),
            FieldPolicy("reason", "理由", authority: .once),
            FieldPolicy("count", "人数", kind: .integer, authority: .once),
            FieldPolicy("role", "角色", authority: .once),
        ]
    )
}
