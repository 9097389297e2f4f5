//! `beian FILE…`: files alone are what `beian form` is asked for, as when one is dragged onto the
//! program.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;

/// The arguments, with `form` before them where they name files and no command.
pub(super) fn with_form(mut args: Vec<OsString>, command: &Command) -> Vec<OsString> {
    if first_positional(&args, command).is_some_and(|first| is_file(&first, command)) {
        args.insert(1.min(args.len()), OsString::from("form"));
    }
    args
}

/// The first argument that is no option and no value of one.
fn first_positional(args: &[OsString], command: &Command) -> Option<OsString> {
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--") => return args.next().cloned(),
            Some("-") | None => return Some(arg.clone()),
            Some(option) if option.starts_with('-') => {
                if takes_value(option, command) {
                    args.next();
                }
            }
            Some(_) => return Some(arg.clone()),
        }
    }
    None
}

/// Whether the next argument is the option's value.
fn takes_value(option: &str, command: &Command) -> bool {
    let form = command.find_subcommand("form").into_iter().flat_map(Command::get_arguments);
    let is_it = |arg: &clap::Arg| match option.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => arg
            .get_short()
            .is_some_and(|short| option.strip_prefix('-') == Some(&*short.to_string())),
    };
    form.chain(command.get_arguments()).any(|arg| is_it(arg) && arg.get_action().takes_values())
}

/// Whether it names a file: it is there, or is written as only files are.
fn is_file(first: &OsString, command: &Command) -> bool {
    let is_command = first.to_str().is_some_and(|name| command.find_subcommand(name).is_some());
    let is_written_so =
        first.to_str().is_none_or(|name| name == "-" || name.contains(['.', '/', '\\']));
    !is_command && (is_written_so || Path::new(first).exists())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn files_alone_are_for_the_form() {
        let command = crate::commands::generate::with_commands(super::super::Cli::command());
        for (line, want) in [
            ("beian", false),
            ("beian a.apk", true),
            ("beian C:\\下载\\示例.apk b.apk", true),
            ("beian --lang zh a.apk", true),
            ("beian --json --platform ios a.cer", true),
            ("beian --lang=zh -o a.html a.apk", true),
            ("beian -", true),
            ("beian -- a.apk", true),
            ("beian form a.apk", false),
            ("beian --lang zh form a.apk", false),
            ("beian check a.apk", false),
            ("beian sign a.apk", false),
            ("beian sign", false),
            ("beian --help", false),
            ("beian explain debuggable", false),
            ("beian --lang a.apk", false),
        ] {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let with = with_form(args.clone(), &command);
            assert_eq!(with != args, want, "{line}");
            assert!(!want || with.get(1).is_some_and(|arg| arg == "form"), "{line}");
        }
    }
}
