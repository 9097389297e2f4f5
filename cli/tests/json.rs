//! The command's JSON is the library's: the same rows and reviewed files (`tests/it/json.rs` of the
//! library writes them).

#![allow(clippy::unwrap_used, reason = "files of our own")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The arguments that a row of `tests/json/rows.tsv` stands for, behind its name.
fn arguments(line: &str) -> (&str, Vec<String>) {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap();
    let (name, language, command, file) = (cell(), cell(), cell(), cell());
    let mut all = vec![command.to_owned(), "--json".to_owned(), format!("--lang={language}")];
    for filed in cells {
        let (row, text) = filed.split_once('=').unwrap();
        all.push(format!("--{}={text}", row.replace('_', "-")));
    }
    all.push(file.to_owned());
    (name, all)
}

#[test]
fn the_commands_json_is_the_librarys() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rows = fs::read_to_string(root.join("tests/json/rows.tsv")).unwrap();
    for (name, arguments) in rows.lines().skip(1).map(arguments) {
        let reviewed =
            fs::read_to_string(root.join("tests/json").join(name).with_extension("json")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
        command.args(&arguments).current_dir(&root);
        let printed = String::from_utf8(command.output().unwrap().stdout).unwrap();
        assert_eq!(printed, reviewed, "{arguments:?}");
    }
    assert!(rows.lines().count() > 25);
}
