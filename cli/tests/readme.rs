//! What the READMEs and the documents show is what the command prints.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::path::Path;
use std::process::Command;

/// A line of a block that the document leaves out.
const LEFT_OUT: &str = "…";

/// What a block shows: a command, and what it prints.
struct Shown {
    command: String,
    output: Vec<String>,
}

/// The commands in the blocks marked as `console`, each behind a `$`.
fn shown(document: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let mut is_inside = false;
    for line in document.lines() {
        if line.starts_with("```") {
            is_inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| is_inside) {
            all.push(Shown { command: command.to_owned(), output: Vec::new() });
        } else if let Some(shown) = all.last_mut().filter(|_| is_inside) {
            shown.output.push(line.to_owned());
        }
    }
    all
}

/// What a command prints, on both streams, in that language.
fn printed(command: &str, locale: &str, root: &Path) -> Vec<String> {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("beian"), "{command}");
    let out = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(words)
        .env("LC_ALL", locale)
        .current_dir(root)
        .output()
        .unwrap();
    let text = [out.stdout, out.stderr].concat();
    String::from_utf8(text).unwrap().lines().map(str::to_owned).collect()
}

/// Whether the lines are those shown; a line that is left out stands for any number of them.
fn is_as_shown(shown: &[String], printed: &[String]) -> bool {
    match (shown, printed) {
        ([first, rest @ ..], _) if first == LEFT_OUT => {
            is_as_shown(rest, printed)
                || matches!(printed, [_, behind @ ..] if is_as_shown(shown, behind))
        }
        ([first, rest @ ..], [line, behind @ ..]) => first == line && is_as_shown(rest, behind),
        _ => shown.is_empty() && printed.is_empty(),
    }
}

#[test]
fn documents_show_what_the_command_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (name, locale, least) in
        [("README.md", "en_US.UTF-8", 1), ("README.zh-CN.md", "zh_CN.UTF-8", 1)]
    {
        let document = std::fs::read_to_string(root.join(name)).unwrap();
        let shown = shown(&document);
        assert!(shown.len() >= least, "{name} shows no command");
        for Shown { command, mut output } in shown {
            while output.last().is_some_and(String::is_empty) {
                output.pop();
            }
            let printed = printed(&command, locale, root);
            assert!(
                is_as_shown(&output, &printed),
                "{name}: {command} prints\n{}",
                printed.join("\n")
            );
        }
    }
}
