//! `beian scan`: many packages, in folders too, on all cores, with a row each as it is ready.

pub(crate) mod help;
mod interrupt;
mod list;
mod queue;
mod resume;
mod rows;
mod sink;
mod walk;

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use beian::{Error, Language, NamedAs, Package, Report, Verdict};

use crate::args::ScanArgs;
use crate::complaint::{complain, named, output_failed};
use crate::exit::ExitCode;
use crate::file_name::FileName;
use crate::language::Text;
use crate::outcome::Outcome;
use crate::progress::Counter;
use crate::session::Context;
use interrupt::Interrupts;
use queue::Queue;
use resume::{Earlier, Out};
use rows::{Failure, Rows};
use sink::{Fate, Sink};
use walk::{Found, Walk};

/// Scans, prints the rows, and says at the end on standard error what there was.
///
/// # Errors
/// What is wrong with the files that the arguments name, as one line for people.
pub(crate) fn run(args: &ScanArgs, context: &Context<'_>) -> Result<ExitCode, String> {
    let language = context.language;
    let files = files(args, language)?;
    let (earlier, out, is_new) = open(args, language)?;
    let interrupts = Interrupts::heed();
    let rows = Rows { format: args.format(), bom: args.bom, language };
    // Rows are progress enough where they are seen.
    let are_seen = args.to().is_none() && io::stdout().is_terminal();
    let counter = Counter::new(Text::PackagesRead.text(language), !are_seen);
    let scan = Scan { args, rows, context, earlier, sink: Sink::new(out), counter };
    if is_new {
        scan.sink.head(&rows.head());
    }
    let walk = Walk::new(&files, Text::NoFile.text(language));
    let jobs = args.jobs().or(available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    Queue::new(walk, jobs).run(
        || interrupts.exit().is_some() || scan.sink.is_broken(),
        |found, threads| scan.found(found, threads),
    );
    drop(scan.counter);
    let (tally, broken) = scan.sink.finish();
    if let Some(error) = broken {
        return Ok(output_failed(&error, args.to(), language));
    }
    if interrupts.exit().is_some() {
        complain(Text::Interrupted.text(language));
    }
    if scan.earlier.count > 0 {
        let count = scan.earlier.count.to_string();
        complain(&Text::CountEarlier.text(language).replace("{}", &count));
    } else if tally.is_empty() && interrupts.exit().is_none() {
        complain(Text::NothingFound.text(language));
    }
    complain(&tally.summary(language));
    Ok(interrupts.exit().unwrap_or(tally.exit().max(scan.earlier.exit)))
}

/// The files and folders that are named, on the command line and in a list.
fn files(args: &ScanArgs, language: Language) -> Result<Vec<PathBuf>, String> {
    let mut files = args.input.files.clone();
    if let Some(list) = &args.files_from {
        let listed = list::listed(list)
            .map_err(|error| format!("{}{}{error}", list.display(), Text::Colon.text(language)))?;
        files.extend(listed);
    }
    Ok(files)
}

/// What there is already, where rows go, and whether nothing stands there yet.
fn open(args: &ScanArgs, language: Language) -> Result<(Earlier, Out, bool), String> {
    let colon = Text::Colon.text(language);
    let named = |path: &Path, error: io::Error| format!("{}{colon}{error}", path.display());
    if let Some(path) = &args.resume {
        let (earlier, file) =
            resume::resumed(path, args.format()).map_err(|error| named(path, error))?;
        let is_new = resume::is_new(&file);
        return Ok((earlier, Box::new(file), is_new));
    }
    match &args.output {
        Some(path) => {
            let file = resume::created(path).map_err(|error| named(path, error))?;
            Ok((Earlier::default(), Box::new(file), true))
        }
        None => Ok((Earlier::default(), Box::new(io::stdout()), true)),
    }
}

struct Scan<'a, W> {
    args: &'a ScanArgs,
    rows: Rows,
    context: &'a Context<'a>,
    earlier: Earlier,
    sink: Sink<W>,
    counter: Counter,
}

impl<W: Write> Scan<'_, W> {
    fn found(&self, found: Found, threads: NonZeroUsize) {
        match found {
            Found::File { path, .. } | Found::Failed { path, .. }
                if self.earlier.has(&FileName::from(path.as_path())) => {}
            Found::File { path, named } => {
                self.file(&path, named, threads);
                self.counter.add_one(size_of(&path).unwrap_or_default());
            }
            Found::Failed { path, error } => self.unreadable(&path, &error, Fate::Unreadable),
            Found::FolderLink => self.sink.folder_link(),
            Found::Special => self.sink.skipped(),
        }
    }

    fn file(&self, path: &Path, named: bool, threads: NonZeroUsize) {
        // What is named as a package is asked for as one, wherever it stands.
        let named = named || NamedAs::of(path) == NamedAs::Package;
        let made = queue::guarded(|| self.read(path, threads).map(|report| self.row(path, report)));
        match made {
            Some(Ok((row, fate))) => self.write(row, fate),
            Some(Err(Error::UnknownKind { .. })) if !named => self.sink.skipped(),
            Some(Err(error)) => {
                let locked = !named && matches!(error, Error::Keystore(_) | Error::Certificate(_));
                let fate = if locked { Fate::Locked } else { Fate::Unreadable };
                self.unreadable(path, &error, fate);
            }
            None => {
                let (name, message) =
                    (FileName::from(path), Text::Panicked.text(self.rows.language));
                self.counter.aside(|| complain(&format!("{}: {message}", name.text)));
                let size = size_of(path);
                let failure = Failure { code: "internal-error", message: message.to_owned(), size };
                self.write(self.rows.failure(&name, &failure), Fate::Unreadable);
            }
        }
    }

    fn read(&self, path: &Path, threads: NonZeroUsize) -> Result<Report, Error> {
        let package = Package::open(path)?;
        let reader = &self.context.reader;
        let inspect = reader.inspect_options();
        let report = if self.args.fast {
            package.inspect(&inspect)
        } else {
            package.verify(&reader.verify_options(inspect).with_threads(threads))
        };
        Ok(reader.judged(path, report?))
    }

    fn row(&self, path: &Path, report: Report) -> (serde_json::Result<String>, Fate) {
        let outcome = Outcome::new(path.into(), report, &self.context.options);
        let fate = match outcome.report.verdict() {
            _ if !outcome.is_good() => Fate::Bad,
            Verdict::Unchecked => Fate::Unchecked,
            _ => Fate::Verified,
        };
        (self.rows.report(&outcome, size_of(path).unwrap_or_default()), fate)
    }

    /// A row, and a line on standard error unless nobody asked for the file.
    fn unreadable(&self, path: &Path, error: &Error, fate: Fate) {
        let (name, language) = (FileName::from(path), self.rows.language);
        if fate != Fate::Locked {
            self.counter.aside(|| complain(&named(&name.text, error, language)));
        }
        let failure =
            Failure { code: error.code(), message: error.message(language), size: size_of(path) };
        self.write(self.rows.failure(&name, &failure), fate);
    }

    fn write(&self, row: serde_json::Result<String>, fate: Fate) {
        match row {
            Ok(row) => self.sink.row(&row, fate),
            Err(error) => self.sink.fail(error.into()),
        }
    }
}

/// The size of a regular file, in bytes.
fn size_of(path: &Path) -> Option<u64> {
    path.metadata().ok().filter(std::fs::Metadata::is_file).map(|data| data.len())
}
