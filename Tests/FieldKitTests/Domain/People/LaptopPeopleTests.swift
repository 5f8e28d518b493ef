import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("Who works at a laptop")
struct LaptopPeopleTests {
    @Test("what was written before it was shared is the first one's, drafts too")
    func first() throws {
        #expect(LaptopPeople().isOwn(author: "anybody") && LaptopPeople().draftPrefix == "")
        var people = try LaptopPeople.sharing("Anna", "Bela")
        #expect(people.draftPrefix == "people/Bela/")
        #expect(people.isOwn(author: "Bela") && !people.isOwn(author: "the laptop"))
        try people.signIn("Anna", passphrase: "Anna word")
        #expect(people.draftPrefix == "")
        #expect(people.isOwn(author: "the laptop") && people.isOwn(author: "Anna"))
        #expect(!people.isOwn(author: "Bela"))
    }

    @Test("what a colleague wrote stays the colleague's who was forgotten, or comes back")
    func forgotten() throws {
        var people = try LaptopPeople.sharing("Anna", "Bela", "Carl").with("Anna")
        try people.remove("Bela")
        #expect(!people.isOwn(author: "Bela") && people.isOwn(author: "the laptop"))
        let kept = try JSONDecoder().decode(
            LaptopPeople.self,
            from: JSONEncoder().encode(people)
        )
        #expect(!kept.isOwn(author: "Bela"))
        try people.add("Bela", staffNumber: nil, passphrase: "another word")
        #expect(people.isOwn(author: "Bela") && !people.isOwn(author: "Anna"))
        #expect(people.draftPrefix == "people/Bela/")
    }

    @Test("a wrong passphrase leaves all as it was")
    func wrong() throws {
        var people = try LaptopPeople.sharing("Anna", "Bela")
        people.lock()
        #expect(throws: Problem(.passphraseWrong)) {
            try people.signIn("Anna", passphrase: "Bela word")
        }
        #expect(people.current == "Bela" && people.isLocked)
    }

    @Test("is kept in the store, and is the author and the one whose places count")
    func kept() throws {
        let town = try Town()
        let an = try town.laptop("An")
        #expect(try an.replica.people().isShared == false)
        try an.replica.setPeople(try .sharing("Anna"))
        #expect(try an.replica.people().current == "Anna")
        #expect(try an.replica.read { try $0.workingName() } == "Anna")
    }
}
