//! `META-INF/*.SF`: digests of the manifest and of its sections.
//!
//! apksig's `V1SchemeVerifier.Signer.verifySigFileAgainstManifest`.

use super::manifest::MAX_SECTIONS;
use super::manifest::ManifestFault;
use std::collections::HashSet;

use super::algorithms::digests_to_verify;
use super::manifest::{Section, sections, too_many_attributes};
use super::meta_inf::{MANIFEST_NAME, MAX_FINDINGS, Manifest, lossy};
use crate::android::signing::scheme::Context;
use crate::report::{Finding, Findings, SdkRange, issue};

/// Android 7.0, the first that looks for signatures that were removed.
const N: u32 = 24;

/// A signature file that agrees with the manifest.
#[derive(Debug)]
pub(crate) struct SignatureFile {
    /// The files that it covers.
    pub(crate) names: HashSet<Vec<u8>>,
}

/// What becomes of a signature file.
#[derive(Debug)]
pub(crate) enum Outcome {
    Good(SignatureFile),
    /// Platforms pass over its signer.
    Ignored,
    Bad,
}

/// What a signature file is compared with.
pub(crate) struct Checker<'a> {
    /// The file's name, for findings.
    pub(crate) name: &'a str,
    pub(crate) manifest: &'a Manifest<'a>,
    pub(crate) context: Context<'a>,
}

impl Checker<'_> {
    /// Adds to `findings` what is wrong with the file.
    pub(crate) fn check(&self, file: &[u8], findings: &mut Findings) -> Outcome {
        let mut sections = sections(file);
        let Some(main) =
            sections.next().filter(|main| main.attribute("Signature-Version").is_some())
        else {
            findings
                .push(Finding::new(issue::Jar::JarVersionMissing { file: self.name.to_owned() }));
            return Outcome::Ignored;
        };
        if main.has_more {
            findings.push(too_many_attributes(self.name));
            return Outcome::Bad;
        }
        match self.check_main(&main, findings) {
            Ok(manifest_verified) => {
                let errors_before = findings.len();
                match self.check_sections(sections, by_signtool(&main), manifest_verified, findings)
                {
                    Some(_) if findings.len() > errors_before => Outcome::Bad,
                    Some(names) => Outcome::Good(SignatureFile { names }),
                    None => Outcome::Ignored,
                }
            }
            Err(finding) => {
                findings.push(finding);
                Outcome::Bad
            }
        }
    }

    /// Whether the digest of the whole manifest verifies.
    fn check_main(&self, main: &Section<'_>, findings: &mut Findings) -> Result<bool, Finding> {
        if self.context.range.max >= N {
            self.check_newer_schemes(main, findings)?;
        }
        let suffix = if by_signtool(main) { "-Digest" } else { "-Digest-Manifest" };
        let verified = self.check_manifest(main, suffix, findings)?;
        if !by_signtool(main) {
            self.check_main_section(main)?;
        }
        Ok(verified)
    }

    /// That the schemes are there with which the file says that the package was signed too.
    fn check_newer_schemes(
        &self,
        main: &Section<'_>,
        findings: &mut Findings,
    ) -> Result<(), Finding> {
        let Some(ids) = main.text("X-Android-APK-Signed") else { return Ok(()) };
        for id in ids.split(',').filter_map(|id| id.trim().parse::<u32>().ok()).take(MAX_FINDINGS) {
            if !self.context.supports(id) {
                if self.context.range.max >= N {
                    findings.push(Finding::new(issue::Signature::UnknownSchemeId { id }));
                }
            } else if !self.context.found.contains(&id) {
                return Err(Finding::new(issue::Signature::NewerSchemeStripped {
                    scheme: format!("v{id}"),
                }));
            }
        }
        Ok(())
    }

    /// Whether the digest of the whole manifest verifies. If not, the sections' digests decide.
    fn check_manifest(
        &self,
        main: &Section<'_>,
        suffix: &str,
        findings: &mut Findings,
    ) -> Result<bool, Finding> {
        let digests = self.digests(main, suffix)?;
        let mut verified = !digests.is_empty();
        for (algorithm, digest) in digests {
            if algorithm.digest(self.manifest.bytes) != digest {
                verified = false;
                // No error: tools that add files to the manifest leave this digest as it was.
                let finding = Finding::new(issue::Jar::JarDigestMismatch {
                    name: MANIFEST_NAME.to_owned(),
                    digest: algorithm.as_str(),
                    file: self.name.to_owned(),
                })
                .with_severity(crate::report::Severity::Warning);
                findings.push(finding);
            }
        }
        Ok(verified)
    }

    fn check_main_section(&self, main: &Section<'_>) -> Result<(), Finding> {
        let signed = self.manifest.main.bytes(self.manifest.bytes);
        for (algorithm, digest) in self.digests(main, "-Digest-Manifest-Main-Attributes")? {
            if algorithm.digest(signed) != digest {
                let finding = Finding::new(issue::Jar::JarMainSectionMismatch {
                    digest: algorithm.as_str(),
                    file: self.name.to_owned(),
                });
                return Err(finding);
            }
        }
        Ok(())
    }

    /// The names of the sections; `None` where the file is one that platforms pass over.
    fn check_sections<'s>(
        &self,
        sections: impl Iterator<Item = Section<'s>>,
        by_signtool: bool,
        manifest_verified: bool,
        findings: &mut Findings,
    ) -> Option<HashSet<Vec<u8>>> {
        use crate::report::Severity::Warning;
        let mut names = HashSet::new();
        let mut errors = Vec::new();
        for (section, number) in sections.zip(1..) {
            let Some(name) = section.name() else {
                let finding = Finding::new(issue::Jar::JarUnnamedSection {
                    file: self.name.to_owned(),
                    number,
                });
                findings.push(finding.with_severity(Warning));
                return None;
            };
            if names.len() >= MAX_SECTIONS {
                let why = ManifestFault::TooManySections;
                errors.push(Finding::new(issue::Jar::JarMalformedManifest {
                    file: self.name.to_owned(),
                    why: why.into(),
                }));
                break;
            }
            if section.has_more {
                errors.push(too_many_attributes(self.name));
            }
            if !names.insert(name.to_vec()) {
                let finding = Finding::new(issue::Jar::JarDuplicateSection {
                    file: self.name.to_owned(),
                    name: lossy(name),
                });
                findings.push(finding.with_severity(Warning));
                return None;
            }
            if manifest_verified {
                continue;
            }
            let Some(signed) = self.manifest.section(name) else {
                let finding = Finding::new(issue::Jar::JarNoEntryDigest {
                    name: lossy(name),
                    file: self.name.to_owned(),
                });
                findings.push(finding.with_severity(Warning));
                return None;
            };
            if errors.len() < MAX_FINDINGS {
                errors.extend(self.check_section(&section, signed, by_signtool).err());
            }
        }
        findings.add(errors);
        Some(names)
    }

    /// That a section of the manifest is what was signed.
    fn check_section(
        &self,
        section: &Section<'_>,
        mut bytes: &[u8],
        by_signtool: bool,
    ) -> Result<(), Finding> {
        // signtool left the empty line out.
        if by_signtool && bytes.ends_with(b"\n\n") {
            bytes = bytes.split_last().map_or(bytes, |(_, bytes)| bytes);
        }
        let name = || lossy(section.name().unwrap_or_default());
        let digests = self.digests(section, "-Digest")?;
        if digests.is_empty() {
            return Err(Finding::new(issue::Jar::JarNoEntryDigest {
                name: name(),
                file: self.name.to_owned(),
            }));
        }
        for (algorithm, digest) in digests {
            if algorithm.digest(bytes) != digest {
                let finding = Finding::new(issue::Jar::JarSectionMismatch {
                    name: name(),
                    digest: algorithm.as_str(),
                    file: self.name.to_owned(),
                });
                return Err(finding);
            }
        }
        Ok(())
    }

    fn digests(
        &self,
        section: &Section<'_>,
        suffix: &str,
    ) -> Result<Vec<(crate::crypto::digest::DigestAlgorithm, Vec<u8>)>, Finding> {
        digests_to_verify(section, suffix, self.range()).ok_or_else(|| {
            Finding::new(issue::Jar::JarMalformedManifest {
                file: self.name.to_owned(),
                why: ManifestFault::NoBase64.into(),
            })
        })
    }

    fn range(&self) -> SdkRange {
        self.context.range
    }
}

/// Netscape's signing tool digested other bytes.
fn by_signtool(main: &Section<'_>) -> bool {
    main.text("Created-By").is_some_and(|tool| tool.contains("signtool"))
}
