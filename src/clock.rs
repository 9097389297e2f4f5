//! What time it is, by which certificates and profiles expire.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

static CLOCK: OnceLock<fn() -> u64> = OnceLock::new();

/// Sets what tells the time, in seconds since 1970 (UTC), where the system does not: in a browser.
/// Without it nothing is said to have expired there. Only the first one counts, and none does where
/// the system has a clock.
pub fn set_clock(clock: fn() -> u64) {
    let _ = CLOCK.set(clock);
}

/// Seconds since 1970; `None` where nothing tells the time.
pub(crate) fn now() -> Option<u64> {
    // There the standard library has no clock, and panics when it is asked for one.
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return CLOCK.get().map(|clock| clock());
    }
    SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_the_time_where_it_can() {
        set_clock(|| 1);
        assert!(now().is_some_and(|now| now > 1_700_000_000));
    }
}
