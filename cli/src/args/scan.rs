//! The arguments of `beian scan`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Input;
use crate::format::Format;
use crate::language::Text;

#[derive(Debug, Args)]
pub(crate) struct ScanArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    /// A file that names files and folders to read, one a line; "-" is standard input
    #[arg(long, value_name = "LIST")]
    pub(crate) files_from: Option<PathBuf>,
    /// Write rows there in place of standard output; the name tells how: .jsonl or .csv
    #[arg(short, long, value_name = "F")]
    pub(crate) output: Option<PathBuf>,
    /// Go on with a scan that was broken off: read no file again that has a row in F, and write the
    /// others behind
    #[arg(long, value_name = "F", conflicts_with = "output")]
    pub(crate) resume: Option<PathBuf>,
    /// How rows are printed: jsonl, csv [default: jsonl]
    #[arg(
        long,
        value_name = "F",
        hide_possible_values = true,
        conflicts_with_all = ["output", "resume"]
    )]
    format: Option<RowFormat>,
    /// Begin comma-separated rows with a byte order mark, which Excel needs to read them as UTF-8
    #[arg(long)]
    pub(crate) bom: bool,
    /// How many files are read at once [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Read no content: identity and signers only, nothing is verified
    #[arg(long)]
    pub(crate) fast: bool,
}

/// The values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    Jsonl,
    Csv,
}

impl ScanArgs {
    pub(super) fn contradiction(&self, json: bool) -> Option<Text> {
        let is_csv = self.format() == RowFormat::Csv;
        if self.to().is_some() && self.told_format().is_none() {
            Some(Text::RowsOutput)
        } else if is_csv {
            json.then_some(Text::CsvJson)
        } else {
            self.bom.then_some(Text::BomWithoutCsv)
        }
    }

    /// The file that rows go to.
    pub(crate) fn to(&self) -> Option<&Path> {
        self.output.as_deref().or(self.resume.as_deref())
    }

    /// What its name tells.
    fn told_format(&self) -> Option<RowFormat> {
        match Format::of_name(self.to()?)? {
            Format::Json => Some(RowFormat::Jsonl),
            Format::Csv => Some(RowFormat::Csv),
            _ => None,
        }
    }

    pub(crate) fn format(&self) -> RowFormat {
        self.format.or_else(|| self.told_format()).unwrap_or(RowFormat::Jsonl)
    }

    pub(crate) fn jobs(&self) -> Option<NonZeroUsize> {
        self.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()))
    }
}
