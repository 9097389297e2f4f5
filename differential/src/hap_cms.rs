//! Signatures of HarmonyOS packages, by beian and by openssl.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use beian::x509::Certificate;
use beian::{Language, Package, Severity, Verdict, VerifyOptions};

pub use crate::mutate::{HapMutant, hap_cms_mutant};

/// What becomes of the mutants.
#[derive(Debug, Default)]
pub struct Table {
    /// Verified here, and refused by openssl: must be none.
    pub dangerous: Vec<u64>,
    /// Of those that have signed attributes without the content's type: `openssl cms` asks for it,
    /// and devices, which read PKCS #7, do not.
    pub without_type: usize,
    /// By what was changed: how many, verified by both, by openssl alone.
    pub families: BTreeMap<&'static str, [usize; 3]>,
    /// What openssl verifies and beian does not, by what it says.
    pub refused: BTreeMap<String, usize>,
}

/// Why beian refuses a package; `None` where it verifies it.
///
/// # Panics
///
/// The fixtures' root is no certificate.
#[must_use]
pub fn refusal(package: &[u8]) -> Option<String> {
    let root =
        Certificate::from_der(include_bytes!("../../fixtures/keys/h-root.cert.der")).unwrap();
    let roots = [root];
    let options = VerifyOptions::default().with_trust_roots(&roots);
    match Package::from_reader(package).and_then(|package| package.verify(&options)) {
        Ok(report) if report.verdict() == Verdict::Verified => None,
        Ok(report) => {
            let errors = report.findings.iter().filter(|it| it.severity == Severity::Error);
            let text =
                |it: &beian::Finding| format!("{} {}", it.code, it.message(Language::English));
            Some(errors.map(text).collect::<Vec<_>>().join(", "))
        }
        Err(error) => Some(format!("error:{}", error.code())),
    }
}

/// Whether openssl verifies signed data over the content in it, by whomever.
///
/// # Errors
///
/// There is no openssl.
pub fn openssl_verifies(signed_data: &[u8]) -> io::Result<bool> {
    let mut openssl = Command::new("openssl")
        .args(["cms", "-verify", "-binary", "-noverify", "-inform", "DER"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // It may end before it has read all.
    let _ = openssl.stdin.take().map(|mut input| input.write_all(signed_data));
    Ok(openssl.wait()?.success())
}

/// Whether the attribute `1.2.840.113549.1.9.3` stands there.
fn names_content_type(signed_data: &[u8]) -> bool {
    const TYPE: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
    signed_data.windows(TYPE.len()).any(|window| window == TYPE)
}

impl Table {
    /// Judges one mutant.
    ///
    /// # Errors
    ///
    /// There is no openssl.
    pub fn judge(&mut self, number: u64, mutant: &HapMutant) -> io::Result<()> {
        let refusal = refusal(&mutant.package);
        let of_openssl = openssl_verifies(&mutant.signed_data)?;
        let counts = self.families.entry(mutant.family).or_default();
        counts[0] += 1;
        match (refusal, of_openssl) {
            (None, true) => counts[1] += 1,
            (None, false) if !names_content_type(&mutant.signed_data) => self.without_type += 1,
            (None, false) => self.dangerous.push(number),
            (Some(why), true) => {
                counts[2] += 1;
                *self.refused.entry(why).or_default() += 1;
            }
            (Some(_), false) => {}
        }
        Ok(())
    }

    /// Prints it.
    pub fn print(&self) {
        println!("verified here and refused by openssl: {:?}", self.dangerous);
        println!(
            "the same without the content's type, which devices do not ask for: {}",
            self.without_type
        );
        for (family, [all, both, one]) in &self.families {
            println!("{family}: {all} mutants, {both} verified by both, {one} by openssl alone");
        }
        for (why, count) in &self.refused {
            println!("only openssl verifies: {why}: {count}");
        }
    }
}
