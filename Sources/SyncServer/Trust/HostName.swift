import FieldKit
import Foundation
import SwiftASN1
import X509

/// A name or an address under which laptops reach a server, as a certificate states it.
struct HostName: Hashable, Sendable {
    /// As it is written in a URL, lower case; an IPv6 address without brackets.
    let text: String
    private let address: [UInt8]?

    /// Reads a DNS name or an IPv4 or IPv6 address.
    ///
    /// - Throws: `listen_invalid` for what is neither; a wildcard is neither.
    init(_ text: String) throws(Problem) {
        let bare =
            text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
        let lower = bare.lowercased()
        if let address = Self.address(lower) {
            self.text = lower
            self.address = address
        } else if Self.isName(lower) {
            self.text = lower
            self.address = nil
        } else {
            throw Problem(
                .listenInvalid,
                ["address": text, "reason": "no DNS name and no IP address"]
            )
        }
    }

    /// Reads what a certificate or a request states; nil for other forms of name.
    init?(_ name: GeneralName) {
        switch name {
        case .dnsName(let text):
            guard let host = try? HostName(text), host.address == nil else { return nil }
            self = host
        case .ipAddress(let octets):
            guard let text = Self.text(Array(octets.bytes)) else { return nil }
            self.text = text
            address = Array(octets.bytes)
        default: return nil
        }
    }

    /// True for this machine's own names, which any server may bear.
    var isLoopback: Bool {
        text == "localhost" || text == "::1" || address?.count == 4 && address?.first == 127
    }

    /// The form that goes into a certificate.
    var generalName: GeneralName {
        if let address {
            .ipAddress(ASN1OctetString(contentBytes: address[...]))
        } else {
            .dnsName(text)
        }
    }

    private static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        // A name whose last label is all digits would be read as an address elsewhere.
        guard text.utf8.count <= 253, labels.last?.contains(where: { $0.isLetter }) == true else {
            return false
        }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || byte == UInt8(ascii: "-")
                }
        }
    }

    private static func address(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            return withUnsafeBytes(of: four) { Array($0) }
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        return withUnsafeBytes(of: six) { Array($0) }
    }

    private static func text(_ address: [UInt8]) -> String? {
        let family = address.count == 4 ? AF_INET : AF_INET6
        guard address.count == 4 || address.count == 16 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let size = socklen_t(buffer.count)
        let found = buffer.withUnsafeMutableBufferPointer { target in
            address.withUnsafeBytes { source -> Bool in
                guard let from = source.baseAddress, let to = target.baseAddress else {
                    return false
                }
                return inet_ntop(family, from, to, size) != nil
            }
        }
        guard found, let end = buffer.firstIndex(of: 0) else { return nil }
        return String(decoding: buffer[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
