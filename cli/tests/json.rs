//! The command's JSON is the library's: the same reviewed files (`tests/it/json.rs` of the library
//! writes them).

#![allow(clippy::unwrap_used, reason = "files of our own")]

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_commands_json_is_the_librarys() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut compared = 0;
    for entry in fs::read_dir(root.join("tests/json")).unwrap() {
        let reviewed = fs::read_to_string(entry.unwrap().path()).unwrap();
        let object: serde_json::Value = serde_json::from_str(&reviewed).unwrap();
        let file = object["file"].as_str().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
        command.args(["verify", "--json", "--lang", "en", file]).current_dir(&root);
        let printed = String::from_utf8(command.output().unwrap().stdout).unwrap();
        assert_eq!(printed, reviewed, "{file}");
        compared += 1;
    }
    assert!(compared >= 9, "{compared} files");
}
