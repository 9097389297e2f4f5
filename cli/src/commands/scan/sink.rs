//! Where rows go, from all threads: each is written whole, and counted.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use beian::Language;

use crate::exit::ExitCode;
use crate::language::Text;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Verified, without an error-level finding.
    Verified,
    /// A certificate or keystore, or a package of which no content was asked for.
    Unchecked,
    /// Rejected, unsigned, or with an error-level finding.
    Bad,
    /// A keystore or file of certificates, met in a folder, that gives no certificate (without its
    /// password, say). Nobody asked for that one.
    Locked,
    /// Not read.
    Unreadable,
}

/// How many files became what.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    verified: u64,
    unchecked: u64,
    bad: u64,
    unreadable: u64,
    skipped: u64,
    folder_links: u64,
    exit: ExitCode,
}

impl Tally {
    fn count(&mut self, fate: Fate) {
        let (counter, exit) = match fate {
            Fate::Verified => (&mut self.verified, ExitCode::Good),
            Fate::Unchecked => (&mut self.unchecked, ExitCode::Good),
            Fate::Bad => (&mut self.bad, ExitCode::NotGood),
            Fate::Locked => (&mut self.unreadable, ExitCode::Good),
            Fate::Unreadable => (&mut self.unreadable, ExitCode::Trouble),
        };
        *counter = counter.saturating_add(1);
        self.exit = self.exit.max(exit);
    }

    /// The exit code of a scan that was not broken off.
    pub(super) fn exit(self) -> ExitCode {
        self.exit
    }

    /// Whether there was nothing at all to report on.
    pub(super) fn is_empty(self) -> bool {
        let rows = [self.verified, self.unchecked, self.bad, self.unreadable];
        rows.iter().all(|&count| count == 0)
    }

    /// `12 rows: 10 verified, 2 with errors; 3 other files skipped`
    pub(super) fn summary(self, language: Language) -> String {
        let rows = [self.verified, self.unchecked, self.bad, self.unreadable];
        let total = rows.iter().fold(0, |sum: u64, count| sum.saturating_add(*count));
        let text = |text: Text, count: u64| text.text(language).replace("{}", &count.to_string());
        let nonzero = |counts: &[(Text, u64)]| {
            let counted = counts.iter().filter(|(_, count)| *count > 0);
            let counted: Vec<_> = counted.map(|&(name, count)| text(name, count)).collect();
            counted.join(Text::Comma.text(language))
        };
        let of_rows = nonzero(&[
            (Text::CountVerified, self.verified),
            (Text::CountUnchecked, self.unchecked),
            (Text::CountBad, self.bad),
            (Text::CountUnreadable, self.unreadable),
        ]);
        let besides = nonzero(&[
            (Text::CountSkipped, self.skipped),
            (Text::CountFolderLinks, self.folder_links),
        ]);
        let mut summary = text(Text::CountRows, total);
        for (mark, part) in [(Text::Colon, of_rows), (Text::Semicolon, besides)] {
            if !part.is_empty() {
                summary.extend([mark.text(language), &part]);
            }
        }
        summary
    }
}

pub(super) struct Sink<W> {
    state: Mutex<State<W>>,
}

struct State<W> {
    out: W,
    tally: Tally,
    /// Why nothing more can be written.
    broken: Option<io::Error>,
}

impl<W: Write> Sink<W> {
    pub(super) fn new(out: W) -> Self {
        Self { state: Mutex::new(State { out, tally: Tally::default(), broken: None }) }
    }

    /// Writes what stands before the rows.
    pub(super) fn head(&self, head: &str) {
        self.change(|state| state.write(head));
    }

    /// Writes and counts a row.
    pub(super) fn row(&self, row: &str, fate: Fate) {
        self.change(|state| {
            state.tally.count(fate);
            state.write(row);
        });
    }

    /// Counts a file that is nothing that is read.
    pub(super) fn skipped(&self) {
        self.change(|state| state.tally.skipped = state.tally.skipped.saturating_add(1));
    }

    /// Counts a link to a folder.
    pub(super) fn folder_link(&self) {
        self.change(|state| state.tally.folder_links = state.tally.folder_links.saturating_add(1));
    }

    /// Writes no more, for the reason given.
    pub(super) fn fail(&self, error: io::Error) {
        self.change(|state| {
            state.broken.get_or_insert(error);
        });
    }

    pub(super) fn is_broken(&self) -> bool {
        self.change(|state| state.broken.is_some())
    }

    /// What was counted, and why not all was written.
    pub(super) fn finish(self) -> (Tally, Option<io::Error>) {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (state.tally, state.broken)
    }

    fn change<T>(&self, change: impl FnOnce(&mut State<W>) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<W: Write> State<W> {
    /// All at once, so that whatever ends the process leaves whole rows.
    fn write(&mut self, text: &str) {
        if self.broken.is_none() {
            self.broken = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(fates: &[Fate]) -> Tally {
        let sink = Sink::new(io::sink());
        fates.iter().for_each(|&fate| sink.row("", fate));
        sink.finish().0
    }

    #[test]
    fn the_worst_fate_gives_the_status() {
        use Fate::{Bad, Locked, Unchecked, Unreadable, Verified};
        for (fates, want) in [
            (&[][..], 0),
            (&[Verified, Unchecked, Locked], 0),
            (&[Verified, Bad, Locked], 1),
            (&[Unreadable, Bad, Verified], 2),
        ] {
            assert_eq!(tally(fates).exit().number(), want, "{fates:?}");
        }
    }

    #[test]
    fn the_summary_counts_what_there_was() {
        let sink = Sink::new(io::sink());
        for fate in [Fate::Verified, Fate::Verified, Fate::Bad] {
            sink.row("", fate);
        }
        sink.skipped();
        for (tally, language, want) in [
            (tally(&[]), Language::English, "0 rows"),
            (tally(&[]), Language::Chinese, "共 0 行"),
            (
                sink.finish().0,
                Language::English,
                "3 rows: 2 verified, 1 with errors; 1 other files skipped",
            ),
        ] {
            assert_eq!(tally.summary(language), want);
        }
    }

    #[test]
    fn what_cannot_be_written_ends_it() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let sink = Sink::new(Full);
        assert!(!sink.is_broken());
        sink.row("row", Fate::Verified);
        assert!(sink.is_broken());
        assert_eq!(sink.finish().1.unwrap().kind(), io::ErrorKind::StorageFull);
    }
}
