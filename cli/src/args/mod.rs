//! The command line: what can be asked, and its help in both languages.

mod bare;
mod check;
mod chinese;
mod global;
mod input;
mod scan;
mod wildcard;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use beian::Language;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

pub(crate) use self::check::CheckArgs;
use self::global::Global;
pub(crate) use self::input::{Input, Output, Purpose};
pub(crate) use self::scan::{RowFormat, ScanArgs};
use crate::clipboard::Field;
use crate::commands::generate;
use crate::complaint::complain;
use crate::language::Text;
use crate::window;

/// The texts that China's app filing (APP备案) asks for, from a verified app package
#[derive(Debug, Parser)]
#[command(
    name = "beian",
    version,
    arg_required_else_help = true,
    args_override_self = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Verify a package and print the values to paste into the filing form
    Form(FormArgs),
    /// Print everything known of a package
    Inspect(InspectArgs),
    /// Verify a package's signature and say why it is good or bad
    Verify(VerifyArgs),
    /// Verify many packages, those in folders too, with a row each as it is ready
    #[command(after_help = crate::commands::scan::help::ENGLISH)]
    #[command(mut_arg("files", |files| files
        .value_name("PATH")
        .help("Packages, and folders to walk")
        .required(false)
        .required_unless_present("files_from")))]
    Scan(ScanArgs),
    /// Compare what was, or will be, filed with packages, and say what a wrong value is
    #[command(after_help = crate::commands::check::help::ENGLISH)]
    Check(CheckArgs),
    /// Say what a code means, why it is there, and what to do
    Explain(ExplainArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Codes as they stand behind findings and errors, such as "debuggable"
    #[arg(value_name = "CODE", required = true)]
    pub(crate) codes: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FormArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) purpose: Purpose,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Put a value on the clipboard: package-name, public-key, fingerprint, platform
    #[arg(long, value_name = "FIELD", hide_possible_values = true)]
    pub(crate) copy: Option<Field>,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) purpose: Purpose,
    /// Read no content: identity and signers only, nothing is verified
    #[arg(long)]
    pub(crate) fast: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) purpose: Purpose,
    /// The package's v4 signature file; "auto" takes FILE.idsig from beside each FILE
    #[arg(long, value_name = "F")]
    pub(crate) idsig: Option<PathBuf>,
}

impl Command {
    /// What is to be read. `explain` reads nothing.
    pub(crate) fn input(&self) -> Option<&Input> {
        Some(match self {
            Self::Form(args) => &args.input,
            Self::Inspect(args) => &args.input,
            Self::Verify(args) => &args.input,
            Self::Scan(args) => &args.input,
            Self::Check(args) => &args.input,
            Self::Explain(_) => return None,
        })
    }

    fn input_mut(&mut self) -> Option<&mut Input> {
        Some(match self {
            Self::Form(args) => &mut args.input,
            Self::Inspect(args) => &mut args.input,
            Self::Verify(args) => &mut args.input,
            Self::Scan(args) => &mut args.input,
            Self::Check(args) => &mut args.input,
            Self::Explain(_) => return None,
        })
    }

    /// The file that the session's results go to.
    pub(crate) fn output(&self) -> Option<&Path> {
        match self {
            Self::Form(args) => args.output.output.as_deref(),
            Self::Check(args) => args.output.output.as_deref(),
            Self::Inspect(_) | Self::Verify(_) | Self::Scan(_) | Self::Explain(_) => None,
        }
    }

    /// Whether the beginning of a key counts as the key.
    pub(crate) fn accepts_truncated(&self) -> bool {
        matches!(self, Self::Check(CheckArgs { accept_truncated: true, .. }))
    }

    /// What is wrong with arguments of this command that are good each by itself.
    fn contradiction(&self, json: bool) -> Option<Text> {
        match self {
            Self::Scan(args) => args.contradiction(json),
            Self::Check(args) => args.contradiction(),
            Self::Verify(args) => args.contradiction(),
            Self::Form(args) => {
                (args.copy.is_some() && args.input.files.len() > 1).then_some(Text::OneCopy)
            }
            Self::Inspect(_) | Self::Explain(_) => None,
        }
    }
}

impl VerifyArgs {
    fn contradiction(&self) -> Option<Text> {
        let is_one = self.idsig.as_ref().is_some_and(|idsig| idsig.as_os_str() != BESIDE);
        (is_one && self.input.files.len() > 1).then_some(Text::OneIdsig)
    }
}

/// The process's own arguments. Ends the process on a usage error (2), `--help` and `--version`
/// (0).
pub(crate) fn parse(language: Language) -> Cli {
    try_parse(std::env::args_os(), language).unwrap_or_else(|error| {
        let chinese =
            (language == Language::Chinese).then(|| chinese::usage_error(&error)).flatten();
        match chinese {
            Some(text) => fail(&text, language),
            None => {
                let _ = error.print();
                window::wait(language);
                std::process::exit(error.exit_code())
            }
        }
    })
}

fn fail(text: &str, language: Language) -> ! {
    complain(text);
    window::wait(language);
    std::process::exit(2)
}

/// The value of `--idsig` that stands for the file beside each package.
pub(crate) const BESIDE: &str = "auto";

fn try_parse(
    args: impl IntoIterator<Item = OsString>,
    language: Language,
) -> Result<Cli, clap::Error> {
    let mut command = command(language);
    let args = bare::with_form(args.into_iter().collect(), &command);
    let matches = command.try_get_matches_from_mut(args)?;
    if let Some(outcome) = generate::asked(&matches, &command, language) {
        finish(outcome, language);
    }
    let mut cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    if cfg!(windows)
        && let Some(input) = cli.command.input_mut()
    {
        input.files = wildcard::expanded(std::mem::take(&mut input.files));
    }
    Ok(cli)
}

/// Ends the process after what needs no package.
fn finish(outcome: io::Result<()>, language: Language) -> ! {
    match outcome {
        Err(error) => fail(&error.to_string(), language),
        Ok(()) => std::process::exit(0),
    }
}

fn command(language: Language) -> clap::Command {
    let command = generate::with_commands(Cli::command());
    match language {
        Language::Chinese => chinese::command(command),
        _ => command,
    }
}

impl Cli {
    /// What is wrong with arguments that are good each by itself.
    pub(crate) fn contradiction(&self, language: Language) -> Option<&'static str> {
        let input = self.command.input().and_then(Input::contradiction);
        let text = input.or_else(|| self.command.contradiction(self.global.json));
        text.map(|text| text.text(language))
    }
}

#[cfg(test)]
mod tests;
