//! The arguments of `beian scan`.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};

use super::Input;
use crate::language::Text;

#[derive(Debug, Args)]
pub(crate) struct ScanArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How rows are written: jsonl, csv [default: jsonl]
    #[arg(
        long,
        value_name = "F",
        default_value = "jsonl",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) format: RowFormat,
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
        match self.format {
            RowFormat::Csv => json.then_some(Text::CsvJson),
            RowFormat::Jsonl => self.bom.then_some(Text::BomWithoutCsv),
        }
    }

    pub(crate) fn jobs(&self) -> Option<NonZeroUsize> {
        self.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()))
    }
}
