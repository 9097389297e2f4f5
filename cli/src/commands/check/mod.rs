//! `beian check`: what was filed, compared with packages, and packages with one another.

mod ask;
mod compared;
mod filed;
pub(crate) mod help;
mod write_record;

use std::path::Path;

use beian::Report;
use beian::filing::{Checked, Evidence, Relation};

pub(crate) use self::compared::{Compared, Same};
use self::filed::Sets;
use crate::args::CheckArgs;
use crate::exit::ExitCode;
use crate::outcome::Outcome;
use crate::session::{self, Context};
use crate::view::CHECK_COLUMNS;

/// Compares every file, and gives the exit code.
///
/// # Errors
/// What is wrong with what was filed, as one line for people.
pub(crate) fn run(args: &CheckArgs, mut context: Context<'_>) -> Result<ExitCode, String> {
    let sets = Sets::read(args, context.language)?;
    context.reader = context.reader.with_platform(sets.platform());
    if let Some(to) = &args.write_record {
        return session::run(&args.input.files, &context, &[], |path, outcome| {
            Ok(write_record::write_record(path, &outcome, to, context.language))
        });
    }
    let mut first = None;
    session::run(&args.input.files, &context, &CHECK_COLUMNS, |path, outcome| {
        let comparison = Comparison { args, sets: &sets, context: &context };
        let compared = comparison.compared(path, outcome, &mut first);
        context.shown(compared.exit(), &compared)
    })
}

struct Comparison<'a> {
    args: &'a CheckArgs,
    sets: &'a Sets,
    context: &'a Context<'a>,
}

/// The first file that could be read, with which `--same` compares the others.
type First = Option<(String, Report)>;

impl Comparison<'_> {
    fn compared<'f>(&self, path: &Path, outcome: Outcome, first: &'f mut First) -> Compared<'f> {
        let (set, check) = self.best(path, &outcome.report).unzip();
        let is_reference = first.is_none();
        let first =
            first.get_or_insert_with(|| (outcome.file.text.clone(), outcome.report.clone()));
        let same = self.args.same.then(|| Same {
            reference: &first.0,
            is_reference,
            sameness: Relation::of(&first.1, &outcome.report, &self.context.options),
        });
        let names_only = self.sets.names_only;
        let is_numbered = self.args.record.is_some() && !names_only;
        let set = set.filter(|_| is_numbered).map(|set| set.saturating_add(1));
        Compared { outcome, check, set, names_only, same }
    }

    /// The set that fits best. The file is read once more only where that may tell what a wrong
    /// value is.
    fn best(&self, path: &Path, report: &Report) -> Option<(usize, Checked)> {
        let (sets, options) = (&self.sets.sets, &self.context.options);
        let (set, check) = Checked::best_of(report, &Evidence::default(), sets, options)?;
        if !check.wants_evidence() {
            return Some((set, check));
        }
        Checked::best_of(report, &self.context.reader.evidence(path), sets, options)
    }
}
