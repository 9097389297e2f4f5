//! The commands, and what all of them have alike.

pub(crate) mod check;
mod explain;
mod form;
pub(crate) mod generate;
mod inspect;
pub(crate) mod scan;
mod verify;

use beian::Language;
use beian::filing::{FormOptions, Provider};

use crate::args::{Cli, Command};
use crate::exit::ExitCode;
use crate::format::Format;
use crate::language::Text;
use crate::output;
use crate::reading::Reader;
use crate::session::Context;

/// Does what was asked for.
///
/// # Errors
/// What is wrong with the arguments, or with what they name, as one line for people.
pub(crate) fn run(cli: &Cli, language: Language) -> Result<ExitCode, String> {
    if output::is_closed() {
        return Err(Text::OutputClosed.text(language).to_owned());
    }
    let options = options(cli, language)?;
    let Some(input) = cli.command.input() else { return explained(cli, language) };
    let reader = Reader::new(input, language)?;
    let output = cli.command.output();
    let format = Format::asked(output, cli.global.json, language)?;
    let context = Context { language, format, output, options, reader };
    match &cli.command {
        Command::Form(args) => form::run(args, context),
        Command::Inspect(args) => inspect::run(args, context),
        Command::Verify(args) => verify::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Scan(args) => scan::run(args, &context),
        Command::Explain(_) => explained(cli, language),
    }
}

fn explained(cli: &Cli, language: Language) -> Result<ExitCode, String> {
    match &cli.command {
        Command::Explain(args) => Ok(explain::run(args, cli.global.json, language)),
        _ => Ok(ExitCode::Good),
    }
}

/// How values are to be written, or what is wrong with the arguments.
fn options(cli: &Cli, language: Language) -> Result<FormOptions, String> {
    if let Some(contradiction) = cli.contradiction(language) {
        return Err(contradiction.to_owned());
    }
    let profile =
        Provider::by_name(&cli.global.profile).map_err(|unknown| unknown.message(language))?;
    Ok(FormOptions::default()
        .with_provider(profile)
        .with_case(cli.global.case())
        .with_separator(cli.global.separator())
        .with_allow_unverified(cli.global.allow_unverified)
        .with_accept_truncated(cli.command.accepts_truncated())
        // A file that is not to count has a finding that says so.
        .with_accept_certificate(true))
}
