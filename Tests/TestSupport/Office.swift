import Foundation

/// LibreOffice without a window, where it is installed.
package struct Office: Sendable {
    private let program: BuiltProgram

    /// The one of this machine; says so and is nil if there is none.
    package static var installed: Office? {
        let path = "/usr/bin/soffice"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            print("LibreOffice is not here (apt-get install libreoffice-calc-nogui): not tried.")
            return nil
        }
        return Office(program: BuiltProgram(file: URL(filePath: path)))
    }

    /// Saves a file in another form.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - form: `xlsx`, `pdf`, or `csv` with the options of its filter.
    ///   - folder: Where it goes, with a profile of its own so that several can run.
    /// - Returns: The path of the new file.
    /// - Throws: If it cannot be started, or leaves nothing.
    package func convert(_ path: String, to form: String, in folder: String) throws -> String {
        let outcome = try program.start(
            [
                "-env:UserInstallation=file://\(folder)/profile", "--headless", "--convert-to",
                form,
                "--outdir", folder, path,
            ],
            environment: ["HOME": folder]
        ).outcome()
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        let result = "\(folder)/\(name).\(form.prefix { $0 != ":" })"
        guard FileManager.default.fileExists(atPath: result) else {
            throw PythonScript.Failed(errors: outcome.errors)
        }
        return result
    }
}
