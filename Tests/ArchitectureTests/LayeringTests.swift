import Foundation
import Testing

/// Each folder of the kit names only the types of the folders that it stands on.
@Suite struct LayeringTests {
    /// Every folder of the kit, and the folders whose types it may name besides its own.
    static let mayUse: [String: Set<String>] = [
        "Model": [],
        "Merge": ["Model"],
        "Wire": ["Model"],
        "Spreadsheets": ["Model"],
        "Printing": ["Model"],
        "Forms": ["Model", "Spreadsheets"],
        "Store": ["Model"],
        "Replica": ["Model", "Merge", "Store", "Wire"],
        "Sync": ["Model", "Merge", "Wire", "Replica"],
        "Parcels": ["Model", "Wire", "Replica"],
        "Domain": ["Model", "Spreadsheets", "Printing", "Forms", "Replica"],
    ]

    @Test("Folders name only what they stand on")
    func foldersNameOnlyWhatTheyStandOn() throws {
        let kit = try Self.kit()
        let home = Self.home(of: kit)
        for source in kit where !source.file.isGenerated {
            guard let allowed = Self.mayUse[source.folder] else {
                let place = source.folder.isEmpty ? "in no folder" : "in a folder without a rule"
                Issue.record("\(source.file.path) is \(place); add the folder to mayUse")
                continue
            }
            for (number, word) in Self.typeNames(in: source.file) {
                guard let target = home[word], target != source.folder else { continue }
                #expect(
                    allowed.contains(target),
                    "\(source.file.path):\(number) names \(word), which lives in \(target)"
                )
            }
        }
    }

    @Test("Folders stand on each other without a circle")
    func foldersStandOnEachOtherWithoutACircle() {
        var settled: Set<String> = []
        while let next = Self.mayUse.first(where: {
            !settled.contains($0.key) && $0.value.isSubset(of: settled)
        }) {
            settled.insert(next.key)
        }
        #expect(settled == Set(Self.mayUse.keys), "the rest stand on each other in a circle")
    }

    @Test("The programs name only the public types of the kit")
    func programsNameOnlyPublicTypes() throws {
        var hidden: [Substring: String] = [:]
        for source in try Self.kit() {
            for declaration in Self.topLevelTypes(in: source.file) where !declaration.isPublic {
                hidden[declaration.name] = source.file.path
            }
        }
        for program in ["Sources/field", "Sources/SyncServer"] {
            let files = try Repository.swiftFiles(under: program)
            let own = Set(files.flatMap { Self.declaredNames(in: $0) })
            for file in files {
                for (number, word) in Self.typeNames(in: file) where !own.contains(word) {
                    guard let path = hidden[word] else { continue }
                    Issue.record("\(file.path):\(number) names \(word), not public in \(path)")
                }
            }
        }
    }

    @Test("The programs leave storage, curl and compression to the kit")
    func programsLeaveSystemLibrariesToTheKit() throws {
        let kitOnly = [
            "GRDB", "GRDBSQLite", "CCurl", "CPango", "CXLSXWriter", "CXML", "CZip", "CZstd",
            "CZlib",
            "SwiftCSV",
        ]
        for program in ["Sources/field", "Sources/SyncServer"] {
            for file in try Repository.swiftFiles(under: program) {
                for (index, line) in file.code.enumerated() {
                    let found = line.firstMatch(of: /^[\w@ ]*\bimport (\w+)/)
                    guard let module = found?.1 else { continue }
                    #expect(
                        !kitOnly.contains(String(module)),
                        "\(file.path):\(index + 1) imports \(module); ask FieldKit for it"
                    )
                }
            }
        }
    }

    private struct KitFile {
        let folder: String
        let file: Repository.SourceFile
    }

    private static func kit() throws -> [KitFile] {
        try Repository.swiftFiles(under: "Sources/FieldKit").map { file in
            let parts = file.path.split(separator: "/")
            return KitFile(folder: parts.count > 3 ? String(parts[2]) : "", file: file)
        }
    }

    /// Which folder each top-level type lives in.
    ///
    /// Nested types are reached through their outer type, and their names may repeat.
    private static func home(of kit: [KitFile]) -> [Substring: String] {
        var home: [Substring: String] = [:]
        for source in kit {
            for declaration in topLevelTypes(in: source.file) {
                home[declaration.name] = source.folder
            }
        }
        return home
    }

    private static func topLevelTypes(
        in file: Repository.SourceFile
    ) -> [(name: Substring, isPublic: Bool)] {
        file.code.compactMap { line in
            let isNested = line.first == " " || line.first == "}" || line.isEmpty
            guard !isNested, !line.hasPrefix("private "), !line.hasPrefix("fileprivate "),
                let name = declaredNames(in: line).first
            else { return nil }
            return (name, line.hasPrefix("public ") || line.contains(" public "))
        }
    }

    private static func declaredNames(in file: Repository.SourceFile) -> [Substring] {
        file.code.flatMap { declaredNames(in: $0) }
    }

    /// The names that a line declares: the words in capitals after a word that declares a type.
    private static func declaredNames(in line: Substring) -> [Substring] {
        let words = words(in: line)
        return zip(words, words.dropFirst()).filter { word, next in
            declaring.contains(word) && next.first?.isUppercase == true
        }
        .map(\.1)
    }

    private static func typeNames(
        in file: Repository.SourceFile
    ) -> [(number: Int, word: Substring)] {
        file.code.enumerated().flatMap { index, line in
            words(in: line).filter { $0.first?.isUppercase == true }.map { (index + 1, $0) }
        }
    }

    private static func words(in line: Substring) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static let declaring: Set<Substring> = [
        "struct", "class", "enum", "actor", "protocol", "typealias",
    ]
}
