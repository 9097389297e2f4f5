//! The loop over the files: each is read, printed, and counted into the exit code.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use beian::filing::{FormOptions, Provider};
use beian::report::escape_control;
use beian::{Error, Language};

use crate::args::{Cli, Command};
use crate::file_name::FileName;
use crate::language::Text;
use crate::outcome::Outcome;
use crate::reading::Reader;
use crate::{json, output, text};

/// No values, although they were asked for.
pub(crate) const NOT_GOOD: u8 = 1;
/// Usage, or a file that cannot be read.
pub(crate) const TROUBLE: u8 = 2;

pub(crate) fn run(cli: &Cli, language: Language) -> ExitCode {
    if output::is_closed() {
        complain(Text::OutputClosed.text(language));
        return ExitCode::from(TROUBLE);
    }
    let options = match options(cli, language) {
        Ok(options) => options,
        Err(usage) => {
            complain(&usage);
            return ExitCode::from(TROUBLE);
        }
    };
    let reader = match Reader::new(cli.command.input(), language) {
        Ok(reader) => reader,
        Err(complaint) => {
            complain(&complaint);
            return ExitCode::from(TROUBLE);
        }
    };
    if let Command::Scan(args) = &cli.command {
        return crate::scan::run(args, language, &options, &reader);
    }
    if let Command::Check(args) = &cli.command {
        return crate::check::run(args, cli.global.json, language, &options, reader);
    }
    let reader = reader
        .with_platform(cli.command.platform())
        .with_idsig(cli.command.idsig())
        .with_certificates(cli.command.takes_certificates())
        .with_fast(cli.command.is_fast());
    // JSON escapes what could colour a terminal, so that nothing is to be taken out of it.
    let out: Box<dyn Write> = if cli.global.json {
        Box::new(io::stdout().lock())
    } else {
        Box::new(anstream::stdout().lock())
    };
    let out = BufWriter::new(out);
    let mut session = Session { cli, language, options, reader, out, printed: false, status: 0 };
    match session.all() {
        Ok(()) => ExitCode::from(session.status),
        Err(error) => output_failed(&error, language),
    }
}

/// Says that not everything could be printed. Whoever closed a pipe may have seen enough; whoever
/// waits for the exit status must not take what was not printed for success.
pub(crate) fn output_failed(error: &io::Error, language: Language) -> ExitCode {
    let colon = Text::Colon.text(language);
    complain(&match error.kind() {
        io::ErrorKind::BrokenPipe => Text::OutputBroken.text(language).to_owned(),
        _ => format!("{}{colon}{error}", Text::Output.text(language)),
    });
    ExitCode::from(TROUBLE)
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

/// One line on standard error. If that cannot be written there is nowhere left to say so.
pub(crate) fn complain(message: &str) {
    let _ = writeln!(anstream::stderr(), "beian: {}", escape_control(message));
}

struct Session<'a, W: Write> {
    cli: &'a Cli,
    language: Language,
    options: FormOptions,
    reader: Reader<'a>,
    out: W,
    printed: bool,
    status: u8,
}

impl<W: Write> Session<'_, W> {
    fn all(&mut self) -> io::Result<()> {
        for path in &self.cli.command.input().files {
            self.one(path)?;
            // Rows appear as they are ready, and before a complaint about the next file.
            self.out.flush()?;
        }
        Ok(())
    }

    fn one(&mut self, path: &Path) -> io::Result<()> {
        let name = FileName::from(path);
        match self.reader.read(path) {
            Ok(report) => {
                let outcome = Outcome::new(name, report, &self.options);
                self.status = self.status.max(outcome.status());
                if matches!(self.cli.command, Command::Form { .. }) && outcome.lacks_values() {
                    self.status = self.status.max(NOT_GOOD);
                }
                self.print(&outcome)
            }
            Err(error) => {
                self.status = TROUBLE;
                complain(&named(&name.text, &error, self.language));
                if self.cli.global.json {
                    writeln!(self.out, "{}", json::error_line(&name, &error, self.language)?)?;
                }
                Ok(())
            }
        }
    }

    fn print(&mut self, outcome: &Outcome) -> io::Result<()> {
        if self.cli.global.json {
            return writeln!(self.out, "{}", json::line(outcome, self.language)?);
        }
        if std::mem::replace(&mut self.printed, true) {
            writeln!(self.out)?;
        }
        let text = match &self.cli.command {
            Command::Form { .. } => text::form::render(outcome, self.language),
            Command::Inspect { .. } => text::inspect::render(outcome, self.language),
            Command::Verify { .. } | Command::Scan(_) | Command::Check(_) => {
                text::verify::render(outcome, self.language)
            }
        };
        self.out.write_all(text.as_bytes())
    }
}

/// The error with the file's name before it, where it does not name the file itself.
pub(crate) fn named(file: &str, error: &Error, language: Language) -> String {
    let message = error.message(language);
    match error {
        Error::Open { path, .. } if path.as_os_str() == file => message,
        _ => format!("{file}: {message}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_names_the_file_once() {
        let missing =
            |path: &str| Error::Open { path: path.into(), source: io::ErrorKind::NotFound.into() };
        let english = |error| named("a.apk", &error, Language::English);
        assert_eq!(english(missing("a.apk")), "cannot open a.apk: entity not found");
        assert_eq!(english(missing("a.idsig")), "a.apk: cannot open a.idsig: entity not found");
    }
}
