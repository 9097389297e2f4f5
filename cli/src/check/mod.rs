//! `beian check`: what was filed, compared with packages, and packages with one another.

pub(crate) mod help;
mod json;
mod record;

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use beian::filing::{Checked, Filed, FormOptions, Relation, paste};
use beian::{Language, Platform, Report, Severity};

use crate::args::CheckArgs;
use crate::file_name::FileName;
use crate::language::Text;
use crate::outcome::Outcome;
use crate::reading::Reader;
use crate::run::{NOT_GOOD, TROUBLE, complain, named, output_failed};
use record::Record;

/// What one file came to.
pub(crate) struct Compared<'a> {
    pub(crate) outcome: Outcome,
    /// `None` where nothing was filed, but packages are compared.
    pub(crate) check: Option<Checked>,
    /// The number of the record's set that is compared, from 1.
    pub(crate) set: Option<usize>,
    /// Whether the record holds no key and no fingerprint, so that names alone were compared.
    pub(crate) names_only: bool,
    pub(crate) same: Option<Same<'a>>,
}

/// How a package's signer relates to that of the first one.
pub(crate) struct Same<'a> {
    pub(crate) reference: &'a str,
    pub(crate) is_reference: bool,
    pub(crate) sameness: Relation,
}

impl Compared<'_> {
    /// As JSON has it.
    pub(crate) fn as_json(&self) -> beian::json::Compared<'_> {
        let mut compared = beian::json::Compared::new(&self.outcome.report);
        compared.check = self.check.as_ref();
        compared.set = self.set;
        compared.names_only = self.names_only;
        compared.same = self
            .same
            .as_ref()
            .map(|same| beian::json::Same { reference: same.reference, relation: &same.sameness });
        compared
    }

    /// Whether everything that was asked is so.
    pub(crate) fn matches(&self) -> bool {
        self.as_json().matches()
    }

    fn status(&self) -> u8 {
        self.outcome.status().max(if self.matches() { 0 } else { NOT_GOOD })
    }
}

/// Compares every file, and gives the exit status.
pub(crate) fn run(
    args: &CheckArgs,
    json: bool,
    language: Language,
    options: &FormOptions,
    reader: Reader<'_>,
) -> ExitCode {
    let (sets, names_only) = match sets(args, language) {
        Ok(sets) => sets,
        Err(complaint) => {
            complain(&complaint);
            return ExitCode::from(TROUBLE);
        }
    };
    let reader = reader.with_platform(sets.first().and_then(filed_platform));
    let out = BufWriter::new(anstream::stdout().lock());
    let mut session = Session {
        args,
        json,
        language,
        options,
        reader,
        sets,
        names_only,
        out,
        printed: false,
        status: 0,
        first: None,
    };
    let done = if args.write_record.is_some() { session.write_record() } else { session.all() };
    match done {
        Ok(()) => ExitCode::from(session.status),
        Err(error) => output_failed(&error, language),
    }
}

/// What was filed: the record's sets, or what the command line says; and whether it is a record of
/// names alone.
fn sets(args: &CheckArgs, language: Language) -> Result<(Vec<Filed>, bool), String> {
    if let Some(path) = &args.record {
        let record = Record::read(path, language)?;
        let named = |text: &str| record::named(path, text, language);
        if let Some(mistake) = record.mistake(language) {
            return Err(named(&mistake));
        }
        let sets = record.sets();
        let empty = || named(Text::RecordEmpty.text(language));
        return if sets.is_empty() { Err(empty()) } else { Ok((sets, record.has_names_only())) };
    }
    let mut filed = Filed::default();
    filed.package_name.clone_from(&args.package_name);
    filed.platform.clone_from(&args.filed_platform);
    filed.public_key = record::given(args.public_key.as_ref(), language)?;
    filed.fingerprint = record::given(args.fingerprint.as_ref(), language)?;
    Ok((if filed == Filed::default() { Vec::new() } else { vec![filed] }, false))
}

/// The platform that was filed: what a certificate file is taken to be for.
fn filed_platform(filed: &Filed) -> Option<Platform> {
    match paste::platform(filed.platform.as_ref()?) {
        Ok(paste::PlatformText::Platform(platform)) => Some(platform),
        _ => None,
    }
}

struct Session<'a, W: Write> {
    args: &'a CheckArgs,
    json: bool,
    language: Language,
    options: &'a FormOptions,
    reader: Reader<'a>,
    sets: Vec<Filed>,
    names_only: bool,
    out: W,
    printed: bool,
    status: u8,
    /// The first file that could be read, with which `--same` compares the others.
    first: Option<(String, Report)>,
}

impl<W: Write> Session<'_, W> {
    fn all(&mut self) -> io::Result<()> {
        for path in &self.args.input.files {
            if let Some(outcome) = self.read(path)? {
                self.one(path, outcome)?;
            }
            self.out.flush()?;
        }
        Ok(())
    }

    /// What is known of a file. One that cannot be read is complained about.
    fn read(&mut self, path: &Path) -> io::Result<Option<Outcome>> {
        let name = FileName::from(path);
        match self.reader.read(path) {
            Ok(report) => Ok(Some(Outcome::new(name, report, self.options))),
            Err(error) => {
                self.status = TROUBLE;
                complain(&named(&name.text, &error, self.language));
                if self.json {
                    writeln!(
                        self.out,
                        "{}",
                        crate::json::error_line(&name, &error, self.language)?
                    )?;
                }
                Ok(None)
            }
        }
    }

    fn one(&mut self, path: &Path, outcome: Outcome) -> io::Result<()> {
        let (set, check) = self.compare(path, &outcome.report).unzip();
        let is_reference = self.first.is_none();
        let first =
            self.first.get_or_insert_with(|| (outcome.file.text.clone(), outcome.report.clone()));
        let same = self.args.same.then(|| Same {
            reference: &first.0,
            is_reference,
            sameness: Relation::of(&first.1, &outcome.report, self.options),
        });
        let set = set
            .filter(|_| self.args.record.is_some() && !self.names_only)
            .map(|set| set.saturating_add(1));
        let compared = Compared { outcome, check, set, names_only: self.names_only, same };
        self.status = self.status.max(compared.status());
        if self.json {
            return writeln!(self.out, "{}", json::line(&compared, self.language)?);
        }
        if std::mem::replace(&mut self.printed, true) {
            writeln!(self.out)?;
        }
        self.out.write_all(crate::text::check::render(&compared, self.language).as_bytes())
    }

    /// The set that fits best. The file is read once more only where that may tell what a wrong
    /// value is.
    fn compare(&self, path: &Path, report: &Report) -> Option<(usize, Checked)> {
        let none = beian::filing::Evidence::default();
        let (set, check) = Checked::best_of(report, &none, &self.sets, self.options)?;
        if !check.wants_evidence() {
            return Some((set, check));
        }
        Checked::best_of(report, &self.reader.evidence(path), &self.sets, self.options)
    }

    fn write_record(&mut self) -> io::Result<()> {
        let Some(path) = self.args.input.files.first() else { return Ok(()) };
        let Some(outcome) = self.read(path)? else { return Ok(()) };
        let form = match &outcome.form {
            Ok(form) => form,
            Err(why) => {
                self.status = self.status.max(NOT_GOOD);
                complain(&record::named(path, &why.message(self.language), self.language));
                return Ok(());
            }
        };
        self.status = self.status.max(outcome.status());
        for finding in outcome.findings().into_iter().filter(|it| it.severity != Severity::Info) {
            complain(&record::named(path, &finding.message(self.language), self.language));
        }
        let record = Record::of(&outcome.report, form, &outcome.earlier);
        let text = record.text(&outcome.file.text, self.language).map_err(io::Error::other)?;
        match &self.args.write_record {
            Some(to) if to.as_os_str() != "-" => {
                if let Err(complaint) = record::write_new(to, &text, self.language) {
                    self.status = TROUBLE;
                    complain(&complaint);
                }
                Ok(())
            }
            _ => {
                self.out.write_all(text.as_bytes())?;
                self.out.flush()
            }
        }
    }
}
