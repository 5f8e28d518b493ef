import Foundation

/// The form of a home visit that every laptop carries.
///
/// It is written in `docs/visit-form.xlsx`, which `Scripts/visit-form.py` makes; here it stands as
/// that workbook reads, so that a laptop needs no file for it.
public enum VisitForm {
    /// What it asks.
    ///
    /// - Throws: `internal_error` if this build of the program is damaged.
    public static func definition() throws(Problem) -> FormDefinition {
        let text = packed.filter { !$0.isNewline }
        guard let data = Data(base64Encoded: text) else {
            throw Problem(.internalError, ["reason": "base64"])
        }
        let bytes = try PackedParts.join([data], limit: bytesMax)
        guard let form = try? JSONDecoder().decode(FormDefinition.self, from: bytes) else {
            throw Problem(.internalError, ["reason": "JSON"])
        }
        return form
    }

    /// The form as the generated file holds it.
    package static func pack(_ form: FormDefinition) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let packed = Data(try PackedParts.cut(try encoder.encode(form)).joined())
        return packed.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
    }

    /// The form unpacked.
    private static let bytesMax = 1_048_576
}
