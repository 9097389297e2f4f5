//! A bar on standard error while a long verification runs, when a person is watching.

use std::io::{IsTerminal, stderr};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

pub(crate) struct Bar {
    begun: Instant,
    watched: bool,
    name: String,
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    /// A bar for the file of that name, which must be safe to print.
    pub(crate) fn new(name: String) -> Self {
        Self { begun: Instant::now(), watched: stderr().is_terminal(), name, bar: OnceLock::new() }
    }

    pub(crate) fn update(&self, progress: beian::Progress) {
        if self.watched && self.begun.elapsed() >= PATIENCE {
            let bar = self.bar.get_or_init(|| draw(progress.total, self.name.clone()));
            bar.set_position(progress.done);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// A count of files, their rate and their bytes.
pub(crate) struct Counter {
    bar: ProgressBar,
    unit: &'static str,
    bytes: AtomicU64,
}

impl Counter {
    /// A count of what `unit` names, shown if `shown` says so and a person is watching.
    pub(crate) fn new(unit: &'static str, shown: bool) -> Self {
        let counter = |bar| Self { bar, unit, bytes: AtomicU64::new(0) };
        if !shown || !stderr().is_terminal() {
            return counter(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {human_pos} {msg} ({per_sec}, {elapsed})")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(PATIENCE);
        counter(bar.with_message(unit))
    }

    /// Counts a file of that size.
    pub(crate) fn add_one(&self, size: u64) {
        self.bar.inc(1);
        let bytes = self.bytes.fetch_add(size, Ordering::Relaxed).saturating_add(size);
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{}, {}", self.unit, HumanBytes(bytes)));
        }
    }

    /// Writes a line while the count is out of the way.
    pub(crate) fn aside(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn draw(total: u64, name: String) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {msg}") {
        bar.set_style(style);
    }
    bar.with_message(name)
}
