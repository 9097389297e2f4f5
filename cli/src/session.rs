//! The loop over FILEs: each is read, shown as the command shows it, and counted into the exit
//! code.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use beian::filing::FormOptions;
use beian::report::escape_control;
use beian::{Error, Language};

use crate::complaint::{complain, named, output_failed};
use crate::exit::ExitCode;
use crate::file_name::FileName;
use crate::format::Format;
use crate::language::Text;
use crate::outcome::Outcome;
use crate::reading::Reader;
use crate::sheet::{Part, Sheet, Tone, html};
use crate::target::Target;
use crate::{csv, json};

/// What stands for all files alike.
pub(crate) struct Context<'a> {
    pub(crate) language: Language,
    pub(crate) format: Format,
    /// The file that results go to, in place of standard output.
    pub(crate) output: Option<&'a Path>,
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
    /// Content as it is.
    Content(String),
    Nothing,
}

/// How a command shows a file in each format.
pub(crate) trait View {
    /// The text for people.
    fn text(&self, language: Language) -> String {
        self.sheet(language).plain()
    }

    /// The same in parts, for pages and documents.
    fn sheet(&self, language: Language) -> Sheet;

    /// The line of JSON.
    fn json(&self, language: Language) -> serde_json::Result<String>;

    /// The rows of a table.
    fn rows(&self, language: Language) -> Vec<Vec<String>>;
}

impl Context<'_> {
    /// A file as was asked for.
    pub(crate) fn shown(&self, exit: ExitCode, view: &impl View) -> io::Result<Shown> {
        let language = self.language;
        let body = match self.format {
            Format::Text => Body::Text(view.text(language)),
            Format::Json => Body::Line(view.json(language)?),
            Format::Html => Body::Content(view.sheet(language).html()),
            Format::Markdown => Body::Content(view.sheet(language).markdown()),
            Format::Csv => Body::Content(lines(&view.rows(language))),
        };
        Ok(Shown { body, exit, complaints: Vec::new() })
    }

    /// A file that cannot be read.
    fn unreadable(&self, name: &FileName, error: &Error) -> io::Result<Shown> {
        let language = self.language;
        let body = match self.format {
            Format::Text if self.output.is_none() => Body::Nothing,
            Format::Json => Body::Line(json::error_line(name, error, language)?),
            // In a file that is handed over it must not be missed.
            Format::Text => Body::Text(unread(name, error, language).plain()),
            Format::Html => Body::Content(unread(name, error, language).html()),
            Format::Markdown => Body::Content(unread(name, error, language).markdown()),
            Format::Csv => {
                let cells = [&*name.text, error.code(), &*error.message(language)];
                Body::Content(lines(&[cells.map(escape_control).to_vec()]))
            }
        };
        let complaints = vec![named(&name.text, error, language)];
        Ok(Shown { body, exit: ExitCode::Trouble, complaints })
    }

    fn target(&self, files: &[PathBuf]) -> Result<Target, String> {
        match self.output {
            Some(to) => Target::file(to, files, self.language),
            None => Ok(Target::stdout(self.format == Format::Json)),
        }
    }
}

fn unread(name: &FileName, error: &Error, language: Language) -> Sheet {
    let mut sheet = Sheet::new(language);
    sheet.push(Part::Title(escape_control(&name.text)));
    sheet.line(Tone::Bad, error.message(language));
    sheet
}

fn lines(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| csv::line(row.iter().map(String::as_str))).collect()
}

/// Reads every file and shows what `each` makes of it, below `columns` where rows are asked for.
/// Gives the exit code.
pub(crate) fn run(
    files: &[PathBuf],
    context: &Context<'_>,
    columns: &[&str],
    each: impl FnMut(&Path, Outcome) -> io::Result<Shown>,
) -> Result<ExitCode, String> {
    let out = context.target(files)?;
    let session = Session { context, out, printed: false, exit: ExitCode::Good };
    let done = session.all(files, columns, each);
    Ok(done.unwrap_or_else(|error| output_failed(&error, context.output, context.language)))
}

struct Session<'a> {
    context: &'a Context<'a>,
    out: Target,
    printed: bool,
    exit: ExitCode,
}

impl Session<'_> {
    fn all(
        mut self,
        files: &[PathBuf],
        columns: &[&str],
        mut each: impl FnMut(&Path, Outcome) -> io::Result<Shown>,
    ) -> io::Result<ExitCode> {
        self.out.write_all(self.head(columns).as_bytes())?;
        for path in files {
            let name = FileName::from(path.as_path());
            let shown = match self.context.reader.read(path) {
                Ok(report) => each(path, Outcome::new(name, report, &self.context.options))?,
                Err(error) => self.context.unreadable(&name, &error)?,
            };
            self.exit = self.exit.max(shown.exit);
            self.print(shown.body)?;
            // Rows appear as they are ready, and before complaints.
            self.out.flush()?;
            shown.complaints.iter().for_each(|it| complain(it));
        }
        if self.context.format == Format::Html {
            self.out.write_all(html::tail().as_bytes())?;
        }
        self.out.finish()?;
        Ok(self.exit)
    }

    fn head(&self, columns: &[&str]) -> String {
        let language = self.context.language;
        match self.context.format {
            Format::Html => html::head(language),
            Format::Markdown => format!("# {}\n\n", Text::PageTitle.text(language)),
            // Spreadsheets take it for UTF-8 by the mark.
            Format::Csv => csv::BOM.to_owned() + &csv::line(columns.iter().copied()),
            Format::Text | Format::Json => String::new(),
        }
    }

    fn print(&mut self, body: Body) -> io::Result<()> {
        match body {
            Body::Line(line) => writeln!(self.out, "{line}"),
            Body::Text(text) => {
                if std::mem::replace(&mut self.printed, true) {
                    writeln!(self.out)?;
                }
                // Standard output drops colours itself, where it is no terminal.
                match self.context.output {
                    Some(_) => write!(self.out, "{}", anstream::adapter::strip_str(&text)),
                    None => self.out.write_all(text.as_bytes()),
                }
            }
            Body::Content(content) => self.out.write_all(content.as_bytes()),
            Body::Nothing => Ok(()),
        }
    }
}
