/// Why a network failed, in words for people: the reasons in the details are constant words for programs.
extension Problem {
    private static let chineseReasons: [String: String] = [
        "connect": "连接不上", "DNS": "找不到这个网址", "proxy": "代理不通", "TLS": "加密连接没有建成",
        "timeout": "等了太久", "stalled": "没有动静了", "no reply": "没有答复", "receive": "接收时断了",
        "send": "发送时断了", "HTTP/2": "连接出错", "not HTTP": "不是网页服务",
    ]

    /// A detail as people read it.
    static func words(_ value: String, for detail: String, _ language: Language) -> String {
        guard language == .chinese, detail == "reason" else { return value }
        return chineseReasons[value] ?? value
    }
}
