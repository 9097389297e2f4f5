//! Signals that ask the scan to end: Ctrl-C (SIGINT), and what service managers send (SIGTERM).

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::exit::ExitCode;

/// The last signal that came. The first lets the files that were begun be finished; the second ends
/// the process.
#[derive(Debug, Default)]
pub(super) struct Interrupts(Arc<AtomicUsize>);

impl Interrupts {
    /// Heeds signals from now on. Where the system does not let it, they end the process at once.
    pub(super) fn heed() -> Self {
        let interrupts = Self::default();
        let came = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            let _ = interrupts.register(signal, &came);
        }
        interrupts
    }

    fn register(&self, signal: i32, came: &Arc<AtomicBool>) -> io::Result<()> {
        let number = u8::try_from(signal).unwrap_or_default();
        let status = i32::from(ExitCode::Signalled(number).number());
        // In this order: the one that ends the process must see whether there was a signal before.
        flag::register_conditional_shutdown(signal, status, Arc::clone(came))?;
        flag::register(signal, Arc::clone(came))?;
        flag::register_usize(signal, Arc::clone(&self.0), number.into()).map(drop)
    }

    /// The exit code of a scan that was interrupted.
    pub(super) fn exit(&self) -> Option<ExitCode> {
        match u8::try_from(self.0.load(Ordering::Relaxed)) {
            Ok(0) | Err(_) => None,
            Ok(signal) => Some(ExitCode::Signalled(signal)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_as_shells_have_it() {
        for (signal, want) in [(0, None), (2, Some(130)), (15, Some(143))] {
            assert_eq!(
                Interrupts(Arc::new(AtomicUsize::new(signal))).exit().map(ExitCode::number),
                want
            );
        }
    }
}
