import CCurl
import Foundation

/// libcurl's easy handle: owns it, and turns each refused option into a problem.
final class CurlHandle {
    private let handle: UnsafeMutableRawPointer

    /// What is missing for the library to start, which it does once a process before the first handle.
    private static let missing: String? = {
        // libcurl leaves SIGPIPE alone when CURLOPT_NOSIGNAL is set, and a connection that the
        // other side closed must be an error here, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        return ccurl_start().map { String(cString: $0) }
    }()

    init() throws(Problem) {
        if let missing = Self.missing {
            throw Problem(.internalError, ["reason": "libcurl: \(missing)"])
        }
        guard let handle = ccurl_easy_init() else {
            throw Problem(.internalError, ["reason": "libcurl: no memory"])
        }
        self.handle = handle
    }

    deinit { ccurl_easy_cleanup(handle) }

    func set(_ option: CURLoption, _ value: Int) throws(Problem) {
        try check(option, ccurl_setopt_long(handle, option, value))
    }

    func set(_ option: CURLoption, bytes: Int) throws(Problem) {
        try check(option, ccurl_setopt_offset(handle, option, curl_off_t(bytes)))
    }

    func set(_ option: CURLoption, _ value: String?) throws(Problem) {
        try check(option, ccurl_setopt_string(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) throws(Problem) {
        try check(option, ccurl_setopt_pointer(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: ccurl_io) throws(Problem) {
        try check(option, ccurl_setopt_io(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: ccurl_progress) throws(Problem) {
        try check(option, ccurl_setopt_progress(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: ccurl_debug) throws(Problem) {
        try check(option, ccurl_setopt_debug(handle, option, value))
    }

    /// Gives libcurl a copy of the bytes.
    func set(_ option: CURLoption, copying data: Data) throws(Problem) {
        var bytes = data
        let code = bytes.withUnsafeMutableBytes { bytes in
            var blob = curl_blob(
                data: bytes.baseAddress,
                len: bytes.count,
                flags: UInt32(CURL_BLOB_COPY)
            )
            return ccurl_setopt_blob(handle, option, &blob)
        }
        try check(option, code)
    }

    /// Sends the request that has been set, with these headers and this body, and waits.
    func perform(headers: [String], body: Data?) throws(Problem) -> CURLcode {
        var list: UnsafeMutablePointer<curl_slist>?
        defer { ccurl_slist_free_all(list) }
        for header in headers {
            guard let longer = ccurl_slist_append(list, header) else {
                throw Problem(.internalError, ["reason": "libcurl: no memory"])
            }
            list = longer
        }
        try set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(list))
        // Neither the list nor the body is copied by libcurl; both end with this call.
        defer {
            try? set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer?.none)
            try? set(CURLOPT_POSTFIELDS, UnsafeMutableRawPointer?.none)
        }
        guard var body else {
            try set(CURLOPT_HTTPGET, 1)
            return ccurl_easy_perform(handle)
        }
        try set(CURLOPT_POST, 1)
        try set(CURLOPT_POSTFIELDSIZE_LARGE, bytes: body.count)
        return try body.withUnsafeMutableBytes { bytes in
            Result { () throws(Problem) -> CURLcode in
                // An empty body has no address, and none would mean "ask a callback".
                var none: UInt8 = 0
                return try withUnsafeMutablePointer(to: &none) { empty throws(Problem) in
                    try set(CURLOPT_POSTFIELDS, bytes.baseAddress ?? UnsafeMutableRawPointer(empty))
                    return ccurl_easy_perform(handle)
                }
            }
        }.get()
    }

    /// Whether the last request got as far as being sent: name, connection and TLS were done.
    var wasConnected: Bool {
        var microseconds: curl_off_t = 0
        ccurl_getinfo_offset(handle, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0
    }

    /// What a proxy answered when it was asked for a tunnel; 0 if none was asked.
    var proxyStatus: Int {
        var status = 0
        ccurl_getinfo_long(handle, CURLINFO_HTTP_CONNECTCODE, &status)
        return status
    }

    /// Whether TLS found nothing wrong with the server's certificates; their names are another check.
    var isChainGood: Bool {
        var result = -1
        ccurl_getinfo_long(handle, CURLINFO_SSL_VERIFYRESULT, &result)
        // OpenSSL gives each fault of a chain a number of its own; libcurl begins with 1, which
        // stands for none of them, and leaves it there if it is the name that does not fit.
        return result == 0 || result == 1
    }

    private func check(_ option: CURLoption, _ code: CURLcode) throws(Problem) {
        guard code == CURLE_OK else {
            throw Problem(
                .internalError,
                ["reason": "libcurl: option \(option.rawValue): \(code.rawValue)"]
            )
        }
    }
}
