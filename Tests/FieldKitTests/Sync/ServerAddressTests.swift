import FieldKit
import Testing

@Suite("A person types a server's address")
struct ServerAddressTests {
    @Test(
        "an address is taken apart",
        arguments: [
            ("https://county.example", "https://county.example", "county.example", false),
            (
                "https://county.example:8443/", "https://county.example:8443",
                "county.example:8443",
                false
            ),
            ("HTTPS://10.1.2.3/field//", "HTTPS://10.1.2.3/field", "10.1.2.3", false),
            ("https://127.0.0.1:1", "https://127.0.0.1:1", "127.0.0.1:1", true),
            ("http://localhost:8080", "http://localhost:8080", "localhost:8080", true),
            ("http://127.8.9.10", "http://127.8.9.10", "127.8.9.10", true),
        ]
    )
    func parts(typed: String, text: String, host: String, isLoopback: Bool) throws {
        let address = try ServerAddress(typed)
        #expect(address.text == text)
        #expect(address.host == host)
        #expect(address.isLoopback == isLoopback)
    }

    @Test("the loopback of IPv6 is this machine")
    func loopbackOfIPv6() throws {
        #expect(try ServerAddress("http://[::1]:8080").isLoopback)
    }

    @Test(
        "what would go out in clear, or is no address, is refused",
        arguments: [
            "http://county.example", "http://127.0.0.1.example.org", "http://127.0.0",
            "http://127.0.0.1@county.example", "https://user:secret@county.example",
            "ftp://127.0.0.1", "county.example", "https://", "", "https://county.example/?a=b",
            "https://county.example/#a", "file:///etc/passwd", "https://a b",
        ]
    )
    func refused(typed: String) {
        let problem = #expect(throws: Problem.self) { try ServerAddress(typed) }
        #expect(problem?.code == .wrongUsage)
    }
}
