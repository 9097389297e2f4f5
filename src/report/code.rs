//! What findings are about: every code, its name and severity.

use super::Severity;
use crate::say::named;

macro_rules! codes {
    ($( $(#[$doc:meta])* $code:ident = $name:literal, $severity:ident; )+) => {
        /// What a finding is about. The doc comments say when each is made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $( $(#[$doc])* $code ),+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[ $(Code::$code),+ ];

            /// The severity that findings of this code mostly have.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity),+ }
            }
        }

        named!(Code { $($code => $name),+ });
    };
}

codes! {

    // The container.

    /// Bytes stand before the first local file header: a DEX file there runs on Android before 8.0
    /// although the JAR signature does not cover it (CVE-2017-13156, "Janus").
    DataBeforeFirstEntry = "data-before-first-entry", Error;
    /// Two directory entries have one name. Android takes the first, other readers the last.
    DuplicateEntry = "duplicate-entry", Error;
    /// The entries together are larger in the file than the file, so that some share their data: to
    /// verify them could take any time. Made where a JAR signature is verified, and of the APKs of
    /// a set.
    EntriesOverlap = "entries-overlap", Error;
    /// The encryption flag is set on an entry that Android reads without decrypting.
    EncryptedFlag = "encrypted-flag", Warning;
    /// A compression method other than stored and deflated. Where Android reads files it takes such
    /// a one for stored, where it verifies a JAR signature for deflated. An error of a file that
    /// says what the package is, where only a JAR signature speaks for the package, and in
    /// HarmonyOS packages.
    UnknownCompressionMethod = "unknown-compression-method", Warning;
    /// The local header of an entry in a HarmonyOS package, its data descriptor or the size of its
    /// data contradicts the directory. Devices compare them before they read a file.
    LocalHeaderDiffers = "local-header-differs", Error;
    /// The end record of a HarmonyOS package's ZIP has a comment, or names several disks. Devices
    /// look for the record in the last 22 bytes alone.
    ZipEndRecord = "zip-end-record", Error;
    /// An entry reaches into the signing block, or stands in it, where no signature covers it.
    EntryInSigningBlock = "entry-in-signing-block", Error;
    /// Unpacking from front to back finds something else in the file than its directory says.
    /// Made of sets of APKs and of quick apps, which are installed so.
    LocalEntriesDiffer = "local-entries-differ", Error;
    /// An entry's name holds a NUL byte, at which some readers end the name.
    NulInName = "nul-in-name", Error;
    /// An entry that is needed cannot be read: its local header contradicts the directory, its data
    /// reaches past the directory, or it does not inflate to the size declared.
    EntryUnreadable = "entry-unreadable", Error;
    /// Bytes stand before the first entry of a ZIP that no platform runs: a bundle, or a set of
    /// APKs.
    DataBeforeArchive = "data-before-archive", Warning;

    // Sets of APKs, and bundles.

    /// The file is an app bundle: what users install may have another signer.
    BundleUploadCertificate = "bundle-upload-certificate", Warning;
    /// A digest, or a key of a size, that no new signature should use, and that the JDK takes for
    /// none.
    WeakAlgorithm = "weak-algorithm", Warning;
    /// A set of APKs of which none is the base, the one without `split` in its manifest.
    SetWithoutBase = "set-without-base", Error;
    /// A set with more APKs, or an APP with more modules, than are read.
    SetTooLarge = "set-too-large", Error;
    /// A file that is named as an APK in a set, or as a module in an APP, and is none or cannot be
    /// opened.
    InnerUnreadable = "inner-unreadable", Error;
    /// An APK of a set is not signed, and another is.
    InnerUnsigned = "inner-unsigned", Error;
    /// Two APKs of a set are of different apps; or a module of an APP is of another app or version
    /// than `pack.info` says, or `module.json` of another than `config.json` beside it.
    InnerPackagesDiffer = "inner-packages-differ", Error;
    /// Two APKs of a set have different signers.
    InnerSignersDiffer = "inner-signers-differ", Error;
    /// Two APKs of a set have different version codes.
    InnerVersionsDiffer = "inner-versions-differ", Error;
    /// Two APKs of a set, or of one variant of it, are the same part of the app.
    SplitTwice = "split-twice", Error;
    /// Two base APKs of a set, of which a device installs one, have different names or minimum
    /// platforms where they should not.
    BasesDiffer = "bases-differ", Error;
    /// An app that holds APKs where installers of sets look for them.
    ApksInPackage = "apks-in-package", Error;
    /// A set that holds another set, or an APK under a name by which some installers find it.
    SetWithinSet = "set-within-set", Error;
    /// What describes a set cannot be read, so that what an installer would do is not known.
    SetDescriptionUnreadable = "set-description-unreadable", Error;
    /// What describes a set names another app than the APKs are of.
    SetDescriptionDiffers = "set-description-differs", Warning;

    // What the app says of itself.

    /// There is no `AndroidManifest.xml`, so the range of platforms to verify for is not known.
    ManifestMissing = "manifest-missing", Error;
    /// An app bundle without `base/manifest/AndroidManifest.xml`, or with one that cannot be read.
    BundleManifestBad = "bundle-manifest-bad", Error;
    /// `AndroidManifest.xml` is not the binary XML that Android reads.
    ManifestMalformed = "manifest-malformed", Error;
    /// Other tools read something else in `AndroidManifest.xml` than Android does. An error where
    /// no build tool writes it so, a warning where some do.
    ManifestAmbiguous = "manifest-ambiguous", Error;
    /// The package's name is none that a platform takes.
    PackageNameInvalid = "package-name-invalid", Error;
    /// `android:minSdkVersion` is neither a number nor the code name of a platform.
    MinSdkUnreadable = "min-sdk-unreadable", Error;
    /// `AndroidManifest.xml` breaks off, so that the platforms on which the package installs
    /// are not known.
    ManifestBreaksOff = "manifest-breaks-off", Error;
    /// The lowest version that the package installs on is above the highest one asked for.
    SdkRangeEmpty = "sdk-range-empty", Error;
    /// `resources.arsc` cannot be read, so names that it holds are missing.
    ResourcesMalformed = "resources-malformed", Warning;
    /// Devices refuse the table of resources, or read it otherwise than other readers do, as it is
    /// built like none that a build tool makes. Where they refuse it, no name is given.
    ResourcesOdd = "resources-odd", Warning;
    /// Devices in China show different names: with another platform version, network or screen, or
    /// at night; or modules of an APP for different kinds of devices have different ones.
    LabelDependsOnDevice = "label-depends-on-device", Warning;
    /// The label leads to no text: a reference without one at its end, or on HarmonyOS no
    /// `labelId`.
    LabelUnresolved = "label-unresolved", Warning;
    /// The launcher shows another name than the app's.
    LauncherNameDiffers = "launcher-name-differs", Info;
    /// The package is one part of an app that is delivered in several.
    SplitPackage = "split-package", Warning;
    /// `android:debuggable` is true.
    Debuggable = "debuggable", Warning;

    // The APK signing block.

    /// The APK signing block is larger than any real one, and was not read.
    SigningBlockTooLarge = "signing-block-too-large", Error;
    /// A pair of the signing block that belongs to a store or vendor. It proves nothing.
    VendorBlock = "vendor-block", Info;
    /// A pair of the signing block with an id that is not published.
    UnknownBlock = "unknown-block", Info;
    /// A distribution channel's mark. Changing it does not change the signature.
    ChannelMark = "channel-mark", Info;

    // Signatures of every scheme. The subject says which.

    /// A record of the signature does not have the shape that the scheme prescribes.
    MalformedSignature = "malformed-signature", Error;
    /// The block of a scheme names no signer.
    NoSigners = "no-signers", Error;
    /// More signers than the platform accepts.
    TooManySigners = "too-many-signers", Error;
    /// A signer without any signature.
    NoSignatures = "no-signatures", Error;
    /// A signature with an algorithm that the scheme does not define; platforms skip it.
    UnknownSignatureAlgorithm = "unknown-signature-algorithm", Warning;
    /// None of the signatures can be verified by every platform in the range.
    NoSupportedSignature = "no-supported-signature", Error;
    /// The signature does not belong to these bytes and this key.
    SignatureMismatch = "signature-mismatch", Error;
    /// The signature cannot be verified at all, because its key or parameters are unusable.
    SignatureUnverifiable = "signature-unverifiable", Error;
    /// A certificate in the signature cannot be read.
    MalformedCertificate = "malformed-certificate", Error;
    /// A certificate names itself as its issuer, and its own key says that it was changed. Of a JAR
    /// signature, which does not cover the certificate, it decides nothing: platforms do not ask.
    CertificateAltered = "certificate-altered", Error;
    /// The only signature is a JAR one, which does not cover the certificate, and the certificate's
    /// own signature is another's, or one that can be remade.
    CertificateUnproven = "certificate-unproven", Warning;
    /// A package signed with v2 or newer holds a v1 signature of another key, which no platform
    /// looks at.
    StaleV1Signature = "stale-v1-signature", Info;
    /// A signer without any certificate.
    NoCertificates = "no-certificates", Error;
    /// The public key of the signature is not the certificate's.
    PublicKeyMismatch = "public-key-mismatch", Error;
    /// The algorithms of the signatures and of the digests are not the same list.
    AlgorithmListMismatch = "algorithm-list-mismatch", Error;
    /// The package's content is not what was signed.
    ContentDigestMismatch = "content-digest-mismatch", Error;
    /// An attribute that the scheme does not define; platforms ignore it.
    UnknownAttribute = "unknown-attribute", Warning;
    /// A signature says that a newer scheme's one was made too, and it is gone.
    NewerSchemeStripped = "newer-scheme-stripped", Error;
    /// A signature names a scheme that is not known.
    UnknownSchemeId = "unknown-scheme-id", Warning;
    /// The signers of the v1 and of the v2 signature are not the same.
    SchemeSignersDiffer = "scheme-signers-differ", Error;
    /// `targetSandboxVersion` 2 and above needs a signature of scheme v2 or newer.
    SandboxNeedsV2 = "sandbox-needs-v2", Error;
    /// Apps for Android 11 and above need a signature of scheme v2 or newer.
    TargetSdkNeedsV2 = "target-sdk-needs-v2", Error;

    // v3 and v3.1, and the lineage of certificates.

    /// The platform range beside the signed data and the one inside it differ.
    SdkRangeMismatch = "sdk-range-mismatch", Error;
    /// A platform range that is negative or upside down.
    InvalidSdkRange = "invalid-sdk-range", Error;
    /// The platform ranges of the signers overlap or leave a gap.
    InconsistentSdkRanges = "inconsistent-sdk-ranges", Error;
    /// No signer covers some of the platforms that the verdict is to speak of.
    SdkRangeNotCovered = "sdk-range-not-covered", Error;
    /// The signers' lineages are not parts of one.
    InconsistentLineages = "inconsistent-lineages", Error;
    /// The record of certificate rotations cannot be read.
    MalformedLineage = "malformed-lineage", Error;
    /// A signer shows two records of certificate rotations, of which readers take one or the other.
    LineageRepeated = "lineage-repeated", Error;
    /// The record of certificate rotations holds more certificates than are verified.
    LineageTooLong = "lineage-too-long", Error;
    /// A certificate in the lineage was not signed by the one before it.
    LineageSignatureMismatch = "lineage-signature-mismatch", Error;
    /// The lineage does not end in the signer's certificate, or names one twice.
    LineageCertificateMismatch = "lineage-certificate-mismatch", Error;
    /// The signer that older platforms see is not the first of the lineage (or the signer itself).
    PastSignerMismatch = "past-signer-mismatch", Error;
    /// v1 or v2 has several signers where v3 has one.
    MultiplePastSigners = "multiple-past-signers", Error;
    /// A v3 signature says that a v3.1 one follows, and there is none.
    V31Missing = "v31-missing", Error;
    /// A v3.1 signature without a v3 one.
    V31WithoutV3 = "v31-without-v3", Error;
    /// The platform at which v3.1 begins is not the one that v3 names.
    RotationMinSdkMismatch = "rotation-min-sdk-mismatch", Error;
    /// A v3 signature beside a v3.1 one does not protect it from removal.
    RotationMinSdkMissing = "rotation-min-sdk-missing", Warning;
    /// A v2, v3 or v3.1 signature by an ML-DSA key, which platforms take beside a classical one
    /// only (v3.2).
    PostQuantumAlone = "post-quantum-alone", Error;
    /// A v3.2 signature that is not by one classical and one post-quantum signer with one history
    /// for the same platforms.
    HybridSignersBad = "hybrid-signers-bad", Error;
    /// A v3 or v3.1 signature says that a v3.2 one exists, and it does not.
    V32Missing = "v32-missing", Error;
    /// A v3 or v3.1 signature names other platforms for the v3.2 one than that is for.
    HybridSdkMismatch = "hybrid-sdk-mismatch", Error;
    /// A v3 or v3.1 signature beside a v3.2 one does not protect it from removal.
    HybridSdkMissing = "hybrid-sdk-missing", Warning;
    /// The attribute for development releases belongs into v3.1.
    DevReleaseInV3 = "dev-release-in-v3", Warning;

    // v1: the JAR signature.

    /// `META-INF/MANIFEST.MF` is missing.
    JarNoManifest = "jar-no-manifest", Error;
    /// No `META-INF/*.RSA`, `.DSA` or `.EC`.
    JarNoSignatures = "jar-no-signatures", Error;
    /// A section of the manifest or signature file cannot be read.
    JarMalformedManifest = "jar-malformed-manifest", Error;
    /// Two sections of the manifest or signature file have one name.
    JarDuplicateSection = "jar-duplicate-section", Error;
    /// A section of the manifest or signature file has no name.
    JarUnnamedSection = "jar-unnamed-section", Error;
    /// A file that the manifest names is not in the package.
    JarMissingEntry = "jar-missing-entry", Error;
    /// The manifest holds no usable digest of a file.
    JarNoEntryDigest = "jar-no-entry-digest", Error;
    /// A file that no signer covers.
    JarEntryNotSigned = "jar-entry-not-signed", Error;
    /// Two files are covered by different signers.
    JarEntrySignersDiffer = "jar-entry-signers-differ", Error;
    /// A file or manifest is not what was signed.
    JarDigestMismatch = "jar-digest-mismatch", Error;
    /// The main section of the manifest is not what was signed.
    JarMainSectionMismatch = "jar-main-section-mismatch", Error;
    /// A section of the manifest is not what was signed.
    JarSectionMismatch = "jar-section-mismatch", Error;
    /// A signature block without a signature file, or the other way round.
    JarSignatureFileMissing = "jar-signature-file-missing", Warning;
    /// A signature file without `Signature-Version`; its signer is ignored.
    JarVersionMissing = "jar-version-missing", Warning;
    /// Digest and signature algorithm that a platform in the range cannot verify.
    JarUnsupportedAlgorithm = "jar-unsupported-algorithm", Error;
    /// One signer's file does not fit, while another's does: it was left over when the package was
    /// signed again.
    JarStaleSigner = "jar-stale-signer", Warning;
    /// A file that would be a signature block if its name were written as Android wants it.
    JarBlockMisnamed = "jar-block-misnamed", Warning;
    /// A package that was hardened, with a signature that is missing or does not fit.
    HardenedPackage = "hardened-package", Warning;
    /// Files in `META-INF` that are no part of the signature.
    JarUnprotectedEntry = "jar-unprotected-entry", Warning;
    /// The signature covers nothing.
    JarNothingSigned = "jar-nothing-signed", Error;

    // v4 (.idsig).

    /// An `.idsig` file was given for something that has none.
    V4NotLookedAt = "v4-not-looked-at", Warning;
    /// An `.idsig` file of a version other than 2.
    V4Version = "v4-version", Error;
    /// The `.idsig` file is damaged, or its own signature does not verify for this package.
    V4Invalid = "v4-invalid", Error;
    /// The `.idsig` file's root hash is not the package's.
    V4RootMismatch = "v4-root-mismatch", Error;
    /// The `.idsig` was made by another signer, or for another v2/v3 signature.
    V4SignerMismatch = "v4-signer-mismatch", Error;
    /// v4 needs a package with a v2 or v3 signature that verifies.
    V4WithoutV2 = "v4-without-v2", Error;
    /// With a v3.1 signature the `.idsig` must hold two.
    V41NeedsTwoSigners = "v41-needs-two-signers", Error;

    // The source stamp: where a package was built. It never decides the verdict.

    /// The stamp's certificate digest is there, the stamp itself is not (or the other way round).
    StampIncomplete = "stamp-incomplete", Warning;
    /// The stamp's certificate does not have the digest that the package holds.
    StampCertificateMismatch = "stamp-certificate-mismatch", Warning;
    /// The stamp does not verify.
    StampInvalid = "stamp-invalid", Warning;
    /// The stamp verifies: it names the builder (not the signer) of the package.
    StampVerified = "stamp-verified", Info;

    // HarmonyOS packages.

    /// The signing block is there, and something about it is wrong.
    SigningBlockMalformed = "signing-block-malformed", Error;
    /// `module.json`, `config.json`, `pack.info` or `patch.json` cannot be read.
    DescriptionMalformed = "description-malformed", Error;
    /// `module.json` or another description is read by devices, and otherwise by other readers of
    /// JSON. A warning where that is a version code that devices cast.
    DescriptionAmbiguous = "description-ambiguous", Error;
    /// `resources.index` cannot be read, so names that it holds are missing.
    IndexMalformed = "index-malformed", Warning;
    /// There is no provision profile. A warning of an app for Apple's devices.
    ProfileMissing = "profile-missing", Error;
    /// The provision profile cannot be read.
    ProfileMalformed = "profile-malformed", Error;
    /// The provision profile names no certificate that can be read.
    ProfileWithoutCertificate = "profile-without-certificate", Error;
    /// The profile's certificate is not the signer's, and the signer is no store.
    ProfileOtherCertificate = "profile-other-certificate", Error;
    /// The profile is for another app.
    ProfileOtherBundle = "profile-other-bundle", Error;
    /// The profile's own signature is not good.
    ProfileSignatureBad = "profile-signature-bad", Error;
    /// The profile has no signer that may sign profiles, or stands bare beside a signature
    /// that is no store's.
    ProfileUntrusted = "profile-untrusted", Error;
    /// The profile lacks what devices need in it, or says what they do not know.
    ProfileInvalid = "profile-invalid", Error;
    /// Something was signed with the profile outside its dates, which devices do not check.
    ProfileExpired = "profile-expired", Warning;
    /// The profile is for debugging.
    ProfileDebug = "profile-debug", Warning;
    /// The profile is for a distribution other than the store.
    ProfileNotForStore = "profile-not-for-store", Warning;
    /// The store signed the package again; the values are the developer's.
    StoreResigned = "store-resigned", Info;
    /// The chain of certificates ends nowhere.
    ChainIncomplete = "chain-incomplete", Error;
    /// The package was signed outside the validity of a certificate, or does not say when.
    ChainExpired = "chain-expired", Error;
    /// The signer's certificate was revoked.
    ChainRevoked = "chain-revoked", Error;
    /// A revocation list of the issuer stands in the package, and cannot be read or is not the
    /// issuer's.
    RevocationListBad = "revocation-list-bad", Error;
    /// The chain ends at Huawei's root for tests.
    ChainTestRoot = "chain-test-root", Warning;
    /// The chain ends at the root with the published private key.
    ChainPublicRoot = "chain-public-root", Warning;
    /// The chain ends at a root that is not known.
    ChainUnknownRoot = "chain-unknown-root", Warning;
    /// An enterprise signed the package again as no device takes it.
    EnterpriseSignatureUntrusted = "enterprise-signature-untrusted", Error;
    /// The block of code signatures and permissions cannot be read.
    PropertyMalformed = "property-malformed", Warning;
    /// The list of permissions is not as the signer signed it.
    PermissionsBad = "permissions-bad", Warning;
    /// Signatures over single files inside are there, and were not verified.
    CodeSignatureUnchecked = "code-signature-unchecked", Info;

    // Quick apps.

    /// Made for every quick app: its operator files it, and the form asks for no key of its own.
    QuickAppFiledByPlatform = "quick-app-filed-by-platform", Info;
    /// An algorithm other than the one that the toolkit writes. Nothing signed with it counts.
    QuickAppUnknownAlgorithm = "quick-app-unknown-algorithm", Error;
    /// A file is not what a signed list says.
    QuickAppFileChanged = "quick-app-file-changed", Error;
    /// A file that a signed list does not name.
    QuickAppFileUnlisted = "quick-app-file-unlisted", Error;
    /// A signed list names files that are not in the package.
    QuickAppFileMissing = "quick-app-file-missing", Error;
    /// The signature covers no file.
    QuickAppNothingSigned = "quick-app-nothing-signed", Error;
    /// Files that unpack to more than any real quick app.
    QuickAppTooLarge = "quick-app-too-large", Error;
    /// The files that a JAR signature covers unpack to more than is read.
    ContentTooLarge = "content-too-large", Error;
    /// More parts than any real set has.
    QuickAppTooManyParts = "quick-app-too-many-parts", Error;
    /// The signing block has two signer's pairs of different certificates.
    QuickAppSignersDiffer = "quick-app-signers-differ", Error;
    /// The signing block has a pair of an id that engines keep for signatures, and that is not
    /// described.
    QuickAppUnknownSignature = "quick-app-unknown-signature", Error;
    /// A package inside the package has no signature.
    QuickAppPartUnsigned = "quick-app-part-unsigned", Error;
    /// A package inside the package has another signer.
    QuickAppOtherSigner = "quick-app-other-signer", Error;
    /// A part of a set is another app's.
    QuickAppOtherPackage = "quick-app-other-package", Error;

    // Apps for Apple's devices.

    /// The app is as the App Store gives it to users: signed by Apple, and its code encrypted.
    StoreCopy = "store-copy", Error;
    /// The executable is signed by no certificate: by the linker, or for the simulator.
    AdHocSignature = "ad-hoc-signature", Error;
    /// The executable has no signature.
    AppUnsigned = "app-unsigned", Error;
    /// The `Info.plist` names an executable that is not there, or none.
    ExecutableMissing = "executable-missing", Error;
    /// An executable is no Mach-O file that devices load, or cannot be read.
    ExecutableMalformed = "executable-malformed", Error;
    /// Bytes that are not zero stand between the parts of a universal executable, or behind them.
    DataOutsideSlices = "data-outside-slices", Error;
    /// Bytes stand behind the signature in an executable.
    DataAfterSignature = "data-after-signature", Error;
    /// The signature in an executable cannot be read.
    SignatureMalformed = "signature-malformed", Error;
    /// A code directory, the signed list of digests, cannot be read.
    CodeDirectoryMalformed = "code-directory-malformed", Error;
    /// A code directory signs scattered parts of the executable, as no tool for these devices
    /// writes it.
    Scatter = "scatter", Error;
    /// What is signed of an executable ends elsewhere than where its signature begins.
    CodeLimit = "code-limit", Error;
    /// Code directories of one executable name different apps or teams.
    CodeDirectoriesDisagree = "code-directories-disagree", Error;
    /// The executable is not what was signed.
    PageMismatch = "page-mismatch", Error;
    /// A universal executable is signed for one processor and not for another.
    SliceUnsigned = "slice-unsigned", Error;
    /// The parts of a universal executable have different signers or identifiers.
    SlicesDisagree = "slices-disagree", Error;
    /// The CMS of an executable cannot be read, or is not of the form that devices take.
    CmsMalformed = "cms-malformed", Error;
    /// The signature over the code directory is not good.
    CmsInvalid = "cms-invalid", Error;
    /// The signer signed other code directories than those that are there.
    CdhashMismatch = "cdhash-mismatch", Error;
    /// Beside the code directory that is signed stands another one that is not.
    AlternateCodeDirectoryUnsigned = "alternate-code-directory-unsigned", Error;
    /// Info.plist is not what was signed.
    InfoPlistMismatch = "info-plist-mismatch", Error;
    /// Info.plist is signed and not there.
    InfoPlistMissing = "info-plist-missing", Error;
    /// Info.plist is there and no signature covers it.
    InfoPlistUnsealed = "info-plist-unsealed", Error;
    /// The list of requirements is not what was signed.
    RequirementsMismatch = "requirements-mismatch", Error;
    /// The list of requirements is signed and not there.
    RequirementsMissing = "requirements-missing", Error;
    /// The list of requirements is there and no signature covers it.
    RequirementsUnsealed = "requirements-unsealed", Error;
    /// The list of resources is not what was signed.
    CodeResourcesMismatch = "code-resources-mismatch", Error;
    /// The list of resources is signed and not there.
    CodeResourcesMissing = "code-resources-missing", Error;
    /// The list of resources is there and no signature covers it.
    CodeResourcesUnsealed = "code-resources-unsealed", Error;
    /// The directory of the signature is not what was signed.
    TopDirectoryMismatch = "top-directory-mismatch", Error;
    /// The directory of the signature is signed and not there.
    TopDirectoryMissing = "top-directory-missing", Error;
    /// The directory of the signature is there and no signature covers it.
    TopDirectoryUnsealed = "top-directory-unsealed", Error;
    /// The list of entitlements is not what was signed.
    EntitlementsMismatch = "entitlements-mismatch", Error;
    /// The list of entitlements is signed and not there.
    EntitlementsMissing = "entitlements-missing", Error;
    /// The list of entitlements is there and no signature covers it.
    EntitlementsUnsealed = "entitlements-unsealed", Error;
    /// The list of entitlements in DER is not what was signed.
    EntitlementsDerMismatch = "entitlements-der-mismatch", Error;
    /// The list of entitlements in DER is signed and not there.
    EntitlementsDerMissing = "entitlements-der-missing", Error;
    /// The list of entitlements in DER is there and no signature covers it.
    EntitlementsDerUnsealed = "entitlements-der-unsealed", Error;
    /// A part of the signature is not what was signed.
    SlotMismatch = "slot-mismatch", Error;
    /// A part of the signature is signed and not there.
    SlotMissing = "slot-missing", Error;
    /// A part of the signature is there and no signature covers it.
    SlotUnsealed = "slot-unsealed", Error;
    /// The list of resources cannot be read.
    CodeResourcesMalformed = "code-resources-malformed", Error;
    /// A file of the app is not what was signed.
    ResourceChanged = "resource-changed", Error;
    /// A file that is signed is not in the app.
    ResourceMissing = "resource-missing", Error;
    /// A file is in the app that the signed list does not have.
    ResourceAdded = "resource-added", Error;
    /// A framework, library or extension in the app is not as it was signed.
    NestedInvalid = "nested-invalid", Error;
    /// A framework, library or extension in the app is not signed.
    NestedUnsigned = "nested-unsigned", Error;
    /// The certificate of the app's signer was issued by itself.
    ChainSelfSigned = "chain-self-signed", Error;
    /// The chain of the signer's certificate ends at a root that is not Apple's.
    ChainOther = "chain-other", Warning;
    /// The certificate is none that Apple issues to developers for signing apps for its devices.
    CertificateKind = "certificate-kind", Error;
    /// The app says that it was signed outside the dates of the signer's certificate.
    CertificateExpiredAtSigning = "certificate-expired-at-signing", Error;
    /// The signature is over another identifier than the bundle id.
    IdentifierMismatch = "identifier-mismatch", Error;
    /// The entitlements are those of another app.
    EntitlementApplicationIdentifier = "entitlement-application-identifier", Error;
    /// The profile in the app does not list the certificate that signed it.
    ProfileCertificate = "profile-certificate", Error;
    /// The profile in the app is for another app.
    ProfileBundleId = "profile-bundle-id", Error;
    /// The profile in the app is of another team than the signature.
    ProfileTeam = "profile-team", Error;
    /// The signature of the profile is not good.
    ProfileSignature = "profile-signature", Error;
    /// The profile has no signature.
    ProfileUnsigned = "profile-unsigned", Error;
    /// The profile in the app cannot be read.
    ProfileUnreadable = "profile-unreadable", Error;
    /// The profile is signed by a certificate that is not Apple's. A warning where its chain ends
    /// at another root.
    ProfileChain = "profile-chain", Error;
    /// A profile by itself holds several certificates, and nothing tells which signs the app.
    ProfileCertificates = "profile-certificates", Error;
    /// The profile in the app is for development.
    ProfileDevelopment = "profile-development", Warning;
    /// Code in the app is signed with another certificate than the app. The same team may have
    /// several.
    NestedOtherSigner = "nested-other-signer", Warning;
    /// The rules of the signature leave out files that those of Apple's tools do not.
    ResourceRulesWeak = "resource-rules-weak", Warning;
    /// The executable is protected by SHA-1 alone, as tools did before 2016.
    WeakDigest = "weak-digest", Warning;
    /// The signer's certificate has expired by now.
    CertificateExpired = "certificate-expired", Info;
    /// Until when the certificate to be filed is valid.
    CertificateExpires = "certificate-expires", Info;
    /// The profile lets the app be installed on devices that it lists.
    ProfileAdHoc = "profile-ad-hoc", Info;
    /// The profile is an enterprise's: the app may be installed on all devices.
    ProfileEnterprise = "profile-enterprise", Info;
    /// The list of resources is of the form before 2014, and holds SHA-1 alone.
    ResourcesV1 = "resources-v1", Info;
    /// The files of the app unpack to more than is read.
    AppTooLarge = "app-too-large", Error;

    // What matters for filing.

    /// The range asked for ends below platforms that go by a newer signature.
    NewerSignatureOutsideRange = "newer-signature-outside-range", Warning;
    /// The package is a hybrid (v3.2): beside the classical signer it has a post-quantum one.
    PostQuantumSigner = "post-quantum-signer", Info;
    /// A signer for platforms that do not exist yet. No device installs the package as that
    /// signer's.
    SignerForFuturePlatform = "signer-for-future-platform", Warning;
    /// Several signers: the form takes one certificate.
    SeveralSigners = "several-signers", Error;
    /// The signing certificate was rotated: older platforms show another one.
    CertificateRotated = "certificate-rotated", Info;
    /// Platforms see different signers, and no lineage proves that one handed over to the other.
    RotationUnproven = "rotation-unproven", Error;
    /// A certificate with a private key that is public or shared: it identifies no developer.
    SharedCertificate = "shared-certificate", Warning;
    /// A certificate that is issued for development, for push messages or for passes.
    DevelopmentCertificate = "development-certificate", Warning;
    /// On HarmonyOS the form's label and the dialog that manuals open ask for different digests.
    FingerprintAsked = "fingerprint-asked", Info;
    /// The key has no modulus, which is what the form's 公钥 mostly takes.
    KeyWithoutModulus = "key-without-modulus", Warning;

    // Certificates without a package.

    /// The file holds a certificate, and nothing that was signed with it.
    CertificateOnly = "certificate-only", Info;
    /// A certificate or keystore where a package is meant. Made where that is known: by the
    /// command, from the file's name.
    NotAPackage = "not-a-package", Error;
    /// The file does not say for which platform its certificate is.
    PlatformAssumed = "platform-assumed", Info;
    /// The issuer of the certificate issues for one platform only.
    PlatformByIssuer = "platform-by-issuer", Info;
    /// The certificate stands in the profile of a HarmonyOS app.
    PlatformByProfile = "platform-by-profile", Info;
    /// The platform that was asked for is not the one that the certificate's issuer or its profile
    /// is for.
    PlatformContradicted = "platform-contradicted", Warning;
    /// The file's only certificate says that it is an authority's.
    AuthorityCertificate = "authority-certificate", Warning;
    /// A private key stands beside the certificate.
    PrivateKeyBeside = "private-key-beside", Warning;
    /// A HarmonyOS app was named, and the certificate was issued by no authority.
    HarmonySelfSigned = "harmonyos-self-signed", Error;
    /// No password was given, so that nothing tells whether the keystore was changed.
    KeystoreUnchecked = "keystore-unchecked", Warning;
    /// The keystore has nothing by which a change would be noticed.
    KeystoreUnprotected = "keystore-unprotected", Warning;
    /// Which entry of a keystore the certificate is of.
    KeystoreEntry = "keystore-entry", Info;
    /// The private key beside the certificate could not be compared with it.
    KeystoreKeyUnchecked = "keystore-key-unchecked", Warning;
    /// An entry of a keystore could not be passed, so that those behind it were not read.
    KeystoreIncomplete = "keystore-incomplete", Warning;
    /// Values of a package that did not verify were asked for.
    UnverifiedValues = "unverified-values", Warning;
    /// Values of a package from which nothing may be filed were asked for.
    ValuesNotForFiling = "values-not-for-filing", Warning;
}

impl Code {
    /// Whether a package or certificate of which this is said is not for filing, whatever the
    /// finding's severity and the verdict: its certificate is shared, is not the released
    /// app's, or hangs on no root that is trusted. Errors forbid it too;
    /// [`Finding::forbids_filing`](super::Finding::forbids_filing) knows of both.
    #[must_use]
    pub fn forbids_filing(self) -> bool {
        matches!(
            self,
            Self::SharedCertificate
                | Self::DevelopmentCertificate
                | Self::ProfileDebug
                | Self::ProfileNotForStore
                | Self::ChainPublicRoot
                | Self::ChainTestRoot
                | Self::RevocationListBad
                | Self::ChainUnknownRoot
                | Self::ChainOther
                | Self::ChainIncomplete
                | Self::ChainExpired
                | Self::ChainRevoked
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{name}"
            );
        }
    }
}
