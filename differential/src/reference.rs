//! What apksig says of a package: a Java program that judges one after the other.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::judge::Judgement;

/// The running program.
#[derive(Debug)]
pub struct Reference {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Reference {
    /// Starts the program `Reference` with that class path.
    ///
    /// # Errors
    ///
    /// Java cannot be started.
    pub fn start(class_path: &str) -> io::Result<Self> {
        let mut process = Command::new("java")
            .args(["-Xmx1g", "-XX:+UseSerialGC", "-cp", class_path, "Reference"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (input, output) =
            process.stdin.take().zip(process.stdout.take()).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { process, input, output: BufReader::new(output) })
    }

    /// Judges one package. One that keeps the program busy for longer than it allows has the error `HANG`.
    ///
    /// # Errors
    ///
    /// The program ended.
    pub fn ask(&mut self, bytes: &[u8], min: Option<u32>, max: Option<u32>) -> io::Result<Judgement> {
        let sdk = |sdk: Option<u32>| sdk.map_or(-1, u32::cast_signed).to_be_bytes();
        let size = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.input.write_all(&[&size.to_be_bytes()[..], &sdk(min), &sdk(max), bytes].concat())?;
        self.input.flush()?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut fields = line.trim_end_matches('\n').split('\t');
        let verified = fields.next() == Some("verified");
        let mut list = || -> BTreeSet<String> {
            let values = fields.next().unwrap_or_default().split(',').filter(|value| !value.is_empty());
            values.map(str::to_owned).collect()
        };
        let (schemes, signers, errors) = (list(), list(), list());
        Ok(Judgement {
            verified,
            schemes,
            all_signers: signers.clone(),
            signers,
            errors,
            ..Judgement::default()
        })
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // It may hang: that must not keep us.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
