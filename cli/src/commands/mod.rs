//! The commands, and what all of them have alike.

pub(crate) mod check;
mod form;
pub(crate) mod generate;
mod inspect;
pub(crate) mod scan;
mod verify;

use beian::Language;
use beian::filing::{FormOptions, Provider};

use crate::args::{Cli, Command};
use crate::exit::ExitCode;
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
    let reader = Reader::new(cli.command.input(), language)?;
    let context = Context { language, json: cli.global.json, options, reader };
    match &cli.command {
        Command::Form(args) => Ok(form::run(args, context)),
        Command::Inspect(args) => Ok(inspect::run(args, context)),
        Command::Verify(args) => Ok(verify::run(args, context)),
        Command::Check(args) => check::run(args, context),
        Command::Scan(args) => Ok(scan::run(args, &context)),
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
