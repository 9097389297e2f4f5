//! Whether standard output was closed when the process began (`beian … >&-`).
//!
//! In place of a standard stream that is closed, Rust's runtime opens `/dev/null` for reading and
//! writing, before any code of ours runs: what is printed is lost, and nothing fails. A shell that
//! redirects to `/dev/null` opens it for writing only, or hands down what it has itself; so behind
//! a shell the two can be told apart. Behind other programs they cannot: some open it for both when
//! they want nothing of what is printed.

/// Whether it was, as far as that can be told.
#[cfg(target_os = "linux")]
pub(crate) fn is_closed() -> bool {
    use std::fs;
    use std::io::ErrorKind;
    use std::path::Path;

    const SHELLS: [&str; 8] = ["sh", "bash", "dash", "ash", "busybox", "ksh", "mksh", "zsh"];
    let null = Path::new("/dev/null");
    let of = |process: &str, what: &str| format!("/proc/{process}/{what}");
    if fs::read_link(of("self", "fd/1")).ok().as_deref() != Some(null) {
        return false;
    }
    let info = fs::read_to_string(of("self", "fdinfo/1")).unwrap_or_default();
    let flags = info.lines().find_map(|line| line.strip_prefix("flags:"));
    // O_RDWR is 2 in octal, and the others are above it.
    let is_for_both = flags.is_some_and(|flags| flags.trim().ends_with('2'));
    let parent = std::os::unix::process::parent_id().to_string();
    let name = fs::read_to_string(of(&parent, "comm")).unwrap_or_default();
    let is_of_parent = match fs::read_link(of(&parent, "fd/1")) {
        Ok(path) => path == null,
        Err(error) => error.kind() != ErrorKind::NotFound,
    };
    is_for_both && SHELLS.contains(&name.trim()) && !is_of_parent
}

/// Elsewhere nothing tells.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_closed() -> bool {
    false
}
