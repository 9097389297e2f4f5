//! The `beian` command.

mod args;
mod clipboard;
mod commands;
mod complaint;
mod csv;
mod exit;
mod file_name;
mod format;
mod json;
mod language;
mod outcome;
mod output;
mod password;
mod progress;
mod reading;
mod session;
mod sheet;
mod target;
mod text;
mod view;
mod window;

use std::process;

fn main() -> process::ExitCode {
    let language = language::chosen(std::env::args_os().skip(1), language::variable);
    let cli = args::parse(language);
    let exit = commands::run(&cli, language).unwrap_or_else(|usage| {
        complaint::complain(&usage);
        exit::ExitCode::Trouble
    });
    window::wait(language);
    exit.into()
}
