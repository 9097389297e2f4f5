//! What people do with the command beside its main work: files alone, help, codes, results in
//! files, the clipboard, scans that go on.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn beian(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command.args(args).env("LANG", "C").stdin(Stdio::null());
    for name in ["LC_ALL", "LC_MESSAGES", "BEIAN_PASSWORD", "DISPLAY", "WAYLAND_DISPLAY"] {
        command.env_remove(name);
    }
    for name in ["SSH_TTY", "SSH_CONNECTION"] {
        command.env_remove(name);
    }
    command
}

fn run(args: &[&str]) -> (Option<i32>, String, String) {
    told(&beian(args).output().unwrap())
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn fixture(name: &str) -> String {
    format!("{}/../fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

const MD5: &str = "4975DC5606FEE92FADDBEFDAC0A978CE";

#[test]
fn words_and_files_are_understood() {
    let (good, bad) = (fixture("android/v1v2v3.apk"), fixture("android/v2-tampered.apk"));
    for (args, status, says) in [
        (&[&*good][..], 0, MD5),
        (&["--json", &good], 0, r#""fingerprint":"4975DC56"#),
        (&["--lang", "zh", &good], 0, "请将以上各值逐项粘贴"),
        (&["--lang", "zh", &good, "--lang=en"], 0, "Paste each value"),
        (&["--lang", "en", "--lang", "zh", &bad], 1, "请先按以上说明处理"),
        (&[&bad], 1, "content-digest-mismatch"),
        (&["no-such.apk"], 2, "cannot open no-such.apk"),
        (&["sign"], 2, "sign"),
        (&["help"], 0, "explain"),
        (&["help", "check"], 0, "--public-key-file"),
        (&["help", "sign"], 2, "no command \"sign\""),
        (&["--lang", "zh", "help", "form"], 0, "用法：beian form"),
        (&["--lang", "zh", "help", "sign"], 2, "没有 sign 命令"),
        (&["explain", "debuggable"], 0, "What to do: "),
        (&["explain", "[Debuggable]", "wrong-case"], 0, "wrong-case\nMeaning: "),
        (&["explain", "debuggable", "--lang", "zh"], 0, "含义："),
        (&["explain", "--json", "cannot-open"], 0, r#""code":"cannot-open","meaning":""#),
        (&["explain", "debugable"], 2, "no code \"debugable\""),
        (&["explain", "certificate-shared"], 2, "shared-certificate"),
        (&["form", "--profile", "HUAWEI", &good], 0, MD5),
        (&["form", "--lang", "zh", "--profile", "baidu", &good], 2, "可用：default、aliyun"),
        (&["completions", "bash"], 0, "huawei"),
        (&["completions", "zsh"], 0, "ucloud"),
    ] {
        let (code, out, err) = run(args);
        assert_eq!(code, Some(status), "{args:?}: {out}{err}");
        assert!(format!("{out}{err}").contains(says), "{args:?}: {out}{err}");
    }
}

#[test]
fn results_are_written_as_the_name_tells() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad, cut) = (
        fixture("android/v1v2v3.apk"),
        fixture("android/v2-tampered.apk"),
        fixture("android/truncated.apk"),
    );
    let harmony = fixture("certificates/leaf.pem");
    for (name, args, status, says) in [
        ("a.html", &["form", &good][..], 0, "<button type=\"button\" data-done=\"Copied\">"),
        ("zh.htm", &["form", &good, "--lang", "zh"], 0, "<pre>4975DC56"),
        ("two.html", &["form", &good, &bad, &cut], 2, "broken"),
        ("a.txt", &["form", &good], 0, MD5),
        ("cut.txt", &["form", &cut], 2, "truncated.apk\n"),
        ("a.json", &["form", &good], 0, "{\"schema\":1,"),
        ("a.jsonl", &["form", &good, &cut], 2, "\"error\":{\"code\""),
        ("a.csv", &["form", &good, &bad], 1, "\r\n"),
        ("bad.csv", &["form", "--allow-unverified", &bad], 1, ",content-digest-mismatch,,安卓,"),
        ("a.md", &["form", &good], 0, "```\n4975DC56"),
        ("both.md", &["form", "--platform", "鸿蒙", &harmony], 0, "SHA-1"),
        ("c.html", &["check", "--fingerprint", "00", &good], 1, "APP特征信息无效"),
        ("c.csv", &["check", "--fingerprint", MD5, &good], 0, ",true,fingerprint,"),
        ("c.md", &["check", "--platform", "安卓", &good], 0, "### platform: matches"),
        ("c.csv", &["check", "--same", &good, &good], 0, ",signer,,,same-certificate"),
    ] {
        let to = folder.path().join(name);
        let args = [args, &["-o", to.to_str().unwrap()]].concat();
        let (code, out, err) = run(&args);
        assert_eq!((code, &*out), (Some(status), ""), "{args:?}: {err}");
        let written = fs::read_to_string(&to).unwrap();
        assert!(written.contains(says), "{args:?}: {written}");
        assert!(!written.contains('\u{1b}'), "{args:?}");
        if name.ends_with("html") {
            // One file, with nothing from elsewhere.
            assert!(!written.contains("http://") && !written.contains("https://"), "{written}");
            assert!(!written.contains(" src=") && written.ends_with("</html>\n"), "{written}");
        }
        let mode = fs::metadata(&to).unwrap().permissions().mode();
        assert_eq!(mode & 0o400, 0o400, "{mode:o}");
    }
    // Nothing but results was left in the folder.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 14);
}

#[test]
fn an_output_never_takes_the_place_of_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::copy(fixture("android/v1v2v3.apk"), at("a.apk")).unwrap();
    fs::copy(fixture("android/v1v2v3.apk"), at("b.txt")).unwrap();
    for (input, output, says) in [
        ("a.apk", "a.apk", "must end in .html"),
        ("a.apk", "result", "must end in .html"),
        ("b.txt", "b.txt", "one of the files that are read"),
        ("a.apk", "no/such/folder.html", "folder.html: "),
    ] {
        let (code, out, err) = run(&["form", &at(input), "-o", &at(output)]);
        assert_eq!((code, &*out), (Some(2), ""), "{output}: {err}");
        assert!(err.contains(says), "{err}");
    }
    let (code, _, err) = run(&["form", &at("a.apk"), "--json", "-o", &at("a.html")]);
    assert_eq!(code, Some(2), "{err}");
    for name in ["a.apk", "b.txt"] {
        let bytes = fs::read(fixture("android/v1v2v3.apk")).unwrap();
        assert_eq!(fs::read(at(name)).unwrap(), bytes);
    }
}

/// A program of that name that keeps what it is given.
fn fake_tool(folder: &Path, name: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\nexec /bin/cat > '{}/copied'\n", folder.display()))
        .unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_value_is_copied_to_the_clipboard() {
    let folder = tempfile::tempdir().unwrap();
    fake_tool(folder.path(), "xclip");
    let good = fixture("android/v1v2v3.apk");
    for (field, want) in
        [("fingerprint", MD5), ("package-name", "com.example.beian"), ("platform", "安卓")]
    {
        let mut command = beian(&["form", "--copy", field, &good]);
        command.env("PATH", folder.path()).env("DISPLAY", ":0");
        let (code, _, err) = told(&command.output().unwrap());
        assert_eq!(code, Some(0), "{err}");
        assert!(err.starts_with("beian: copied to the clipboard: "), "{err}");
        assert_eq!(fs::read_to_string(folder.path().join("copied")).unwrap(), want);
    }
    fs::remove_file(folder.path().join("copied")).unwrap();
    for (file, display, status, says) in
        [(&good, "", 2, "no clipboard"), (&fixture("android/v2-tampered.apk"), ":0", 1, "")]
    {
        let mut command = beian(&["form", "--copy", "fingerprint", file]);
        command.env("PATH", folder.path()).env("DISPLAY", display);
        let (code, _, err) = told(&command.output().unwrap());
        assert_eq!(code, Some(status), "{err}");
        assert!(err.contains(says), "{err}");
    }
    // Nothing of a package that must not be filed was copied.
    assert!(!folder.path().join("copied").exists());
}

#[test]
fn values_are_read_from_files_as_windows_writes_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("value.txt");
    let good = fixture("android/v1v2v3.apk");
    let wide = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    for (bytes, status, says) in [
        (MD5.as_bytes().to_vec(), 0, "fingerprint: matches"),
        (wide(&format!("{MD5}\r\n")), 0, "fingerprint: matches"),
        // 指纹：, in GBK.
        ([b"\xd6\xb8\xce\xc6\xa3\xba", MD5.as_bytes()].concat(), 0, "[untidy]"),
        (b"\xff\xff".to_vec(), 2, "no UTF-8 text, nor GBK"),
    ] {
        fs::write(&path, bytes).unwrap();
        let file = path.to_str().unwrap();
        for args in
            [["--fingerprint-file", file, &*good], ["--fingerprint", &format!("@{file}"), &good]]
        {
            let (code, out, err) = run(&[&["check"][..], &args].concat());
            assert_eq!(code, Some(status), "{out}{err}");
            assert!(format!("{out}{err}").contains(says), "{out}{err}");
        }
    }
}

#[test]
fn a_scan_writes_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, from) in
        [("a.apk", "v1v2v3.apk"), ("b.apk", "v2-tampered.apk"), ("示例.apk", "v1.apk")]
    {
        fs::copy(fixture(&format!("android/{from}")), root.join(name)).unwrap();
    }
    fs::create_dir(root.join("empty")).unwrap();
    fs::write(root.join("list"), "a.apk\r\n\n示例.apk\n").unwrap();
    let scan = |args: &[&str]| {
        let args = [&["scan"][..], args].concat();
        told(&beian(&args).current_dir(root).output().unwrap())
    };
    let rows = |name: &str| fs::read_to_string(root.join(name)).unwrap().lines().count();
    let (code, out, err) = scan(&["--files-from", "list"]);
    assert_eq!((code, out.lines().count()), (Some(0), 2), "{err}");
    let (code, out, err) = scan(&["empty"]);
    assert_eq!((code, &*out), (Some(0), ""));
    assert!(err.contains("no package was found"), "{err}");
    for (name, header) in [("rows.jsonl", 0), ("rows.csv", 1)] {
        let (code, out, err) = scan(&["-o", name, "--files-from", "list"]);
        assert_eq!((code, &*out, rows(name)), (Some(0), "", 2 + header), "{err}");
        // Torn in the middle of the last row, as an end of power leaves it.
        let text = fs::read_to_string(root.join(name)).unwrap();
        fs::write(root.join(name), text.trim_end().get(..text.len() - 9).unwrap()).unwrap();
        let (code, _, err) = scan(&["--resume", name, "a.apk", "b.apk", "示例.apk"]);
        assert_eq!((code, rows(name)), (Some(1), 3 + header), "{err}");
        assert!(err.contains("1 rows were there before"), "{err}");
        // A second time there is nothing left to do, and what is bad stays bad.
        let (code, _, err) = scan(&["--resume", name, "a.apk", "b.apk", "示例.apk"]);
        assert_eq!((code, rows(name)), (Some(1), 3 + header), "{err}");
    }
    fs::write(root.join("other.jsonl"), "no rows\n").unwrap();
    assert_eq!(scan(&["--resume", "other.jsonl", "a.apk"]).0, Some(2));
    assert_eq!(fs::read_to_string(root.join("other.jsonl")).unwrap(), "no rows\n");
    for name in ["a.html", "a.apk", "rows"] {
        assert_eq!(scan(&["-o", name, "a.apk"]).0, Some(2), "{name}");
        assert_eq!(scan(&["--resume", name, "a.apk"]).0, Some(2), "{name}");
    }
    assert_eq!(
        fs::read(root.join("a.apk")).unwrap(),
        fs::read(fixture("android/v1v2v3.apk")).unwrap()
    );
}
