//! Whether two packages carry the same signer: an update, the copies of several stores.

use super::form::{current_signer, is_no_package, the_signer};
use super::{FormOptions, NoForm};
use crate::pki::x509::Certificate;
use crate::report::{Platform, Report, Role, Signer};
use crate::say::{In, Language, said};

said! {
    /// How the current signers of two packages relate.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum Relation {
        /// One certificate.
        SameCertificate = "same-certificate" => {
            en: "The signer is the same: both packages have the same certificate.",
            zh: "签名者相同：两个安装包的签名证书相同。"
        }
        /// One key in two certificates.
        SameKey = "same-key" => {
            en: "The key is the same and the certificate is another: the public key stays as it is \
                filed, the fingerprint changes.",
            zh: "密钥相同而证书不同：公钥无需变更，签名指纹须变更。"
        }
        /// A rotation leads from one to the other.
        Rotated = "rotated" => {
            en: "The certificate is another, and a rotation links the two: platforms that know the \
                rotation install one over the other, and each has its own values to file.",
            zh: "证书不同，但两者由证书轮换相连：支持轮换的系统可以覆盖安装，\
                备案须分别填报各自的值。"
        }
        /// Nothing links them.
        Different = "different" => {
            en: "The signer is another one: neither installs over the other, and each has its own \
                values to file.",
            zh: "签名者不同：两者不能互相覆盖安装，备案须分别填报各自的值。"
        }
        /// The other one has no one signer that anything proves.
        Unknown(why: NoForm) = "unknown" => { en: "{why}", zh: "{why}" }
        /// The first one has none, so that there is nothing to compare with.
        ReferenceUnknown(why: NoForm) = "reference-unknown" => {
            en: "The first file has no one signer that is proven, so there is nothing to compare \
                with: see what is said of it.",
            zh: "第一个文件没有经证实的唯一签名者，无从比对：请查看对该文件的说明。"
        }
    }
}

impl Relation {
    /// Compares the current signers of two reports. Of the options only `accept_certificate`
    /// matters.
    #[must_use]
    pub fn of(one: &Report, other: &Report, options: &FormOptions) -> Self {
        match (proven_signer(one, options), proven_signer(other, options)) {
            (_, Err(why)) => Self::Unknown(why),
            (Err(why), Ok(_)) => Self::ReferenceUnknown(why),
            (Ok(first), Ok(second)) if first.certificate == second.certificate => {
                Self::SameCertificate
            }
            (Ok(first), Ok(second))
                if first.certificate.public_key() == second.certificate.public_key() =>
            {
                Self::SameKey
            }
            (Ok(first), Ok(second)) => {
                let of_first = history(one, &first.certificate);
                let linked =
                    history(other, &second.certificate).iter().any(|it| of_first.contains(it));
                if linked { Self::Rotated } else { Self::Different }
            }
        }
    }

    /// Whether both packages have the same current certificate.
    #[must_use]
    pub fn is_same(&self) -> bool {
        *self == Self::SameCertificate
    }

    /// One sentence.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        In(self, language).to_string()
    }
}

/// The current signer of a package, or of what was said to stand for one. Whatever is asked for, a
/// signer that nothing proves, or from which nothing may be filed, is the same as no other.
fn proven_signer<'a>(report: &'a Report, options: &FormOptions) -> Result<&'a Signer, NoForm> {
    if is_no_package(report, options) {
        return Err(NoForm::NotAPackage(report.kind));
    }
    let proven = options.clone().with_allow_unverified(false);
    match report.platform {
        // Nothing is filed for it.
        Some(Platform::QuickApp) => current_signer(report, &proven),
        _ => the_signer(report, &proven),
    }
}

/// The current certificate and those that it was rotated from.
fn history<'a>(report: &'a Report, current: &'a Certificate) -> Vec<&'a Certificate> {
    let signers = super::form::signers(report).iter();
    let previous =
        signers.filter(|signer| signer.role == Role::Previous).map(|signer| &signer.certificate);
    std::iter::once(current).chain(previous).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, Platform, Scheme, Verdict, Verification};

    const FIRST: &[u8] = include_bytes!("../../fixtures/keys/first.cert.der");
    const SECOND: &[u8] = include_bytes!("../../fixtures/keys/second.cert.der");
    const THIRD: &[u8] = include_bytes!("../../fixtures/keys/third.cert.der");

    fn report(verdict: Verdict, signers: &[(Role, &[u8])]) -> Report {
        let mut report =
            Report::new(Kind::Apk, Some(Platform::Android), Verification::new(verdict));
        let signer = |&(role, der): &(Role, &[u8])| {
            Signer::new(role, Scheme::V3, None, Certificate::from_der(der).unwrap())
        };
        report.signers = signers.iter().map(signer).collect();
        report
    }

    #[test]
    fn current_signers_are_compared_and_earlier_ones_link_them() {
        use Role::{Additional, Previous, Primary};
        // Another signature by the issuer: a certificate of the same key.
        let mut renewed = FIRST.to_vec();
        *renewed.last_mut().unwrap() ^= 1;
        let one = |der| report(Verdict::Verified, &[(Primary, der)]);
        let rotated = |new, old| report(Verdict::Verified, &[(Primary, new), (Previous, old)]);
        let several = || report(Verdict::Verified, &[(Additional, FIRST), (Additional, SECOND)]);
        let rejected = || report(Verdict::Rejected, &[]);
        for (name, first, second, want) in [
            ("the same", one(FIRST), one(FIRST), "same-certificate"),
            ("renewed", one(FIRST), one(&renewed), "same-key"),
            ("another", one(FIRST), one(SECOND), "different"),
            ("rotated since", one(FIRST), rotated(SECOND, FIRST), "rotated"),
            ("rotated before", rotated(SECOND, FIRST), one(FIRST), "rotated"),
            ("rotated apart", rotated(SECOND, FIRST), rotated(THIRD, FIRST), "rotated"),
            ("rotated from others", rotated(SECOND, FIRST), one(THIRD), "different"),
            ("rotated alike", rotated(SECOND, FIRST), rotated(SECOND, THIRD), "same-certificate"),
            ("the other is rejected", one(FIRST), rejected(), "unknown"),
            ("the first is rejected", rejected(), one(FIRST), "reference-unknown"),
            ("both are rejected", rejected(), rejected(), "unknown"),
            ("the other has several signers", one(FIRST), several(), "unknown"),
        ] {
            let sameness = Relation::of(&first, &second, &FormOptions::default());
            assert_eq!(sameness.code(), want, "{name}");
            assert_eq!(sameness.is_same(), want == "same-certificate", "{name}");
            let [english, chinese] =
                [Language::English, Language::Chinese].map(|it| sameness.message(it));
            assert!(english.is_ascii() && !chinese.is_ascii(), "{name}: {english} {chinese}");
        }
    }

    #[test]
    fn a_certificate_stands_for_no_package_unless_it_is_said_to() {
        let package = || report(Verdict::Verified, &[(Role::Primary, FIRST)]);
        let certificate = || {
            let mut report = report(Verdict::Unchecked, &[(Role::Primary, FIRST)]);
            report.kind = Kind::Certificate;
            report
        };
        let refused = || {
            let mut report = certificate();
            report.refuse_as_package();
            report
        };
        for (name, first, second, accept, want) in [
            ("beside a package", package(), certificate(), false, "unknown"),
            ("before a package", certificate(), package(), false, "reference-unknown"),
            ("two", certificate(), certificate(), false, "unknown"),
            ("beside a package, said", package(), certificate(), true, "same-certificate"),
            ("before a package, said", certificate(), package(), true, "same-certificate"),
            ("refused by its name", package(), refused(), true, "unknown"),
            ("refused, and first", refused(), package(), true, "reference-unknown"),
        ] {
            let options = FormOptions::default().with_accept_certificate(accept);
            assert_eq!(Relation::of(&first, &second, &options).code(), want, "{name}");
        }
    }
    #[test]
    fn what_nothing_proves_is_the_same_as_nothing() {
        use crate::pki::x509::SharedCertificate;
        use crate::report::{Finding, issue};
        let package = || report(Verdict::Verified, &[(Role::Primary, FIRST)]);
        let rejected = || report(Verdict::Rejected, &[(Role::Primary, FIRST)]);
        let shared = || {
            let mut report = package();
            let known = SharedCertificate::AndroidDebug;
            report.findings.push(Finding::new(issue::Filing::SharedCertificate { known }));
            report
        };
        for (name, first, second, want) in [
            ("two packages", package(), package(), "same-certificate"),
            ("rejected", package(), rejected(), "unknown"),
            ("rejected, and first", rejected(), package(), "reference-unknown"),
            ("a shared certificate", shared(), shared(), "unknown"),
            ("a shared certificate first", shared(), package(), "reference-unknown"),
        ] {
            for allow in [false, true] {
                let options = FormOptions::default().with_allow_unverified(allow);
                assert_eq!(Relation::of(&first, &second, &options).code(), want, "{name}, {allow}");
            }
        }
    }
}
