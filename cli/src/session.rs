//! The loop over FILEs: each is read, shown as the command shows it, and counted into the exit code.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use beian::filing::FormOptions;
use beian::{Error, Language};

use crate::complaint::{complain, named, output_failed};
use crate::exit::ExitCode;
use crate::file_name::FileName;
use crate::json;
use crate::outcome::Outcome;
use crate::reading::Reader;

/// What stands for all files alike.
pub(crate) struct Context<'a> {
    pub(crate) language: Language,
    pub(crate) json: bool,
    pub(crate) options: FormOptions,
    pub(crate) reader: Reader<'a>,
}

/// What a command shows of one file, and what that means for the exit code.
pub(crate) struct Shown {
    pub(crate) body: Body,
    pub(crate) exit: ExitCode,
    /// Lines for standard error.
    pub(crate) complaints: Vec<String>,
}

/// How something is shown.
pub(crate) enum Body {
    /// A text for people: an empty line stands between two.
    Text(String),
    /// A line of JSON.
    Line(String),
    /// A file's content, as it is.
    Content(String),
    Nothing,
}

impl Context<'_> {
    /// A file as text or as JSON, whichever was asked for.
    pub(crate) fn shown(
        &self,
        exit: ExitCode,
        text: impl FnOnce(Language) -> String,
        line: impl FnOnce(Language) -> serde_json::Result<String>,
    ) -> io::Result<Shown> {
        let body = if self.json {
            Body::Line(line(self.language)?)
        } else {
            Body::Text(text(self.language))
        };
        Ok(Shown { body, exit, complaints: Vec::new() })
    }
}

/// Reads every file and shows what `each` makes of it. Gives the exit code.
pub(crate) fn run(
    files: &[PathBuf],
    context: &Context<'_>,
    each: impl FnMut(&Path, Outcome) -> io::Result<Shown>,
) -> ExitCode {
    // JSON escapes what could colour a terminal, so that nothing is to be taken out of it.
    let out: Box<dyn Write> = if context.json {
        Box::new(io::stdout().lock())
    } else {
        Box::new(anstream::stdout().lock())
    };
    let session =
        Session { context, out: BufWriter::new(out), printed: false, exit: ExitCode::Good };
    session.all(files, each).unwrap_or_else(|error| output_failed(&error, context.language))
}

struct Session<'a, W: Write> {
    context: &'a Context<'a>,
    out: W,
    printed: bool,
    exit: ExitCode,
}

impl<W: Write> Session<'_, W> {
    fn all(
        mut self,
        files: &[PathBuf],
        mut each: impl FnMut(&Path, Outcome) -> io::Result<Shown>,
    ) -> io::Result<ExitCode> {
        for path in files {
            let name = FileName::from(path.as_path());
            let shown = match self.context.reader.read(path) {
                Ok(report) => each(path, Outcome::new(name, report, &self.context.options))?,
                Err(error) => self.unreadable(&name, &error)?,
            };
            self.exit = self.exit.max(shown.exit);
            shown.complaints.iter().for_each(|it| complain(it));
            self.print(shown.body)?;
            // Rows appear as they are ready, and before a complaint about the next file.
            self.out.flush()?;
        }
        Ok(self.exit)
    }

    fn unreadable(&self, name: &FileName, error: &Error) -> io::Result<Shown> {
        let language = self.context.language;
        let body = if self.context.json {
            Body::Line(json::error_line(name, error, language)?)
        } else {
            Body::Nothing
        };
        let complaints = vec![named(&name.text, error, language)];
        Ok(Shown { body, exit: ExitCode::Trouble, complaints })
    }

    fn print(&mut self, body: Body) -> io::Result<()> {
        match body {
            Body::Line(line) => writeln!(self.out, "{line}"),
            Body::Text(text) => {
                if std::mem::replace(&mut self.printed, true) {
                    writeln!(self.out)?;
                }
                self.out.write_all(text.as_bytes())
            }
            Body::Content(content) => self.out.write_all(content.as_bytes()),
            Body::Nothing => Ok(()),
        }
    }
}
