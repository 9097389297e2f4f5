//! Faults of the world: files that are none, names that are no text, disks that are full. The exit status and the message
//! are by contract, and nothing is half said.

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
            let (status, stdout, stderr) = out(&beian(&[command, "--json", file, GOOD]).output().unwrap());
            assert_eq!(status, Some(2), "{command} {file}");
            assert_eq!(stdout.lines().count(), 2, "{command} {file}: {stdout}");
            assert!(stdout.lines().next().unwrap().contains("\"cannot-open\""), "{command} {file}: {stdout}");
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
        let (status, stdout, stderr) = out(&beian(&[command, "--json"]).arg(&path).output().unwrap());
        assert_eq!(status, Some(0), "{command}: {stderr}");
        assert!(stdout.contains("\"verified\"") && stdout.contains("\u{fffd}"), "{command}: {stdout}");
    }
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

#[test]
fn a_file_that_is_still_being_written_is_never_verified() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.apk");
    let bytes = fs::read(GOOD).unwrap();
    for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&path, bytes.get(..length).unwrap()).unwrap();
        let (status, stdout, stderr) = out(&beian(&["form", path.to_str().unwrap()]).output().unwrap());
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{length}: {stderr}");
    }
}
