//! What [`crate::fuzzing`] opens of this layer.

use std::num::NonZeroUsize;

use super::signing::facts::{AppSignature, Verdict};
use super::signing::files::{File, FileKind, FileReader, Files, NoContent};
use super::signing::objections;
use super::signing::profile::{Profile, ProfileSignature};
use super::signing::verifier::{Case, claimed, verify};
use super::signing::{chain, leaf};
use crate::crypto::budget::Work;
use crate::encoding::plist::Value;
use crate::fuzzing::halves;
use crate::pki::x509::{Certificate, Time};

/// A property list of either form.
pub fn plist(data: &[u8]) {
    /// How many values there are, and how deep they stand.
    fn measure(value: &Value<'_>) -> (usize, usize) {
        let inside: Vec<(usize, usize)> = match value {
            Value::Dictionary(entries) => entries.iter().map(|(_, it)| measure(it)).collect(),
            Value::Array(values) => values.iter().map(measure).collect(),
            _ => return (1, 0),
        };
        let count =
            inside.iter().map(|(count, _)| count).fold(1_usize, |sum, it| sum.saturating_add(*it));
        let depth = inside.iter().map(|(_, depth)| *depth).max().unwrap_or_default();
        (count, depth.saturating_add(1))
    }
    let Ok(value) = Value::parse(data) else { return };
    let (count, depth) = measure(&value);
    assert!(count <= 1 << 20 && depth <= 64);
}

/// A provisioning profile.
pub fn ios_profile(data: &[u8]) {
    let Ok(profile) = Profile::read(data, &[], &Work::default()) else { return };
    let held: usize = profile.certificates.iter().map(|it| it.der().len()).sum();
    assert!(held <= data.len());
    if matches!(profile.signature, ProfileSignature::Good { .. }) {
        // A signature is over something.
        assert!(data.len() > 256);
    }
    let _ = (profile.is_for("cn.example.demo"), objections::of_profile(&profile, now()));
}

/// An executable, and the list of the bundle's resources beside it.
pub fn ios_app(data: &[u8]) {
    let (executable, list) = halves(data);
    let app = Held::new(&[
        ("Demo", executable),
        ("Info.plist", b"<plist><dict/></plist>"),
        ("_CodeSignature/CodeResources", list),
        ("a.txt", b"text"),
    ]);
    let case =
        Case { files: &app, executable: Some("Demo"), threads: NonZeroUsize::MIN, progress: None };
    let read = verify(&case, &Work::default());
    assert!(read.is_ok(), "no read of it fails");
    let (Ok(signature), Ok(claim)) = (read, claimed(&case, &Work::default())) else { return };
    check(&signature);
    let signer = |it: &AppSignature| it.main.signer().map(|signer| signer.certificate.clone());
    assert!(signer(&signature).is_none() || signer(&signature) == signer(&claim));
}

fn check(signature: &AppSignature) {
    let is_signed = signature.signer().is_some();
    assert!(is_signed == (signature.verdict() == Verdict::Verified));
    let certificate: Option<&Certificate> = signature.signer().map(|it| &it.certificate);
    if let Some(certificate) = certificate {
        let _ =
            (leaf::Kind::of(certificate), chain::judge(certificate, &[], &[], &Work::default()));
    }
    let _ = objections::of(&objections::Case {
        bundle_id: "cn.example.demo",
        signature,
        profile: objections::Embedded::Missing,
        chain: None,
        has_store_files: false,
        now: now(),
    });
}

fn now() -> Option<Time> {
    Time::from_unix_seconds(1_795_737_600)
}

/// Files in memory.
struct Held<'d> {
    list: Vec<File>,
    contents: Vec<&'d [u8]>,
}

impl<'d> Held<'d> {
    fn new(files: &[(&str, &'d [u8])]) -> Self {
        let file = |(path, content): &(&str, &[u8])| File {
            path: path.as_bytes().to_vec(),
            size: content.len() as u64,
            kind: FileKind::File,
        };
        let contents = files.iter().map(|(_, content)| *content).collect();
        Self { list: files.iter().map(file).collect(), contents }
    }
}

impl Files for Held<'_> {
    fn list(&self) -> &[File] {
        &self.list
    }

    fn reader(&self) -> Box<dyn FileReader + '_> {
        Box::new(Reader(self))
    }
}

struct Reader<'h>(&'h Held<'h>);

impl FileReader for Reader<'_> {
    fn stream(&mut self, file: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), NoContent> {
        let content = self.0.contents.get(file).copied().unwrap_or_default();
        content.chunks(1000).for_each(sink);
        Ok(())
    }
}
