import FieldKit

/// Makes a new county: store, own certificate, CA, HTTPS certificate, settings.
struct CountyFounding {
    /// For people.
    let name: String
    /// The code of its division.
    let division: String
    /// Where laptops reach it; empty: on this machine only.
    let hosts: [String]

    /// Makes it in a folder, and opens the store.
    ///
    /// - Throws: `listen_invalid` for a host that is no name, `home_exists`.
    func found(in folder: ServerFolder) throws -> ReplicaFolder {
        let settings = ServerSettings(
            name: name,
            division: division,
            role: .county,
            hosts: hosts.isEmpty ? ServerSettings.localHosts : hosts
        )
        let names = try settings.hostNames()
        let store = try folder.create(.county)
        try TransportIdentity.create(in: folder, name: name, hosts: names)
        try store.replica.foundCounty(name: name)
        try folder.save(settings)
        return store
    }
}
