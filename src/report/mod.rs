//! What every reader of this crate returns, whatever the input: identity, verdict, signers,
//! findings.

mod apple;
mod code;
mod failure;
mod finding;
mod findings;
mod harmonyos;
pub(crate) mod issue;
mod severity;

use std::collections::BTreeMap;
use std::fmt;

pub use self::apple::{Apple, AppleChain, AppleProfile, AppleProfileKind, CertificateKind};
pub use self::code::Code;
pub(crate) use self::failure::Failure;
pub use self::finding::Finding;
pub(crate) use self::finding::on_certificate;
pub(crate) use self::findings::Findings;
pub use self::harmonyos::{Chain, HarmonyOs, Integrity, ProvisioningProfile};
pub use self::severity::Severity;

use crate::pki::x509::Certificate;
pub use crate::say::{Language, Message, UnknownName, escape_control, is_hidden};
use crate::say::{Say, alike, named};

/// What a file is, by its content and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An Android package: a ZIP with a binary `AndroidManifest.xml`.
    Apk,
    /// A ZIP without `AndroidManifest.xml` that may carry a JAR signature.
    Jar,
    /// A HarmonyOS module (ability package).
    Hap,
    /// A HarmonyOS module that others share.
    Hsp,
    /// A HarmonyOS patch.
    Hqf,
    /// A HarmonyOS app: several modules in one package, as it is given to the store.
    App,
    /// An Android App Bundle, from which a store makes APKs.
    Aab,
    /// Several APKs of one app, as bundletool and SAI pack them.
    Apks,
    /// Several APKs of one app, as APKPure packs them.
    Xapk,
    /// Several APKs of one app, as APKMirror packs them.
    Apkm,
    /// A quick app (快应用), or several of its parts (`.rpks`).
    Rpk,
    /// An app for Apple's devices: a ZIP with one `.app` folder, below `Payload/` or at its top.
    Ipa,
    /// A file of certificates: no package, and nothing that it signed was looked at.
    Certificate,
    /// A keystore: no package, and nothing that its keys signed was looked at.
    Keystore,
}

named!(Kind {
    Apk => "apk",
    Jar => "jar",
    Hap => "hap",
    Hsp => "hsp",
    Hqf => "hqf",
    App => "app",
    Aab => "aab",
    Apks => "apks",
    Xapk => "xapk",
    Apkm => "apkm",
    Rpk => "rpk",
    Ipa => "ipa",
    Certificate => "certificate",
    Keystore => "keystore",
});

/// The running platform that the filing form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Platform {
    /// 安卓
    Android,
    /// 鸿蒙
    HarmonyOs,
    /// iOS
    Ios,
    /// 快应用: filed by the platform that runs it, and never by the app's own key.
    QuickApp,
}

named!(Platform {
    Android => "android",
    HarmonyOs => "harmonyos",
    Ios => "ios",
    QuickApp => "quickapp",
});

impl Platform {
    /// The filing form's own word for it: 「安卓」, 「鸿蒙」, 「iOS」; 「快应用」, which the form
    /// does not list.
    #[must_use]
    pub fn form_word(self) -> &'static str {
        match self {
            Self::Android => "安卓",
            Self::HarmonyOs => "鸿蒙",
            Self::Ios => "iOS",
            Self::QuickApp => "快应用",
        }
    }
}

/// What an app says of itself. A fact that the package does not state is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The application ID, bundle name or bundle ID, as stored.
    pub package_name: Option<String>,
    /// The app's name, in Chinese where there is one, else the default one.
    pub app_name: Option<String>,
    /// The app's name by locale (BCP 47: `zh-CN`); the default one under `""`.
    pub app_names: BTreeMap<String, String>,
    /// The name under the launcher's icon by locale, where it differs from the app's.
    pub launcher_names: BTreeMap<String, String>,
    /// The version for people.
    pub version_name: Option<String>,
    /// The version that must grow, in decimal. On Android with `versionCodeMajor` in the upper 32
    /// bits.
    pub version_code: Option<String>,
    /// The lowest version of the system that an app for Apple's devices installs on, as it is
    /// written there: `13.0`.
    pub min_os: Option<String>,
    /// The families of Apple's devices that the app is made for: 1 iPhone, 2 iPad, 3 Apple TV, 4
    /// Apple Watch, 7 Apple Vision.
    pub device_families: Vec<u64>,
    /// The lowest platform version (Android: API level) that the package installs on.
    pub min_sdk: Option<u32>,
    /// The platform version that the package is made for.
    pub target_sdk: Option<u32>,
    /// The name of the split that the package is, when it is only a part of an app.
    pub split: Option<String>,
}

/// The answer to "is the signature good?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Every rule holds on every platform version in the range asked for.
    Verified,
    /// It is signed, and something is wrong: the error-level findings say what.
    Rejected,
    /// It carries no signature.
    Unsigned,
    /// Nobody looked: content was not read, or the input is no package.
    Unchecked,
}

named!(Verdict {
    Verified => "verified",
    Rejected => "rejected",
    Unsigned => "unsigned",
    Unchecked => "unchecked",
});

/// A way of signing a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Scheme {
    /// JAR signature (`META-INF/*.SF`).
    V1,
    /// APK Signature Scheme v2.
    V2,
    /// APK Signature Scheme v3.
    V3,
    /// APK Signature Scheme v3.1 (rotation that targets a platform version).
    V31,
    /// APK Signature Scheme v3.2 (a classical and a post-quantum signer).
    V32,
    /// APK Signature Scheme v4 (`.idsig` file).
    V4,
    /// Source stamp.
    Stamp,
    /// The signature of a HarmonyOS package.
    Hap,
    /// The signature of a quick app.
    Rpk,
    /// The signature of an app for Apple's devices.
    Ipa,
}

alike!(Kind, Scheme, SdkRange, Code);

impl Say for Platform {
    fn say(&self, _: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.form_word())
    }
}

named!(Scheme {
    V1 => "v1",
    V2 => "v2",
    V3 => "v3",
    V31 => "v3.1",
    V32 => "v3.2",
    V4 => "v4",
    Stamp => "stamp",
    Hap => "hap",
    Rpk => "rpk",
    Ipa => "ipa",
});

/// Platform versions (Android: API levels), both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SdkRange {
    /// The lowest.
    pub min: u32,
    /// The highest; [`SdkRange::NO_MAXIMUM`] where there is none.
    pub max: u32,
}

impl SdkRange {
    /// The maximum of a range without one: Java's `Integer.MAX_VALUE`, as signature schemes store
    /// it.
    pub const NO_MAXIMUM: u32 = i32::MAX as u32;
}

impl fmt::Display for SdkRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.max {
            Self::NO_MAXIMUM => write!(f, "{}+", self.min),
            max => write!(f, "{}-{max}", self.min),
        }
    }
}

/// The verdict and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// The answer.
    pub verdict: Verdict,
    /// The schemes that verified; for [`Verdict::Unchecked`] those that are present. In ascending
    /// order.
    pub schemes: Vec<Scheme>,
    /// The platform versions that the verdict speaks of, where it speaks of any.
    pub sdk: Option<SdkRange>,
}

impl Verification {
    /// A verdict that names no scheme and no platform versions yet.
    #[must_use]
    pub fn new(verdict: Verdict) -> Self {
        Self { verdict, schemes: Vec::new(), sdk: None }
    }
}

/// What a signer is to the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// The current signer, the one to be filed (the newest after a rotation).
    Primary,
    /// An earlier certificate of a lineage, or the signer that older platforms see.
    Previous,
    /// One of several signers of a package that therefore has no primary one.
    Additional,
    /// A store that signed the developer's package again.
    Store,
    /// The post-quantum half of a hybrid. No form takes its key.
    PostQuantum,
    /// What a signature names, and was not verified. **Nothing proves it.**
    Claimed,
}

named!(Role {
    Primary => "primary", Previous => "previous", Additional => "additional", Store => "store",
    PostQuantum => "post-quantum", Claimed => "claimed",
});

/// A certificate that signed the package, or an earlier one that vouched for it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signer {
    /// What it is to the package.
    pub role: Role,
    /// The scheme in which it signed; `None` where the file is no package, but holds the
    /// certificate itself.
    pub scheme: Option<Scheme>,
    /// The platform versions that see this signer, where the scheme says so.
    pub sdk: Option<SdkRange>,
    /// The signing certificate itself (never that of an issuer).
    pub certificate: Certificate,
}

impl Signer {
    /// A signer of its parts.
    #[must_use]
    pub fn new(
        role: Role,
        scheme: impl Into<Option<Scheme>>,
        sdk: Option<SdkRange>,
        certificate: Certificate,
    ) -> Self {
        Self { role, scheme: scheme.into(), sdk, certificate }
    }
}

/// Everything known of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What the file is.
    pub kind: Kind,
    /// The platform that its app runs on.
    pub platform: Option<Platform>,
    /// What the app says of itself.
    pub identity: Identity,
    /// The verdict.
    pub verification: Verification,
    /// The primary signer first where there is one. Empty unless the verdict is
    /// [`Verdict::Verified`], or the file is a certificate or keystore.
    pub signers: Vec<Signer>,
    /// The certificates that a package names as its signers ([`Role::Claimed`]), where it was
    /// rejected or not verified; those of the newest scheme first. **Nothing proves them**:
    /// any tool can write another's certificate into a file. They serve to find out what went wrong.
    pub claimed_signers: Vec<Signer>,
    /// The platform that a certificate file or keystore tells, by the certificate's issuer or by
    /// the profile that it came from, whatever was asked for. `None` where nothing tells it.
    pub told_platform: Option<Platform>,
    /// Whether a package was expected and this is none.
    pub(crate) is_refused: bool,
    /// What is known besides of a HarmonyOS package.
    pub harmonyos: Option<HarmonyOs>,
    /// What is known besides of an app for Apple's devices, of a certificate that Apple issued, and
    /// of a provisioning profile.
    pub apple: Option<Apple>,
    /// What was noticed, errors first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// A report that names no identity, signer or finding yet.
    #[must_use]
    pub fn new(kind: Kind, platform: Option<Platform>, verification: Verification) -> Self {
        Self {
            kind,
            platform,
            identity: Identity::default(),
            verification,
            signers: Vec::new(),
            claimed_signers: Vec::new(),
            told_platform: None,
            is_refused: false,
            harmonyos: None,
            apple: None,
            findings: Vec::new(),
        }
    }

    pub(crate) fn with_identity(self, identity: Identity) -> Self {
        Self { identity, ..self }
    }

    /// The signers that verified, and those that signatures name.
    pub(crate) fn with_signers(self, signers: Vec<Signer>, claimed: Vec<Signer>) -> Self {
        Self { signers, claimed_signers: claimed, ..self }
    }

    /// What was noticed. Errors come first; of one severity what was noticed first.
    pub(crate) fn with_findings(self, mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| finding.severity);
        Self { findings, ..self }
    }

    /// The answer to "is the signature good?".
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verification.verdict
    }

    /// The signer to be filed; `None` when there is none, or several, and of a
    /// package that is not verified.
    #[must_use]
    pub fn primary_signer(&self) -> Option<&Signer> {
        let is_known = self.verdict() == Verdict::Verified || self.is_unpackaged();
        self.signers.iter().find(|signer| is_known && signer.role == Role::Primary)
    }

    /// Whether the file is no package but a certificate or keystore, so that there is no signature
    /// to verify.
    pub(crate) fn is_unpackaged(&self) -> bool {
        matches!(self.kind, Kind::Certificate | Kind::Keystore)
    }

    /// Notes that a package was expected, and that this file, a certificate's or keystore's, is
    /// none whatever its name: nothing of it is compared or filed, and a finding says so first.
    pub fn refuse_as_package(&mut self) {
        self.is_refused = true;
        self.findings.insert(0, Finding::new(issue::CertificateFile::NotAPackage));
    }

    /// Whether a package was expected, and this is none
    /// ([`refuse_as_package`](Self::refuse_as_package)).
    #[must_use]
    pub fn is_refused_as_package(&self) -> bool {
        self.is_refused
    }

    /// Whether a finding of error level was made. A verified package can have one.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}
