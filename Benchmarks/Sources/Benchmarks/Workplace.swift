import FieldKit
import Foundation

/// A folder for one measurement, and the programs built beside this one.
final class Workplace {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "fieldkit-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// The path of a built program.
    static func program(_ name: String) -> String {
        Bundle.main.bundleURL.appending(path: name).path
    }

    /// Runs `field` over a home in this folder.
    func field(_ home: String, _ words: [String]) throws -> ProgramRun {
        try ProgramRun.must(
            [Self.program("field")] + words,
            environment: ["FIELD_HOME": path(home)]
        )
    }

    /// The bytes of a database and its companions.
    func databaseBytes(_ home: String) -> Int {
        ["", "-wal"].reduce(0) { sum, suffix in
            let path = path(home) + "/replica.sqlite" + suffix
            let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
            return sum + (size ?? 0)
        }
    }

    /// The content of every file of a folder, to see whether anything was written.
    func content(_ folder: String) throws -> [String: Data] {
        var all: [String: Data] = [:]
        // The index of the log (-shm) lives in shared memory and is no part of what is stored.
        for name in try FileManager.default.contentsOfDirectory(atPath: path(folder))
        where !name.hasSuffix("-shm") {
            all[name] = FileManager.default.contents(atPath: path(folder) + "/" + name)
        }
        return all
    }
}
