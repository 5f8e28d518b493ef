/// Tells what who works here wrote from what others did, also colleagues at the same laptop.
///
/// Made once for a reading: the people of a laptop are decoded each time.
struct OwnHand {
    /// The name of who works here; nil on a laptop that belongs to no county.
    let name: String?
    private let people: LaptopPeople
    private let device: DeviceID

    init(_ reader: ReplicaReader) throws {
        name = try reader.workingName()
        people = try reader.people()
        device = reader.replica.device
    }

    /// Whether who works here wrote it on this laptop.
    func wroteHere(_ write: Write) -> Bool {
        wroteHere(write.dot.replica, as: write.author)
    }

    /// The same of a write of which only the replica and the author are known.
    func wroteHere(_ replica: ReplicaID, as author: String) -> Bool {
        replica.device == device && people.isOwn(author: author)
    }

    /// Whether who works here wrote it, on this laptop or on another one under the same name.
    func wrote(_ write: Write) -> Bool { wroteHere(write) || write.author == name }
}
