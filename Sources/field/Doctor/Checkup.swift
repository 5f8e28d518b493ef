import FieldKit
import Foundation

/// What the doctor has found out about one thing.
struct Finding {
    /// How it stands.
    enum State: String {
        /// All is well.
        case good
        /// Something to be known.
        case note
        /// Something that the person has to do.
        case bad
        /// Data is damaged.
        case damaged

        var sign: String {
            switch self {
            case .good: "✓"
            case .note: "!"
            case .bad, .damaged: "✗"
            }
        }
    }

    /// What was looked at, for programs.
    let name: String
    let state: State
    /// What it is, in one sentence.
    let text: String
    /// What to do; nil if nothing.
    let next: String?

    init(_ name: String, _ state: State, _ text: String, next: String? = nil) {
        self.name = name
        self.state = state
        self.text = text
        self.next = next
    }
}

/// Looks at everything on which a laptop's work depends.
struct Checkup {
    /// Free bytes below which nothing may be saved soon.
    private static let fewBytes: Int64 = 50_000_000
    /// Free bytes below which somebody should make room.
    private static let someBytes: Int64 = 500_000_000
    /// Seconds by which a clock may be wrong before it is said.
    private static let clockSeconds = 300.0
    /// Days before the end of a certificate from which it is said.
    private static let certificateDays = 30
    /// Days without a sync after which it is said.
    private static let syncDays = 7
    private static let dayMilliseconds: Int64 = 86_400_000

    private let home: Home
    private let now: Int64
    private let language = Language.current

    init(_ home: Home, clock: any FieldKit.Clock = SystemClock()) {
        self.home = home
        now = clock.milliseconds()
    }

    /// Everything, in the order in which people read it; what is inside a replica that cannot be opened
    /// is left out.
    func findings() -> [Finding] {
        var findings = [versions(), disk(), permissions()]
        do {
            try home.open(isOpenToAll: true) { folder in
                let status = try folder.replica.status()
                findings.insert(clock(status), at: 0)
                findings += [try replica(folder), try index(folder)]
                findings += [
                    seals(status), held(status), conflicts(status), try drafts(folder.replica),
                    certificate(status), sync(status),
                ]
            }
        } catch let problem as Problem {
            findings.append(failed(problem))
        } catch {
            findings.append(failed(Problem(.internalError, ["reason": "\(type(of: error))"])))
        }
        return findings
    }

    // MARK: Around the replica

    private func versions() -> Finding {
        let schema = ReplicaFolder.schemaVersion
        return Finding(
            "versions",
            .good,
            language(
                "程序 \(FieldKitVersion.text)，资料库格式 \(schema)，同步协议 \(Limits.protocolVersion)。",
                "Program \(FieldKitVersion.text), database \(schema), protocol \(Limits.protocolVersion)."
            )
        )
    }

    private func disk() -> Finding {
        guard let bytes = ReplicaFolder.freeBytes(at: home.url) else {
            return Finding("disk", .note, language("看不到磁盘的剩余空间。", "The free space is not known."))
        }
        let size = bytes / 1_000_000
        let text = language("磁盘还有 \(size) MB。", "\(size) MB are free on the disk.")
        guard bytes < Self.someBytes else { return Finding("disk", .good, text) }
        return Finding(
            "disk",
            bytes < Self.fewBytes ? .bad : .note,
            text,
            next: language("请清理磁盘，写满后存不下新的内容。", "Make room, or nothing new can be saved.")
        )
    }

    private func permissions() -> Finding {
        let paths = ReplicaFolder.openPaths(at: home.url)
        guard let first = paths.first else {
            return Finding(
                "permissions",
                .good,
                language("资料文件夹只有本人能看。", "Only its owner can read the folder.")
            )
        }
        return Finding(
            "permissions",
            .bad,
            language(
                "这台电脑的其他用户能看到 \(first) 等 \(paths.count) 处。",
                "Others on this machine can read \(first), \(paths.count) in all."
            ),
            next: language(
                "请运行 chmod -R go= \"\(home.url.path(percentEncoded: false))\"。",
                "Run: chmod -R go= \"\(home.url.path(percentEncoded: false))\""
            )
        )
    }

    private func failed(_ problem: Problem) -> Finding {
        Finding(
            "replica",
            problem.code.entry.exit == 4 ? .damaged : .bad,
            problem.sentence(language) + " [\(problem.code.rawValue)]",
            next: problem.next(language)
        )
    }

    // MARK: Inside it

    private func clock(_ status: ReplicaStatus) -> Finding {
        let advice = language(
            "请改正电脑的时间；走访日期以您填写的为准，同步时也会校正。",
            "Set the clock; the day of a visit is what you type, and a sync corrects the rest."
        )
        guard now >= FieldKitVersion.builtMilliseconds else {
            let time = Moment.local(now)
            return Finding(
                "clock",
                .bad,
                language("电脑时间是 \(time)，不可能。", "The clock says \(time), which cannot be."),
                next: advice
            )
        }
        guard let offset = status.clockOffsetSeconds else {
            let text = language("电脑时间还没有与服务器比对过。", "The clock was never compared with a server's.")
            return Finding("clock", .good, text)
        }
        let seconds = Int(abs(offset).rounded())
        let text = language(
            "上次同步时，电脑时间与服务器相差 \(seconds) 秒。",
            "At the last sync the clock was \(seconds) s off the server's."
        )
        let isOff = abs(offset) > Self.clockSeconds
        return Finding("clock", isOff ? .note : .good, text, next: isOff ? advice : nil)
    }

    private func replica(_ folder: ReplicaFolder) throws -> Finding {
        let problems = try folder.problems()
        guard let first = problems.first else {
            return Finding("replica", .good, language("资料库完好。", "The replica is well."))
        }
        return Finding(
            "replica",
            .damaged,
            language(
                "资料库有 \(problems.count) 处不对：\(first)。",
                "\(problems.count) things are wrong in the replica: \(first)."
            ),
            next: language(
                "请不要再录入，把整个资料文件夹复制一份，交给县里。",
                "Record nothing more, copy the whole folder, and give it to the county."
            )
        )
    }

    /// The index for finding, which is made anew at once if it is damaged: nothing is lost with it.
    private func index(_ folder: ReplicaFolder) throws -> Finding {
        guard folder.obstacle == nil, try folder.isFindingDamaged() else {
            return Finding("index", .good, language("查找索引完好。", "The index for finding is well."))
        }
        try folder.prepareFinding()
        return Finding(
            "index",
            .note,
            language(
                "查找索引坏了，已按资料重新建立；资料没有受影响。",
                "The index for finding was damaged and was made anew from the records; they are unharmed."
            )
        )
    }

    private func seals(_ status: ReplicaStatus) -> Finding {
        guard status.certificate != nil else {
            let text = language("没有登记到县，只在本机试用。", "Enrolled nowhere: for trying out only.")
            return Finding("seals", .note, text)
        }
        guard status.unsealed > 0 else {
            let text = language("写下的县里都已确认。", "The county has sealed all that was written.")
            return Finding("seals", .good, text)
        }
        return Finding(
            "seals",
            .note,
            language(
                "有 \(status.unsealed) 条县里还没有确认，其中 \(status.unsent) 条还没有上报。",
                "\(status.unsealed) lines are not sealed by the county; \(status.unsent) were not sent."
            ),
            next: language("请同步：field 同步。", "Sync: `field sync`.")
        )
    }

    private func held(_ status: ReplicaStatus) -> Finding {
        guard status.held > 0 else {
            return Finding("held", .good, language("没有被搁置的内容。", "Nothing is held aside."))
        }
        return Finding(
            "held",
            .bad,
            language(
                "有 \(status.held) 条被搁置或没有采用，都还在。",
                "\(status.held) are held aside or were not taken; none is lost."
            ),
            next: language("请看 field 搁置。", "See `field held`.")
        )
    }

    private func conflicts(_ status: ReplicaStatus) -> Finding {
        guard status.conflicts > 0 else {
            return Finding("conflicts", .good, language("没有待定的冲突。", "No conflict is open."))
        }
        return Finding(
            "conflicts",
            .note,
            language("有 \(status.conflicts) 处冲突待定。", "\(status.conflicts) conflicts are open."),
            next: language("请看 field 冲突。", "See `field conflicts`.")
        )
    }

    private func drafts(_ replica: Replica) throws -> Finding {
        let count = try FillShelf.count(replica)
        guard count > 0 else {
            return Finding("drafts", .good, language("没有没填完的草稿。", "No form is left unfinished."))
        }
        return Finding(
            "drafts",
            .note,
            language("有 \(count) 份没填完的草稿。", "\(count) forms are left unfinished."),
            next: language(
                "再输入同一个命令（如 field 家访 新建）就接着填。",
                "The same command, such as `field visit new`, goes on with it."
            )
        )
    }

    private func certificate(_ status: ReplicaStatus) -> Finding {
        guard let certificate = status.certificate else {
            let next = language("请登记：field init --server 网址。", "Enrol: `field init --server URL`.")
            return Finding(
                "certificate",
                .note,
                language("没有登记。", "This laptop is not enrolled."),
                next: next
            )
        }
        let days = (certificate.expires - now) / Self.dayMilliseconds
        let text = language(
            "登记为 \(certificate.name)，还有 \(max(0, days)) 天到期。",
            "Enrolled as \(certificate.name), for \(max(0, days)) more days."
        )
        guard days < Self.certificateDays else { return Finding("certificate", .good, text) }
        return Finding(
            "certificate",
            certificate.expires < now ? .bad : .note,
            text,
            next: language("请同步一次，会自动续期；不行请找县里。", "Sync, which renews it; else ask the county.")
        )
    }

    private func sync(_ status: ReplicaStatus) -> Finding {
        let next = language("请到学校同步：field 同步。", "Sync at the school: `field sync`.")
        guard let last = status.lastSync else {
            let text = language("还没有同步过。", "Nothing was ever synced.")
            return Finding("sync", .note, text, next: next)
        }
        let days = (now - last) / Self.dayMilliseconds
        let moment = Moment.local(last)
        let isLong = days >= Self.syncDays
        return Finding(
            "sync",
            isLong ? .note : .good,
            language("上次同步是 \(moment)。", "The last sync was \(moment)."),
            next: isLong ? next : nil
        )
    }
}
