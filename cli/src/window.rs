//! A window that was opened for this process alone, as Windows does when a file is dragged onto the
//! program: it would close before anything in it is read.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use beian::Language;

use crate::language::Text;

/// Waits for Enter where the window closes with the process.
pub(crate) fn wait(language: Language) {
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let args: Vec<OsString> = env::args_os().collect();
    if cfg!(windows) && is_terminal && is_own(&args, |name| env::var_os(name).is_some()) {
        let _ = write!(anstream::stderr(), "\n{}", Text::PressEnter.text(language));
        let _ = io::stdin().read_line(&mut String::new());
    }
}

/// Whether the arguments are those of a double click or a drag: the program and the files by their
/// whole paths, and nothing else; and no shell has left its marks (`PROMPT` is set by cmd.exe,
/// `TERM` by those of Unix, `WT_SESSION` by the terminal that PowerShell runs in).
fn is_own(args: &[OsString], is_set: impl Fn(&str) -> bool) -> bool {
    args.iter().all(is_whole) && !["PROMPT", "TERM", "WT_SESSION"].into_iter().any(is_set)
}

/// `C:\…` or `\\server\…`, and on other systems `/…`.
fn is_whole(path: &OsString) -> bool {
    let is_drive =
        |text: &str| matches!(text.as_bytes(), [_, b':', b'\\', ..] | [b'\\', b'\\', ..]);
    Path::new(path).is_absolute() || path.to_str().is_some_and(is_drive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dragged_file_is_told_from_a_typed_command() {
        for (args, set, want) in [
            (&[r"C:\beian.exe", r"D:\下载\a.apk"][..], "", true),
            (&[r"C:\beian.exe"], "", true),
            (&[r"C:\beian.exe", r"\\nas\a.apk"], "", true),
            (&["beian", r"D:\a.apk"], "", false),
            (&[r"C:\beian.exe", "a.apk"], "", false),
            (&[r"C:\beian.exe", "form", r"D:\a.apk"], "", false),
            (&[r"C:\beian.exe", r"D:\a.apk"], "PROMPT", false),
            (&[r"C:\beian.exe", r"D:\a.apk"], "WT_SESSION", false),
        ] {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            assert_eq!(is_own(&args, |name| name == set), want, "{args:?} {set}");
        }
    }
}
