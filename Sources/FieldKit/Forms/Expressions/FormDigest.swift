import Crypto
import Foundation

/// The digests that a form may ask for.
enum FormDigest: String {
    case md5 = "MD5"
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"

    /// The digest of a name, with hyphens or without.
    init?(_ name: String) {
        self.init(rawValue: name.uppercased().replacing("-", with: ""))
    }

    func bytes(of data: Data) -> Data {
        switch self {
        case .md5: Data(Insecure.MD5.hash(data: data))
        case .sha1: Data(Insecure.SHA1.hash(data: data))
        case .sha256: Data(SHA256.hash(data: data))
        case .sha384: Data(SHA384.hash(data: data))
        case .sha512: Data(SHA512.hash(data: data))
        }
    }
}
