//! What apksig says of a package: a Java program that judges one after the other.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::judge::{Judgement, Question};

/// The program uses the JDK's reader of signed data.
const EXPORTS: &str = "--add-exports=java.base/sun.security.pkcs=ALL-UNNAMED";

/// The running program.
#[derive(Debug)]
pub struct Reference {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    knows_v31: bool,
}

impl Reference {
    /// Starts the program `Reference` with that class path.
    ///
    /// # Errors
    ///
    /// Java cannot be started.
    pub fn start(class_path: &str) -> io::Result<Self> {
        let mut process = Command::new("java")
            .args(["-Xmx1g", "-XX:+UseSerialGC", EXPORTS, "-cp", class_path, "Reference"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (input, output) =
            process.stdin.take().zip(process.stdout.take()).ok_or(io::ErrorKind::BrokenPipe)?;
        let mut reference =
            Self { process, input, output: BufReader::new(output), knows_v31: false };
        reference.knows_v31 = reference.line()?.contains("v3.1");
        Ok(reference)
    }

    /// Whether this apksig knows APK Signature Scheme v3.1: from version 33 on.
    #[must_use]
    pub fn knows_v31(&self) -> bool {
        self.knows_v31
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line)
    }

    /// Judges one package. One that keeps the program busy for longer than it allows has the error
    /// `HANG`.
    ///
    /// # Errors
    ///
    /// The program ended.
    pub fn ask(&mut self, question: &Question) -> io::Result<Judgement> {
        let or_none = |number: Option<u32>| number.map_or(-1, u32::cast_signed).to_be_bytes();
        let size = |bytes: &Vec<u8>| u32::try_from(bytes.len()).map_err(io::Error::other);
        let idsig = question.idsig.as_ref();
        let head = [
            or_none(Some(size(&question.package)?)),
            or_none(idsig.map(size).transpose()?),
            or_none(question.min_sdk),
            or_none(question.max_sdk),
        ];
        let bytes = [&question.package[..], idsig.map(Vec::as_slice).unwrap_or_default()].concat();
        self.input.write_all(&[head.concat(), bytes].concat())?;
        self.input.flush()?;
        let line = self.line()?;
        let mut fields = line.trim_end_matches('\n').split('\t');
        let verified = fields.next() == Some("verified");
        let mut list = || -> BTreeSet<String> {
            let values =
                fields.next().unwrap_or_default().split(',').filter(|value| !value.is_empty());
            values.map(str::to_owned).collect()
        };
        let (schemes, signers, errors) = (list(), list(), list());
        let of_jdk = list().pop_first().unwrap_or_default();
        Ok(Judgement {
            verified,
            of_jdk,
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
