extension Replica {
    /// The teachers of a name or staff number whose records are held here.
    ///
    /// Looks through all teachers: a township has hundreds, and somebody signs up once.
    ///
    /// - Parameter typed: A whole name or a whole staff number.
    /// - Returns: Their records; several where a name is borne by several.
    /// - Throws: What the store meets.
    public func teachers(called typed: String) throws -> [RecordView] {
        var fitting: [RecordView] = []
        try list("teacher") { view in
            let known = [view.values["name"]?.text, view.values["staff_number"]?.text]
            if known.contains(typed) { fitting.append(view) }
        }
        return fitting
    }
}
