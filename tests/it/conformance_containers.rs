//! Every set of APKs of the conformance corpus, when it is there: verdict, signer and identity, as
//! the file's name says.
//!
//! `BEIAN_CORPUS` says where it is; the default is `../shared/corpus`. Where there is none, that is
//! said and nothing is checked.

#![allow(clippy::unwrap_used, reason = "a broken corpus is to end the test")]

use crate::corpus;

use std::fs;

use beian::filing::{Form, FormOptions};
use beian::{Kind, Package, Severity, Verdict, VerifyOptions};

/// The SHA-1 of the certificate that signed all of them.
const SIGNER: &str = "A8EB5D20414E9C61C6AA002ADBAED31E433665E2";
/// Those that nothing is to be filed from, and why not.
const BAD: [(&str, &str); 2] =
    [("mixed-signers", "inner-signers-differ"), ("only-split", "set-without-base")];

#[test]
fn sets_of_apks_agree() {
    let Some(folder) = corpus::find("containers") else { return };
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for path in &files {
        let file = path.file_name().unwrap().to_str().unwrap();
        let report = Package::open(path).unwrap().verify(&VerifyOptions::default()).unwrap();
        let kind = match path.extension().unwrap().to_str().unwrap() {
            "apks" => Kind::Apks,
            "xapk" => Kind::Xapk,
            _ => Kind::Apkm,
        };
        assert_eq!(report.kind, kind, "{file}");
        if let Some((_, code)) = BAD.iter().find(|(stem, _)| file.starts_with(stem)) {
            assert_eq!(report.verdict(), Verdict::Rejected, "{file}");
            let errors =
                report.findings.iter().filter(|finding| finding.severity == Severity::Error);
            assert_eq!(
                errors.map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
                [*code],
                "{file}"
            );
            assert!(Form::new(&report, &FormOptions::default()).is_err(), "{file}");
            continue;
        }
        assert_eq!(report.verdict(), Verdict::Verified, "{file}: {:?}", report.findings);
        assert!(report.findings.is_empty(), "{file}: {:?}", report.findings);
        let signer = report.primary_signer().unwrap();
        assert_eq!(hex::encode_upper(signer.certificate.sha1()), SIGNER, "{file}");
        assert_eq!(
            report.identity.package_name.as_deref(),
            Some("com.example.label.adaptive"),
            "{file}"
        );
        assert_eq!(report.identity.app_name.as_deref(), Some("示例应用"), "{file}");
    }
    println!("sets of APKs: {} of {} agree", files.len(), files.len());
}
