//! Runs a command and says on standard error what it took, by the system's own account: CPU
//! seconds, wall seconds, peak kilobytes, exit status. A process inherits the peak of the one that
//! started it, so that has to be a small one.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio, exit};
use std::time::Instant;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let program = arguments.next().expect("a command");
    let began = Instant::now();
    let child = Command::new(program).args(arguments).stderr(Stdio::null()).spawn()?;
    let mut status = 0;
    // SAFETY: `usage` is plain numbers, for which zeros are valid, and both pointers live through
    // the call.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage) < 0 {
            return Err(io::Error::last_os_error());
        }
        usage
    };
    let wall = began.elapsed().as_secs_f64();
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    let cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    let status = ExitStatus::from_raw(status).code().unwrap_or(-1);
    eprintln!("{cpu:.6} {wall:.6} {} {status}", usage.ru_maxrss);
    exit(0)
}
