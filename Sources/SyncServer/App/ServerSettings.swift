/// What `init` or `join` wrote about a server, in `settings.json`.
struct ServerSettings: Codable, Hashable, Sendable {
    /// What a server is to its county.
    enum Role: String, Codable, Sendable {
        /// The one that seals, enrols and decides.
        case county
        /// A township's, between its laptops and the county.
        case relay
    }

    /// The name of the county or the township, for people.
    var name: String
    /// The code of its administrative division; the buckets in its scope begin with it.
    var division: String
    /// County or relay.
    var role: Role
    /// The DNS names and addresses under which laptops reach it.
    var hosts: [String]
    /// A relay's county, as a URL.
    var upstream: String?

    /// The hosts, read.
    func hostNames() throws -> [HostName] { try hosts.map { try HostName($0) } }

    /// The hosts of a server whose `init` named none.
    static let localHosts = ["localhost", "127.0.0.1"]
}
