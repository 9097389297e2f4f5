//! The command as a process: exit codes, where messages go, and the language.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output, Stdio};

fn beian(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command
        .args(args)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C")
        .env_remove("BEIAN_PASSWORD")
        .stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn run(args: &[&str]) -> Output {
    beian(args).output().unwrap()
}

#[test]
fn usage_errors_and_unreadable_files_exit_with_2_and_say_why() {
    let note = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (args, says) in [
        (&[][..], "Usage"),
        (&["form"], "FILE"),
        (&["sign", "a.apk"], "sign"),
        (&["form", "--profile", "baidu", "a.apk"], "huawei"),
        (&["verify", "--min-sdk", "30", "--max-sdk", "29", "a.apk"], "--min-sdk"),
        (&["verify", "--idsig", "a.idsig", "a.apk", "b.apk"], "--idsig auto"),
        (&["form", "missing.apk"], "beian: cannot open missing.apk: "),
        (&["verify", "-"], "beian: -: "),
        (&["inspect", "--fast", "missing.apk", note], "beian: cannot open missing.apk: "),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(says), "{args:?}: {}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("panicked"), "{args:?}");
    }
}

#[test]
fn help_and_version_exit_with_0() {
    for (args, says) in [
        (&["--version"][..], env!("CARGO_PKG_VERSION")),
        (&["--help"], "Commands:"),
        (&["form", "--help"], "--allow-unverified"),
        (&["--lang", "zh", "verify", "--help"], "用法：beian verify"),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(text(&output.stdout).contains(says), "{args:?}: {}", text(&output.stdout));
    }
}

#[test]
fn each_unreadable_file_has_its_line_in_the_order_given() {
    let output = run(&["form", "--json", "b.apk", "a.apk"]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!((out.lines().count(), err.lines().count()), (2, 2), "{out}{err}");
    for ((line, complaint), file) in out.lines().zip(err.lines()).zip(["b.apk", "a.apk"]) {
        let start =
            format!(r#"{{"schema":1,"file":"{file}","error":{{"code":"cannot-open","message":"#);
        assert!(line.starts_with(&start), "{line}");
        assert!(complaint.contains(file), "{complaint}");
    }
}

#[test]
fn the_language_is_the_locales_unless_asked_for() {
    for (lang, args, chinese) in [
        ("zh_CN.UTF-8", &["form", "missing.apk"][..], true),
        ("zh_CN.UTF-8", &["form", "missing.apk", "--lang", "en"], false),
        ("en_US.UTF-8", &["form", "missing.apk"], false),
        ("en_US.UTF-8", &["--lang=zh", "form", "missing.apk"], true),
        ("zh_CN.UTF-8", &["form", "--fast", "missing.apk"], true),
        ("zh_CN.UTF-8", &["form", "--profile", "baidu", "missing.apk"], true),
    ] {
        let output = beian(args).env("LANG", lang).output().unwrap();
        let stderr = text(&output.stderr);
        assert_eq!(
            stderr.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            chinese,
            "{args:?}: {stderr}"
        );
    }
}

#[test]
fn a_closed_pipe_is_never_taken_for_success() {
    let files = vec!["missing.apk"; 64];
    let args = [&["form", "--json"][..], &files].concat();
    let mut child = beian(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = text(&output.stderr);
    assert!(
        stderr.ends_with("beian: standard output was closed before everything was printed\n"),
        "{stderr}"
    );

    for command in ["form", "verify", "inspect"] {
        let mut child = beian(&[command, &fixture("v1v2v3.apk")])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(2), "{command}");
    }
}

fn fixture(name: &str) -> String {
    format!("{}/../fixtures/android/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_exit_status_is_the_worst_of_all_files() {
    const MD5: &str = "4975DC5606FEE92FADDBEFDAC0A978CE";
    for (command, files, status, says) in [
        ("form", &["v1v2v3.apk"][..], 0, MD5),
        ("form", &["v3-rotated.apk"], 0, MD5),
        ("form", &["v2-tampered.apk"], 1, "content-digest-mismatch"),
        ("form", &["../quick_app/signed.rpk"], 0, "A quick app is filed by the platform"),
        ("form", &["../quick_app/unsigned.rpk"], 1, "A quick app is filed by the platform"),
        ("form", &["../quick_app/tampered.rpk"], 1, "content-digest-mismatch"),
        ("form", &["unsigned.apk"], 1, "unsigned"),
        ("form", &["v2-two-signers.apk"], 1, "several-signers"),
        ("verify", &["v1v2v3.apk"], 0, "verified (v1, v2, v3; SDK 21+)"),
        ("verify", &["v1v2v3.apk", "janus.apk"], 1, "data-before-first-entry"),
        ("verify", &["truncated.apk", "janus.apk", "v1.apk"], 2, "verified (v1; SDK 18+)"),
        ("verify", &["duplicate-entry.apk"], 1, "duplicate-entry"),
        ("inspect", &["v1v2v3.apk"], 0, "4975dc5606fee92faddbefdac0a978ce"),
    ] {
        let files: Vec<String> = files.iter().map(|name| fixture(name)).collect();
        let args: Vec<&str> =
            std::iter::once(command).chain(files.iter().map(String::as_str)).collect();
        let output = run(&args);
        let out = text(&output.stdout);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {out}");
        assert!(out.contains(says), "{args:?}: {out}");
        assert!(!out.contains('\u{1b}'), "{args:?}: no colours without a terminal");
    }
}

#[test]
fn values_of_what_did_not_verify_are_printed_only_when_asked_for() {
    let value = "签名MD5值";
    for (args, printed) in [
        (&["form"][..], false),
        (&["form", "--json"], false),
        (&["form", "--allow-unverified"], true),
        (&["form", "--json", "--allow-unverified"], true),
    ] {
        let file = fixture("v2-tampered.apk");
        let output = run(&[args, &[&file]].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert_eq!(text(&output.stdout).contains(value), printed, "{args:?}");
    }
}

#[test]
fn standard_input_is_a_package_too() {
    let file = std::fs::File::open(fixture("v2-p256.apk")).unwrap();
    let output = beian(&["verify", "--json", "-"]).stdin(file).output().unwrap();
    let out = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(
        out.starts_with(r#"{"schema":1,"file":"-","kind":"apk","platform":"android""#),
        "{out}"
    );
    assert_eq!(out.lines().count(), 1);
}

#[test]
fn an_idsig_stands_beside_its_package_or_is_named() {
    let (package, other) = (fixture("v2-v4.apk"), fixture("v4-other-signer.idsig"));
    for (args, status, says) in [
        (&["verify", &package][..], 0, "verified (v2; SDK 24+)"),
        (&["verify", "--idsig", "auto", &package], 0, "verified (v2, v4; SDK 24+)"),
        (&["verify", "--idsig", &other, &package], 1, "v4-signer-mismatch"),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        assert!(text(&output.stdout).contains(says), "{args:?}: {}", text(&output.stdout));
    }
}

#[test]
fn a_harmonyos_package_has_its_own_facts_and_its_developers_values() {
    let harmony = |name: &str| format!("{}/../fixtures/harmony/{name}", env!("CARGO_MANIFEST_DIR"));
    let root = format!("{}/../fixtures/keys/h-root.cert.der", env!("CARGO_MANIFEST_DIR"));
    let [store, tampered, developer] = ["store.hap", "tampered.hap", "developer.hap"].map(harmony);
    for (args, status, says) in [
        (
            &["form", "--json", "--trust-root", &root, &store][..],
            0,
            r#""harmonyos":{"integrity":"ok","chain":"other","#,
        ),
        (&["form", "--json", "--trust-root", &root, &store], 0, r#""role":"store","scheme":"hap""#),
        (
            &["form", "--json", "--trust-root", &root, &store],
            0,
            r#""filing":{"profile":"default","platform":"鸿蒙""#,
        ),
        (&["form", "--json", &store], 1, r#""filing":null"#),
        (
            &["form", "--json", &developer],
            1,
            r#""filing":null,"no_filing":{"code":"chain-unknown-root","#,
        ),
        (&["form", "--json", "--trust-root", &root, &developer], 0, r#""filing":{"#),
        (&["form", "--allow-unverified", &developer], 0, "[values-not-for-filing]"),
        (&["verify", &developer], 0, "[chain-unknown-root]"),
        (
            &["inspect", "--fast", "--json", &developer],
            0,
            r#""signers":[{"role":"claimed","scheme":"hap""#,
        ),
        (
            &["verify", "--json", &tampered],
            1,
            r#""integrity":"digest-mismatch","chain":"other","profile":null"#,
        ),
        (&["inspect", "--trust-root", &root, &store], 0, "appIdentifier"),
        (&["verify", "--trust-root", &store, &store], 2, ""),
    ] {
        let output = run(args);
        let out = text(&output.stdout);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {out}");
        assert!(out.contains(says), "{args:?}: {out}");
    }
}

#[test]
fn values_that_must_not_be_filed_are_kept_back_and_marked_where_they_are_asked_for() {
    let (debug, duplicate) = (fixture("v1-debug.apk"), fixture("duplicate-entry.apk"));
    for (args, status, says, never) in [
        (&["form", &debug][..], 1, "[shared-certificate]", "签名MD5值"),
        (
            &["form", "--json", &debug],
            1,
            r#""no_filing":{"code":"shared-certificate","#,
            r#""fields""#,
        ),
        (&["form", &duplicate], 1, "[duplicate-entry]", "签名MD5值"),
        (
            &["form", "--json", &duplicate],
            1,
            r#""no_filing":{"code":"duplicate-entry","#,
            r#""fields""#,
        ),
        (&["verify", &debug], 0, "[shared-certificate]", "\u{0}"),
        (&["form", "--allow-unverified", &debug], 0, "[values-not-for-filing]", "\u{0}"),
        (&["check", "--platform", "安卓", &debug], 1, "[package-not-for-filing]", "expected"),
        (
            &["check", "--json", "--platform", "安卓", &debug],
            1,
            r#""expected":null,"outcome":"missing""#,
            "\u{0}",
        ),
        (
            &["check", "--json", "--allow-unverified", "--platform", "安卓", &debug],
            1,
            r#""filed":"安卓","expected":null,"outcome":"unproven""#,
            "\u{0}",
        ),
        (&["check", "--write-record", &debug], 1, "", "fingerprint"),
    ] {
        let output = run(args);
        let out = text(&output.stdout);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {out}");
        assert!(out.contains(says) && !out.contains(never), "{args:?}: {out}");
    }
    // Whoever copies the values has read the warnings.
    let output = run(&["form", "--allow-unverified", &debug]);
    let place = |it| text(&output.stdout).find(it).unwrap();
    let (warning, value) = (place("[values-not-for-filing]"), place("签名MD5值"));
    assert!(warning < value);
}

#[test]
fn inspection_only_claims() {
    for (file, scheme) in [
        ("v1v2v3.apk", "v3"),
        ("v1.apk", "v1"),
        ("v2-tampered.apk", "v2"),
        ("v2-stolen-certificate.apk", "v2"),
    ] {
        let output = run(&["inspect", "--fast", "--json", &fixture(file)]);
        let out = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{file}: {out}");
        assert!(
            out.contains(&format!(r#""signers":[{{"role":"claimed","scheme":"{scheme}","#)),
            "{out}"
        );
        assert!(
            !out.contains(r#""primary""#) && out.contains(r#""no_filing":{"code":"unchecked""#),
            "{out}"
        );
    }
}

fn certificates(name: &str) -> String {
    format!("{}/../fixtures/certificates/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn certificate_files_and_keystores_give_values_unverified() {
    for (args, file, status, says) in [
        (&["form"][..], "chain-root-first.cer", 0, "签名MD5值"),
        (
            &["form", "--json"],
            "one.jks",
            0,
            r#""verification":{"verdict":"unchecked","schemes":[]"#,
        ),
        (&["form", "--json"], "one.jks", 0, r#""code":"keystore-unchecked""#),
        (
            &["form", "--platform", "鸿蒙", "--json"],
            "leaf.pem",
            0,
            r#""filing":{"profile":"default","platform":"鸿蒙""#,
        ),
        // Apple did not issue it.
        (&["form", "--platform", "IOS", "--json"], "leaf.pem", 1, r#""code":"certificate-kind""#),
        (&["form", "--platform", "harmonyos"], "one.jks", 1, "harmonyos-self-signed"),
        (&["verify", "--platform", "harmonyos"], "one.jks", 1, "harmonyos-self-signed"),
        (&["verify"], "one.jks", 0, "keystore-entry"),
        (&["inspect"], "key-beside.pem", 0, "private-key-beside"),
        (&["verify"], "private-key.pem", 2, "do not upload"),
        (&["form"], "two-leaves.cer", 2, "2 certificates that could be the signer's"),
        (&["form"], "three.jks", 2, "choose one with --alias"),
        (
            &["form", "--alias", "third"],
            "three.jks",
            2,
            "no key \"third\"; it has: first; 正式签名; second",
        ),
        (&["inspect", "--alias", "正式签名"], "three.jks", 0, "CN=张三"),
        (&["verify"], "noise.uber", 2, "-storetype UBER"),
    ] {
        let file = certificates(file);
        let output = run(&[args, &[&file]].concat());
        let both = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{args:?} {file}: {both}");
        assert!(both.contains(says), "{args:?} {file}: {both}");
    }
}

#[test]
fn a_password_comes_from_the_environment_or_from_standard_input() {
    use std::io::Write;
    let file = certificates("openssl-aes256.p12");
    for (variable, input, status, says) in [
        (None, None, 2, "BEIAN_PASSWORD"),
        (Some("storepw1"), None, 0, "P-256 Signer"),
        (Some("wrong"), None, 2, "not this PKCS #12 keystore's"),
        (Some(""), None, 2, "BEIAN_PASSWORD"),
        (None, Some("storepw1\n"), 0, "P-256 Signer"),
        (None, Some("storepw1"), 0, "P-256 Signer"),
        (Some("wrong"), Some("storepw1\r\n"), 0, "P-256 Signer"),
        (None, Some("wrong\n"), 2, "not this PKCS #12 keystore's"),
        (None, Some(""), 2, "not this PKCS #12 keystore's"),
    ] {
        let mut args = vec!["verify", &file];
        args.extend(input.map(|_| "--password-stdin"));
        let mut command = beian(&args);
        command.env_remove("BEIAN_PASSWORD").envs(variable.map(|value| ("BEIAN_PASSWORD", value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Whoever does not read it has closed the pipe.
        let _ = child.stdin.take().unwrap().write_all(input.unwrap_or_default().as_bytes());
        let output = child.wait_with_output().unwrap();
        let both = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{variable:?} {input:?}: {both}");
        assert!(both.contains(says), "{variable:?} {input:?}: {both}");
    }
    let output = run(&["verify", "--password-stdin", "-"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--password-stdin"));
}

/// A root in any shape, and several in one file; what is none is told.
#[test]
fn a_root_is_given_in_any_shape() {
    let fixture = |name: &str| format!("{}/../fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let root = std::fs::read(fixture("keys/h-root.cert.der")).unwrap();
    let hex: String = root.iter().map(|byte| format!("{byte:02x}")).collect();
    let wide: Vec<u8> = hex.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = tempfile::tempdir().unwrap();
    let package = fixture("harmony/developer.hap");
    for (name, bytes, status, says) in [
        ("root.cer", root, 0, r#""filing":{"#),
        ("root.txt", hex.into_bytes(), 0, r#""filing":{"#),
        ("wide.txt", wide, 0, r#""filing":{"#),
        ("none.cer", b"-----BEGIN CERTIFICATE-----".to_vec(), 2, ""),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let output = run(&["form", "--json", "--trust-root", path.to_str().unwrap(), &package]);
        let out = text(&output.stdout);
        assert_eq!(output.status.code(), Some(status), "{name}: {out}");
        assert!(out.contains(says), "{name}: {out}");
    }
    for name in ["certificates/certificates.p7b", "certificates/chain.der"] {
        let output = run(&["form", "--json", "--trust-root", &fixture(name), &package]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stdout));
    }
}
