//! The rules over the corpus of packages and profiles, where that is on the machine.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use super::chain::{End, judge};
use super::facts::{AppSignature, Component, Fault, SlotFault, State, Unsigned, Verdict};
use super::files::{File, FileKind, FileReader, Files, NoContent, content, find};
use super::leaf::Kind;
use super::objections::{self, Embedded, Objection};
use super::profile::Profile;
use super::verifier::{Case, verify};
use crate::crypto::budget::Work;
use crate::encoding::plist::Value;
use crate::limits::Limits;
use crate::pki::x509::{Certificate, Time};
use crate::source::unread::Part;
use crate::zip::{Archive, Entry, EntryError, Inflater, Structure};

const CORPUS: &str = "/work/shared/corpus/ios";

struct App<'a> {
    archive: &'a Archive<'a>,
    list: Vec<File>,
    entries: Vec<Entry>,
}

impl<'a> App<'a> {
    fn find(archive: &'a Archive<'a>) -> Option<(Self, bool)> {
        let names: Vec<_> = archive.entries().iter().map(|it| archive.name(it).to_vec()).collect();
        let text = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
        let root = names.iter().find_map(|name| {
            let name = text(name);
            let (before, _) = name.split_once(".app/")?;
            let is_app = before.starts_with("Payload/") || !before.contains('/');
            is_app.then(|| format!("{before}.app/"))
        })?;
        let mut app = Self { archive, list: Vec::new(), entries: Vec::new() };
        let modes = modes(archive);
        for ((entry, name), mode) in archive.entries().iter().zip(&names).zip(modes) {
            let Some(path) = name.strip_prefix(root.as_bytes()) else { continue };
            if path.is_empty() || path.ends_with(b"/") {
                continue;
            }
            let is_link = mode & 0xf000 == 0xa000;
            let kind = if is_link { FileKind::Link } else { FileKind::File };
            app.list.push(File { path: path.to_vec(), size: entry.uncompressed_size, kind });
            app.entries.push(*entry);
        }
        let has_store = names.iter().any(|it| text(it).contains("/SC_Info/"));
        Some((app, has_store))
    }
}

/// The modes of entries, out of the directory's bytes, in its order.
fn modes(archive: &Archive<'_>) -> Vec<u32> {
    let end = archive.end();
    let bytes = archive.read(end.directory_offset, archive.size() - end.directory_offset).unwrap();
    let mut rest = &bytes[..];
    let mut modes = Vec::new();
    while rest.starts_with(b"PK\x01\x02") {
        modes.push(u32::from_le_bytes(rest[38..42].try_into().unwrap()) >> 16);
        let length =
            |at: usize| usize::from(u16::from_le_bytes(rest[at..at + 2].try_into().unwrap()));
        rest = &rest[46 + length(28) + length(30) + length(32)..];
    }
    modes
}

struct Reader<'a> {
    app: &'a App<'a>,
    inflater: Inflater,
}

impl Files for App<'_> {
    fn list(&self) -> &[File] {
        &self.list
    }

    fn reader(&self) -> Box<dyn FileReader + '_> {
        Box::new(Reader { app: self, inflater: Inflater::new() })
    }
}

impl FileReader for Reader<'_> {
    fn stream(&mut self, file: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), NoContent> {
        let entry = &self.app.entries[file];
        self.app.archive.stream_exactly(entry, &mut self.inflater, sink).map_err(
            |error| match error {
                EntryError::Read(source) => NoContent::Unread(Part::Entry.unread(source)),
                error => NoContent::Broken(error.to_string()),
            },
        )
    }
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().take_while(|c| c.is_alphanumeric()) {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

fn code_of(fault: &Fault) -> String {
    let Fault::Slot { component, fault } = fault else {
        return kebab(&format!("{fault:?}")).replace("cd-hash", "cdhash");
    };
    let component = match component {
        Component::Other(_) => "slot".to_owned(),
        component => kebab(&format!("{component:?}")),
    };
    let fault = match fault {
        SlotFault::Mismatch => "mismatch",
        SlotFault::Missing => "missing",
        SlotFault::Unsealed => "unsealed",
    };
    format!("{component}-{fault}")
}

fn codes_of(signature: &AppSignature, objections: &[Objection]) -> Vec<String> {
    let mut codes: Vec<String> = signature.main.faults.iter().map(code_of).collect();
    for code in signature.nested.iter().filter(|code| !code.is_intact()) {
        codes.extend(code.faults.iter().map(code_of));
        let is_unsigned = matches!(code.state, State::Unsigned(_));
        codes.push(if is_unsigned { "nested-unsigned" } else { "nested-invalid" }.to_owned());
    }
    match signature.main.state {
        State::Unsigned(Unsigned::AdHoc) => codes.push("ad-hoc-signature".to_owned()),
        State::Unsigned(Unsigned::NoExecutable) => codes.push("executable-missing".to_owned()),
        _ => {}
    }
    codes.extend(objections.iter().map(|it| match it {
        Objection::ProfileAdHoc => "profile-ad-hoc".to_owned(),
        Objection::ResourcesV1 => "resources-v1".to_owned(),
        it => kebab(&format!("{it:?}")),
    }));
    codes.sort();
    codes.dedup();
    codes
}

fn kind_of(certificate: &Certificate) -> String {
    match Kind::of(certificate) {
        Kind::Authority => "ca".to_owned(),
        kind => kebab(&format!("{kind:?}")),
    }
}

fn is_error(objection: &Objection) -> bool {
    use Objection as O;
    !matches!(
        objection,
        O::ChainOther
            | O::DevelopmentCertificate
            | O::ProfileDevelopment
            | O::ProfileExpired { .. }
            | O::ProfileMissing
            | O::NestedOtherSigner { .. }
            | O::ResourceRulesWeak
            | O::WeakDigest
            | O::CertificateExpired { .. }
            | O::ProfileAdHoc
            | O::ProfileEnterprise
            | O::ResourcesV1
            | O::ProfileChain { end: End::Other }
    )
}

/// What is wrong with the reading of a row.
fn check(row: &serde_json::Value, roots: &[Certificate], now: Time) -> Result<(), String> {
    let file = row["file"].as_str().unwrap();
    let Ok(bytes) = std::fs::read(Path::new(CORPUS).join(file)) else { return Ok(()) };
    let work = Work::default();
    let texts = |value: &serde_json::Value| -> Vec<String> {
        value.as_array().map_or(Vec::new(), |all| {
            all.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
        })
    };
    if row["kind"] == "profile" {
        let read = Profile::read(&bytes, roots, &work);
        let codes: Vec<String> = match &read {
            Err(_) => vec!["profile-unreadable".to_owned()],
            Ok(profile) => {
                let all = objections::of_profile(profile, Some(now));
                all.iter().map(|it| kebab(&format!("{it:?}"))).collect()
            }
        };
        let must = texts(&row["must"]);
        if !must.iter().all(|it| codes.contains(it)) {
            return Err(format!("must {must:?} got {codes:?}"));
        }
        let Ok(profile) = read else { return Ok(()) };
        let want = &row["profile"];
        let got = (
            Some(kebab(&format!("{:?}", profile.kind))),
            profile.application_identifier.as_deref(),
            profile.name.as_deref(),
            match profile.unreadable_certificates {
                0 => profile.certificates.iter().map(|it| hex::encode(it.sha1())).collect(),
                _ => texts(&want["certificates"]),
            },
            profile.expires.map(|it| it.to_string().replace('T', " ").replace('Z', "")),
        );
        let want = (
            want["kind"].as_str().map(str::to_owned),
            want["application_identifier"].as_str(),
            want["name"].as_str(),
            texts(&want["certificates"]),
            want["expires"].as_str().map(str::to_owned),
        );
        let is_good = got == want
            && (row["profile"]["signed"] == true)
                == matches!(profile.signature, super::profile::ProfileSignature::Good { .. });
        return if is_good { Ok(()) } else { Err(format!("{got:?} {want:?}")) };
    }
    if row["kind"] == "certificate" {
        let Ok(certificate) = Certificate::from_der(&bytes) else { return Ok(()) };
        let kind = kind_of(&certificate);
        let want = row["certificate"]["kind"].as_str().or(row["signer"]["kind"].as_str());
        return match want {
            Some(want) if want != kind => Err(format!("kind {want} got {kind}")),
            _ => Ok(()),
        };
    }
    if row["kind"] != "ipa" {
        return Ok(());
    }
    let accept = texts(&row["accept"]);
    let may_be_unread = accept.iter().any(|it| it == "unreadable");
    let unread = |why: &str| if may_be_unread { Ok(()) } else { Err(why.to_owned()) };
    let Ok(structure) = Structure::read(&bytes, &Limits::default()) else { return unread("zip") };
    let archive = Archive::new(&bytes, Arc::new(structure));
    let Some((app, has_store)) = App::find(&archive) else { return unread("app") };
    let info = find(&app, b"Info.plist").map(|at| content(&app, at, 16 << 20));
    let Some(Ok(Some(info))) = info else { return unread("Info.plist") };
    let Ok(info) = Value::parse(&info) else { return unread("plist") };
    let Some(bundle_id) = info.get("CFBundleIdentifier").and_then(Value::text) else {
        return unread("bundle id");
    };
    let case = Case {
        files: &app,
        executable: info.get("CFBundleExecutable").and_then(Value::text),
        threads: NonZeroUsize::new(2).unwrap(),
        progress: None,
    };
    let signature = verify(&case, &work).unwrap();
    let chain = signature
        .main
        .signer()
        .map(|signer| judge(&signer.certificate, &signer.beside, roots, &work));
    let profile = find(&app, b"embedded.mobileprovision").map(|at| content(&app, at, 16 << 20));
    let profile = profile.map(|it| Profile::read(&it.unwrap().unwrap(), roots, &work));
    let embedded = match &profile {
        None => Embedded::Missing,
        Some(Err(_)) => Embedded::Unreadable,
        Some(Ok(profile)) => Embedded::Read(profile),
    };
    let objections = objections::of(&objections::Case {
        bundle_id,
        signature: &signature,
        profile: embedded,
        chain: chain.as_ref().map(|chain| chain.end),
        has_store_files: has_store,
        now: Some(now),
    });
    let codes = codes_of(&signature, &objections);
    let verdict = match signature.verdict() {
        Verdict::Verified => "verified",
        Verdict::Rejected => "rejected",
        Verdict::Unsigned => "unsigned",
    };
    let must = texts(&row["must"]);
    let allowed = [&must[..], &texts(&row["may"])[..]].concat();
    let extra: Vec<_> = objections
        .iter()
        .filter(|it| is_error(it))
        .map(|it| kebab(&format!("{it:?}")))
        .filter(|it| !allowed.contains(it))
        .collect();
    let sha1 = signature.main.signer().map(|it| hex::encode(it.certificate.sha1()));
    let want_sha1 = row["signer"]["sha1"].as_str().map(str::to_owned);
    let kind = signature.main.signer().map(|it| kind_of(&it.certificate));
    let want_kind = row["signer"]["kind"].as_str().map(str::to_owned);
    let end = chain.map(|chain| match chain.end {
        End::Apple => "apple",
        End::Trusted => "test",
        End::Other => "other",
        End::SelfSigned => "self-signed",
        End::Incomplete => "incomplete",
    });
    let hashes: Vec<Vec<String>> = signature
        .main
        .slices
        .iter()
        .map(|it| it.cd_hashes.iter().map(hex::encode).collect())
        .collect();
    let want_hashes: Vec<Vec<String>> = row["slices"]
        .as_array()
        .map_or(Vec::new(), |all| all.iter().map(|it| texts(&it["cdhash"])).collect());
    let mut wrong = Vec::new();
    if !accept.iter().any(|it| it == verdict) {
        wrong.push(format!("verdict {accept:?} got {verdict}"));
    }
    if !must.iter().all(|it| codes.contains(it)) && accept.iter().any(|it| it == verdict) {
        wrong.push(format!("must {must:?}"));
    }
    if verdict == "verified" && !extra.is_empty() {
        wrong.push(format!("extra {extra:?}"));
    }
    if verdict == "verified" && (sha1 != want_sha1 || kind != want_kind) {
        wrong.push(format!("signer {want_sha1:?} {want_kind:?} got {sha1:?} {kind:?}"));
    }
    if verdict == "verified" && end != row["chain"].as_str() {
        wrong.push(format!("chain {:?} got {end:?}", row["chain"]));
    }
    if verdict == "verified" && hashes != want_hashes {
        wrong.push(format!("hashes {want_hashes:?} got {hashes:?}"));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("{wrong:?} of {:?}; got {codes:?} {:?}", row["rule"], signature.main.faults))
}

#[test]
fn every_row_of_the_corpus_is_judged_as_it_says() {
    let Ok(rows) = std::fs::read_to_string(Path::new(CORPUS).join("expected.jsonl")) else {
        return;
    };
    let root = |name: &str| {
        Certificate::from_der(&std::fs::read(Path::new(CORPUS).join(name)).unwrap()).unwrap()
    };
    let roots = ["test-pki/root.cer", "test-pki/root-g3.cer"].map(root);
    // 2026-11-27.
    let now = Time::from_unix_seconds(1_795_737_600).unwrap();
    let rows: Vec<serde_json::Value> =
        rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let why = check(row, &roots, now).err()?;
            Some(format!("{}: {why}", row["file"].as_str().unwrap()))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// An app in memory.
struct Held {
    list: Vec<File>,
    contents: Vec<Vec<u8>>,
}

impl Files for Held {
    fn list(&self) -> &[File] {
        &self.list
    }

    fn reader(&self) -> Box<dyn FileReader + '_> {
        Box::new(HeldReader(self))
    }
}

struct HeldReader<'a>(&'a Held);

impl FileReader for HeldReader<'_> {
    fn stream(&mut self, file: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), NoContent> {
        self.0.contents[file].chunks(1000).for_each(sink);
        Ok(())
    }
}

impl Held {
    fn read(name: &str) -> Option<Self> {
        let bytes = std::fs::read(Path::new(CORPUS).join(name)).ok()?;
        let structure = Structure::read(&bytes, &Limits::default()).unwrap();
        let archive = Archive::new(&bytes, Arc::new(structure));
        let (app, _) = App::find(&archive)?;
        let read = |file| content(&app, file, 16 << 20).unwrap().unwrap();
        Some(Self { list: app.list.clone(), contents: (0..app.list.len()).map(read).collect() })
    }

    fn verdict(&self, executable: &str) -> AppSignature {
        let threads = NonZeroUsize::MIN;
        let case = Case { files: self, executable: Some(executable), threads, progress: None };
        verify(&case, &Work::default()).unwrap()
    }
}

/// A flip of a bit in any file is refused, or changes nothing that is reported: what is not
/// signed in a CMS are the certificates, of which the issuer of each signs it.
#[test]
fn flips_change_nothing_that_is_reported() {
    let Some(mut app) = Held::read("made/ok-dual-sha1-sha256.ipa") else { return };
    let root = std::fs::read(Path::new(CORPUS).join("test-pki/root.cer")).unwrap();
    let roots = [Certificate::from_der(&root).unwrap()];
    let reported = |app: &Held| {
        let signature = app.verdict("Demo");
        let signer = signature.signer()?;
        let end = judge(&signer.certificate, &signer.beside, &roots, &Work::default()).end;
        let facts = (signer.certificate.sha1(), signature.main.identifier()?.to_owned());
        (end == End::Trusted).then_some((facts, signer.signing_time))
    };
    let good = reported(&app).unwrap();
    let mut refused = 0;
    for file in 0..app.list.len() {
        for at in (0..app.contents[file].len()).step_by(41) {
            app.contents[file][at] ^= 1 << (at % 8);
            match reported(&app) {
                Some(got) => assert_eq!(got, good, "byte {at} of {file}"),
                None => refused += 1,
            }
            app.contents[file][at] ^= 1 << (at % 8);
        }
    }
    assert!(refused > 300, "{refused}");
}
