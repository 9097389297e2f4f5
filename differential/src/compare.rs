//! In which class the two judgements of a mutant fall, and which differences have a reason.

use crate::judge::{Judgement, Question};

/// The most important classes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Verified here and refused there, without a listed reason.
    FalseAccept,
    /// Verified by both with other certificates, without a listed reason.
    OtherCertificate,
    /// Verified by both with a v1 signature block that the JDK refuses, without a listed reason.
    RefusedByJdk,
    /// Verified here and refused there, for that reason.
    Excused(&'static str),
    /// Verified by both, and refused by the JDK for that reason.
    JdkExcused(&'static str),
    /// Verified by both with other certificates, for that reason.
    OtherCertificateExcused(&'static str),
    /// Verified by both with the same certificates; the schemes differ.
    OtherSchemes(String),
    /// Refused here and verified there. What we say of it.
    Stricter(String),
    /// Both verify it, and say the same.
    Verified,
    /// Both refuse it.
    Refused,
}

impl Class {
    /// Whether it may not be.
    #[must_use]
    pub fn is_dangerous(&self) -> bool {
        matches!(self, Self::FalseAccept | Self::OtherCertificate | Self::RefusedByJdk)
    }

    /// Its name in tables.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::FalseAccept => "FALSE ACCEPT".to_owned(),
            Self::OtherCertificate => "OTHER CERTIFICATE".to_owned(),
            Self::RefusedByJdk => "REFUSED BY THE JDK".to_owned(),
            Self::Excused(reason) => format!("only beian verifies: {reason}"),
            Self::JdkExcused(reason) => format!("only the JDK refuses: {reason}"),
            Self::OtherCertificateExcused(reason) => format!("other certificate: {reason}"),
            Self::OtherSchemes(what) => format!("both verify, other schemes: {what}"),
            Self::Stricter(code) => format!("only apksig verifies: {code}"),
            Self::Verified => "both verify".to_owned(),
            Self::Refused => "both refuse".to_owned(),
        }
    }
}

/// What is known of one mutant.
#[derive(Debug)]
pub struct Case<'a> {
    /// What was asked.
    pub question: &'a Question,
    /// What beian says.
    pub ours: &'a Judgement,
    /// What the reference says.
    pub theirs: &'a Judgement,
    /// What both say for platforms before Android 13, which v3.1 does not concern; asked only where
    /// v3.1 verified here and the reference does not know it.
    pub before_v31: Option<(Judgement, Judgement)>,
}

impl Case<'_> {
    /// v3.1 verified, which apksig knows from version 33 on, and for older platforms both agree.
    fn is_v31(&self) -> bool {
        self.ours.schemes.contains("v3.1")
            && self.before_v31.as_ref().is_some_and(|(ours, theirs)| {
                !ours.verified || (theirs.verified && ours.signers == theirs.signers)
            })
    }

    /// v3 names a signer for each platform. apksig names the last in the block, beian the one that
    /// the newest platform asked about sees.
    fn is_last_signer(&self) -> bool {
        self.theirs.schemes.contains("v3")
            && self.ours.schemes.contains("v3")
            && self.ours.by_platform.len() > 1
            && self.theirs.signers.is_subset(&self.ours.by_platform)
    }

    /// apksig 33 reads v3 whatever platforms it is asked about, those before Android 9 too, which
    /// do not know it.
    fn is_v3_before_p(&self) -> bool {
        const P: u32 = 28;
        let of_v3 = |error: &String| error.starts_with("V3_") || error == "RuntimeException";
        self.question.max_sdk.is_some_and(|max| max < P)
            && !self.ours.schemes.contains("v3")
            && (self.theirs.schemes.contains("v3") || !self.theirs.errors.is_empty())
            && self.theirs.errors.iter().all(of_v3)
    }

    /// apksig 33 does not read v3 where v3.1 is enough for every platform asked about.
    fn is_v3_beside_v31(&self) -> bool {
        const T: u32 = 33;
        let rest = |judgement: &Judgement| {
            judgement.schemes.iter().filter(|scheme| *scheme != "v3").cloned().collect::<Vec<_>>()
        };
        self.theirs.schemes.contains("v3.1")
            && !self.theirs.schemes.contains("v3")
            && self.question.min_sdk.is_none_or(|min| min >= T)
            && rest(self.ours) == rest(self.theirs)
    }

    /// apksig 33 compares the content digest in the first v4 signature with that of v3.1 too, which
    /// the second one has.
    fn is_second_digest(&self) -> bool {
        ["v3.1", "v4"].iter().all(|scheme| self.ours.schemes.contains(*scheme))
            && self.theirs.errors.len() == 1
            && self.theirs.errors.contains("V4_SIG_V2_V3_DIGESTS_MISMATCH")
    }

    /// apksig 33 reads no v3 signature of a package for Android 13 and newer, and then throws where
    /// a v4 signature needs one.
    fn is_v4_without_v3(&self) -> bool {
        self.question.idsig.is_some()
            && ["v3", "v3.1", "v4"].iter().all(|scheme| self.ours.schemes.contains(*scheme))
            && self.theirs.errors.len() == 1
            && self.theirs.errors.contains("RuntimeException")
    }

    /// The reader of binary XML in apksig refuses what platforms step over (`ResXMLTree`): chunks
    /// of nonsense, as obfuscators write them, and texts outside the file. The manifest is no part
    /// of a signature; what cannot be read of it is a finding here.
    fn is_lenient_manifest(&self) -> bool {
        self.theirs.errors.len() == 1
            && self.theirs.errors.iter().all(|error| error.ends_with("@AndroidBinXmlParser"))
    }

    /// The entry that names the stamp's certificate cannot be read, or says that it has gigabytes,
    /// for which apksig gives up. Stamps never decide here.
    fn is_unreadable_stamp(&self) -> bool {
        let failures = [
            "ApkFormatException<ZipFormatException",
            "IOException<IOException",
            "OutOfMemoryError",
        ];
        self.theirs.errors.len() == 1
            && self.theirs.errors.iter().all(|error| failures.contains(&error.as_str()))
            && ["stamp-invalid", "stamp-incomplete"]
                .iter()
                .any(|code| self.ours.findings.contains(*code))
    }

    /// Only the stamp, which never decides, is seen differently: apksig 31.0.2 takes one with an
    /// attribute that it does not know, such as the time, for unverified.
    fn is_stamp(&self) -> bool {
        let without = |judgement: &Judgement| {
            judgement
                .schemes
                .iter()
                .filter(|scheme| *scheme != "stamp")
                .cloned()
                .collect::<Vec<_>>()
        };
        without(self.ours) == without(self.theirs) && self.ours.schemes.contains("stamp")
    }
}

impl Case<'_> {
    /// A subject or issuer is empty. The JDK refuses such a certificate, and with it apksig;
    /// platforms read it.
    fn is_nameless(&self) -> bool {
        self.ours.nameless
            && self.theirs.errors.iter().all(|error| error.contains("CertificateException"))
    }

    /// The JDK's own reader of signed data refuses the signature block of v1.
    fn is_refused_by_jdk(&self) -> bool {
        !["", "verified"].contains(&self.theirs.of_jdk.as_str())
    }
}

/// A reason: its sentence, and when it is one.
type Reason = (&'static str, fn(&Case<'_>) -> bool);

/// Why a package that the reference refuses may be verified here.
const ACCEPTED: &[Reason] = &[
    ("v3.1, which this apksig does not know", |case| case.is_v31()),
    ("binary XML that apksig refuses and platforms read", |case| case.is_lenient_manifest()),
    ("a stamp whose entry cannot be read", |case| case.is_unreadable_stamp()),
    ("v3, which concerns none of the platforms asked about", |case| case.is_v3_before_p()),
    ("a certificate of an empty name, which the JDK refuses and platforms read", |case| {
        case.is_nameless()
    }),
    ("v3.1 beside v3 over other digests, each with its own v4 signature", |case| {
        case.is_second_digest()
    }),
    ("v4 beside v3 and v3.1, only the latter of which apksig reads", |case| {
        case.is_v4_without_v3()
    }),
];

/// Why the certificates may differ.
const OTHER_CERTIFICATES: &[Reason] = &[
    ("v3.1, which this apksig does not know", |case| case.is_v31()),
    ("apksig names the last v3 signer in the block, whatever platforms it is for", |case| {
        case.is_last_signer()
    }),
    ("v3, which concerns none of the platforms asked about", |case| case.is_v3_before_p()),
];

/// Why the JDK may refuse a signature block that apksig takes.
const REFUSED_BY_JDK: &[Reason] =
    &[("a certificate of an empty name, which platforms read", |case| case.ours.nameless)];

/// Why the schemes may differ.
const OTHER_SCHEMES: &[Reason] = &[
    ("v3.1, which this apksig does not know", |case| case.is_v31()),
    ("a stamp with attributes that this apksig does not know", |case| case.is_stamp()),
    ("v3, which concerns none of the platforms asked about", |case| case.is_v3_before_p()),
    ("v3, which no platform asked about reads beside v3.1", |case| case.is_v3_beside_v31()),
];

fn reason(reasons: &'static [Reason], case: &Case<'_>) -> Option<&'static str> {
    reasons.iter().find(|(_, holds)| holds(case)).map(|(sentence, _)| *sentence)
}

/// The class of a mutant.
#[must_use]
pub fn class(case: &Case<'_>) -> Class {
    match (case.ours.verified, case.theirs.verified) {
        (false, false) => Class::Refused,
        (false, true) if case.theirs.schemes.contains("v1") && case.is_refused_by_jdk() => {
            Class::Stricter(format!("{}, and the JDK refuses it too", case.ours.why()))
        }
        (false, true) => Class::Stricter(case.ours.why()),
        (true, false) => reason(ACCEPTED, case).map_or(Class::FalseAccept, Class::Excused),
        (true, true) if case.ours.signers != case.theirs.signers => {
            reason(OTHER_CERTIFICATES, case)
                .map_or(Class::OtherCertificate, Class::OtherCertificateExcused)
        }
        (true, true) if case.ours.schemes != case.theirs.schemes => {
            let list = |judgement: &Judgement| {
                judgement.schemes.iter().cloned().collect::<Vec<_>>().join("+")
            };
            let told = || format!("{} here, {} there", list(case.ours), list(case.theirs));
            Class::OtherSchemes(reason(OTHER_SCHEMES, case).map_or_else(told, str::to_owned))
        }
        (true, true) if case.ours.schemes.contains("v1") && case.is_refused_by_jdk() => {
            reason(REFUSED_BY_JDK, case).map_or(Class::RefusedByJdk, Class::JdkExcused)
        }
        (true, true) => Class::Verified,
    }
}
