//! The `beian` command.

mod args;
mod check;
mod chinese;
mod file_name;
mod generate;
mod json;
mod language;
mod outcome;
mod output;
mod password;
mod progress;
mod reading;
mod run;
mod scan;
mod text;

use std::process::ExitCode;

fn main() -> ExitCode {
    let language = language::chosen(std::env::args_os().skip(1), language::variable);
    run::run(&args::parse(language), language)
}
