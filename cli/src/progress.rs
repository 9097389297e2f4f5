//! A bar on standard error while a long verification runs, when a person is watching.

use std::io::{IsTerminal, stderr};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

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

/// A count of files and their rate.
pub(crate) struct Counter(ProgressBar);

impl Counter {
    /// A count of what `unit` names, shown if `shown` says so and a person is watching.
    pub(crate) fn new(unit: &'static str, shown: bool) -> Self {
        if !shown || !stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {human_pos} {msg} ({per_sec}, {elapsed})")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(PATIENCE);
        Self(bar.with_message(unit))
    }

    pub(crate) fn add_one(&self) {
        self.0.inc(1);
    }

    /// Writes a line while the count is out of the way.
    pub(crate) fn aside(&self, write: impl FnOnce()) {
        self.0.suspend(write);
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn draw(total: u64, name: String) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {msg}") {
        bar.set_style(style);
    }
    bar.with_message(name)
}
