//! `beian check` as a process: exit codes, JSON, records, signers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command.arg("check").args(args).env("LANG", "C").stdin(Stdio::null());
    for name in ["LC_ALL", "LC_MESSAGES", "BEIAN_PASSWORD"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn fixture(name: &str) -> String {
    format!("{}/../fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

const MD5: &str = "4975DC5606FEE92FADDBEFDAC0A978CE";

/// The line of the JSON output with that number.
fn line(output: &Output, number: usize) -> Value {
    serde_json::from_str(text(&output.stdout).lines().nth(number).unwrap()).unwrap()
}

#[test]
fn the_exit_status_says_whether_everything_matches() {
    let good = fixture("android/v1v2v3.apk");
    let (tampered, debug) = (fixture("android/v2-tampered.apk"), fixture("android/v1-debug.apk"));
    let (certificate, profile) =
        (fixture("keys/first.cert.der"), fixture("certificates/profile.p7b"));
    let folder = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let to = folder.path().join(name).to_str().unwrap().to_owned();
        fs::copy(&certificate, &to).unwrap();
        to
    };
    let (disguised, unnamed) = (copy("victim.apk"), copy("release"));
    let debug_md5 = "2B4C1C1B4F0E4D9C";
    for (args, status, says) in [
        (&["--fingerprint", MD5, &good][..], 0, "fingerprint: matches"),
        (&["--fingerprint", MD5, "--platform", "安卓", &good], 0, "Everything matches."),
        (&["--package-name", "com.example.beian", &good], 0, "package name: matches"),
        (&["--fingerprint", &MD5.replace('E', "F"), &good], 1, "APP特征信息无效"),
        (&["--package-name", "com.example.other", &good], 1, "[other-package]"),
        (&["--platform", "应用宝", &good], 1, "APP平台信息无效"),
        (&["--fingerprint", MD5, &tampered], 1, "[not-verified]"),
        (&["--fingerprint", MD5, "--allow-unverified", &tampered], 1, "[unproven-match]"),
        (&["--fingerprint", debug_md5, &debug], 1, "shared-certificate"),
        (&["--fingerprint", MD5, &certificate], 0, "fingerprint: matches"),
        (&["--fingerprint", MD5, &disguised], 1, "[certificate-match]"),
        (&["--fingerprint", MD5, &disguised], 1, "[not-a-package]"),
        (&["--fingerprint", MD5, "--certificate", &disguised], 0, "fingerprint: matches"),
        (&["--fingerprint", MD5, &unnamed], 1, "[not-a-package]"),
        (&["--fingerprint", MD5, "--certificate", &unnamed], 0, "fingerprint: matches"),
        (
            &["--fingerprint", &"00".repeat(16), "--certificate", &disguised],
            1,
            "fingerprint: wrong",
        ),
        (&["--fingerprint", &format!("MD5: {MD5}"), &good], 0, "[untidy]"),
        (&["--fingerprint", &format!("SHA1: {MD5}"), &good], 1, "[other-label]"),
        (&["--public-key", "20725646483867918894", &good], 1, "[truncated]"),
        (&["--public-key", "20725646483867918894", "--accept-truncated", &good], 0, "[truncated]"),
        (
            &["--public-key", "20725646483867918895", "--accept-truncated", &good],
            1,
            "public key: not valid",
        ),
        (
            &["--fingerprint", MD5.split_at(30).0, "--accept-truncated", &good],
            1,
            "[part-of-fingerprint]",
        ),
        (&["--same", &good, &disguised], 1, "[unknown]"),
        (&["--same", &disguised, &good], 1, "[reference-unknown]"),
        (&["--same", &disguised, &disguised], 1, "[unknown]"),
        (&["--same", "--certificate", &good, &disguised], 0, "[same-certificate]"),
        (&["--same", &good, &certificate], 0, "[same-certificate]"),
        (&["--same", "--allow-unverified", &good, &tampered], 1, "[unknown]"),
        (&["--same", &debug, &debug], 1, "[unknown]"),
        (&["--write-record", &disguised], 1, ""),
        (&["--fingerprint", MD5, "--platform", "安卓", &certificate], 1, "[no-platform]"),
        (&["--platform", "鸿蒙", &profile], 0, "Everything matches."),
        (&["--platform", "安卓", &profile], 1, "[other-platform]"),
        (&["--fingerprint", MD5, &good, "missing.apk"], 2, "Everything matches."),
        (&["--fingerprint", "@missing.txt", &good], 2, ""),
        (&["--record", "missing.toml", &good], 2, ""),
        (&[&good], 2, ""),
        (&["--same", &good], 2, ""),
    ] {
        let output = run(args);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{args:?}: {out}{err}");
        assert!(out.contains(says), "{args:?}: {out}");
        assert_eq!(
            err.is_empty(),
            status < 2 && !args.contains(&"--write-record"),
            "{args:?}: {err}"
        );
    }
}

#[test]
fn a_wrong_value_is_looked_for_in_the_file() {
    let package = fixture("android/v1.apk");
    let filed = "f".repeat(32);
    let output = run(&["--json", "--fingerprint", &filed, &package]);
    assert_eq!(line(&output, 0)["fields"][0]["recognised_as"], Value::Null);
    // What `md5sum` prints of the file.
    let output = run(&["--json", "--fingerprint", &md5_of(&fs::read(&package).unwrap()), &package]);
    assert_eq!(line(&output, 0)["fields"][0]["recognised_as"], "file-digest");
}

fn md5_of(bytes: &[u8]) -> String {
    hex::encode(beian::DigestAlgorithm::Md5.digest(bytes))
}

#[test]
fn json_has_the_keys_of_the_contract() {
    let package = fixture("android/v1v2v3.apk");
    let filed = "SHA1: 00\u{1b}[31m";
    let output =
        run(&["--json", "--fingerprint", filed, "--package-name", "com.example.beian", &package]);
    assert_eq!(output.status.code(), Some(1));
    let start = format!(
        r#"{{"schema":1,"file":"{package}","matches":false,"fields":[{{"field":"package_name","#
    );
    assert!(text(&output.stdout).starts_with(&start), "{}", text(&output.stdout));
    let json = line(&output, 0);
    let (name, fingerprint) = (&json["fields"][0], &json["fields"][1]);
    for (value, want) in [
        (&name["filed"], Value::from("com.example.beian")),
        (&name["expected"], "com.example.beian".into()),
        (&name["outcome"], "match".into()),
        (&name["recognised_as"], Value::Null),
        (&name["notice"], Value::Null),
        (&fingerprint["field"], "fingerprint".into()),
        (&fingerprint["filed"], filed.into()),
        (&fingerprint["expected"], MD5.into()),
        (&fingerprint["outcome"], "invalid".into()),
        (&fingerprint["notice"], "APP特征信息无效".into()),
        (&json["verdict"], "verified".into()),
        (&json["same"], Value::Null),
        (&json["set"], Value::Null),
    ] {
        assert_eq!(*value, want);
    }
    assert!(fingerprint["message"].as_str().unwrap().ends_with('.'));
    assert!(!text(&output.stdout).contains('\u{1b}'));
}

#[test]
fn a_record_is_written_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, sets, set) in
        [("v1v2v3", 1, 1), ("v3-rotated", 3, 1), ("v2-p256", 1, 1), ("v1-dsa", 1, 1)]
    {
        let (package, record) =
            (fixture(&format!("android/{name}.apk")), at(&format!("{name}.toml")));
        let write = format!("--write-record={record}");
        let output = run(&[&write, &package]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
        assert_eq!(
            fs::read_to_string(&record).unwrap().matches("[[features]]").count(),
            sets + 1,
            "{name}"
        );
        let output = run(&["--json", "--record", &record, &package]);
        let json = line(&output, 0);
        assert_eq!(output.status.code(), Some(0), "{name}: {json}");
        assert_eq!(
            (&json["matches"], &json["set"]),
            (&Value::from(true), &Value::from(set)),
            "{name}"
        );
        assert_eq!(json["fields"].as_array().unwrap().len(), 4, "{name}");
        // Nothing is written over.
        let output = run(&[&write, &package]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(
            text(&output.stderr).contains("exists already"),
            "{name}: {}",
            text(&output.stderr)
        );
    }
    // The package that was signed before the rotation is in the record of the rotated one.
    let output =
        run(&["--json", "--record", &at("v3-rotated.toml"), &fixture("android/v1v2v3.apk")]);
    assert_eq!((output.status.code(), &line(&output, 0)["set"]), (Some(0), &Value::from(3)));
    let output = run(&["--write-record", &fixture("android/v2-tampered.apk")]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
}

#[test]
fn a_record_with_a_mistake_names_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.toml");
    let package = fixture("android/v1v2v3.apk");
    for (text_of_record, says) in [
        ("package_name = \"a.b\"\npackage_nam = \"a.b\"\n", "line 2: unknown field `package_nam`"),
        ("\n[[features]]\nfingerprint = 12\n", "line 3: "),
        ("[[features]]\nmd5 = \"00\"\n", "line 2: unknown field `md5`"),
        ("package_name = \"a.b", "line 1: "),
        ("", "holds nothing to check"),
        ("features = []\n", "holds nothing to check"),
        ("[[features]]\n", "set 1 is empty"),
        ("package_name = \"com.example.beian\"\n[[features]]\n", "set 1 is empty"),
        ("[[features]]\nfingerprint = \"00\"\n", "set 1 has no public_key"),
        ("[[features]]\npublic_key = \"00\"\n", "set 1 has no fingerprint"),
        ("[[features]]\npublic_key = \"\"\nfingerprint = \"00\"\n", "set 1 has no public_key"),
        (
            "[[features]]\npublic_key = \"00\"\nfingerprint = \" \\u200b\"\n",
            "set 1 has no fingerprint",
        ),
        (
            "[[features]]\npublic_key = \"0\"\nfingerprint = \"0\"\n[[features]]\nfingerprint = \
                \"0\"\n",
            "set 2 has no public_key",
        ),
        ("package_name = \" \"\n", "package_name is empty"),
        ("package_name = \"a.b\"\nplatform = \"\"\n", "platform is empty"),
    ] {
        fs::write(&path, text_of_record).unwrap();
        let output = run(&["--record", path.to_str().unwrap(), &package]);
        assert_eq!(output.status.code(), Some(2), "{text_of_record}");
        let err = text(&output.stderr);
        assert!(err.contains(says) && err.contains("r.toml") && err.lines().count() == 1, "{err}");
    }
}

#[test]
fn a_record_of_names_alone_is_no_yes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.toml");
    let package = fixture("android/v1v2v3.apk");
    for text_of_record in [
        "package_name = \"com.example.beian\"\n",
        "package_name = \"com.example.beian\"\nplatform = \"安卓\"\nfeatures = []\n",
    ] {
        fs::write(&path, text_of_record).unwrap();
        let output = run(&["--record", path.to_str().unwrap(), &package]);
        assert_eq!(output.status.code(), Some(1), "{text_of_record}");
        let out = text(&output.stdout);
        assert!(
            out.contains("package name: matches") && out.contains("no key and no fingerprint"),
            "{out}"
        );
        let json = line(&run(&["--json", "--record", path.to_str().unwrap(), &package]), 0);
        assert_eq!(
            (&json["matches"], &json["names_only"]),
            (&Value::from(false), &Value::from(true))
        );
        assert_eq!(json["fields"][0]["outcome"], "match");
    }
}

/// A certificate from standard input has no name that says what it is.
#[test]
fn what_has_no_name_is_taken_for_no_certificate() {
    let certificate = fixture("keys/first.cert.der");
    for (args, status) in [
        (&["check", "--fingerprint", MD5, "-"][..], 1),
        (&["check", "--fingerprint", MD5, "--certificate", "-"], 0),
        (&["verify", "-"], 1),
        (&["verify", "--certificate", "-"], 0),
        (&["form", "-"], 0),
        (&["inspect", "-"], 0),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
        command.args(args).env("LANG", "C").stdin(fs::File::open(&certificate).unwrap());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{args:?}: {}", text(&output.stdout));
    }
}

#[test]
fn a_value_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.txt");
    let at = format!("@{}", path.to_str().unwrap());
    let package = fixture("android/v2-p256.apk");
    let form = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(["form", "--json", &package])
        .output()
        .unwrap();
    let key = line(&form, 0)["filing"]["public_key"].as_str().unwrap().to_owned();
    for (content, status) in [
        (format!("\u{feff}公钥：{key}\n"), 0),
        (format!("{key}00"), 1),
        ("7".repeat(1_000_000), 1),
        ("7".repeat(2_000_000), 2),
    ] {
        fs::write(&path, content).unwrap();
        let output = run(&["--public-key", &at, &package]);
        assert_eq!(output.status.code(), Some(status), "{}", text(&output.stderr));
        assert!(output.stdout.len() < 10_000);
    }
}

#[test]
fn packages_of_one_signer_are_told() {
    let [one, two, rotated, other, tampered] =
        ["v1v2v3", "v1", "v3-rotated", "v2-p384", "v2-tampered"]
            .map(|name| fixture(&format!("android/{name}.apk")));
    for (files, status, relations) in [
        (&[&one, &two][..], 0, &["same-certificate", "same-certificate"][..]),
        (&[&one, &rotated], 1, &["same-certificate", "rotated"]),
        (&[&rotated, &two], 1, &["same-certificate", "rotated"]),
        (&[&one, &other], 1, &["same-certificate", "different"]),
        (&[&one, &tampered], 1, &["same-certificate", "unknown"]),
        (&[&tampered, &one], 1, &["unknown", "reference-unknown"]),
    ] {
        let args: Vec<&str> =
            ["--json", "--same"].into_iter().chain(files.iter().map(|it| it.as_str())).collect();
        let output = run(&args);
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        for (number, relation) in relations.iter().enumerate() {
            let json = line(&output, number);
            assert_eq!(json["same"]["relation"], *relation, "{args:?}");
            assert_eq!(json["same"]["reference"], *files[0].as_str(), "{args:?}");
            assert_eq!(json["matches"], *relation == "same-certificate", "{args:?}");
        }
    }
    let output = run(&["--json", "--same", &one, "missing.apk", &two]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(line(&output, 1)["error"]["code"], "cannot-open");
    assert_eq!(line(&output, 2)["same"]["relation"], "same-certificate");
}
