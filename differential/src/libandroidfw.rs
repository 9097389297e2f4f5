//! What Android's `libandroidfw` shows on given devices (`native/labels.cpp`).

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A device: a locale (`-` for none), mobile country code, mobile network code, platform.
pub type Device = (&'static str, u16, u16, u32);

/// What a reader shows on each device; `None` where it refuses the table, or crashes.
pub type Shown = Option<Vec<Option<String>>>;

/// The running program.
#[derive(Debug)]
pub struct Libandroidfw {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Libandroidfw {
    /// Starts the program for those devices.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    pub fn start(program: &Path, devices: &[Device]) -> io::Result<Self> {
        let devices =
            devices.iter().map(|(locale, mcc, mnc, sdk)| format!("{locale},{mcc},{mnc},{sdk}"));
        let mut process = Command::new(program)
            .args(devices)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (input, output) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { process, input, output: BufReader::new(output) })
    }

    /// Asks for a resource of a package: what `ResTable` shows, and what `AssetManager2` does.
    ///
    /// # Errors
    ///
    /// The program ended.
    pub fn ask(&mut self, package: &Path, id: u32) -> io::Result<(Shown, Shown)> {
        writeln!(self.input, "{}\t{id:08x}", package.display())?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (old, new) = line.split_once('|').ok_or(io::ErrorKind::InvalidData)?;
        Ok((shown(old), shown(new)))
    }
}

impl Drop for Libandroidfw {
    fn drop(&mut self) {
        // One that has ended already needs no ending.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn shown(words: &str) -> Shown {
    let text = |word: &str| match word.strip_prefix('=') {
        Some(text) => Some(Some(String::from_utf8_lossy(&hex::decode(text).ok()?).into_owned())),
        None => (word == "-").then_some(None),
    };
    words.split_whitespace().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        for (words, want) in [
            (" =41 - =", Some(vec![Some("A".to_owned()), None, Some(String::new())])),
            (" !", None),
            (" =41 crash", None),
        ] {
            assert_eq!(shown(words), want, "{words}");
        }
    }
}
