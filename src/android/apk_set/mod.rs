//! Several APKs of one app in a ZIP: `.apks` (bundletool, SAI), `.xapk` (APKPure), `.apkm`
//! (APKMirror).
//!
//! None of these is signed as a whole. Of the outer file only is taken which entries exist: every
//! APK in it is verified for itself, and all must be of one app and have one signer, as a device
//! demands (`PackageInstallerSession` of Android). Which one is the base its manifest says, the one
//! without `split`; what stands beside the APKs proves nothing.

mod compare;
pub(crate) mod description;
pub(crate) mod members;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::apk;
use super::apk::Apk;
use super::notes::Standing;

use self::compare::{Facts, compare, signers_differ};
use self::members as set_members;
use self::members::{Layout, is_apk_name};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::Progress;
use crate::encoding::json::Json;
use crate::options::VerifyOptions;
use crate::report::{
    Failure, Finding, Kind, Platform, Report, Role, Severity, Signer, Verdict, Verification, issue,
};
use crate::say::{Because, said};
use crate::source::read_at::ReadAt;
use crate::source::unread::Unread;
use crate::zip::anomalies;
use crate::zip::witness::{Seen, Witness};
use crate::zip::{Archive, Budget, Entry, Inflater, Structure, StructureError};

said! {
    /// Why an entry of a set is no APK.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoApk {
        NoManifest => { en: "it has no AndroidManifest.xml", zh: "没有 AndroidManifest.xml" }
        BadManifest => {
            en: "its AndroidManifest.xml cannot be read",
            zh: "无法解析其 AndroidManifest.xml"
        }
        NoPackage => { en: "it names no package", zh: "没有写明包名" }
    }
}

/// The longest package name that is taken for one, in bytes. Android installs none with more than
/// 223.
const MAX_PACKAGE_NAME: usize = 512;

/// What a ZIP is that holds APKs; `None` where it holds none.
pub(crate) fn kind(archive: &Archive<'_>) -> Option<Kind> {
    let holds = |name: &[u8]| archive.find(name).is_some();
    archive.entries().iter().any(|entry| is_apk_name(archive.name(entry))).then(|| {
        if holds(b"toc.pb") {
            Kind::Apks
        } else if holds(b"manifest.json") {
            Kind::Xapk
        } else if holds(b"info.json") {
            Kind::Apkm
        } else {
            Kind::Apks
        }
    })
}

/// A set after its structure has been read.
pub(crate) struct SplitSet<'r> {
    archive: Archive<'r>,
    kind: Kind,
    /// What `manifest.json` says, where it was read already.
    manifest: Option<&'r Json>,
    layout: Layout,
    budget: Budget,
    /// The entries that are APKs, those first that are likely to be the base.
    inner: Vec<Entry>,
    /// Whether it is said why no APK is the base.
    is_baseless: bool,
    /// What was noticed while reading.
    findings: Vec<Finding>,
}

impl<'r> SplitSet<'r> {
    /// Reads which entries there are.
    pub(crate) fn open(
        source: &'r dyn ReadAt,
        structure: &Arc<Structure>,
        kind: Kind,
        manifest: Option<&'r Json>,
    ) -> Result<Self, Unread> {
        let archive = Archive::new(source, Arc::clone(structure));
        let mut findings = anomalies::entries(&archive);
        findings.extend(anomalies::unknown_methods(&archive, |_| false));
        findings.extend(anomalies::local_entries(&archive, archive.end().directory_offset)?);
        findings.extend(set_members::nested(&archive));
        let layout = Layout::read(&archive)?;
        let named = description::named_files(&archive, manifest)?;
        let is_inner = |entry: &&Entry| {
            let name = archive.name(entry);
            is_apk_name(name) || named.contains(name)
        };
        let mut inner: Vec<_> = archive.entries().iter().filter(is_inner).copied().collect();
        inner.sort_by_key(|entry| unlikeliness(archive.name(entry)));
        let too_much = anomalies::too_much_inside(&archive, inner.iter());
        let is_baseless = too_much.is_some();
        if is_baseless {
            inner.clear();
        }
        findings.extend(too_much);
        let budget = Budget::new(archive.inflated_limit());
        Ok(Self { archive, kind, manifest, layout, budget, inner, is_baseless, findings })
    }

    fn name(&self, entry: &Entry) -> String {
        String::from_utf8_lossy(self.archive.name(entry)).into_owned()
    }

    /// Opens an APK and gives it to `read`.
    fn with_apk<T>(
        &self,
        entry: &Entry,
        read: impl FnOnce(Apk<'_>) -> Result<T, Unread>,
    ) -> Result<T, Failure> {
        let name = self.name(entry);
        let open = |source: &dyn ReadAt, structure: Arc<Structure>| {
            if let Err(exhausted) = self.budget.take(structure.cost()) {
                return Ok(Err(Because::from(exhausted)));
            }
            if !apk::is_apk(&Archive::new(source, Arc::clone(&structure))) {
                return Ok(Err(NoApk::NoManifest.into()));
            }
            let witness = Witness::new(source, &structure, &Seen::default());
            let apk = Apk::open_as(&witness, &structure, Standing::InSet)?;
            witness.hold();
            let value = read(apk)?;
            if !witness.agrees() {
                return Err(StructureError::Read(Unread::Changed));
            }
            Ok(Ok(value))
        };
        let opened = self.archive.with_inner(entry, &self.budget, open)?;
        let unreadable = |why| {
            Finding::new(issue::Sets::InnerUnreadable { name: name.clone(), why })
                .about(name.as_str())
        };
        Ok(opened.map_err(unreadable)?)
    }

    /// What an APK says of itself, and what `more` makes of it.
    fn facts<T>(
        &self,
        entry: &Entry,
        more: impl FnOnce(Apk<'_>, &Facts) -> Result<T, Unread>,
    ) -> Result<(Facts, T), Failure> {
        let name = self.name(entry);
        let unreadable = |why: NoApk| {
            Finding::new(issue::Sets::InnerUnreadable { name: name.clone(), why: why.into() })
                .about(name.as_str())
        };
        let read = self.with_apk(entry, |apk| {
            if !apk.has_manifest() {
                return Ok(Err(NoApk::BadManifest));
            }
            let identity = apk.identity();
            let package = identity.package_name.clone();
            let Some(package) = package.filter(|package| package.len() <= MAX_PACKAGE_NAME) else {
                return Ok(Err(NoApk::NoPackage));
            };
            let facts = Facts {
                entry: *entry,
                name: name.clone(),
                package,
                version_code: identity.version_code.clone(),
                split: identity.split.clone(),
                app_names: match &identity.split {
                    None => identity.app_names.clone(),
                    Some(_) => BTreeMap::new(),
                },
                is_base: identity.split.is_none(),
                min_sdk: apk.min_sdk(),
                is_signed: apk.is_signed(),
            };
            let more = more(apk, &facts)?;
            Ok(Ok((facts, more)))
        })?;
        Ok(read.map_err(unreadable)?)
    }

    /// The report without a verdict: identity, and the signers that the base's signatures name. No
    /// content is read.
    pub(crate) fn inspect(mut self, work: &Work) -> Result<Report, Unread> {
        let mut base: Option<(Facts, Report)> = None;
        let mut others = Vec::new();
        for entry in &std::mem::take(&mut self.inner) {
            if base.is_some() && !self.may_be_another_base(entry) {
                continue;
            }
            let inspect =
                |apk: Apk<'_>, facts: &Facts| facts.is_base.then(|| apk.inspect(work)).transpose();
            let (facts, report) = match self.facts(entry, inspect) {
                Ok(read) => read,
                Err(failure) => {
                    self.note_bad_apk(failure.finding()?);
                    continue;
                }
            };
            match (report, &base) {
                (Some(report), None) => {
                    let mut findings =
                        description::check(&self.archive, &facts.package, self.manifest)?;
                    self.findings.append(&mut findings);
                    self.note(&facts.name, report.findings.clone(), true);
                    base = Some((facts, report));
                }
                (report, Some((first, of_first))) => {
                    let is_others =
                        report.is_some_and(|report| current(of_first) != current(&report));
                    if facts.package == first.package && is_others {
                        self.findings.push(signers_differ(&first.name, &facts.name));
                    }
                    others.push(facts);
                }
                (None, None) => others.push(facts),
            }
        }
        if let Some((base, _)) = &base {
            let mut findings = Vec::new();
            compare(base, &others, &self.layout, &mut findings);
            self.findings.append(&mut findings);
        }
        if base.is_none() {
            self.note_no_base();
        }
        Ok(self.finish(base.map(|(_, report)| report), Verdict::Unchecked))
    }

    /// Whether an APK is worth a look beside the base: one that is not named as a part, and that
    /// need not be unpacked.
    fn may_be_another_base(&self, entry: &Entry) -> bool {
        entry.is_stored() && unlikeliness(self.archive.name(entry)) < PART
    }

    /// The report with a verdict.
    pub(crate) fn verify(
        mut self,
        options: &VerifyOptions<'_>,
        work: &Work,
    ) -> Result<Report, Unread> {
        let other_data = self.other_data()?;
        self.findings.extend(other_data);
        let mut all = Vec::new();
        for entry in &self.inner {
            match self.facts(entry, |_, _| Ok(())) {
                Ok((facts, ())) => all.push(facts),
                Err(failure) => {
                    self.findings.push(failure.finding()?);
                    return Ok(self.finish(None, Verdict::Rejected));
                }
            }
        }
        // The base first: what is said of another goes by it.
        all.sort_by_key(|facts| !facts.is_base);
        let Some((base, others)) = all.split_first().filter(|(base, _)| base.is_base) else {
            self.note_no_base();
            return Ok(self.finish(None, Verdict::Rejected));
        };
        let mut findings = description::check(&self.archive, &base.package, self.manifest)?;
        let belong_together = compare(base, others, &self.layout, &mut findings);
        self.findings.append(&mut findings);
        if !belong_together {
            return Ok(self.finish(None, Verdict::Rejected));
        }
        if all.iter().all(|facts| !facts.is_signed) {
            let read = self.with_apk(&base.entry, |apk| apk.inspect(work));
            let read = read.map_or_else(Failure::ignored, |report| Ok(Some(report)))?;
            return Ok(self.finish(read, Verdict::Unsigned));
        }
        self.verify_all(&all, options, work)
    }

    /// The finding about an entry with other data where the file is unpacked from front to back
    /// than the directory says. An APK is read to its end when it is verified; where its size
    /// stands behind the data, a reader goes by the data alone. Of what is large and stored only
    /// headers are read.
    fn other_data(&self) -> Result<Option<Finding>, Unread> {
        const SMALL: u64 = 1 << 20;
        let is_read = |entry: &Entry| !entry.has_descriptor() && self.inner.contains(entry);
        let is_asked = |entry: &&Entry| {
            let is_large = entry.is_stored() && entry.uncompressed_size > SMALL;
            !is_large && !is_read(entry)
        };
        let mut inflater = Inflater::new();
        for entry in self.archive.entries().iter().filter(is_asked) {
            let checked = match self.budget.take(entry.uncompressed_size) {
                Ok(()) => self.archive.stream_exactly(entry, &mut inflater, &mut |_| ()),
                Err(why) => {
                    let finding = Finding::new(issue::Container::LocalEntriesDiffer {
                        offset: entry.local_header_offset,
                        why: why.into(),
                    })
                    .about(self.name(entry));
                    return Ok(Some(finding));
                }
            };
            let Err(error) = checked else { continue };
            let differs = anomalies::other_data(&self.archive, entry, &error);
            let name = self.archive.name(entry);
            return match differs {
                Some(finding) => Ok(Some(finding)),
                None => anomalies::unreadable(name, error).finding().map(Some),
            };
        }
        Ok(None)
    }

    /// Verifies each, up to the first that is bad. The first of `all` is the base.
    fn verify_all(
        mut self,
        all: &[Facts],
        options: &VerifyOptions<'_>,
        work: &Work,
    ) -> Result<Report, Unread> {
        let lowest =
            all.iter().filter(|facts| facts.is_base).filter_map(|facts| facts.min_sdk).min();
        let total = all.iter().map(|facts| facts.entry.uncompressed_size).sum();
        let mut done = 0_u64;
        let mut base: Option<(Report, &str)> = None;
        for facts in all {
            let size = facts.entry.uncompressed_size;
            let progress = |inner: Progress| {
                if let Some(progress) = options.progress {
                    progress(Progress::new(done.saturating_add(inner.done.min(size)), total));
                }
            };
            let mut options = inner_options(options, facts, lowest);
            options.progress = Some(&progress);
            let mut report = match self.with_apk(&facts.entry, |apk| apk.verify(&options, work)) {
                Ok(report) => report,
                Err(failure) => {
                    self.findings.push(failure.finding()?);
                    return Ok(self.refuse(base.map(|(base, _)| base)));
                }
            };
            // Its name was read once more, and all are compared by the first reading.
            if report.identity.package_name.as_deref() != Some(facts.package.as_str()) {
                return Err(Unread::Changed);
            }
            done = done.saturating_add(size);
            let findings = std::mem::take(&mut report.findings);
            self.note(&facts.name, findings, base.is_none());
            if report.verdict() != Verdict::Verified {
                if report.verdict() == Verdict::Unsigned {
                    let finding =
                        Finding::new(issue::Sets::InnerUnsigned { name: facts.name.clone() })
                            .about(facts.name.as_str());
                    self.findings.push(finding);
                }
                return Ok(self.refuse(Some(base.map_or(report, |(base, _)| base))));
            }
            match &base {
                Some((base_report, name)) if current(base_report) != current(&report) => {
                    self.findings.push(signers_differ(name, &facts.name));
                    return Ok(self.refuse(base.map(|(base, _)| base)));
                }
                Some(_) => {}
                None => base = Some((report, &facts.name)),
            }
        }
        Ok(self.finish(base.map(|(base, _)| base), Verdict::Verified))
    }

    /// Takes over what was found in an APK: of the base all, of others errors, and one warning of
    /// each kind.
    fn note(&mut self, name: &str, findings: Vec<Finding>, is_base: bool) {
        for finding in findings {
            let is_new = !self.findings.iter().any(|said| said.code == finding.code);
            let wanted = match finding.severity {
                Severity::Error => true,
                Severity::Warning => is_base || is_new,
                Severity::Info => is_base,
            };
            if wanted {
                let subject = match &finding.subject {
                    Some(subject) => format!("{name}: {subject}"),
                    None => name.to_owned(),
                };
                self.findings.push(finding.about(subject));
            }
        }
    }

    /// Says what is wrong with an APK, which may have been the base.
    fn note_bad_apk(&mut self, finding: Finding) {
        self.is_baseless = true;
        self.findings.push(finding);
    }

    fn note_no_base(&mut self) {
        if !self.is_baseless {
            self.findings.push(Finding::new(issue::Sets::SetWithoutBase));
        }
    }

    /// The report on a set that is rejected, with what the base claims.
    fn refuse(self, base: Option<Report>) -> Report {
        let base = base.map(|mut base| {
            let signers = std::mem::take(&mut base.signers).into_iter();
            base.claimed_signers.extend(signers.map(|it| Signer { role: Role::Claimed, ..it }));
            base.verification.schemes.clear();
            base
        });
        self.finish(base, Verdict::Rejected)
    }

    /// Puts the report together. Identity and signers are the base's.
    fn finish(self, base: Option<Report>, verdict: Verdict) -> Report {
        let report = Report::new(self.kind, Some(Platform::Android), Verification::new(verdict));
        let report = report.with_findings(self.findings);
        let Some(base) = base else { return report };
        let verification = Verification { verdict, ..base.verification };
        let report = Report { verification, ..report }.with_identity(base.identity);
        report.with_signers(base.signers, base.claimed_signers)
    }
}

/// How unlikely one is to be the base that is named as a part.
const PART: u8 = 2;

/// How unlikely an entry is to be the base, by its name: an order in which to look, and no more.
fn unlikeliness(name: &[u8]) -> u8 {
    let file = name.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    match file {
        b"base.apk" | b"base-master.apk" | b"universal.apk" => 0,
        _ if file.starts_with(b"split")
            || file.starts_with(b"config.")
            || file.starts_with(b"base-") =>
        {
            PART
        }
        _ => 1,
    }
}

/// How an APK of the set is verified. A part is installed with its base, and so on no platform
/// before that one's, whatever it says of itself. A deflated one is read by one thread, because
/// only from front to back is that quick.
fn inner_options<'a>(
    options: &VerifyOptions<'a>,
    facts: &Facts,
    lowest: Option<u32>,
) -> VerifyOptions<'a> {
    let mut inner = *options;
    inner.idsig = None;
    if !facts.is_base && inner.min_sdk.is_none() {
        inner.min_sdk = facts.min_sdk.max(lowest);
    }
    if !facts.entry.is_stored() {
        inner.threads = Some(NonZeroUsize::MIN);
    }
    inner
}

/// The certificates of the current signers, as a device compares them; where nothing was verified,
/// those that the newest scheme names.
fn current(report: &Report) -> BTreeSet<&[u8]> {
    let newest = report.claimed_signers.first().and_then(|signer| signer.scheme);
    let claimed = report.claimed_signers.iter().filter(|it| it.scheme == newest);
    let proven =
        report.signers.iter().filter(|it| matches!(it.role, Role::Primary | Role::Additional));
    proven.chain(claimed).map(|signer| signer.certificate.der()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likely_bases_are_looked_at_first() {
        let mut names: [&[u8]; 6] = [
            b"split_config.zh.apk",
            b"splits/base-zh.apk",
            b"com.example.apk",
            b"splits/base-master.apk",
            b"config.en.apk",
            b"standalones/standalone-hdpi.apk",
        ];
        names.sort_by_key(|name| unlikeliness(name));
        let first: [&[u8]; 3] =
            [b"splits/base-master.apk", b"com.example.apk", b"standalones/standalone-hdpi.apk"];
        assert_eq!(names[..3], first);
    }

    #[test]
    fn a_set_is_told_by_what_stands_beside_the_apks() {
        for (bytes, want) in [
            (&include_bytes!("../../../fixtures/bundles/splits.apks")[..], Some(Kind::Apks)),
            (include_bytes!("../../../fixtures/bundles/sai.apks"), Some(Kind::Apks)),
            (include_bytes!("../../../fixtures/bundles/plain.xapk"), Some(Kind::Xapk)),
            (include_bytes!("../../../fixtures/bundles/plain.apkm"), Some(Kind::Apkm)),
            (include_bytes!("../../../fixtures/bundles/signed.aab"), None),
            (include_bytes!("../../../fixtures/android/v1.apk"), None),
        ] {
            let archive = Archive::new(
                &bytes,
                Arc::new(Structure::read(&bytes, &crate::limits::Limits::default()).unwrap()),
            );
            assert_eq!(kind(&archive), want);
        }
    }
}
