package import FieldKit

extension PasswordHash.Cost {
    /// So that tests are fast.
    package static let small = PasswordHash.Cost(rounds: 16, blockSize: 8, parallelism: 1)
}

extension LaptopPeople {
    /// People whose passphrase is their name and "word"; the last of them works at the laptop.
    package static func sharing(_ names: String...) throws -> LaptopPeople {
        var people = LaptopPeople()
        for name in names {
            try people.add(name, nil, PasswordHash("\(name) word", lengthMin: 6, cost: .small))
        }
        return people
    }

    /// The same with another of them at the laptop.
    package func with(_ name: String) throws -> LaptopPeople {
        var people = self
        try people.signIn(name, passphrase: "\(name) word")
        return people
    }
}
