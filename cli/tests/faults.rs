//! Faults of the world: files that are none, names that are no text, disks that are full. The exit
//! status and the message are by contract, and nothing is half said.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const GOOD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/android/v1v2v3.apk");

fn beian(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command.args(args).env_remove("LC_ALL").env("LANG", "C").stdin(Stdio::null());
    command
}

fn out(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn pipe(folder: &Path) -> PathBuf {
    let pipe = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    pipe
}

#[test]
fn what_is_no_file_is_refused_by_name_and_the_others_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    for (file, says) in [
        (folder, "is a directory"),
        ("/dev/zero", "pipe or device"),
        ("/dev/null", "pipe or device"),
        ("/nowhere/a.apk", "No such file"),
    ] {
        for command in ["form", "inspect", "verify"] {
            let (status, stdout, stderr) =
                out(&beian(&[command, "--json", file, GOOD]).output().unwrap());
            assert_eq!(status, Some(2), "{command} {file}");
            assert_eq!(stdout.lines().count(), 2, "{command} {file}: {stdout}");
            assert!(
                stdout.lines().next().unwrap().contains("\"cannot-open\""),
                "{command} {file}: {stdout}"
            );
            assert!(
                stdout.contains("\"verdict\":\"") && stderr.lines().count() == 1,
                "{command} {file}: {stderr}"
            );
            assert!(stderr.contains(file), "{command} {file}: {stderr}");
            assert!(stderr.contains(says), "{command} {file}: {stderr}");
        }
    }
}

#[test]
fn a_file_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.apk");
    fs::copy(GOOD, &path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let (status, stdout, stderr) = out(&beian(&["form", path.to_str().unwrap()]).output().unwrap());
    if File::open(&path).is_ok() {
        // Whoever runs this may read everything.
        assert_eq!(status, Some(0), "{stderr}");
    } else {
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{stderr}");
        assert!(stderr.contains("denied"), "{stderr}");
    }
}

#[test]
fn a_pipe_is_read_as_standard_input_is() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = pipe(folder.path());
    let child = beian(&["form", pipe.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    fs::write(&pipe, fs::read(GOOD).unwrap()).unwrap();
    let (status, stdout, stderr) = out(&child.wait_with_output().unwrap());
    assert_eq!(status, Some(0), "{stderr}");
    assert!(stdout.contains("4975DC5606FEE92FADDBEFDAC0A978CE"), "{stdout}");
}

#[test]
fn a_name_that_is_no_text_is_shown_and_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(OsStr::from_bytes(b"\xff\xfe.apk"));
    fs::copy(GOOD, &path).unwrap();
    for command in ["form", "inspect", "verify", "scan"] {
        let (status, stdout, stderr) =
            out(&beian(&[command, "--json"]).arg(&path).output().unwrap());
        assert_eq!(status, Some(0), "{command}: {stderr}");
        assert!(
            stdout.contains("\"verified\"") && stdout.contains("\u{fffd}"),
            "{command}: {stdout}"
        );
        assert!(stdout.contains("fffe2e61706b\",\"kind\""), "{command}: {stdout}");
    }
    // Two names that look alike are told apart.
    let other = folder.path().join(OsStr::from_bytes(b"\xfe\xfe.apk"));
    fs::copy(GOOD, &other).unwrap();
    let rows = beian(&["scan", "--format", "csv"]).args([&path, &other]).output().unwrap();
    let rows = String::from_utf8(rows.stdout).unwrap();
    for name in ["fffe2e61706b", "fefe2e61706b"] {
        assert_eq!(rows.lines().filter(|row| row.contains(name)).count(), 1, "{rows}");
    }
    let check = beian(&["check", "--json", "--platform", "安卓"]).arg(&other).output().unwrap();
    let check = String::from_utf8(check.stdout).unwrap();
    assert!(check.contains("fefe2e61706b\",\"matches\":true"), "{check}");
    let absent = folder.path().join(OsStr::from_bytes(b"\xff.apk"));
    let (status, _, stderr) = out(&beian(&["form"]).arg(&absent).output().unwrap());
    assert_eq!(status, Some(2));
    assert!(stderr.contains("\u{fffd}.apk"), "{stderr}");
}

#[test]
fn a_full_disk_is_said_and_never_taken_for_success() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    for args in [
        &["form", GOOD][..],
        &["inspect", "--json", GOOD],
        &["verify", GOOD],
        &["scan", "--format", "csv", GOOD],
        &["check", "--platform", "安卓", GOOD],
        &["check", "--write-record", GOOD],
        &["completions", "bash"],
        &["man"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (status, _, stderr) = out(&beian(args).stdout(full).output().unwrap());
        assert_eq!(status, Some(2), "{args:?}: {stderr}");
        assert!(stderr.contains("space left"), "{args:?}: {stderr}");
        assert!(!stderr.contains("panicked"), "{args:?}: {stderr}");
    }
}

/// A check whose outcome nobody could read is no success.
#[cfg(target_os = "linux")]
#[test]
fn a_closed_output_is_an_error_and_none_that_is_thrown_away() {
    for (redirection, status) in
        [(">&-", 2), (">/dev/null", 0), (">&- 2>/dev/null", 2), ("| cat", 0)]
    {
        for args in ["form", "scan", "verify --json", "check --platform 安卓"] {
            let script = format!("\"$0\" {args} \"$1\" {redirection}; exit $?");
            let mut shell = Command::new("sh");
            shell.args(["-c", &script, env!("CARGO_BIN_EXE_beian"), GOOD]).env("LC_ALL", "C");
            let (got, _, stderr) = out(&shell.output().unwrap());
            assert_eq!(got, Some(status), "{args} {redirection}: {stderr}");
        }
    }
    // A program that throws away what is printed, and one whose shell's output is thrown away.
    let thrown = || File::options().read(true).write(true).open("/dev/null").unwrap();
    assert_eq!(beian(&["form", GOOD]).stdout(thrown()).status().unwrap().code(), Some(0));
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "\"$0\" form \"$1\"; exit $?", env!("CARGO_BIN_EXE_beian"), GOOD])
        .stdout(thrown());
    assert_eq!(shell.status().unwrap().code(), Some(0));
}

/// What has no end, or is far larger than anything that is read, is read to a limit.
#[test]
fn devices_without_end_end() {
    let zero = || File::open("/dev/zero").unwrap();
    for (args, says) in [
        (
            &["verify", "--trust-root", "/dev/zero", GOOD][..],
            "/dev/zero: it is larger than the 4194304 bytes",
        ),
        (&["form", "-"], "-: cannot read standard input: it is larger than the 4194304 bytes"),
        (&["check", "--record", "/dev/zero", GOOD], "/dev/zero: it is far larger"),
        (&["form", "--password-stdin", GOOD], ""),
    ] {
        let (status, _, stderr) = out(&beian(args).stdin(zero()).output().unwrap());
        assert!(stderr.contains(says), "{args:?}: {stderr}");
        assert_eq!(status, Some(if says.is_empty() { 0 } else { 2 }), "{args:?}: {stderr}");
    }
    let folder = tempfile::tempdir().unwrap();
    let root = pipe(folder.path());
    let child = beian(&["verify", "--trust-root", root.to_str().unwrap(), GOOD])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    fs::write(
        &root,
        fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/keys/h-root.cert.der")).unwrap(),
    )
    .unwrap();
    let (status, _, stderr) = out(&child.wait_with_output().unwrap());
    assert_eq!(status, Some(0), "{stderr}");
}

/// A record is read as editors save it; nothing is guessed of one in another encoding.
#[test]
fn a_record_is_read_in_its_encoding_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("r.toml");
    let form: serde_json::Value =
        serde_json::from_slice(&beian(&["form", "--json", GOOD]).output().unwrap().stdout).unwrap();
    let key = form["filing"]["public_key"].as_str().unwrap();
    let features = format!(
        "[[features]]\npublic_key = \"{key}\"\nfingerprint = \"4975DC5606FEE92FADDBEFDAC0A978CE\"\n"
    );
    let text = &format!("package_name = \"com.example.beian\"\nplatform = \"安卓\"\n{features}");
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gbk: Vec<u8> =
        text.split("安卓").map(str::as_bytes).collect::<Vec<_>>().join(&b"\xb0\xb2\xd7\xbf"[..]);
    let latin = b"package_name = \"com.example.beian\"\nplatform = \"\xe9\"\n";
    for (bytes, status, says) in [
        (text.as_bytes(), 0, ""),
        (&[b"\xef\xbb\xbf", text.as_bytes()].concat(), 0, ""),
        (&wide, 0, ""),
        (&wide[..wide.len() - 1], 2, "r.toml: it begins as UTF-16 and is none"),
        (&gbk, 0, ""),
        (latin, 2, "r.toml: line 2: it is no UTF-8 text"),
    ] {
        fs::write(&record, bytes).unwrap();
        let (got, _, stderr) =
            out(&beian(&["check", "--record", record.to_str().unwrap(), GOOD]).output().unwrap());
        assert_eq!(got, Some(status), "{stderr}");
        assert!(stderr.contains(says), "{stderr}");
    }
}

#[test]
fn a_file_that_is_still_being_written_is_never_verified() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.apk");
    let bytes = fs::read(GOOD).unwrap();
    for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&path, bytes.get(..length).unwrap()).unwrap();
        let (status, stdout, stderr) =
            out(&beian(&["form", path.to_str().unwrap()]).output().unwrap());
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{length}: {stderr}");
    }
}
