//! Apps for Apple's devices, by beian and by a program of Python's modules and openssl
//! (`python/ipa.py`).

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use beian::x509::Certificate;
use beian::{Package, Report, Severity, Verdict, VerifyOptions};
use beian_fixtures::apple;
use serde_json::Value;

pub use crate::mutate::{IosMutant, ios_mutant};

/// The other program, which is asked file after file.
#[derive(Debug)]
pub struct Reference {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    file: PathBuf,
}

/// What it says of an app.
#[derive(Debug)]
pub enum Answer {
    /// It is intact: SHA-1 of the signer, bundle id and name in the default language.
    Intact([Option<String>; 3]),
    /// It is not, and why.
    Broken(String),
}

impl Reference {
    /// Starts it; files are written into the folder.
    ///
    /// # Errors
    ///
    /// There is no Python or no openssl.
    pub fn start(folder: &Path) -> io::Result<Self> {
        Command::new("openssl").arg("version").output()?;
        std::fs::create_dir_all(folder)?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/ipa.py");
        let mut child = Command::new("python3")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (questions, answers) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
        let file = folder.join(format!("asked-{}.ipa", child.id()));
        Ok(Self { child, questions, answers: BufReader::new(answers), file })
    }

    /// Asks.
    ///
    /// # Errors
    ///
    /// It answers no more.
    pub fn ask(&mut self, package: &[u8]) -> io::Result<Answer> {
        std::fs::write(&self.file, package)?;
        writeln!(self.questions, "{}", self.file.display())?;
        self.questions.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line)?;
        let text = |key: &str| told[key].as_str().map(str::to_owned);
        Ok(match told["ok"].as_bool() {
            Some(true) => Answer::Intact(["sha1", "bundle", "name"].map(text)),
            _ => Answer::Broken(text("why").unwrap_or_default()),
        })
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.file);
    }
}

/// What beian says: the same three of an app that is verified, or why it is not.
fn read(package: &[u8]) -> Answer {
    let root = Certificate::from_der(&apple::root()).expect("the fixtures' root");
    let options = VerifyOptions::default();
    let roots = [root];
    let options = options.with_trust_roots(&roots);
    match Package::from_reader(package).and_then(|package| package.verify(&options)) {
        Ok(report) => {
            let errors = report.findings.iter().filter(|it| it.severity == Severity::Error);
            // The other program does not look at chains and profiles.
            match errors.map(|it| it.code.as_str()).next() {
                None if report.verdict() == Verdict::Verified => Answer::Intact(facts(&report)),
                first => Answer::Broken(first.unwrap_or_default().to_owned()),
            }
        }
        Err(error) => Answer::Broken(format!("error:{}", error.code())),
    }
}

fn facts(report: &Report) -> [Option<String>; 3] {
    let signer = report.signers.first().map(|signer| hex::encode(signer.certificate.sha1()));
    let name = report.identity.app_names.get("").cloned();
    [signer, report.identity.package_name.clone(), name]
}

/// Why an app is rightly verified here and refused there.
fn explained([signer, ..]: &[Option<String>; 3], theirs: &Answer) -> Option<&'static str> {
    let Answer::Broken(why) = theirs else { return None };
    let developer = Certificate::from_der(&apple::developer()).expect("the fixtures' certificate");
    if signer.as_ref() != Some(&hex::encode(developer.sha1())) {
        return None;
    }
    REASONS.iter().find(|(what, _)| why.contains(what)).map(|(_, why)| *why)
}

/// A part of what the other program says, and what lies behind it.
const REASONS: &[(&str, &str)] = &[
    // Apple's reader keeps certificates as bytes and leaves out what is none.
    ("Type=CMS_CertificateChoices", "a certificate beside the signer's is damaged"),
    // CFPropertyList.c skips what stands between `<?` and `?>`.
    ("XML declaration not well-formed", "the declaration of a list is no XML"),
];

/// What becomes of the mutants.
#[derive(Debug, Default)]
pub struct Table {
    /// Verified here and refused there, or by another signer or under another name there: must be
    /// none.
    pub dangerous: Vec<(u64, String)>,
    /// Verified here and refused there, and looked into.
    pub explained: BTreeMap<&'static str, usize>,
    /// By what was changed: how many, and how many both verify.
    pub families: BTreeMap<&'static str, [usize; 2]>,
    /// What the other program takes and beian does not, by what it says.
    pub refused: BTreeMap<String, usize>,
}

impl Table {
    /// Judges one mutant.
    ///
    /// # Errors
    ///
    /// The other program answers no more.
    pub fn judge(
        &mut self,
        number: u64,
        mutant: &IosMutant,
        reference: &mut Reference,
    ) -> io::Result<()> {
        let theirs = reference.ask(&mutant.package)?;
        let counts = self.families.entry(mutant.family).or_default();
        counts[0] += 1;
        match (read(&mutant.package), theirs) {
            (Answer::Intact(ours), Answer::Intact(theirs)) if ours == theirs => counts[1] += 1,
            (Answer::Intact(ours), theirs) => match explained(&ours, &theirs) {
                Some(why) => *self.explained.entry(why).or_default() += 1,
                None => {
                    let text = format!("{}: {ours:?}, {theirs:?}", mutant.family);
                    self.dangerous.push((number, text));
                }
            },
            (Answer::Broken(why), Answer::Intact(_)) => {
                *self.refused.entry(format!("{}: {why}", mutant.family)).or_default() += 1;
            }
            (Answer::Broken(_), Answer::Broken(_)) => {}
        }
        Ok(())
    }

    /// Prints it.
    pub fn print(&self) {
        println!("verified here and not alike there: {:#?}", self.dangerous);
        for (why, count) in &self.explained {
            println!("only here: {why}: {count}");
        }
        for (family, [all, both]) in &self.families {
            println!("{family}: {all} mutants, {both} verified alike by both");
        }
        for (why, count) in &self.refused {
            println!("only the other program verifies: {why}: {count}");
        }
    }
}
