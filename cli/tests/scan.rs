//! `beian scan` as a process: rows, exit codes, and how it ends when it is made to.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}

fn scan(args: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command.arg("scan").args(args).current_dir(folder).stdin(Stdio::null());
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C");
    command
}

fn run(args: &[&str], folder: &Path) -> Output {
    scan(args, folder).output().unwrap()
}

/// JSON rows by their file, with the verdict or the error's code.
fn jsonl(bytes: &[u8]) -> BTreeMap<String, String> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    let rows = text.lines().map(|line| {
        let row: Value = serde_json::from_str(line).unwrap();
        let fate = row.pointer("/verification/verdict").or(row.pointer("/error/code"));
        (row["file"].as_str().unwrap().to_owned(), fate.unwrap().as_str().unwrap().to_owned())
    });
    rows.collect()
}

/// Comma-separated rows by their file, with the verdict or the error's code, read by a reader that
/// is not ours.
fn csv(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut reader = ::csv::Reader::from_reader(bytes);
    let place = |headers: &::csv::StringRecord, name: &str| {
        headers.iter().position(|header| header == name)
    };
    let headers = reader.headers().unwrap().clone();
    let (verdict, errors) =
        (place(&headers, "verdict").unwrap(), place(&headers, "errors").unwrap());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let fate = if row[verdict].is_empty() { &row[errors] } else { &row[verdict] };
        (row[0].to_owned(), fate.to_owned())
    });
    rows.collect()
}

/// A folder with what stores meet, and the row that each file must have.
fn mixed(root: &Path) -> BTreeMap<String, String> {
    let mut want = BTreeMap::new();
    for (place, from, fate) in [
        ("good.apk", "android/v1v2v3.apk", "verified"),
        ("bad.apk", "android/v2-tampered.apk", "rejected"),
        ("plain", "android/unsigned.apk", "unsigned"),
        ("short.apk", "android/truncated.apk", "broken-zip"),
        ("key.pem", "keys/first.key.der", "private-key"),
        ("cert.der", "keys/first.cert.der", "unchecked"),
        ("victim.apk", "keys/first.cert.der", "unchecked"),
        ("locked.p12.apk", "certificates/openssl-aes256.p12", "password-needed"),
        ("deep/er/.hidden/=1+1,\".txt", "android/v2-p256.apk", "verified"),
        ("deep/app.hap", "harmony/developer.hap", "verified"),
    ] {
        let place = root.join(place);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(fixture(from), &place).unwrap();
        want.insert(name(&place, root), fate.to_owned());
    }
    fs::copy(fixture("android/v1.apk"), root.join(std::ffi::OsStr::from_bytes(b"deep/\xff\xfe")))
        .unwrap();
    want.insert("./deep/\u{fffd}\u{fffd}".to_owned(), "verified".to_owned());
    symlink("good.apk", root.join("link")).unwrap();
    want.insert("./link".to_owned(), "verified".to_owned());
    symlink("nowhere", root.join("broken")).unwrap();
    want.insert("./broken".to_owned(), "cannot-open".to_owned());
    symlink("../..", root.join("deep/er/loop")).unwrap();
    for (name, content) in
        [("note", &b"no package"[..]), ("deep/empty", b""), ("deep/zeros", &[0; 4096])]
    {
        fs::write(root.join(name), content).unwrap();
    }
    // What is named as a package and is none.
    for (name, content) in
        [("note.apk", &b"no package"[..]), ("deep/empty.hap", b""), ("a.apk.1", b"<html>")]
    {
        fs::write(root.join(name), content).unwrap();
        want.insert(format!("./{name}"), "unknown-kind".to_owned());
    }
    let locked = root.join("locked.apk");
    fs::copy(fixture("android/v1.apk"), &locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever runs the tests as root can read it all the same.
    let fate = if File::open(&locked).is_ok() { "verified" } else { "cannot-open" };
    want.insert("./locked.apk".to_owned(), fate.to_owned());
    want
}

fn name(path: &Path, root: &Path) -> String {
    format!("./{}", path.strip_prefix(root).unwrap().display())
}

fn copies(root: &Path, count: usize) {
    for index in 0..count {
        fs::copy(fixture("android/v1v2v3.apk"), root.join(format!("{index}.apk"))).unwrap();
    }
}

#[test]
fn each_package_of_a_folder_has_its_row_in_either_format() {
    let folder = tempfile::tempdir().unwrap();
    let want = mixed(folder.path());
    for jobs in ["1", "4"] {
        let output = run(&["--jobs", jobs, "."], folder.path());
        assert_eq!(jsonl(&output.stdout), want);
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        let summary = stderr.lines().last().unwrap();
        assert!(
            summary.contains("3 other files skipped, 1 links to folders not followed"),
            "{stderr}"
        );
        for named in
            ["broken", "short.apk", "note.apk", "deep/empty.hap", "a.apk.1", "locked.p12.apk"]
        {
            assert!(stderr.contains(&format!("./{named}: ")) || stderr.contains(named), "{stderr}");
        }
        assert!(!stderr.contains("key.pem"), "{stderr}");

        let output = run(&["--format", "csv", "--jobs", jobs, "."], folder.path());
        assert_eq!(csv(&output.stdout), want);
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn the_exit_status_is_by_the_worst_row() {
    let folder = tempfile::tempdir().unwrap();
    mixed(folder.path());
    let keys = folder.path().join("keys");
    fs::create_dir(&keys).unwrap();
    for key in ["first.key.der", "first.cert.der"] {
        fs::copy(fixture("keys").join(key), keys.join(key)).unwrap();
    }
    fs::create_dir(folder.path().join("nothing")).unwrap();
    for (args, status, rows) in [
        (&["good.apk"][..], 0, 1),
        (&["deep/er", "good.apk", "good.apk"], 0, 3),
        (&["nothing"], 0, 0),
        (&["good.apk", "bad.apk"], 1, 2),
        (&["--fast", "good.apk", "bad.apk"], 0, 2),
        (&["plain"], 1, 1),
        (&["bad.apk", "missing"], 2, 2),
        (&["note.apk"], 2, 1),
        (&["note"], 2, 1),
        (&["cert.der"], 0, 1),
        (&["victim.apk"], 1, 1),
        (&["--certificate", "victim.apk"], 0, 1),
        (&["--fast", "victim.apk"], 1, 1),
        (&["/dev/null"], 2, 1),
        (&["keys"], 0, 2),
        (&["keys/first.key.der"], 2, 1),
        (&["--min-sdk", "24", "good.apk"], 0, 1),
        (&["--json", "--format", "csv", "good.apk"], 2, 0),
        (&["--bom", "good.apk"], 2, 0),
    ] {
        let output = run(args, folder.path());
        let out = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            (output.status.code(), out.lines().count()),
            (Some(status), rows),
            "{args:?}: {out}"
        );
    }
}

#[test]
fn a_json_row_is_the_line_of_verify_and_says_how_it_went() {
    let folder = tempfile::tempdir().unwrap();
    mixed(folder.path());
    for (scan, command, args) in [
        (&["--lower"][..], "verify", &["--json", "--lower"][..]),
        (&["--fast"], "inspect", &["--json", "--fast"]),
    ] {
        for file in ["good.apk", "bad.apk", "cert.der", "short.apk", "victim.apk"] {
            let output = run(&[scan, &[file]].concat(), folder.path());
            let row = String::from_utf8(output.stdout).unwrap();
            let mut other = Command::new(env!("CARGO_BIN_EXE_beian"));
            let other = other.arg(command).args(args).arg(file).current_dir(folder.path());
            let other =
                String::from_utf8(other.args(["--lang", "en"]).output().unwrap().stdout).unwrap();
            let same = other.trim_end().strip_suffix('}').unwrap();
            let besides = row.strip_prefix(same).unwrap();
            let is_ok = output.status.code() == Some(0);
            assert!(
                besides.starts_with(&format!(",\"ok\":{is_ok},\"errors\":[")),
                "{file}: {besides}"
            );
            let size = fs::metadata(folder.path().join(file)).unwrap().len();
            assert!(besides.ends_with(&format!("\"size\":{size}}}\n")), "{file}: {besides}");
        }
    }
}

#[test]
fn comma_separated_rows_are_for_spreadsheets_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixture("android/v1v2v3.apk"), folder.path().join("=1+1,\".apk")).unwrap();
    let output = run(&["--format", "csv", "--bom", "=1+1,\".apk"], folder.path());
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(out.starts_with("\u{feff}file,kind,platform,package_name,"), "{out}");
    let row = out.lines().nth(1).unwrap();
    assert!(
        row.starts_with("\"'=1+1,\"\".apk\",apk,android,com.example.beian,备案示例,1.2.3-示例,"),
        "{out}"
    );
    assert!(row.contains(",4975dc5606fee92faddbefdac0a978ce,"), "{out}");
    assert!(
        row.contains(",20725646483867918894921158373084726727869459492937219492671209012554893557"),
        "{out}"
    );
    assert!(out.ends_with("\r\n"), "{out}");
}

#[test]
fn a_certificate_under_a_packages_name_gives_nothing_to_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixture("keys/first.cert.der"), folder.path().join("victim.apk")).unwrap();
    let output = run(&["--format", "csv", "victim.apk"], folder.path());
    let mut reader = ::csv::Reader::from_reader(&output.stdout[..]);
    let headers = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell =
        |name: &str| row[headers.iter().position(|header| header == name).unwrap()].to_owned();
    for column in ["md5", "sha1", "sha256", "public_key"] {
        assert_eq!(cell(column), "", "{column}");
    }
    assert_eq!((cell("ok"), cell("errors")), ("false".to_owned(), "not-a-package".to_owned()));
}

#[test]
fn many_packages_all_have_a_row() {
    let folder = tempfile::tempdir().unwrap();
    copies(folder.path(), 250);
    for args in [&["."][..], &["--fast", "."], &["--jobs", "16", "."]] {
        let output = run(args, folder.path());
        assert_eq!((output.status.code(), jsonl(&output.stdout).len()), (Some(0), 250), "{args:?}");
        assert_eq!(output.stderr.iter().filter(|&&byte| byte == b'\n').count(), 1, "{args:?}");
    }
}

#[test]
fn a_closed_pipe_and_a_full_disk_are_never_taken_for_success() {
    let folder = tempfile::tempdir().unwrap();
    copies(folder.path(), 60);
    let mut child =
        scan(&["."], folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr, "beian: standard output was closed before everything was printed\n");

    let Ok(full) = OpenOptions::new().write(true).open("/dev/full") else { return };
    let output = scan(&["."], folder.path()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("beian: standard output: ") && stderr.lines().count() == 1,
        "{stderr}"
    );
}

#[test]
fn what_was_told_to_ignore_a_hangup_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    copies(folder.path(), 250);
    let scan = format!("trap '' HUP; exec '{}' scan .", env!("CARGO_BIN_EXE_beian"));
    let mut command = Command::new("sh");
    command.args(["-c", &scan]).current_dir(folder.path());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::with_capacity(1, child.stdout.take().unwrap());
    let mut rows = Vec::new();
    out.read_until(b'\n', &mut rows).unwrap();
    assert!(
        Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap().success()
    );
    out.read_to_end(&mut rows).unwrap();
    assert_eq!((child.wait().unwrap().code(), jsonl(&rows).len()), (Some(0), 250));
}

#[test]
fn an_interrupt_leaves_whole_rows() {
    let folder = tempfile::tempdir().unwrap();
    copies(folder.path(), 250);
    for (signal, format, status) in [("-INT", "jsonl", 130), ("-TERM", "csv", 143)] {
        let mut child = scan(&["--format", format, "--jobs", "2", "."], folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Once there is a line all is set up; the rows that follow fill the pipe, which nobody
        // reads.
        let mut out = BufReader::with_capacity(1, child.stdout.take().unwrap());
        let mut rows = Vec::new();
        out.read_until(b'\n', &mut rows).unwrap();
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        // The signal is heeded by whichever thread is next to run.
        std::thread::sleep(Duration::from_millis(300));
        out.read_to_end(&mut rows).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(status));
        let rows = if format == "csv" { csv(&rows) } else { jsonl(&rows) };
        assert!(rows.len() < 250, "{}", rows.len());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("interrupted") && said.contains(&format!("{} rows", rows.len())),
            "{said}"
        );
    }
}
