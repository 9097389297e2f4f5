//! `beian completions` and `beian man`: made from the command's own definition, so that they never
//! lag behind it.

use std::io::{self, Write};
use std::path::PathBuf;

use beian::Language;
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::language::Text;

/// What the root's help ends with.
pub(crate) const ENGLISH: &str = "\
Examples:
  beian app.apk                             the values to paste into the form
  beian form app.apk -o values.html         the same as a page with buttons to copy
  beian form --platform harmonyos app.cer   the same from a certificate
  beian check app.apk --fingerprint MD5     is what was filed right?
  beian scan folder --format csv --bom      many packages, a row each
  beian explain debuggable                  what a code means and what to do";

pub(crate) const CHINESE: &str = "\
示例:
  beian app.apk                             给出可直接粘贴到表单的值（也可把文件拖到程序上）
  beian form app.apk -o 填报值.html         同上，存为带复制按钮的网页
  beian form --platform harmonyos app.cer   由证书给出同样的值
  beian check app.apk --fingerprint 填的MD5 核对已填报的值
  beian scan 目录 --format csv --bom        批量校验，每个一行
  beian explain debuggable                  代码的含义和处理办法";

/// The command with the two that write about it.
pub(crate) fn with_commands(command: Command) -> Command {
    let shell =
        Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell));
    let folder = Arg::new("folder").value_name("FOLDER").value_parser(value_parser!(PathBuf));
    let asked = Arg::new("command").value_name("COMMAND").help("The command to show the help of");
    command
        .after_help(ENGLISH)
        .override_usage("beian [OPTIONS] <COMMAND>\n       beian [OPTIONS] <FILE>...")
        .subcommand(Command::new("help").about("Show the help of a command").arg(asked))
        .subcommand(
            Command::new("completions").about("Print a shell's completions of this command").arg(
                shell.help("bash, zsh, fish, elvish or powershell").hide_possible_values(true),
            ),
        )
        .subcommand(
            Command::new("man").about("Print the manual page").arg(
                folder.help("Write this page and one for each command into that folder instead"),
            ),
        )
}

/// What was asked for of these two, done. `None` where another command was.
pub(crate) fn asked(
    matches: &ArgMatches,
    command: &Command,
    language: Language,
) -> Option<io::Result<()>> {
    match matches.subcommand()? {
        ("help", matches) => Some(help(matches.get_one::<String>("command"), command, language)),
        ("completions", matches) => {
            let &shell = matches.get_one::<Shell>("shell")?;
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command.clone(), "beian", &mut script);
            Some(io::stdout().write_all(&script))
        }
        ("man", matches) => Some(match matches.get_one::<PathBuf>("folder") {
            Some(folder) => clap_mangen::generate_to(command.clone(), folder).map_err(|error| {
                let colon = Text::Colon.text(language);
                io::Error::new(error.kind(), format!("{}{colon}{error}", folder.display()))
            }),
            None => clap_mangen::Man::new(command.clone()).render(&mut io::stdout()),
        }),
        _ => None,
    }
}

/// The help of a command, or of all.
fn help(name: Option<&String>, command: &Command, language: Language) -> io::Result<()> {
    let mut command = command.clone();
    command.build();
    match name {
        None => command.print_help(),
        Some(name) => match command.find_subcommand_mut(name) {
            Some(command) => command.print_help(),
            None => Err(io::Error::other(Text::NoCommand.text(language).replace("{}", name))),
        },
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    #[test]
    fn completions_and_pages_know_every_command_and_option() {
        let command = with_commands(Cli::command());
        let mut scripts = Vec::new();
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command.clone(), "beian", &mut script);
            scripts.push((shell.to_string(), String::from_utf8(script).unwrap()));
        }
        let folder = tempfile::tempdir().unwrap();
        clap_mangen::generate_to(command.clone(), folder.path()).unwrap();
        for sub in command.get_subcommands() {
            let name = sub.get_name();
            let page =
                std::fs::read_to_string(folder.path().join(format!("beian-{name}.1"))).unwrap();
            for (shell, script) in &scripts {
                assert!(script.contains(name), "{shell}: {name}");
            }
            for long in sub.get_arguments().filter_map(Arg::get_long) {
                assert!(page.contains(&long.replace('-', "\\-")), "page of {name}: {long}");
                for (shell, script) in &scripts {
                    assert!(script.contains(long), "{shell}: {name} --{long}");
                }
            }
        }
    }
}
