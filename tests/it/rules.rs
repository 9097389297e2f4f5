//! Packages that break one rule of signing each, and are well signed otherwise
//! (`fixtures/src/broken/`): which verify, who their signer is, and what is said of the others.
//! Without the check of its rule a package here would verify, or name another signer.

#![allow(clippy::unwrap_used, reason = "tests on files of our own")]

use std::collections::BTreeMap;

use beian::report::Role;
use beian::x509::Certificate;
use beian::{InspectOptions, Package, Report, Severity, Verdict, VerifyOptions};
use beian_fixtures::Broken;

fn verify(broken: &Broken) -> Report {
    let root = include_bytes!("../../fixtures/keys/h-root.cert.der");
    let roots = [Certificate::from_der(root).unwrap()];
    let mut options = VerifyOptions::default().with_trust_roots(&roots);
    if let Some(idsig) = &broken.idsig {
        options = options.with_idsig(idsig);
    }
    Package::from_reader(&broken.package[..]).unwrap().verify(&options).unwrap()
}

/// Of a verified package the signers that are not earlier ones, behind them what is found; of
/// another the errors.
fn outcome(report: &Report) -> String {
    let codes = |severity| {
        let findings = report.findings.iter().filter(move |finding| finding.severity == severity);
        findings.map(|finding| finding.code.as_str()).collect::<Vec<_>>().join(" ")
    };
    if report.verdict() != Verdict::Verified {
        assert_eq!(report.verdict(), Verdict::Rejected);
        assert_eq!(report.signers, [], "a package that is rejected names nobody");
        return codes(Severity::Error);
    }
    let current = report.signers.iter().filter(|signer| signer.role != Role::Previous);
    let names =
        current.map(|signer| signer.certificate.subject().common_name().unwrap().to_owned());
    let schemes: Vec<_> =
        report.verification.schemes.iter().map(|scheme| scheme.as_str()).collect();
    let notes = [codes(Severity::Error), codes(Severity::Warning)].concat();
    let names = match &names.collect::<Vec<_>>()[..] {
        several if several.len() == 10 => "ten".to_owned(),
        names => names.join(", "),
    };
    format!("{} by {names}: {notes}", schemes.join(" ")).trim_end().to_owned()
}

/// The name in `fixtures/src/broken/`, and the outcome.
const ROWS: &[(&str, &str)] = &[
    ("v2: digests of more algorithms than sign", "algorithm-list-mismatch"),
    ("v2: digests in another order", "algorithm-list-mismatch"),
    ("v2: the weaker digest is wrong", "v2 by First Signer:"),
    ("v2: the stronger digest is wrong", "content-digest-mismatch"),
    ("v2: the weaker signature is wrong", "v2 by First Signer:"),
    ("v2: the stronger signature is wrong", "signature-mismatch"),
    ("v2: a second certificate", "v2 by First Signer:"),
    ("v2: another certificate before it", "public-key-mismatch"),
    ("v2: a second certificate that is none", "malformed-certificate"),
    ("v2: no certificate", "no-certificates"),
    ("v2: another public key", "signature-mismatch"),
    ("v2: no signature", "no-signatures"),
    ("v2: an unknown algorithm alone", "no-supported-signature"),
    (
        "v2: an unknown algorithm beside a known one",
        "v2 by First Signer: unknown-signature-algorithm",
    ),
    ("v2: only fs-verity, before Android 9", "no-supported-signature"),
    ("v2: fs-verity, and the block is not aligned", "signature-unverifiable"),
    ("v2: stripping protection of two bytes", "malformed-signature"),
    ("v2: an unknown scheme is there too", "v2 by First Signer: unknown-scheme-id"),
    ("v2: a block of more than a MiB", "signing-block-too-large"),
    ("v2: no signer", "no-signers"),
    ("v2: ten signers", "v2 by ten: several-signers"),
    ("v2: eleven signers", "too-many-signers"),
    ("v2: the second signer signed other content", "content-digest-mismatch"),
    ("v2: the second signer's signature is wrong", "signature-mismatch"),
    ("v2: of two blocks the first counts", "v2 by First Signer:"),
    ("v1 and v2: another signer", "scheme-signers-differ scheme-signers-differ"),
    ("v1 and v2: v2 has a signer more", "scheme-signers-differ"),
    ("v1 and v2: v1 has a signer more", "scheme-signers-differ"),
    ("v1 and v2: the same two", "v1 v2 by Second Signer, First Signer: several-signers"),
    ("v1: alone, for Android 11", "target-sdk-needs-v2"),
    ("v1: alone, for Android 10", "v1 by First Signer:"),
    ("v1: alone, with sandbox version 2", "sandbox-needs-v2"),
    ("v2: with sandbox version 2", "v2 by First Signer:"),
    ("v3: v2 is bad", "content-digest-mismatch"),
    ("v3: v2 is bad, and no platform looks at it", "v3 by First Signer:"),
    ("v3: names v3.2, which is not there", "v32-missing"),
    ("v3: names the end of v3.2 alone", "hybrid-sdk-mismatch"),
    ("v1: alone, with sandbox version 1", "v1 by First Signer:"),
    ("v3: the platforms are signed otherwise", "sdk-range-mismatch"),
    ("v3: platforms backwards", "invalid-sdk-range"),
    ("v3: platforms beyond the last", "invalid-sdk-range"),
    ("v3: begins late", "sdk-range-not-covered"),
    ("v3: ends early", "sdk-range-not-covered"),
    ("v3: one signer behind the other", "v3 by Second Signer:"),
    ("v3: one signer before the other", "v3 by Second Signer:"),
    ("v3: a gap between two signers", "inconsistent-sdk-ranges"),
    ("v3: two signers for one platform", "inconsistent-sdk-ranges"),
    ("v3: the second signer signed other content", "content-digest-mismatch"),
    ("v3: the first signer signed other content", "content-digest-mismatch"),
    ("v3: 33 signers", "too-many-signers"),
    ("v3: for a platform in development", "v3 by First Signer: dev-release-in-v3"),
    ("v3: a rotation platform of two bytes", "malformed-signature"),
    ("v3: v2 by another key", "past-signer-mismatch"),
    ("v3: v2 by two keys", "multiple-past-signers"),
    ("v3: bad, and v2 is good", "sdk-range-mismatch"),
    ("v3.1: as v3 says", "v2 v3 v3.1 by Second Signer:"),
    ("v3.1: begins elsewhere than v3 says", "rotation-min-sdk-mismatch"),
    ("v3.1: ends early", "sdk-range-not-covered"),
    ("v3.1: without v3", "v31-without-v3"),
    ("v3.1: bad, and v3 is good", "sdk-range-mismatch"),
    ("v3.1: v3 does not name it", "v3 v3.1 by Second Signer: rotation-min-sdk-missing"),
    ("v3.1: by a stranger", "v2 v3 v3.1 by 张三, First Signer: rotation-unproven"),
    ("v3.1: its lineage begins with another key", "past-signer-mismatch"),
    ("v3.1: the last platform shared with one in development", "v2 v3 v3.1 by 张三:"),
    ("v3.1: the last platform shared", "inconsistent-sdk-ranges"),
    ("v3.1: a platform in development that is none", "inconsistent-sdk-ranges"),
    ("v3.1: begins before the first platform that knows it", "sdk-range-not-covered"),
    ("v3.1: begins early, and v3 goes on", "v3 v3.1 by Second Signer:"),
    ("v3.1: for a platform in development, and v3 ends before it", "sdk-range-not-covered"),
    ("v3.1: for a platform in development, and v3 covers the release", "v3 v3.1 by Second Signer:"),
    (
        "v3.1: for platforms to come",
        "v3 v3.1 by First Signer, Second Signer: signer-for-future-platform",
    ),
    (
        "v3.1: for platforms to come, by a stranger",
        "v3 v3.1 by First Signer, 张三: rotation-unprovenrotation-min-sdk-missing",
    ),
    ("v3.1: names two rotation platforms", "malformed-signature"),
    ("v3: by a post-quantum key alone", "post-quantum-alone"),
    ("v3.2: beside v3", "v2 v3 v3.2 by First Signer, ML-DSA-65 Signer:"),
    ("v3.2: of the highest level", "v2 v3 v3.2 by First Signer, ML-DSA-87 Signer:"),
    ("v3.2: the post-quantum signer first", "v2 v3 v3.2 by First Signer, ML-DSA-65 Signer:"),
    ("v3.2: of the lowest level", "hybrid-signers-bad"),
    (
        "v3.2: v3 does not name it",
        "v2 v3 v3.2 by First Signer, ML-DSA-65 Signer: hybrid-sdk-missing",
    ),
    ("v3.2: begins elsewhere than v3 says", "hybrid-sdk-mismatch"),
    ("v3.2: ends elsewhere than v3 says", "hybrid-sdk-mismatch"),
    ("v3.2: one signer", "hybrid-signers-bad"),
    ("v3.2: two classical signers", "hybrid-signers-bad"),
    ("v3.2: two post-quantum signers", "hybrid-signers-bad"),
    ("v3.2: three signers", "hybrid-signers-bad"),
    ("v3.2: signers for other platforms", "hybrid-signers-bad"),
    ("v3.2: one signer for a platform in development", "hybrid-signers-bad"),
    ("v3.2: the post-quantum signer signed other content", "content-digest-mismatch"),
    ("v3.2: the classical signer signed other content", "content-digest-mismatch"),
    ("v3.2: the platforms are signed otherwise", "sdk-range-mismatch"),
    ("v3.2: the post-quantum certificate of another", "public-key-mismatch"),
    ("v3.2: alone, for Android 17", "v3.2 by First Signer, ML-DSA-65 Signer:"),
    ("v3.2: alone, for Android 16", "jar-no-manifest"),
    ("v3.2: beside v2 alone", "v2 v3.2 by First Signer, ML-DSA-65 Signer:"),
    ("v3.2: rotated", "v2 v3 v3.2 by Second Signer, ML-DSA-65 Signer:"),
    ("v3.2: two histories", "hybrid-signers-bad"),
    ("v3.2: one history", "hybrid-signers-bad"),
    ("v3.2: by strangers", "v2 v3 v3.2 by 张三, ML-DSA-65 Signer, First Signer: rotation-unproven"),
    ("v3.2: for a platform in development", "v2 v3 v3.2 by Second Signer, ML-DSA-65 Signer:"),
    ("v3.2: nothing that is one", "malformed-signature"),
    ("v2: by a post-quantum key alone", "post-quantum-alone"),
    ("lineage: good", "v3 by Second Signer:"),
    ("lineage: of the signer alone", "v3 by First Signer:"),
    ("lineage: ends with another key", "lineage-certificate-mismatch"),
    ("lineage: goes on behind the signer", "lineage-certificate-mismatch"),
    ("lineage: shown twice", "lineage-repeated"),
    ("lineage: shown twice, with other parents", "lineage-repeated"),
    ("lineage: empty", "lineage-certificate-mismatch"),
    ("lineage: names a key twice", "lineage-certificate-mismatch"),
    ("lineage: signed by another key", "lineage-signature-mismatch"),
    ("lineage: not signed", "lineage-signature-mismatch"),
    ("lineage: signed with another algorithm", "lineage-signature-mismatch"),
    ("lineage: names another algorithm in what is signed", "lineage-signature-mismatch"),
    ("lineage: shows another certificate", "lineage-certificate-mismatch"),
    ("lineage: of an unknown algorithm", "malformed-lineage"),
    ("lineage: of version 2", "malformed-lineage"),
    ("lineage: of a certificate that is none", "malformed-signature"),
    ("lineage: of 65 keys", "lineage-too-long"),
    ("lineage: cut short", "malformed-lineage"),
    ("lineage: v2 by its first key", "v2 v3 by 张三:"),
    ("lineage: v2 by its second key", "past-signer-mismatch"),
    ("lineage: v2 by its last key", "past-signer-mismatch"),
    ("lineage: v2 by another key", "past-signer-mismatch"),
    ("lineage: one grows to the other", "v3 by 张三:"),
    ("lineage: one shrinks to the other", "inconsistent-lineages"),
    ("lineage: two of other owners", "inconsistent-lineages"),
    ("lineage: two that part", "inconsistent-lineages"),
    ("v1: the manifest's digest is wrong", "v1 by First Signer: jar-digest-mismatch"),
    ("v1: a section's digest is wrong", "v1 by First Signer:"),
    ("v1: the manifest's digest and a section's are wrong", "jar-section-mismatch"),
    ("v1: the manifest's digest is not there, and a section's is wrong", "jar-section-mismatch"),
    ("v1: the manifest's digest is not there, nor a section's", "jar-no-entry-digest"),
    ("v1: the main section's digest is wrong", "jar-main-section-mismatch"),
    ("v1: a digest that is no base64", "jar-malformed-manifest"),
    ("v1: no version", "jar-no-signatures"),
    ("v1: a section without a name", "jar-no-signatures"),
    ("v1: a section twice", "jar-no-signatures"),
    ("v1: a file that no section names", "jar-entry-not-signed"),
    ("v1: a second signer for fewer files", "jar-entry-signers-differ"),
    ("v1: a second signer", "v1 by First Signer, Second Signer: several-signers"),
    ("v1: a second signer's bad signature", "signature-mismatch"),
    ("v1: a second signer of a bad file", "jar-section-mismatch"),
    (
        "v1: a second signer of an ignored file",
        "v1 by First Signer: jar-version-missing jar-unprotected-entry",
    ),
    ("v1: a second signer of an earlier signing", "jar-section-mismatch"),
    ("certificate: as it is", "v2 by First Signer:"),
    ("certificate: the algorithm beside the signature is another", "malformed-certificate"),
    ("certificate: the signature is an octet string", "malformed-certificate"),
    ("certificate: without a signature", "malformed-certificate"),
    ("certificate: what is signed alone", "malformed-certificate"),
    ("certificate: a fourth part", "v2 by First Signer:"),
    ("certificate: bytes behind it", "v2 by First Signer:"),
    ("certificate: version 1 with extensions", "malformed-certificate"),
    ("certificate: the first month is the 13th", "malformed-certificate"),
    ("certificate: extensions twice", "malformed-certificate"),
    ("key: a NULL behind it", "signature-unverifiable"),
    ("key: a NULL behind its numbers", "signature-unverifiable"),
    ("key: a compressed point", "signature-unverifiable"),
    ("key: without NULL in the certificate", "v2 by First Signer:"),
    ("key: without NULL in both", "public-key-mismatch"),
    ("key: the sign of its modulus is lost in the certificate", "v2 by First Signer:"),
    ("key: the sign of its modulus is lost in both", "public-key-mismatch"),
    ("key: RSA of 512 bits", "v2 by Weak Signer: weak-algorithm"),
    ("v1: a certificate with a fourth part", "malformed-certificate"),
    ("v1: a certificate with a long length", "v1 by First Signer: certificate-unproven"),
    ("v1: a certificate without a length", "malformed-certificate"),
    ("v1: a signature in pieces", "signature-unverifiable"),
    ("v1: a NULL behind the signature", "signature-unverifiable"),
    ("v1: a NULL behind the digest algorithm's parameters", "signature-unverifiable"),
    ("v1: a NULL that holds something", "signature-unverifiable"),
    ("v1: an unsigned attribute twice", "signature-unverifiable"),
    ("v1: an unsigned attribute", "v1 by First Signer:"),
    (
        "v1: a block without a file",
        "v1 by First Signer: jar-signature-file-missing jar-unprotected-entry",
    ),
    ("v1: ten signers", "v1 by ten: several-signers"),
    ("v1: eleven signers", "too-many-signers"),
    ("v1: a section of the manifest twice", "jar-duplicate-section"),
    ("v1: a section of the manifest without a name", "jar-unnamed-section"),
    ("v1: a file's digest is wrong", "jar-digest-mismatch"),
    ("v1: a file's digest is not there", "jar-no-entry-digest"),
    ("v1: a stronger digest that is wrong", "jar-digest-mismatch"),
    ("v1: a weaker digest that is wrong", "v1 by First Signer:"),
    ("v1: two files of one name", "duplicate-entry duplicate-entry"),
    ("v1: the certificate's own signature is changed", "v1 by First Signer: certificate-altered"),
    ("v1: the certificate's content is changed", "v1 by First Signer: certificate-altered"),
    ("v1: signed attributes", "v1 by P-256 Signer: certificate-unproven"),
    ("v1: signed attributes of another file", "signature-mismatch"),
    ("v4: good", "v2 v4 by First Signer:"),
    ("v4: without the tree", "v2 v4 by First Signer:"),
    ("v4: an empty tree", "v4-root-mismatch"),
    ("v4: another hash", "v4-invalid"),
    ("v4: blocks of another size", "v4-invalid"),
    ("v4: with a salt", "v4-invalid"),
    ("v4: another root", "v4-root-mismatch"),
    ("v4: another tree", "v4-root-mismatch"),
    ("v4: a tree of too many blocks", "v4-root-mismatch"),
    ("v4: another content digest", "v4-signer-mismatch"),
    ("v4: the certificate of another", "v4-invalid"),
    ("v4: by another", "v4-signer-mismatch"),
    ("v4: by two", "v4-signer-mismatch"),
    ("v4.1: good", "v2 v3 v3.1 v4 by Second Signer:"),
    ("v4.1: no second signer", "v41-needs-two-signers"),
    ("v4.1: a third signer", "v41-needs-two-signers"),
    ("v4.1: signers swapped", "v4-signer-mismatch"),
    ("v4.1: the second signer is another", "v4-signer-mismatch"),
    ("v4.1: the first signer is another", "v4-signer-mismatch"),
    ("v4: of a package by two signers", "v4-signer-mismatch"),
    ("v4: of the stronger digest", "v2 v4 by First Signer:"),
    ("v4: of the weaker digest", "v4-signer-mismatch"),
    ("v3: two keys without a lineage", "past-signer-mismatch"),
    (
        "v1: by a certificate that nothing proves",
        "v1 by 示例科技有限公司(1234567890)\\,Release: certificate-unproven",
    ),
    (
        "v1: by a certificate whose issuer stands beside it",
        "v1 by 示例科技有限公司(1234567890)\\,Release: certificate-unproven",
    ),
    (
        "v1: by a certificate whose issuer's issuer stands beside it",
        "v1 by 示例科技有限公司(1234567890)\\,Release: certificate-unproven",
    ),
    (
        "v1 and v2: by a certificate that only v2 proves",
        "v1 v2 by 示例科技有限公司(1234567890)\\,Release:",
    ),
    ("hap: the profile is signed", "hap by 示例科技有限公司(1234567890)\\,Release:"),
    (
        "hap: the profile's signature is wrong",
        "hap by 示例科技有限公司(1234567890)\\,Release: profile-signature-bad",
    ),
    ("hap: a ZIP comment", "hap by 示例科技有限公司(1234567890)\\,Release: zip-end-record"),
    (
        "hap: an unknown method",
        "hap by 示例科技有限公司(1234567890)\\,Release: unknown-compression-method",
    ),
    (
        "hap: another method in the local header",
        "hap by 示例科技有限公司(1234567890)\\,Release: local-header-differs",
    ),
    (
        "hap: another CRC-32 in the local header",
        "hap by 示例科技有限公司(1234567890)\\,Release: local-header-differs",
    ),
    (
        "hap: another name in the local header",
        "hap by 示例科技有限公司(1234567890)\\,Release: local-header-differs",
    ),
    (
        "hap: stored data longer than its content",
        "hap by 示例科技有限公司(1234567890)\\,Release: local-header-differs",
    ),
    ("hap: a descriptor that agrees", "hap by 示例科技有限公司(1234567890)\\,Release:"),
    (
        "hap: a descriptor without its signature",
        "hap by 示例科技有限公司(1234567890)\\,Release: local-header-differs",
    ),
    (
        "hap: a descriptor of another CRC-32",
        "hap by 示例科技有限公司(1234567890)\\,Release: local-header-differs",
    ),
    (
        "hap: a descriptor of another size",
        "hap by 示例科技有限公司(1234567890)\\,Release: local-header-differs",
    ),
    (
        "hap: something behind the JSON",
        "hap by 示例科技有限公司(1234567890)\\,Release: description-malformed profile-other-bundle",
    ),
    (
        "hap: something behind a NUL",
        "hap by 示例科技有限公司(1234567890)\\,Release: description-ambiguous",
    ),
    ("hap: NULs behind the JSON", "hap by 示例科技有限公司(1234567890)\\,Release:"),
    (
        "hap: a name twice in the JSON",
        "hap by 示例科技有限公司(1234567890)\\,Release: description-ambiguous",
    ),
    ("hap: comments in the JSON", "hap by 示例科技有限公司(1234567890)\\,Release:"),
    ("hap: JSON that is nested deep", "hap by 示例科技有限公司(1234567890)\\,Release:"),
    (
        "hap: a version code of 33 bits",
        "hap by 示例科技有限公司(1234567890)\\,Release: description-ambiguous",
    ),
    (
        "hap: a version code that is a text",
        "hap by 示例科技有限公司(1234567890)\\,Release: description-malformed",
    ),
    (
        "hap: a bundle name that is none",
        "hap by 示例科技有限公司(1234567890)\\,Release: description-malformed profile-other-bundle",
    ),
    ("hap: both models of one app", "hap by 示例科技有限公司(1234567890)\\,Release:"),
    (
        "hap: both models of two apps",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "hap: both models in two versions",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "hap: both models, the older with comments",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "hap: module.json twice",
        "hap by 示例科技有限公司(1234567890)\\,Release: duplicate-entry profile-other-bundle",
    ),
    (
        "hap: a label without a labelId",
        "hap by 示例科技有限公司(1234567890)\\,Release: label-unresolved",
    ),
    (
        "hap: a label whose resource is not there",
        "hap by 示例科技有限公司(1234567890)\\,Release: label-unresolved",
    ),
    ("app: a module of the app", "hap by 示例科技有限公司(1234567890)\\,Release:"),
    (
        "app: a module of another app",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "app: a module of another version",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "app: a module in capital letters of another app",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "app: the ninth module is of another app",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "app: a module that is none",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-unreadable",
    ),
    (
        "app: a module without a description",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-unreadable",
    ),
    (
        "app: a module with module.json twice",
        "hap by 示例科技有限公司(1234567890)\\,Release: duplicate-entry",
    ),
    (
        "app: a module with a ZIP comment",
        "hap by 示例科技有限公司(1234567890)\\,Release: zip-end-record",
    ),
    (
        "app: a module with both models of two apps",
        "hap by 示例科技有限公司(1234567890)\\,Release: inner-packages-differ",
    ),
    (
        "app: two entry modules with other names",
        "hap by 示例科技有限公司(1234567890)\\,Release: label-depends-on-device label-unresolved",
    ),
    ("v4: another root, without the tree", "v4-root-mismatch"),
    ("v4: of the stronger digest, which is the first", "v2 v4 by First Signer:"),
    ("v4: of two v3 signers, by the last", "v4-signer-mismatch"),
    ("v4: of two v3 signers, by the first", "v4-signer-mismatch"),
    ("v4: of v3, and v2 is by another", "v2 v3 v4 by Second Signer:"),
    ("v4: of v2, and v3 is by another", "v4-signer-mismatch"),
    ("stamp: good", "v2 stamp by First Signer:"),
    ("stamp: signed by another key", "v2 by First Signer: stamp-invalid"),
    ("stamp: of other content", "v2 by First Signer: stamp-invalid"),
    ("stamp: of another scheme", "v2 by First Signer: stamp-invalid"),
    ("stamp: shows another certificate", "v2 by First Signer: stamp-certificate-mismatch"),
    ("stamp: attributes signed by another key", "v2 by First Signer: stamp-invalid"),
    ("stamp: of no time", "v2 by First Signer: stamp-invalid"),
    ("stamp: of half a time", "v2 by First Signer: stamp-invalid"),
    ("stamp: with a lineage", "v2 stamp by First Signer:"),
    ("stamp: with a lineage of another", "v2 by First Signer: lineage-certificate-mismatch"),
    ("stamp: with a lineage that is none", "v2 by First Signer: malformed-lineage"),
    ("v1: signed attributes of another type", "signature-mismatch"),
    ("v1 and v2: the block's two sizes differ", "newer-scheme-stripped"),
];

#[test]
fn each_rule_is_checked() {
    let mut expected: BTreeMap<_, _> = ROWS.iter().copied().collect();
    assert_eq!(expected.len(), ROWS.len(), "a name stands there twice");
    for broken in beian_fixtures::broken() {
        let want = expected.remove(broken.name);
        assert_eq!(Some(&*outcome(&verify(&broken))), want, "{}", broken.name);
    }
    assert!(expected.is_empty(), "no package of these names: {expected:?}");
}

#[test]
fn inspection_verifies_nothing_and_names_what_is_claimed() {
    for broken in beian_fixtures::broken() {
        let package = Package::from_reader(&broken.package[..]).unwrap();
        let report = package.inspect(&InspectOptions::default()).unwrap();
        assert_eq!(
            (&report.signers[..], report.primary_signer()),
            (&[][..], None),
            "{}",
            broken.name
        );
        assert!(
            report.claimed_signers.iter().all(|signer| signer.role == Role::Claimed),
            "{}",
            broken.name
        );
        if broken.name == "v2: another public key" {
            let claimed = report
                .claimed_signers
                .iter()
                .map(|signer| signer.certificate.subject().common_name());
            assert_eq!(claimed.collect::<Vec<_>>(), [Some("First Signer")]);
        }
    }
}
