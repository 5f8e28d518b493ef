import FieldKit
import Foundation
import Testing

@Suite("What wrong input gets")
struct UsageTests {
    @Test(
        "Each mistake has its code and its exit code",
        arguments: [
            (["put", "nothing", "a=b"], "unknown_type", 1),
            (["put", "household", "nothing=b"], "unknown_field", 1),
            (["put", "household"], "nothing_to_write", 1),
            (["put"], "wrong_usage", 2),
            (["put", "household", "note=a", "b"], "wrong_usage", 2),
            (["put", "household", "xyz", "note=a"], "invalid_identifier", 2),
            (
                ["put", "household", "01a203f8-4d31-752d-ab21-75331c0995f0", "note=a"],
                "record_not_held", 1
            ),
            (["put", "household", "phones=1"], "is_a_set", 1),
            (["put", "household", "note+=1"], "not_a_set", 1),
            (["put", "daily_check", "mood=bad"], "wrong_kind", 1),
            (["put", "visit", "date=2026-02-30"], "wrong_kind", 1),
            (
                ["put", "household", "merged_into=01a203f8-4d31-752d-ab21-75331c0995f0"],
                "authority_needed", 1
            ),
            (["put", "household", "note=a", "--base", "???"], "invalid_version", 1),
            (["put", "household", "note=a", "--base", "AAAA"], "invalid_version", 1),
            (["put", "household", "note=a", "--base", "版本"], "invalid_version", 1),
            (["put", "household", "phones+="], "value_missing", 1),
            (["put", "household", "note=@missing-file"], "file_unreadable", 1),
            (["put", "household", "note=@"], "wrong_usage", 2),
            (["put", "--from", ""], "wrong_usage", 2),
            (["get", "household", ""], "invalid_identifier", 2),
            (["get", "household", "01a203f8-4d31-752d-ab21-75331c0995f"], "invalid_identifier", 2),
            (["get", "household", "xyz"], "invalid_identifier", 2),
            (["get", "household", "01a203f8-4d31-752d-ab21-75331c0995f0"], "record_not_held", 1),
            (
                ["delete", "household", "01a203f8-4d31-752d-ab21-75331c0995f0"],
                "record_not_held", 1
            ),
            (["list", "nothing"], "unknown_type", 1),
            (["list", "household", "--where", "note"], "wrong_usage", 2),
            (["export", "household", "--format", "pdf"], "wrong_usage", 2),
            (["export", "household"], "wrong_usage", 2),
            (["nothing"], "wrong_usage", 2),
            (["status", "--nothing"], "wrong_usage", 2),
            (["status", "--lang", "fr"], "wrong_usage", 2),
            (["visit", "new"], "missing_option", 2),
        ] as [([String], String, Int32)]
    )
    func eachMistakeHasItsCode(arguments: [String], code: String, exit: Int32) throws {
        let field = try FieldProgram.withReplica()
        expectProblem(try field.run(arguments), code, exit: exit)
        #expect(try field.run("status", "--json").object()["unsent"] as? Int == 0)
    }

    @Test("What a person typed is not repeated by an error")
    func errorsDoNotRepeatWhatWasTyped() throws {
        let field = try FieldProgram.withReplica()
        for arguments in [
            ["put", "daily_check", "mood=张三"], ["put", "household", "note=a", "张三"],
            ["put", "visit", "date=张三"], ["get", "household", "张三"],
            ["put", "household", "张三", "note=a"],
            ["put", "household", "note=a", "--base", "张三"],
        ] {
            let outcome = try field.run(arguments)
            #expect(outcome.code != 0)
            #expect(!outcome.errors.contains("张三"), "\(outcome.errors)")
        }
    }

    @Test("What drives a terminal is not repeated by an error either")
    func errorsDriveNoTerminal() throws {
        let field = try FieldProgram.withReplica()
        let outcome = try field.run("put", "household", "\u{1B}[31mred=a")
        expectProblem(outcome, "unknown_field", exit: 1)
        #expect(outcome.errors.contains("?[31mred"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test("A version that is none changes nothing, and the version that was read still does")
    func aWrongVersionChangesNothing() throws {
        let field = try FieldProgram.withReplica()
        let (id, version) = try field.put("household", "note=一")
        let other = try field.put("household", "note=另一户").version
        let garbage = [
            "!", "AA", version + version, String(version.dropLast(2)), other,
            String(repeating: "A", count: 9_999),
        ]
        for base in garbage {
            let outcome = try field.run("put", "household", id, "note=二", "--base", base)
            expectProblem(outcome, "invalid_version", exit: 1)
        }
        #expect(try field.fields("household", id)["note"] as? String == "一")
        _ = try field.put("household", id, "note=二", "--base", version)
        #expect(try field.run("conflicts", "--json").list().isEmpty)
    }

    @Test("Unknown types and fields are taken as text with --raw")
    func unknownTypesAreTakenRaw() throws {
        let field = try FieldProgram.withReplica()
        let (id, _) = try field.put("orchard", "trees=12", "kinds+=梨", "--raw")
        #expect(try field.fields("orchard", id)["trees"] as? String == "12")
        #expect(try field.fields("orchard", id)["kinds"] as? [String] == ["梨"])
        #expect(try field.run("list", "orchard", "--json").list().count == 1)
        #expect(try field.run("delete", "orchard", id).code == 0)
    }

    @Test("Messages are Chinese or English by the environment, and --lang is stronger")
    func messagesFollowTheLanguage() throws {
        let field = try FieldProgram.withReplica()
        let chinese = try field.run("put", "nothing", "a=b", language: "zh_CN.UTF-8")
        #expect(chinese.errors.hasPrefix("错误：没有“nothing”这种记录。"))
        let english = try field.run(
            "put",
            "nothing",
            "a=b",
            "--lang",
            "en",
            language: "zh_CN.UTF-8"
        )
        #expect(english.errors.hasPrefix("Error: There is no record type"))
        let other = try field.run("list", "household", "--lang=zh", language: "en_US.UTF-8")
        #expect(other.output.contains("共 0 条"))
    }

    @Test("The version names the program and the protocol")
    func versionNamesTheProtocol() throws {
        let field = try FieldProgram.withReplica()
        #expect(try field.run("--version").output == "field \(FieldKitVersion.full)\n")
        #expect(try field.run("--help").code == 0)
        #expect(try field.run("put", "--help").output.contains("NAME=VALUE"))
    }

    @Test("JSON is one value alone on standard output")
    func jsonStandsAlone() throws {
        let field = try FieldProgram.withReplica()
        let digest = try field.run("digest", "--json").object()
        #expect(Set(digest.keys) == ["digest", "records", "byType", "byBucket"])
        let status = try field.run("status", "--json").object()
        #expect(status["encrypted"] as? Bool == false)
        #expect(status["lastSync"] == nil)
        for key in ["unsent", "unsealed", "held", "conflicts"] {
            #expect(status[key] as? Int == 0)
        }
        #expect(try field.run("held", "--json").list().isEmpty)
        #expect(try field.run("held", "retry", "--json").list().isEmpty)
        let verified = try field.run("verify", "--json").object()
        #expect(verified["ok"] as? Bool == true)
        #expect(verified["problems"] as? [String] == [])
    }

    @Test(
        "In Chinese the parser speaks Chinese",
        arguments: [
            (["status", "--nothing"], "没有选项“--nothing”"), (["xyz"], "没有“xyz”这个命令"),
            (["visit", "xyz"], "没有“xyz”这个命令"), (["aid", "xyz"], "没有“xyz”；可写：看、漏助"),
            (["status", "--jso"], "没有选项“--jso”；是不是“--json”"),
            (["status", "--home"], "选项“--home <dir>”后面缺少内容"), (["status", "x"], "多了“x”"),
            (["status", "x", "y"], "多了“x”、“y”"), (["get"], "缺少"),
            (["status", "--json=1"], "选项“--json”后面不带内容"),
            (["export", "household", "--format", "pdf"], "“pdf”不能用于 --format"),
        ]
    )
    func parserSpeaksChinese(arguments: [String], words: String) throws {
        let outcome = try FieldProgram.withReplica().run(arguments + ["--lang=zh"])
        expectProblem(outcome, "wrong_usage", exit: 2)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("In Chinese a hint names commands in Chinese, in English in English")
    func hintsNameCommands() throws {
        let field = try FieldProgram.withReplica()
        #expect(try field.run("evening", "--lang", "zh").output.contains("field 同步"))
        #expect(try field.run("evening", "--lang", "en").output.contains("field sync"))
    }
}
