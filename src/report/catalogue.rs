//! Every finding's code, severity and sentence, in both languages.

use super::Severity;
use crate::say::Language;

macro_rules! catalogue {
    ($( $(#[$doc:meta])* $code:ident $name:literal $severity:ident { en: $en:literal, zh: $zh:literal } )+) => {
        /// What a finding is about. The doc comments say when each is made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $( $(#[$doc])* $code ),+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[ $(Code::$code),+ ];

            /// The stable kebab-case name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => $name),+ }
            }

            /// The severity that findings of this code mostly have.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity),+ }
            }

            /// The sentence, with `{0}`, `{1}` where a finding's arguments go, and `{0:reason}`
            /// where one goes that has a wording in each language.
            #[must_use]
            pub fn template(self, language: Language) -> &'static str {
                match (self, language) {
                    $( (Code::$code, Language::English) => $en, (Code::$code, Language::Chinese) => $zh, )+
                }
            }
        }
    };
}

catalogue! {
    // The container.

    /// Bytes stand before the first local file header: a DEX file there runs on Android before 8.0
    /// although the JAR signature does not cover it (CVE-2017-13156, "Janus").
    DataBeforeFirstEntry "data-before-first-entry" Error {
        en: "{0} bytes stand before the first ZIP entry, where something that is not the package \
            may hide (\"Janus\" on old Android versions): do not use this file, build the package \
            again.",
        zh: "第一个 ZIP 条目之前有 {0} 字节数据，其中可能藏有安装包以外的内容（如旧版安卓的 Janus \
            漏洞）：请勿使用此文件，请重新打包。"
    }
    /// Two directory entries have one name. Android takes the first, other readers the last.
    DuplicateEntry "duplicate-entry" Error {
        en: "The package holds two files named \"{0}\", and readers differ on which one counts: \
            build the package again without duplicates.",
        zh: "安装包内有两个同名文件“{0}”，不同系统读取的不是同一个：请去除重复文件后重新打包。"
    }
    /// The entries together are larger in the file than the file, so that some share their data: to
    /// verify them could take any time. Made where a JAR signature is verified, and of the APKs of
    /// a set.
    EntriesOverlap "entries-overlap" Error {
        en: "Files in the package share one stretch of data, as no build tool writes them (a ZIP \
            bomb): take the package from its developer.",
        zh: "安装包内有多个文件共用同一段数据，任何打包工具都不会这样生成（ZIP 炸弹）：请从开发者\
            处重新获取安装包。"
    }
    /// The encryption flag is set on an entry that Android reads without decrypting.
    EncryptedFlag "encrypted-flag" Warning {
        en: "\"{0}\" is marked as encrypted although platforms read it in clear: a trick against \
            analysis tools.",
        zh: "“{0}”被标记为已加密，而系统按未加密读取：这是对抗分析工具的手法。"
    }
    /// A compression method other than stored and deflated. Where Android reads files it takes such
    /// a one for stored, where it verifies a JAR signature for deflated. An error of a file that
    /// says what the package is, where only a JAR signature speaks for the package, and in
    /// HarmonyOS packages.
    UnknownCompressionMethod "unknown-compression-method" Warning {
        en: "\"{0}\" names the compression method {1}, which nobody knows: current Android reads \
            the file as stored, older versions and the verifiers of signatures as deflated, and \
            HarmonyOS not at all. Build the package again with stored or deflated files.",
        zh: "“{0}”标明的压缩方式 {1} 无人定义：当前安卓系统按未压缩读取，旧版系统和签名校验则按 \
            deflate 解压，鸿蒙系统无法读取。请改用“存储”或 deflate 方式重新打包。"
    }
    /// The local header of an entry in a HarmonyOS package, its data descriptor or the size of its
    /// data contradicts the directory. Devices compare them before they read a file.
    LocalHeaderDiffers "local-header-differs" Error {
        en: "What stands before or behind the data of \"{0}\" contradicts the directory of the \
            ZIP ({1:reason}), and no HarmonyOS device reads such a file: build the package again.",
        zh: "“{0}”的数据前后所写的内容与 ZIP 中央目录矛盾（{1:reason}），鸿蒙设备不会读取这样的文\
            件：请重新打包。"
    }
    /// The end record of a HarmonyOS package's ZIP has a comment, or names several disks. Devices
    /// look for the record in the last 22 bytes alone.
    ZipEndRecord "zip-end-record" Error {
        en: "The end record of the ZIP is such that no HarmonyOS device opens the package \
            ({0:reason}): build it again.",
        zh: "鸿蒙设备无法打开此安装包，因为 ZIP 结束记录不符合要求（{0:reason}）：请重新打包。"
    }
    /// An entry reaches into the signing block, or stands in it, where no signature covers it.
    EntryInSigningBlock "entry-in-signing-block" Error {
        en: "\"{0}\" stands in the signing block or reaches into it, where no signature covers it \
            and anybody can change it: do not use this file, get it again from whoever built it.",
        zh: "“{0}”的数据位于签名块内或伸入签名块，不受任何签名保护，任何人都能改动：请勿使用此文\
            件，请向打包方重新获取。"
    }
    /// Who unpacks the file from front to back finds something else in it than its directory says.
    /// Made of sets of APKs and of quick apps, which are installed so.
    LocalEntriesDiffer "local-entries-differ" Error {
        en: "Installers unpack such a file from front to back, and find something else at byte \
            {0} than its directory says ({1:reason}): they may install another app; do not use \
            this file, get it again from whoever built it.",
        zh: "安装程序会从头到尾依次解压此类文件，而第 {0} 字节处的内容与文件目录的记载不符\
            （{1:reason}）：实际安装的可能是其他内容，请勿使用此文件，请向打包方重新获取。"
    }
    /// An entry's name holds a NUL byte, at which some readers end the name.
    NulInName "nul-in-name" Error {
        en: "The name of the entry \"{0}\" holds a NUL byte, at which some readers cut it: build \
            the package again.",
        zh: "条目名“{0}”含有 NUL 字节，部分系统会在此截断：请重新打包。"
    }
    /// An entry that is needed cannot be read: its local header contradicts the directory, its data
    /// reaches past the directory, or it does not inflate to the size declared.
    EntryUnreadable "entry-unreadable" Error {
        en: "\"{0}\" cannot be read from the package ({1:reason}): the file is damaged or was \
            edited, get it again from whoever built it.",
        zh: "无法读取安装包内的“{0}”（{1:reason}）：文件已损坏或被修改，请向打包方重新获取。"
    }

    /// Bytes stand before the first entry of a ZIP that no platform runs: a bundle, or a set of
    /// APKs.
    DataBeforeArchive "data-before-archive" Warning {
        en: "{0} bytes stand before the first ZIP entry, and no signature covers them: get the \
            file from whoever built it.",
        zh: "第一个 ZIP 条目之前有 {0} 字节数据，没有任何签名覆盖：请向打包方获取原始文件。"
    }

    // Sets of APKs, and bundles.

    /// The file is an app bundle, whose signer is not always the one of what users install.
    BundleUploadCertificate "bundle-upload-certificate" Warning {
        en: "This is an Android App Bundle, which is signed with the upload certificate; the \
            store makes the APKs from it and may sign them with another one: compare with the app \
            signing certificate in the store's console, or use an APK that users get, before \
            filing.",
        zh: "这是 Android App Bundle（AAB），其签名证书是上传证书；应用商店据此生成的 APK 可能由另\
            一证书签名。备案前请与商店后台的“应用签名证书”核对，或改用用户实际下载的 APK。"
    }
    /// A digest, or a key of a size, that no new signature should use, and that the JDK takes for
    /// none.
    WeakAlgorithm "weak-algorithm" Warning {
        en: "The signature rests on {0}, which newer tools and stores refuse: {1:reason}.",
        zh: "签名使用了 {0}，新版工具和应用商店不再接受：{1:reason}。"
    }
    /// A set of APKs of which none is the base, the one without `split` in its manifest.
    SetWithoutBase "set-without-base" Error {
        en: "Only parts of an app (split APKs) are in the file, and the base APK is missing: \
            there is nothing to file from, get the complete set.",
        zh: "文件中只有拆分出的部分（split APK），缺少主 APK（base）：无法得出备案信息，请取得完整\
            的一组文件。"
    }
    /// A set with more APKs, or an APP with more modules, than are read.
    SetTooLarge "set-too-large" Error {
        en: "The file holds {0} packages, more than {1}: give the base APK, or the entry HAP, by \
            itself.",
        zh: "文件中有 {0} 个安装包，超过上限 {1}：请单独使用主 APK（base）或 entry 模块的 HAP。"
    }
    /// A file that is named as an APK in a set, or as a module in an APP, and is none or cannot be
    /// opened.
    InnerUnreadable "inner-unreadable" Error {
        en: "\"{0}\" inside the file cannot be read as a package ({1:reason}): the file is \
            damaged or was edited, get it again.",
        zh: "无法把其中的“{0}”作为安装包读取（{1:reason}）：文件已损坏或被修改，请重新获取。"
    }
    /// An APK of a set is not signed, and another is.
    InnerUnsigned "inner-unsigned" Error {
        en: "\"{0}\" inside the file carries no signature: a device would refuse the set, get all \
            APKs from one build.",
        zh: "其中的“{0}”没有签名：设备会拒绝安装，请使用同一次构建产生的全部 APK。"
    }
    /// Two APKs of a set are of different apps; or a module of an APP is of another app or version
    /// than `pack.info` says, or `module.json` of another than `config.json` beside it.
    InnerPackagesDiffer "inner-packages-differ" Error {
        en: "\"{0}\" is of the app {1}, and \"{2}\" of {3}: they do not belong together, get the \
            packages of one app from one build.",
        zh: "“{0}”属于应用 {1}，而“{2}”属于 {3}：两者不是同一个应用或不是同一次构建，请使用同一应\
            用、同一次构建的一组文件。"
    }
    /// Two APKs of a set have different signers.
    InnerSignersDiffer "inner-signers-differ" Error {
        en: "\"{0}\" and \"{1}\" are signed by different certificates: a device would refuse the \
            set, and nobody can say which is the app's; get all APKs from one build.",
        zh: "“{0}”与“{1}”的签名证书不同：设备会拒绝安装，也无法判断哪个才是应用的证书，请使用同一\
            次构建产生的全部 APK。"
    }
    /// Two APKs of a set have different version codes.
    InnerVersionsDiffer "inner-versions-differ" Error {
        en: "\"{0}\" has the version code {1}, and \"{2}\" {3}: a device would refuse the set, \
            get all APKs from one build.",
        zh: "“{0}”的版本号为 {1}，而“{2}”为 {3}：设备会拒绝安装，请使用同一次构建产生的全部 APK。"
    }
    /// Two APKs of a set, or of one variant of it, are the same part of the app.
    SplitTwice "split-twice" Error {
        en: "\"{0}\" and \"{1}\" are the same part of the app ({2}): a device would refuse the \
            set, and installers may take either; get the set of one build.",
        zh: "“{0}”与“{1}”是应用的同一部分（{2}）：设备会拒绝安装，不同安装程序也可能选用其中任意一\
            个，请使用同一次构建产生的一组文件。"
    }
    /// Two base APKs of a set, of which a device installs one, have different names or minimum
    /// platforms where they should not.
    BasesDiffer "bases-differ" Error {
        en: "\"{0}\" names the app \"{1}\", and \"{2}\" names it \"{3}\": which one a user gets \
            depends on the device; get the set of one build.",
        zh: "“{0}”中的应用名称为“{1}”，而“{2}”中为“{3}”：用户装到哪一个取决于设备，请使用同一次构\
            建产生的一组文件。"
    }
    /// An app that holds APKs where installers of sets look for them.
    ApksInPackage "apks-in-package" Error {
        en: "The file is an app itself, and holds \"{0}\" where installers of sets of APKs look \
            for one: what is installed depends on who installs it; give the app alone.",
        zh: "此文件本身是一个应用，同时又在分包安装程序会读取的位置含有“{0}”：实际安装的内容取决于\
            安装方式，请单独使用应用的安装包。"
    }
    /// A set that holds another set, or an APK under a name by which some installers find it.
    SetWithinSet "set-within-set" Error {
        en: "\"{0}\" inside the file is a package that some installers would install and others \
            pass over: give the set alone.",
        zh: "其中的“{0}”也是安装包，有的安装程序会安装它，有的会忽略：请单独使用这一组 APK。"
    }
    /// What describes a set cannot be read, so that what an installer would do is not known.
    SetDescriptionUnreadable "set-description-unreadable" Error {
        en: "{0} inside the file cannot be read ({1:reason}): installers that go by it would \
            refuse the set, or read it otherwise; get the file again.",
        zh: "无法读取其中的 {0}（{1:reason}）：依据它的安装程序会拒绝安装或得出不同结果，请重新获\
            取文件。"
    }
    /// What describes a set names another app than the APKs are of.
    SetDescriptionDiffers "set-description-differs" Warning {
        en: "{0} says that the app is \"{1}\", and the APKs are of \"{2}\": somebody edited or \
            misnamed the file; the APKs count.",
        zh: "{0} 写明的应用为“{1}”，而其中的 APK 属于“{2}”：文件可能被改动，以 APK 为准。"
    }

    // What the app says of itself.

    /// There is no `AndroidManifest.xml`, so the range of platforms to verify for is not known.
    ManifestMissing "manifest-missing" Error {
        en: "There is no AndroidManifest.xml: this is not an installable Android package. To \
            verify it as a plain JAR, give --min-sdk and a --max-sdk below 26.",
        zh: "缺少 AndroidManifest.xml：这不是可安装的安卓安装包。若只想按 JAR 校验签名，请加 \
            --min-sdk 和小于 26 的 --max-sdk。"
    }
    /// An app bundle without `base/manifest/AndroidManifest.xml`, or with one that cannot be read.
    BundleManifestBad "bundle-manifest-bad" Error {
        en: "base/manifest/AndroidManifest.xml, which says what the bundle is, cannot be read \
            ({0:reason}): no store would take this bundle, build it again.",
        zh: "无法读取应用包（AAB）的 base/manifest/AndroidManifest.xml（{0:reason}）：应用商店不会\
            接受，请重新构建。"
    }
    /// `AndroidManifest.xml` is not the binary XML that Android reads.
    ManifestMalformed "manifest-malformed" Error {
        en: "AndroidManifest.xml cannot be read ({0:reason}): Android would not install this \
            package.",
        zh: "无法解析 AndroidManifest.xml（{0:reason}）：安卓无法安装此安装包。"
    }
    /// Other tools read something else in `AndroidManifest.xml` than Android does. An error where
    /// no build tool writes it so, a warning where some do.
    ManifestAmbiguous "manifest-ambiguous" Error {
        en: "AndroidManifest.xml can be read in two ways: {0:reason} is \"{1}\" as Android reads \
            it, and \"{2}\" as other tools may; {3:reason}.",
        zh: "AndroidManifest.xml 有两种读法：{0:reason}按安卓系统读取为“{1}”，其他工具可能读成\
            “{2}”；{3:reason}。"
    }
    /// The package's name is none that a platform takes.
    PackageNameInvalid "package-name-invalid" Error {
        en: "\"{0}\" is no valid package name ({1:reason}): no device installs it, correct the \
            name and build the package again.",
        zh: "“{0}”不是有效的包名（{1:reason}）：任何设备都不会安装，请改正包名后重新打包。"
    }
    /// `android:minSdkVersion` is neither a number nor the code name of a platform.
    MinSdkUnreadable "min-sdk-unreadable" Error {
        en: "The minimum platform version \"{0}\" in AndroidManifest.xml is neither a number nor \
            a known code name; give --min-sdk.",
        zh: "AndroidManifest.xml 中的最低系统版本“{0}”既不是数字也不是已知代号；请用 --min-sdk 指\
            定。"
    }
    /// `AndroidManifest.xml` breaks off, so that nobody knows on which platforms the package
    /// installs.
    ManifestBreaksOff "manifest-breaks-off" Error {
        en: "AndroidManifest.xml breaks off, so the minimum platform version is not certain: the \
            file is damaged or was made to confuse; give --min-sdk to verify all the same.",
        zh: "AndroidManifest.xml 中途损坏，无法确定最低系统版本：文件已损坏或被有意做手脚；如仍要\
            校验，请用 --min-sdk 指定。"
    }
    /// The lowest version that the package installs on is above the highest one asked for.
    SdkRangeEmpty "sdk-range-empty" Error {
        en: "The package needs at least platform version {0}, above the maximum of {1} that was \
            asked for: nothing to verify, raise --max-sdk.",
        zh: "安装包要求的最低系统版本 {0} 高于指定的最高版本 {1}：没有可校验的版本，请调高 \
            --max-sdk。"
    }
    /// `resources.arsc` cannot be read, so names that it holds are missing.
    ResourcesMalformed "resources-malformed" Warning {
        en: "resources.arsc cannot be read ({0:reason}); the app's name may be missing.",
        zh: "无法解析 resources.arsc（{0:reason}），应用名称可能缺失。"
    }
    /// Devices refuse the table of resources, or read it otherwise than other readers do, as it is
    /// built like none that a build tool makes. Where they refuse it, no name is given.
    ResourcesOdd "resources-odd" Warning {
        en: "resources.arsc is built as no build tool builds it ({0:reason}), so that tools and \
            phones may read different names from it: compare the app's name with what a phone \
            shows, and build the package again.",
        zh: "resources.arsc 的结构与任何构建工具生成的都不同（{0:reason}），不同工具与手机读出的应\
            用名称可能不一致：请与手机上实际显示的名称核对，并重新打包。"
    }
    /// Devices in China show different names: with another platform version, network or screen, or
    /// at night; or modules of an APP for different kinds of devices have different ones.
    LabelDependsOnDevice "label-depends-on-device" Warning {
        en: "Devices in China show different names for the app: \"{0}\" ({1}), but \"{2}\" ({3}). \
            File the name that the store shows, and use one name on every device.",
        zh: "中国大陆的设备上显示的应用名称不一致：“{0}”（{1}），但“{2}”（{3}）。请按应用商店中的\
            名称备案，并让各种设备显示同一名称。"
    }
    /// The label leads to no text: a reference without one at its end, or on HarmonyOS no
    /// `labelId`.
    LabelUnresolved "label-unresolved" Warning {
        en: "Phones find no name for the app's label ({0:reason}) and show the package name \
            instead: take the app's name from the store, or set the label (android:label; on \
            HarmonyOS a string with its labelId) and build the package again.",
        zh: "手机找不到应用名称的文字（{0:reason}），会改为显示包名：应用名称请以应用商店显示的为\
            准，或补全名称（安卓为 android:label，鸿蒙为带 labelId 的字符串）后重新打包。"
    }
    /// The launcher shows another name than the app's.
    LauncherNameDiffers "launcher-name-differs" Info {
        en: "The launcher shows \"{0}\", the app is named \"{1}\": file the name that the store \
            shows.",
        zh: "桌面图标下显示“{0}”，应用名称为“{1}”：备案名称应与应用商店中的名称一致。"
    }
    /// The package is one part of an app that is delivered in several.
    SplitPackage "split-package" Warning {
        en: "This package is only the part \"{0}\" of a split app; file from the base package.",
        zh: "此安装包只是拆分应用的一个部分“{0}”：请以主包（base）为准填报。"
    }
    /// `android:debuggable` is true.
    Debuggable "debuggable" Warning {
        en: "The package is a debug build (android:debuggable): file from the release package.",
        zh: "此安装包是调试版本（android:debuggable）：请使用正式发布的安装包填报。"
    }

    // The APK signing block.

    /// The APK signing block is larger than any real one, and was not read.
    SigningBlockTooLarge "signing-block-too-large" Error {
        en: "The APK signing block has {0} bytes, more than {1}.",
        zh: "APK 签名块有 {0} 字节，超过上限 {1}。"
    }
    /// A pair of the signing block that belongs to a store or vendor. It proves nothing.
    VendorBlock "vendor-block" Info {
        en: "The signing block holds data of {0:reason} (id {1}), which is no signature and was \
            not verified.",
        zh: "签名块中有 {0:reason} 的数据（id {1}），它不是签名，未作校验。"
    }
    /// A pair of the signing block with an id that nobody has published.
    UnknownBlock "unknown-block" Info {
        en: "The signing block holds data with the unknown id {0}, which no signature scheme \
            reads.",
        zh: "签名块中有未知 id {0} 的数据，任何签名方案都不读取它。"
    }
    /// A distribution channel's mark. Changing it does not change the signature.
    ChannelMark "channel-mark" Info {
        en: "The package carries a channel mark of {0}: {1}",
        zh: "安装包带有 {0} 渠道标记：{1}"
    }

    // Signatures of every scheme. The subject says which.

    /// A record of the signature does not have the shape that the scheme prescribes.
    MalformedSignature "malformed-signature" Error {
        en: "The signature's {0:reason} is malformed: the package is damaged or was edited, sign \
            it again.",
        zh: "签名数据中的 {0:reason} 格式错误：安装包已损坏或被修改，请重新签名。"
    }
    /// The block of a scheme names no signer.
    NoSigners "no-signers" Error {
        en: "The signature block names no signer: sign the package again.",
        zh: "签名块中没有签名者：请重新签名。"
    }
    /// More signers than the platform accepts.
    TooManySigners "too-many-signers" Error {
        en: "There are more signers than {0}: Android refuses such a package, or no real one has \
            as many.",
        zh: "签名者数量超过上限 {0}：安卓会拒绝此安装包，或没有真实的安装包会有这么多。"
    }
    /// A signer without any signature.
    NoSignatures "no-signatures" Error {
        en: "The signer has no signature: sign the package again.",
        zh: "该签名者没有签名数据：请重新签名。"
    }
    /// A signature with an algorithm that the scheme does not define; platforms skip it.
    UnknownSignatureAlgorithm "unknown-signature-algorithm" Warning {
        en: "A signature with the unknown algorithm {0} was skipped, as Android skips it.",
        zh: "跳过了使用未知算法 {0} 的签名（安卓同样会跳过）。"
    }
    /// None of the signatures can be verified by every platform in the range.
    NoSupportedSignature "no-supported-signature" Error {
        en: "The signer has no signature that every platform in the range can verify.",
        zh: "该签名者没有可供范围内所有系统版本校验的签名。"
    }
    /// The signature does not belong to these bytes and this key.
    SignatureMismatch "signature-mismatch" Error {
        en: "The signature ({0}) does not verify: the package was changed after signing, or the \
            signature is forged.",
        zh: "签名（{0}）校验失败：安装包在签名后被改动，或签名系伪造。"
    }
    /// The signature cannot be verified at all, because its key or parameters are unusable.
    SignatureUnverifiable "signature-unverifiable" Error {
        en: "The signature cannot be verified: {0:reason}.",
        zh: "无法校验签名：{0:reason}。"
    }
    /// A certificate in the signature cannot be read.
    MalformedCertificate "malformed-certificate" Error {
        en: "A certificate in the signature cannot be read.",
        zh: "签名中的证书无法解析。"
    }
    /// A certificate names itself as its issuer, and its own key says that it was changed. Of a JAR
    /// signature, which does not cover the certificate, it decides nothing: platforms do not ask.
    CertificateAltered "certificate-altered" Error {
        en: "The certificate is not as its owner made it: it was changed, and its fingerprint is \
            not the signer's; get the original file.",
        zh: "证书内容与签发时不一致：证书已被改动，其指纹不是签名者的真实指纹，请取得原始文件。"
    }
    /// The only signature is a JAR one, which does not cover the certificate, and the certificate's
    /// own signature is another's, or one that can be remade.
    CertificateUnproven "certificate-unproven" Warning {
        en: "The file has a v1 signature only, which does not cover the certificate: the \
            fingerprint, and with an EC key the public key too, is as the file shows it and \
            nothing proves it. Compare it with your keystore before filing, and sign an APK with \
            v2 as well.",
        zh: "文件只有 v1 签名，而 v1 不覆盖证书本身：此处的指纹（EC 密钥还包括公钥）取自文件所示的\
            证书，没有证明。填报前请与密钥库中的证书核对；APK 建议同时加上 v2 签名。"
    }
    /// A package signed with v2 or newer holds a v1 signature of another key, which no platform
    /// looks at.
    StaleV1Signature "stale-v1-signature" Info {
        en: "META-INF still holds a v1 signature by another certificate ({1}, MD5 {0}), which \
            tools that read META-INF show: platforms go by the newer signature, and the values \
            here are that one's. Do not file the old one.",
        zh: "META-INF 中残留着另一证书（{1}，MD5 {0}）的 v1 签名，读取 META-INF 的工具会显示它。系\
            统以新版签名为准，此处的值也取自新版签名：请勿填报残留的证书。"
    }
    /// A signer without any certificate.
    NoCertificates "no-certificates" Error {
        en: "The signer has no certificate.",
        zh: "该签名者没有证书。"
    }
    /// The public key of the signature is not the certificate's.
    PublicKeyMismatch "public-key-mismatch" Error {
        en: "The signature was made with a key that is not the certificate's: the certificate may \
            be somebody else's.",
        zh: "签名所用公钥与证书中的公钥不一致：该证书可能属于他人。"
    }
    /// The algorithms of the signatures and of the digests are not the same list.
    AlgorithmListMismatch "algorithm-list-mismatch" Error {
        en: "The algorithms listed for signatures and for digests differ: the signature was \
            tampered with.",
        zh: "签名与摘要所列算法不一致：签名被篡改。"
    }
    /// The package's content is not what was signed.
    ContentDigestMismatch "content-digest-mismatch" Error {
        en: "The package's content does not match the signed digest ({0}): it was changed after \
            signing, get the original file.",
        zh: "安装包内容与已签名的摘要（{0}）不符：签名后内容被改动，请取得原始文件。"
    }
    /// An attribute that the scheme does not define; platforms ignore it.
    UnknownAttribute "unknown-attribute" Warning {
        en: "The signature holds the unknown attribute {0}.",
        zh: "签名中含有未知属性 {0}。"
    }
    /// A signature says that a newer scheme's one was made too, and it is gone.
    NewerSchemeStripped "newer-scheme-stripped" Error {
        en: "The package was also signed with scheme {0}, and that signature has been removed: it \
            was changed after signing, get the original file.",
        zh: "安装包原本还有 {0} 签名，但已被移除：签名后内容被改动，请取得原始文件。"
    }
    /// A signature names a scheme that is not known.
    UnknownSchemeId "unknown-scheme-id" Warning {
        en: "The signature says that the package was also signed with scheme {0}, which is \
            unknown or not looked at by the platform versions asked for.",
        zh: "签名声明安装包还使用了签名方案 {0}，该方案未知，或不在所校验系统版本的范围内。"
    }
    /// The signers of the v1 and of the v2 signature are not the same.
    SchemeSignersDiffer "scheme-signers-differ" Error {
        en: "Signers of the {0} signature are missing from the {1} signature: the package was \
            signed again by somebody else, get the original file.",
        zh: "{0} 签名中的签名者不在 {1} 签名中：安装包可能被他人重新签名，请取得原始文件。"
    }
    /// `targetSandboxVersion` 2 and above needs a signature of scheme v2 or newer.
    SandboxNeedsV2 "sandbox-needs-v2" Error {
        en: "The manifest's targetSandboxVersion {0} needs a signature of scheme v2 or newer: \
            sign the package again with v2.",
        zh: "清单中的 targetSandboxVersion 为 {0}，要求 v2 或更新的签名：请用 v2 重新签名。"
    }
    /// Apps for Android 11 and above need a signature of scheme v2 or newer.
    TargetSdkNeedsV2 "target-sdk-needs-v2" Error {
        en: "A package for platform version {0} needs a signature of scheme v2 or newer: sign it \
            again with v2.",
        zh: "目标系统版本为 {0} 的安装包要求 v2 或更新的签名：请用 v2 重新签名。"
    }

    // v3 and v3.1, and the lineage of certificates.

    /// The platform range beside the signed data and the one inside it differ.
    SdkRangeMismatch "sdk-range-mismatch" Error {
        en: "The signer's platform range {0} is not the signed one ({1}): the signature was \
            tampered with.",
        zh: "签名者的系统版本范围 {0} 与已签名的范围（{1}）不一致：签名被篡改。"
    }
    /// A platform range that is negative or upside down.
    InvalidSdkRange "invalid-sdk-range" Error {
        en: "The signer's platform range is invalid: from {0} to {1}.",
        zh: "签名者的系统版本范围无效：{0} 至 {1}。"
    }
    /// The platform ranges of the signers overlap or leave a gap.
    InconsistentSdkRanges "inconsistent-sdk-ranges" Error {
        en: "The platform ranges of the signers overlap or leave a gap.",
        zh: "各签名者的系统版本范围有重叠或空缺。"
    }
    /// No signer covers some of the platforms that the verdict is to speak of.
    SdkRangeNotCovered "sdk-range-not-covered" Error {
        en: "No signer covers all platform versions {0}; the signers cover {1}.",
        zh: "没有签名者覆盖全部系统版本 {0}；现有签名者覆盖 {1}。"
    }
    /// The signers' lineages are not parts of one.
    InconsistentLineages "inconsistent-lineages" Error {
        en: "The certificate lineages of the signers contradict one another.",
        zh: "各签名者的证书轮换记录互相矛盾。"
    }
    /// The record of certificate rotations cannot be read.
    MalformedLineage "malformed-lineage" Error {
        en: "The record of certificate rotations (lineage) is malformed.",
        zh: "证书轮换记录（lineage）格式错误。"
    }
    /// A signer shows two records of certificate rotations, of which readers take one or the other.
    LineageRepeated "lineage-repeated" Error {
        en: "The signer shows two records of certificate rotations (lineage), and platforms \
            differ on which one counts: sign the package again.",
        zh: "该签名者带有两份证书轮换记录（lineage），不同系统读取的不是同一份：请重新签名。"
    }
    /// The record of certificate rotations holds more certificates than are verified.
    LineageTooLong "lineage-too-long" Error {
        en: "The record of certificate rotations (lineage) holds {0} certificates, more than {1}: \
            no real app has as many, get the original file.",
        zh: "证书轮换记录（lineage）中有 {0} 个证书，超过上限 {1} 个：真实的应用不会有这么多，请取\
            得原始文件。"
    }
    /// A certificate in the lineage was not signed by the one before it.
    LineageSignatureMismatch "lineage-signature-mismatch" Error {
        en: "In the record of certificate rotations (lineage), certificate {0} was not signed by \
            the one before it.",
        zh: "证书轮换记录（lineage）中的第 {0} 个证书未由前一个证书签名。"
    }
    /// The lineage does not end in the signer's certificate, or names one twice.
    LineageCertificateMismatch "lineage-certificate-mismatch" Error {
        en: "The record of certificate rotations (lineage) does not belong to the signer: \
            {0:reason}.",
        zh: "证书轮换记录（lineage）不属于该签名者：{0:reason}。"
    }
    /// The signer that older platforms see is not the first of the lineage (or the signer itself).
    PastSignerMismatch "past-signer-mismatch" Error {
        en: "The signer that older platforms see is not in the newer signature's record of \
            rotations: the signatures are of different owners.",
        zh: "旧系统看到的签名者不在新签名的轮换记录中：这些签名属于不同的所有者。"
    }
    /// v1 or v2 has several signers where v3 has one.
    MultiplePastSigners "multiple-past-signers" Error {
        en: "The {0} signature has several signers, which a package with a v3 signature must not \
            have.",
        zh: "{0} 签名有多个签名者，而带有 v3 签名的安装包不允许如此。"
    }
    /// A v3 signature says that a v3.1 one follows, and there is none.
    V31Missing "v31-missing" Error {
        en: "The v3 signature says that a v3.1 signature exists for platform version {0} and \
            above, and there is none: it has been removed.",
        zh: "v3 签名声明系统版本 {0} 及以上有 v3.1 签名，但并不存在：可能已被移除。"
    }
    /// A v3.1 signature without a v3 one.
    V31WithoutV3 "v31-without-v3" Error {
        en: "There is a v3.1 signature but no v3 signature, which it must accompany.",
        zh: "存在 v3.1 签名但缺少必须同时存在的 v3 签名。"
    }
    /// The platform at which v3.1 begins is not the one that v3 names.
    RotationMinSdkMismatch "rotation-min-sdk-mismatch" Error {
        en: "The v3 signature says that rotation begins at platform version {0}, the v3.1 \
            signature at {1}.",
        zh: "v3 签名声明证书轮换始于系统版本 {0}，而 v3.1 签名为 {1}。"
    }
    /// A v3 signature beside a v3.1 one does not protect it from removal.
    RotationMinSdkMissing "rotation-min-sdk-missing" Warning {
        en: "The v3 signature does not say that a v3.1 signature exists, so that the latter could \
            be removed unnoticed.",
        zh: "v3 签名未声明 v3.1 签名的存在，后者可能被移除而不被察觉。"
    }
    /// A v2, v3 or v3.1 signature by an ML-DSA key, which platforms take beside a classical one
    /// only (v3.2).
    PostQuantumAlone "post-quantum-alone" Error {
        en: "The signer's key is a post-quantum one (ML-DSA), which Android takes in a v3.2 \
            signature beside a classical one only: sign the package with the classical key in \
            this scheme.",
        zh: "该签名者使用后量子密钥（ML-DSA），安卓只在 v3.2 签名中接受它与传统密钥配对使用：请在\
            此签名方案中改用传统密钥签名。"
    }
    /// A v3.2 signature that is not by one classical and one post-quantum signer with one history
    /// for the same platforms.
    HybridSignersBad "hybrid-signers-bad" Error {
        en: "The v3.2 signature is no hybrid that Android takes ({0:reason}): sign the package \
            again with one classical and one post-quantum key.",
        zh: "v3.2 混合签名不符合安卓的要求（{0:reason}）：请用一个传统密钥和一个后量子密钥重新签\
            名。"
    }
    /// A v3 or v3.1 signature says that a v3.2 one exists, and it does not.
    V32Missing "v32-missing" Error {
        en: "The signature says that a v3.2 signature for platforms from {0} on exists, and it is \
            missing: somebody removed it, get the original package.",
        zh: "签名声明存在针对系统版本 {0} 及以上的 v3.2 签名，但安装包中没有：它已被移除，请取得原\
            始安装包。"
    }
    /// A v3 or v3.1 signature names other platforms for the v3.2 one than that is for.
    HybridSdkMismatch "hybrid-sdk-mismatch" Error {
        en: "The signature names the platforms {0} to {1} for the v3.2 signature, which is for \
            others: sign the package again.",
        zh: "签名声明 v3.2 签名针对系统版本 {0} 至 {1}，与 v3.2 签名本身不符：请重新签名。"
    }
    /// A v3 or v3.1 signature beside a v3.2 one does not protect it from removal.
    HybridSdkMissing "hybrid-sdk-missing" Warning {
        en: "The signature does not say that a v3.2 signature exists, so that the latter could be \
            removed unnoticed.",
        zh: "签名未声明 v3.2 签名的存在，后者可能被移除而不被察觉。"
    }
    /// The attribute for development releases belongs into v3.1.
    DevReleaseInV3 "dev-release-in-v3" Warning {
        en: "The v3 signature targets a development release, which only a v3.1 signature can do.",
        zh: "v3 签名指定了开发版系统，只有 v3.1 签名才能如此。"
    }

    // v1: the JAR signature.

    /// `META-INF/MANIFEST.MF` is missing.
    JarNoManifest "jar-no-manifest" Error {
        en: "There is no META-INF/MANIFEST.MF, and the platform versions asked for need a v1 \
            signature: sign the package with v1 too, or raise its minSdkVersion.",
        zh: "缺少 META-INF/MANIFEST.MF，而所校验的系统版本需要 v1 签名：请同时使用 v1 签名，或提\
            高 minSdkVersion。"
    }
    /// No `META-INF/*.RSA`, `.DSA` or `.EC`.
    JarNoSignatures "jar-no-signatures" Error {
        en: "There is no v1 signature (META-INF/*.RSA, .DSA or .EC), and the platform versions \
            asked for need one: sign the package.",
        zh: "没有 v1 签名（META-INF/*.RSA、.DSA 或 .EC），而所校验的系统版本需要它：请对安装包签\
            名。"
    }
    /// A section of the manifest or signature file cannot be read.
    JarMalformedManifest "jar-malformed-manifest" Error {
        en: "{0} is malformed: {1:reason}.",
        zh: "{0} 格式错误：{1:reason}。"
    }
    /// Two sections of the manifest or signature file have one name.
    JarDuplicateSection "jar-duplicate-section" Error {
        en: "{0} names \"{1}\" twice.",
        zh: "{0} 中“{1}”出现两次。"
    }
    /// A section of the manifest or signature file has no name.
    JarUnnamedSection "jar-unnamed-section" Error {
        en: "{0} holds a section without a name (number {1}).",
        zh: "{0} 中第 {1} 节没有名称。"
    }
    /// A file that the manifest names is not in the package.
    JarMissingEntry "jar-missing-entry" Error {
        en: "\"{0}\" was signed and is not in the package any more: it was changed after signing.",
        zh: "已签名的文件“{0}”不在安装包中：签名后内容被改动。"
    }
    /// The manifest holds no usable digest of a file.
    JarNoEntryDigest "jar-no-entry-digest" Error {
        en: "\"{0}\" has no usable digest in {1}: it was added after signing, or the signature is \
            incomplete.",
        zh: "{1} 中没有“{0}”的可用摘要：该文件在签名后加入，或签名不完整。"
    }
    /// A file that no signer covers.
    JarEntryNotSigned "jar-entry-not-signed" Error {
        en: "\"{0}\" is not covered by any signer: it was added after signing.",
        zh: "“{0}”未被任何签名者覆盖：该文件在签名后加入。"
    }
    /// Two files are covered by different signers.
    JarEntrySignersDiffer "jar-entry-signers-differ" Error {
        en: "\"{0}\" and \"{1}\" are covered by different signers.",
        zh: "“{0}”与“{1}”由不同的签名者签名。"
    }
    /// A file or manifest is not what was signed.
    JarDigestMismatch "jar-digest-mismatch" Error {
        en: "\"{0}\" does not match its {1} digest in {2}: it was changed after signing, get the \
            original file.",
        zh: "“{0}”与 {2} 中的 {1} 摘要不符：签名后被改动，请取得原始文件。"
    }
    /// The main section of the manifest is not what was signed.
    JarMainSectionMismatch "jar-main-section-mismatch" Error {
        en: "The main section of META-INF/MANIFEST.MF does not match its {0} digest in {1}: it \
            was changed after signing.",
        zh: "META-INF/MANIFEST.MF 的主属性与 {1} 中的 {0} 摘要不符：签名后被改动。"
    }
    /// A section of the manifest is not what was signed.
    JarSectionMismatch "jar-section-mismatch" Error {
        en: "The section \"{0}\" of META-INF/MANIFEST.MF does not match its {1} digest in {2}: it \
            was changed after signing.",
        zh: "META-INF/MANIFEST.MF 中“{0}”一节与 {2} 中的 {1} 摘要不符：签名后被改动。"
    }
    /// The signature file holds no usable digest of the manifest.
    JarNoManifestDigest "jar-no-manifest-digest" Error {
        en: "{0} holds no digest of META-INF/MANIFEST.MF that the platform versions asked for can \
            use.",
        zh: "{0} 中没有所校验系统版本可用的 META-INF/MANIFEST.MF 摘要。"
    }
    /// A signature block without a signature file, or the other way round.
    JarSignatureFileMissing "jar-signature-file-missing" Warning {
        en: "{0} has no {1} beside it and was ignored.",
        zh: "{0} 缺少对应的 {1}，已忽略。"
    }
    /// A signature file without `Signature-Version`; its signer is ignored.
    JarVersionMissing "jar-version-missing" Warning {
        en: "{0} has no Signature-Version and its signer was ignored.",
        zh: "{0} 缺少 Signature-Version，已忽略其签名者。"
    }
    /// Digest and signature algorithm that a platform in the range cannot verify.
    JarUnsupportedAlgorithm "jar-unsupported-algorithm" Error {
        en: "The v1 signature is {1} over a digest of {0}, which not every platform version in \
            {2} can verify ({3:reason}): raise minSdkVersion, or sign with an algorithm that the \
            oldest one knows.",
        zh: "v1 签名使用 {1}，摘要为 {0}，系统版本 {2} 中有的版本无法校验（{3:reason}）：请提高 \
            minSdkVersion，或改用最低版本支持的算法签名。"
    }
    /// One signer's file does not fit, while another's does: it was left over when the package was
    /// signed again.
    JarStaleSigner "jar-stale-signer" Warning {
        en: "{1} fits the package and {0} does not: {0} is of an earlier signing, and platforms \
            refuse the package for it. Delete it and its block from META-INF, and sign again.",
        zh: "{1} 与安装包相符，而 {0} 不符：后者是以前签名的残留，系统会因此拒绝安装。请从 \
            META-INF 中删除它及同名的签名块文件，再重新签名。"
    }
    /// A file that would be a signature block if its name were written as Android wants it.
    JarBlockMisnamed "jar-block-misnamed" Warning {
        en: "\"{0}\" is no signature block for Android, which wants META-INF/ and the ending \
            .RSA, .DSA or .EC in capital letters: it counts for nothing. Sign the package again, \
            with apksigner.",
        zh: "安卓不认“{0}”为签名块：目录须为大写的 META-INF/，扩展名须为大写的 .RSA、.DSA 或 .EC，\
            因此它不起作用。请用 apksigner 重新签名。"
    }
    /// A package that was hardened, and whose signature is missing or does not fit.
    HardenedPackage "hardened-package" Warning {
        en: "The package was hardened ({0}; {1}), which takes the signature away: sign the \
            hardened package again with the app's own key, and file from that.",
        zh: "安装包经过加固（{0}，{1}），加固会去掉原有签名：请用应用自己的密钥对加固后的安装包重\
            新签名，再以它填报。"
    }
    /// Files in `META-INF` that are no part of the signature.
    JarUnprotectedEntry "jar-unprotected-entry" Warning {
        en: "{0} files in META-INF are not protected by the v1 signature (the first is \"{1}\"): \
            anybody can change them.",
        zh: "META-INF 下有 {0} 个文件不受 v1 签名保护（第一个为“{1}”），任何人都可改动。"
    }
    /// The signature covers nothing.
    JarNothingSigned "jar-nothing-signed" Error {
        en: "The v1 signature covers no file at all.",
        zh: "v1 签名未覆盖任何文件。"
    }

    // v4 (.idsig).

    /// An `.idsig` file was given for something that has none.
    V4NotLookedAt "v4-not-looked-at" Warning {
        en: "The .idsig file was not looked at: a file of the kind \"{0}\" has none, only an APK \
            has. Give the APK that it was made for.",
        zh: "未校验 .idsig 文件：“{0}”类型的文件没有 .idsig，只有 APK 才有。请改用与它对应的 APK。"
    }
    /// An `.idsig` file of a version other than 2.
    V4Version "v4-version" Error {
        en: "The .idsig file has version {0}; only version 2 can be verified.",
        zh: ".idsig 文件版本为 {0}，只支持版本 2。"
    }
    /// The `.idsig` file is damaged, or its own signature does not verify for this package.
    V4Invalid "v4-invalid" Error {
        en: "The .idsig file is damaged or belongs to another package ({0:reason}): make it again \
            for this package. It says nothing against the package itself.",
        zh: ".idsig 文件已损坏或属于另一个安装包（{0:reason}）：请为此安装包重新生成。这并不说明安\
            装包本身有问题。"
    }
    /// The `.idsig` file's root hash is not the package's.
    V4RootMismatch "v4-root-mismatch" Error {
        en: "The {0:reason} in the .idsig file is not the package's: it belongs to another file.",
        zh: ".idsig 文件中的 {0:reason} 与安装包不符：它属于另一个文件。"
    }
    /// The `.idsig` was made by another signer, or for another v2/v3 signature.
    V4SignerMismatch "v4-signer-mismatch" Error {
        en: "The {0:reason} in the .idsig file is not that of the package's own signature.",
        zh: ".idsig 文件中的 {0:reason} 与安装包自身签名不一致。"
    }
    /// v4 needs a package with a v2 or v3 signature that verifies.
    V4WithoutV2 "v4-without-v2" Error {
        en: "The .idsig file needs a package with a verified v2 or v3 signature.",
        zh: ".idsig 文件要求安装包带有已通过校验的 v2 或 v3 签名。"
    }
    /// With a v3.1 signature the `.idsig` must hold two.
    V41NeedsTwoSigners "v41-needs-two-signers" Error {
        en: "The package has a v3.1 signature, so the .idsig file must hold a signature for it as \
            well.",
        zh: "安装包带有 v3.1 签名，.idsig 文件须同时包含对应的签名。"
    }

    // The source stamp: where a package was built. It never decides the verdict.

    /// The stamp's certificate digest is there, the stamp itself is not (or the other way round).
    StampIncomplete "stamp-incomplete" Warning {
        en: "The source stamp is incomplete: {0:reason} is missing.",
        zh: "来源标记（source stamp）不完整：缺少 {0:reason}。"
    }
    /// The stamp's certificate is not the one whose digest the package holds.
    StampCertificateMismatch "stamp-certificate-mismatch" Warning {
        en: "The source stamp's certificate is not the one that the package names.",
        zh: "来源标记（source stamp）的证书与安装包所指的不一致。"
    }
    /// The stamp does not verify.
    StampInvalid "stamp-invalid" Warning {
        en: "The source stamp does not verify: {0:reason}.",
        zh: "来源标记（source stamp）校验失败：{0:reason}。"
    }
    /// The stamp verifies: who built (not signed) the package.
    StampVerified "stamp-verified" Info {
        en: "A source stamp by the certificate {0} (SHA-256) verifies: it says who released the \
            package, its values are not for filing.",
        zh: "来源标记（source stamp）校验通过，证书 SHA-256 为 {0}：它说明发布方，其值不用于备案。"
    }

    // HarmonyOS packages.

    /// The signing block is there, and something about it is wrong.
    SigningBlockMalformed "signing-block-malformed" Error {
        en: "The signing block is damaged ({0:reason}): the package was changed after signing, \
            get the original file.",
        zh: "签名块已损坏（{0:reason}）：签名后内容被改动，请取得原始文件。"
    }
    /// `module.json`, `config.json`, `pack.info` or `patch.json` cannot be read.
    DescriptionMalformed "description-malformed" Error {
        en: "{0} cannot be read ({1:reason}): no device would install this package.",
        zh: "无法解析 {0}（{1:reason}）：设备无法安装此安装包。"
    }
    /// `module.json` or another description is read by devices, and otherwise by other readers of
    /// JSON. A warning where that is a version code that devices cast.
    DescriptionAmbiguous "description-ambiguous" Error {
        en: "Devices read {0} otherwise than other tools do ({1:reason}): build the package again \
            with DevEco Studio.",
        zh: "设备与其他工具对 {0} 的读法不同（{1:reason}）：请用 DevEco Studio 重新构建。"
    }
    /// `resources.index` cannot be read, so names that it holds are missing.
    IndexMalformed "index-malformed" Warning {
        en: "resources.index cannot be read ({0:reason}); the app's name may be missing.",
        zh: "无法解析 resources.index（{0:reason}），应用名称可能缺失。"
    }
    /// There is no provision profile.
    ProfileMissing "profile-missing" Error {
        en: "There is no provision profile in the package, so nothing tells the developer's \
            certificate: sign the package with a release profile.",
        zh: "安装包内没有描述文件（profile），无法得知开发者证书：请使用发布描述文件签名。"
    }
    /// The provision profile cannot be read.
    ProfileMalformed "profile-malformed" Error {
        en: "The provision profile cannot be read ({0:reason}): sign the package again with a \
            profile from AppGallery Connect.",
        zh: "无法解析描述文件（profile）（{0:reason}）：请使用从 AppGallery Connect 下载的描述文件\
            重新签名。"
    }
    /// The provision profile names no certificate that can be read.
    ProfileWithoutCertificate "profile-without-certificate" Error {
        en: "The provision profile names no developer's certificate, so there is nothing to file: \
            take the .cer from AppGallery Connect.",
        zh: "描述文件（profile）中没有开发者证书，无法给出备案信息：请使用 AppGallery Connect 的 \
            .cer 证书。"
    }
    /// The profile's certificate is not the signer's, and the signer is no store.
    ProfileOtherCertificate "profile-other-certificate" Error {
        en: "The developer's certificate in the profile is not the one that signed the package, \
            and the signer is not the store: anybody could have written it there, so no value is \
            given. Take the package from its developer.",
        zh: "描述文件中的开发者证书与安装包的签名证书不同，且签名者不是应用商店：该证书可能由他人\
            写入，因此不给出任何值，请向开发者索取安装包。"
    }
    /// The profile is for another app.
    ProfileOtherBundle "profile-other-bundle" Error {
        en: "The profile is for \"{0}\", and the package is \"{1}\": no device installs it, sign \
            it with the app's own profile.",
        zh: "描述文件适用于“{0}”，而安装包为“{1}”：设备无法安装，请使用该应用自己的描述文件签名。"
    }
    /// The profile's own signature is not good.
    ProfileSignatureBad "profile-signature-bad" Error {
        en: "The profile's own signature does not verify: it was changed, download it again from \
            AppGallery Connect.",
        zh: "描述文件自身的签名校验失败：内容被改动，请从 AppGallery Connect 重新下载。"
    }
    /// The profile is signed by nobody who may sign profiles, or stands bare beside a signature
    /// that is no store's.
    ProfileUntrusted "profile-untrusted" Error {
        en: "Nobody who issues profiles vouches for this one ({0:reason}): anybody can write \
            another's app and certificate into a profile, so nothing may be filed from the \
            package. Sign it with the profile from AppGallery Connect as it is.",
        zh: "没有可信的签发者为此描述文件（profile）担保（{0:reason}）：任何人都可以在描述文件中写\
            入他人的应用和证书，因此不能据此安装包填报。请直接使用从 AppGallery Connect 下载的描述\
            文件签名。"
    }
    /// The profile lacks what devices need in it, or says what they do not know.
    ProfileInvalid "profile-invalid" Error {
        en: "Devices refuse the provision profile ({0:reason}): download the app's profile again \
            from AppGallery Connect, and sign the package with it.",
        zh: "设备不接受此描述文件（profile）（{0:reason}）：请从 AppGallery Connect 重新下载该应用\
            的描述文件，并用它签名。"
    }
    /// Something was signed with the profile outside its dates, which devices do not check.
    ProfileExpired "profile-expired" Warning {
        en: "The profile was used on {0}, and is valid from {1} to {2} only. Devices do not check \
            that; download the current one from AppGallery Connect before the next release.",
        zh: "此描述文件（profile）的有效期为 {1} 至 {2}，而使用时间为 {0}，不在有效期内。设备不检\
            查有效期，但请在下次发布前从 AppGallery Connect 下载最新的描述文件。"
    }
    /// The profile is for debugging.
    ProfileDebug "profile-debug" Warning {
        en: "The package is signed for debugging; its certificate is not the one to file: take \
            the release package.",
        zh: "安装包使用调试证书签名，该证书不能用于备案：请使用发布版本的安装包。"
    }
    /// The profile is for a distribution other than the store.
    ProfileNotForStore "profile-not-for-store" Warning {
        en: "The package is made for the distribution \"{0}\", not for the store; its certificate \
            may not be the one to file.",
        zh: "安装包的分发类型为“{0}”，并非应用商店发布，其证书可能不是应备案的证书。"
    }
    /// The store signed the package again; the values are the developer's.
    StoreResigned "store-resigned" Info {
        en: "The store signed this copy again. The values are those of the developer's own \
            certificate, which the profile holds; the store's is not to be filed.",
        zh: "此安装包由应用商店重新签名。所列为描述文件中开发者自己的证书信息，请勿填报商店的证书。"
    }
    /// The chain of certificates ends nowhere.
    ChainIncomplete "chain-incomplete" Error {
        en: "The chain of the signer's certificate ends at no root: an issuer is missing or did \
            not sign, or there are more than 8, so nothing tells who the signer is.",
        zh: "签名证书链不完整：缺少签发者证书，签发关系不成立，或证书超过 8 个，无法确认签名者身\
            份。"
    }
    /// The package was signed outside the validity of a certificate, or does not say when.
    ChainExpired "chain-expired" Error {
        en: "The package was signed outside the validity of its certificates, or does not say \
            when it was signed: sign it again.",
        zh: "签名时间不在证书有效期内，或签名中没有时间：请重新签名。"
    }
    /// The signer's certificate was revoked.
    ChainRevoked "chain-revoked" Error {
        en: "A revocation list in the package names the signer's certificate: do not use it, sign \
            with a new one.",
        zh: "安装包内的吊销列表包含该签名证书：请勿使用，请换用新证书签名。"
    }
    /// A revocation list of the issuer stands in the package, and cannot be read or is not the
    /// issuer's.
    RevocationListBad "revocation-list-bad" Error {
        en: "A revocation list in the package cannot be verified, so nobody knows whether the \
            signer's certificate was revoked, and devices refuse it: sign the package again, with \
            a list from the issuer or without one.",
        zh: "安装包内的吊销列表无法验证，不能确定签名证书是否已被吊销，设备会拒绝安装：请重新签\
            名，并使用签发者提供的吊销列表或不附带吊销列表。"
    }
    /// The chain ends at Huawei's root for tests.
    ChainTestRoot "chain-test-root" Warning {
        en: "The chain belongs to Huawei's root for tests (Huawei CBG Root CA G2 Test): the \
            package is no released one, take that from AppGallery.",
        zh: "证书链属于华为的测试根证书（Huawei CBG Root CA G2 Test）：这不是正式发布的安装包，请\
            改用 AppGallery 上发布的版本。"
    }
    /// The chain ends at the root whose key is public.
    ChainPublicRoot "chain-public-root" Warning {
        en: "The chain ends at the root of the OpenHarmony community, whose private key is \
            public: anybody could have made this signature, do not file it.",
        zh: "证书链的根为 OpenHarmony 社区根证书，其私钥是公开的，任何人都能制作这样的签名：请勿用\
            于备案。"
    }
    /// The chain ends at a root that is not known.
    ChainUnknownRoot "chain-unknown-root" Warning {
        en: "The chain ends at a root that is not known; give it with --trust-root if it is yours.",
        zh: "证书链的根不是已知的根证书；若确为你方的根证书，请用 --trust-root 指定。"
    }
    /// An enterprise signed the package again as no device takes it.
    EnterpriseSignatureUntrusted "enterprise-signature-untrusted" Error {
        en: "The signature of an enterprise around the package does not count ({0:reason}): \
            anybody can put one there, and devices refuse it. Take the package from its developer.",
        zh: "安装包外层的企业重签名无效（{0:reason}）：任何人都可以添加这样的签名，设备会拒绝安\
            装。请向开发者索取安装包。"
    }
    /// The block of code signatures and permissions cannot be read.
    PropertyMalformed "property-malformed" Warning {
        en: "The block of code signatures and permissions cannot be read: devices may refuse the \
            package.",
        zh: "无法解析代码签名与权限数据块：设备可能拒绝安装。"
    }
    /// The list of permissions is not as the signer signed it.
    PermissionsBad "permissions-bad" Warning {
        en: "The signed list of permissions is not good ({0:reason}): devices may refuse the \
            package, sign it again.",
        zh: "已签名的权限清单有问题（{0:reason}）：设备可能拒绝安装，请重新签名。"
    }
    /// Signatures over single files inside are there, and were not verified.
    CodeSignatureUnchecked "code-signature-unchecked" Info {
        en: "The package also holds code signatures, which were not verified by themselves; the \
            package's signature covers them.",
        zh: "安装包还含有代码签名，未单独校验；它们已被安装包签名覆盖。"
    }

    // Quick apps.

    /// Made for every quick app: whoever runs it files it, and the form asks for no key of its own.
    QuickAppFiledByPlatform "quick-app-filed-by-platform" Info {
        en: "A quick app is filed by the platform that runs it: the form asks for no public key \
            or fingerprint of it, so there is nothing to copy.",
        zh: "快应用按其运行平台备案，无需填写 APP 特征信息（公钥、签名MD5值），没有需要复制的值。"
    }
    /// An algorithm other than the one that the toolkit writes. Nothing signed with it counts.
    QuickAppUnknownAlgorithm "quick-app-unknown-algorithm" Error {
        en: "The signature uses the algorithm {0}, which the quick-app toolkit does not write and \
            which cannot be verified: sign the package with the toolkit.",
        zh: "签名使用的算法 {0} 不是快应用工具所用的算法，无法校验：请使用官方工具重新签名。"
    }
    /// A file is not what a signed list says.
    QuickAppFileChanged "quick-app-file-changed" Error {
        en: "\"{0}\" does not match its digest in {1:reason}: it was changed after signing, get \
            the original file.",
        zh: "“{0}”与“{1:reason}”中的摘要不符：签名后被改动，请取得原始文件。"
    }
    /// A file that a signed list does not name.
    QuickAppFileUnlisted "quick-app-file-unlisted" Error {
        en: "\"{0}\" is not in {1:reason}: it was added after signing, get the original file.",
        zh: "“{0}”不在“{1:reason}”中：该文件在签名后加入，请取得原始文件。"
    }
    /// A signed list names files that are not in the package.
    QuickAppFileMissing "quick-app-file-missing" Error {
        en: "Files that {1:reason} names are not in the package ({0}): they were removed after \
            signing, get the original file.",
        zh: "“{1:reason}”中有 {0} 个文件不在安装包中：这些文件在签名后被移除，请取得原始文件。"
    }
    /// The signature covers no file.
    QuickAppNothingSigned "quick-app-nothing-signed" Error {
        en: "The signature covers no file at all: this is no quick app that anybody could run.",
        zh: "签名未覆盖任何文件：这不是可以运行的快应用。"
    }
    /// Files that unpack to more than any real quick app.
    QuickAppTooLarge "quick-app-too-large" Error {
        en: "The files of the quick app unpack to {0} bytes or more, and the limit is {1}: no \
            real one is as large.",
        zh: "快应用的文件解压后达到 {0} 字节或更多，超过上限 {1}：真实的快应用不会这么大。"
    }
    /// The files that a JAR signature covers unpack to more than is read.
    ContentTooLarge "content-too-large" Error {
        en: "The files of the package unpack to {0} bytes, and the limit is {1}: no real package \
            is like that.",
        zh: "安装包中的文件解压后有 {0} 字节，超过上限 {1}：真实的安装包不会如此。"
    }
    /// More parts than any real set has.
    QuickAppTooManyParts "quick-app-too-many-parts" Error {
        en: "The set has {0} parts, more than {1}.",
        zh: "分包共有 {0} 个，超过上限 {1}。"
    }
    /// The signing block has two signer's pairs of different certificates.
    QuickAppSignersDiffer "quick-app-signers-differ" Error {
        en: "The package is signed twice, with different certificates: engines differ on which \
            one counts; sign the package with the toolkit alone.",
        zh: "安装包有两个签名且证书不同：不同的快应用引擎认定的签名者不是同一个，请仅用官方工具重\
            新签名。"
    }
    /// The signing block has a pair of an id that engines keep for signatures, and that nobody has
    /// described.
    QuickAppUnknownSignature "quick-app-unknown-signature" Error {
        en: "The signing block holds {0}, an id that engines keep for signatures: another engine \
            may go by it and see another signer; sign the package with the toolkit alone.",
        zh: "签名块中有 {0}，这是快应用引擎为签名保留的 id：其他引擎可能据此认定另一个签名者，请仅\
            用官方工具重新签名。"
    }
    /// A package inside the package has no signature.
    QuickAppPartUnsigned "quick-app-part-unsigned" Error {
        en: "\"{0}\" inside the package is not signed: sign the package with the quick-app \
            toolkit.",
        zh: "安装包内的“{0}”没有签名：请使用快应用官方工具签名。"
    }
    /// A package inside the package has another signer.
    QuickAppOtherSigner "quick-app-other-signer" Error {
        en: "\"{0}\" inside the package is signed with another certificate than the package \
            itself: it was put in by somebody else, get the original file.",
        zh: "安装包内的“{0}”与安装包的签名证书不同：可能由他人放入，请取得原始文件。"
    }
    /// A part of a set is another app's.
    QuickAppOtherPackage "quick-app-other-package" Error {
        en: "The part \"{0}\" belongs to the app \"{1}\", and the set is of \"{2}\": get the \
            original file.",
        zh: "分包“{0}”属于应用“{1}”，而整个文件属于“{2}”：请取得原始文件。"
    }

    // What matters to somebody who files.

    /// The range asked for ends below platforms that go by a newer signature.
    NewerSignatureOutsideRange "newer-signature-outside-range" Warning {
        en: "The package also has a {0} signature, which platforms from {1} on go by and the \
            range leaves out: its signer may be another one, whose values are to be filed. Leave \
            --max-sdk out.",
        zh: "安装包还有 {0} 签名，系统版本 {1} 及以上以它为准，而指定的范围未包含：其签名者可能不\
            同，应以它的值备案。请去掉 --max-sdk 重新查看。"
    }
    /// The package is a hybrid (v3.2): beside the classical signer it has a post-quantum one.
    PostQuantumSigner "post-quantum-signer" Info {
        en: "Besides its classical signer the package has a post-quantum one ({0}), which Android \
            17 and newer check too: no form takes such a key, file the values of the classical \
            one.",
        zh: "除传统签名者外，安装包还有一个后量子签名者（{0}），Android 17 及以上会一并校验：备案\
            表单不接受这种密钥，请填报传统签名者的值。"
    }
    /// A signer for platforms that do not exist yet. Nobody installs the package as that signer's.
    SignerForFuturePlatform "signer-for-future-platform" Warning {
        en: "For platforms from {0} on, which do not exist yet, the package names another signer \
            ({1}): file the values of the one that platforms see today, and ask whoever built the \
            package why it is there.",
        zh: "针对尚未发布的系统版本（{0} 及以上），安装包指定了另一个签名者（{1}）：请填报现有系统\
            所见签名者的值，并向打包方确认原因。"
    }
    /// Several signers: the form takes one certificate.
    SeveralSigners "several-signers" Error {
        en: "The package has {0} signers, and the form takes one: ask the provider which to file, \
            or sign the package with one key.",
        zh: "安装包有 {0} 个签名者，而备案只填一个：请咨询接入服务商，或改用单一密钥签名。"
    }
    /// The signing certificate was rotated: older platforms show another one.
    CertificateRotated "certificate-rotated" Info {
        en: "The signing certificate was rotated; the newest is shown first. Where the provider \
            takes several sets of values, file the earlier ones too.",
        zh: "签名证书经过轮换，最新的排在最前。若服务商允许填报多套特征信息，请将旧证书的值一并填\
            报。"
    }
    /// Platforms see different signers, and no lineage proves that one handed over to the other.
    RotationUnproven "rotation-unproven" Error {
        en: "Newer and older Android versions see different signers, and no record of rotations \
            (lineage) proves that the one handed over to the other, so that nobody can say whose \
            values are to be filed: take the original package from whoever built it, or sign it \
            again with a lineage.",
        zh: "新旧版本的安卓看到的签名者不同，且没有轮换记录（lineage）证明旧证书认可新证书，无法判\
            断应填报哪个证书：请向打包方索取原始安装包，或带上轮换记录重新签名。"
    }
    /// A certificate whose private key is public or shared: it identifies nobody.
    SharedCertificate "shared-certificate" Warning {
        en: "The signing certificate is {0:reason}, which anybody can use: it identifies nobody, \
            do not file it; sign with your own key.",
        zh: "签名证书是{0:reason}，任何人都可使用，不能证明身份：请勿用于备案，请换用自己的密钥签\
            名。"
    }
    /// A certificate that is issued for development, for push messages or for passes.
    DevelopmentCertificate "development-certificate" Warning {
        en: "The certificate \"{0}\" is {1:reason}: no released app is signed with it, do not \
            file it; take the release (distribution) certificate.",
        zh: "证书“{0}”是{1:reason}，正式发布的应用不使用它签名：请勿用于备案，请改用发布证书。"
    }
    /// On HarmonyOS the form's label and the dialog that manuals open ask for different digests.
    FingerprintAsked "fingerprint-asked" Info {
        en: "The form's label asks for MD5; the certificate dialog that the manuals open shows \
            SHA-1, and Huawei's FAQ says that providers mostly take that one. File the one that \
            your provider's page asks for.",
        zh: "表单栏目写的是 MD5，而手册所示的证书对话框显示的是 SHA-1，华为的常见问题说明接入商通\
            常采用 SHA-1：请按接入服务商页面的要求填报其中一个。"
    }
    /// The key has no modulus, which is what the form's 公钥 mostly takes.
    KeyWithoutModulus "key-without-modulus" Warning {
        en: "The key is {0} and has no modulus, which providers ask for; none says what to file \
            instead. The raw key is given, with other forms beside it: ask the provider which it \
            takes.",
        zh: "密钥类型为 {0}，没有服务商要求填写的模数，也没有服务商说明应改填什么。此处给出公钥原\
            始值，并附其他形式：请向接入服务商确认。"
    }

    // Certificates without a package.

    /// The file holds a certificate, and nothing that was signed with it.
    CertificateOnly "certificate-only" Info {
        en: "Nothing was verified: the values are those of the certificate \"{0}\", taken for the \
            one that the app is signed with. Where you have the released package, check with that.",
        zh: "未校验任何签名：所列值取自证书“{0}”，假定应用即由它签名。如有已发布的安装包，请再用安\
            装包核对。"
    }
    /// A certificate or keystore where a package is meant. Made by whoever knows that one is: the
    /// command, by the file's name.
    NotAPackage "not-a-package" Error {
        en: "This is a certificate file or keystore and no package, and proves nothing about one: \
            anybody may have it. Give the package; if the certificate itself is meant, say \
            --certificate, or give the file a name that tells what it is (.cer, .pem, .p12, .jks).",
        zh: "这是证书文件或密钥库，不是安装包；证书任何人都可能持有，不能证明任何安装包。请使用安\
            装包；若要用的就是证书，请加 --certificate，或使用能表明类型的文件名\
            （.cer、.pem、.p12、.jks 等）。"
    }
    /// The file does not say for which platform its certificate is.
    PlatformAssumed "platform-assumed" Info {
        en: "The file does not say which platform it is for: \"{0}\" was assumed. For another one \
            give the platform (--platform).",
        zh: "文件未说明用于哪个平台，此处按“{0}”处理；如用于其他平台，请指定平台（--platform）。"
    }
    /// The issuer of the certificate issues for one platform only.
    PlatformByIssuer "platform-by-issuer" Info {
        en: "The platform \"{0}\" was told by the certificate's issuer.",
        zh: "平台“{0}”由证书的颁发者判断得出。"
    }
    /// The certificate stands in the profile of a HarmonyOS app.
    PlatformByProfile "platform-by-profile" Info {
        en: "The platform \"{0}\" was told by the profile in which the certificate stands.",
        zh: "平台“{0}”由证书所在的描述文件（profile）判断得出。"
    }
    /// The platform that was asked for is not the one that the certificate's issuer or its profile
    /// is for.
    PlatformContradicted "platform-contradicted" Warning {
        en: "The certificate is one for the platform \"{0}\", as its issuer or profile tells, and \
            the values are written for \"{1}\", as was asked for: file them for \"{0}\" only, and \
            without --platform.",
        zh: "由颁发者或描述文件可知，此证书用于平台“{0}”，而所列值按所要求的“{1}”书写：请去掉 \
            --platform 参数，按“{0}”填报。"
    }
    /// The file's only certificate says that it is an authority's.
    AuthorityCertificate "authority-certificate" Warning {
        en: "The certificate \"{0}\" says that it is an authority's. If others were issued under \
            it, it is not the one to file: give the file of the app's own certificate.",
        zh: "证书“{0}”标明自己是颁发机构的证书。若另有由它签发的证书，则不应填报它：请改用应用自身\
            的证书文件。"
    }
    /// A private key stands beside the certificate.
    PrivateKeyBeside "private-key-beside" Warning {
        en: "The file also contains a private key: do not upload or send it to anybody. The \
            filing needs the certificate only.",
        zh: "文件中还含有私钥：请勿上传或发送给任何人，备案只需要证书。"
    }
    /// A HarmonyOS app was named, and the certificate was not issued by anybody.
    HarmonySelfSigned "harmonyos-self-signed" Error {
        en: "This certificate signed itself, and HarmonyOS apps are filed with the certificate \
            that AppGallery Connect issues: download the release .cer there and give that. Only \
            the public key is the same.",
        zh: "此证书为自签名证书，而鸿蒙应用应填报 AppGallery Connect 签发的证书：请在其中下载发布\
            证书（.cer）后使用，两者只有公钥相同。"
    }
    /// No password was given, so that nothing tells whether the keystore was changed.
    KeystoreUnchecked "keystore-unchecked" Warning {
        en: "The keystore's integrity was not checked, since no password was given: anybody may \
            have changed it. Give its password.",
        zh: "未提供密码，密钥库的完整性未校验，可能已被他人改动：请提供密码。"
    }
    /// The keystore has nothing by which a change would be noticed.
    KeystoreUnprotected "keystore-unprotected" Warning {
        en: "The keystore carries no integrity check: nothing tells whether it was changed.",
        zh: "该密钥库不含完整性校验信息，无法判断是否被改动。"
    }
    /// Which entry of a keystore the certificate is of.
    KeystoreEntry "keystore-entry" Info {
        en: "The certificate is that of the entry \"{0}\" of a {1} keystore.",
        zh: "证书取自 {1} 密钥库中的条目“{0}”。"
    }
    /// The private key beside the certificate could not be compared with it.
    KeystoreKeyUnchecked "keystore-key-unchecked" Warning {
        en: "Whether the certificate belongs to the private key beside it was not checked \
            ({0:reason}): compare with the released package before filing.",
        zh: "未能核对证书与其私钥是否匹配（{0:reason}）：填报前请再用已发布的安装包核对。"
    }
    /// An entry of a keystore could not be passed, so that those behind it were not read.
    KeystoreIncomplete "keystore-incomplete" Warning {
        en: "Only {0} of the keystore's {1} entries could be read: a secret key stands before the \
            others. If the entry shown is not the one, export it: keytool -exportcert -rfc \
            -keystore FILE -alias ALIAS -file release.cer",
        zh: "密钥库共有 {1} 个条目，只读出 {0} 个：其余条目排在一个对称密钥之后。若所列条目不对，\
            请导出证书后使用：keytool -exportcert -rfc -keystore 密钥库文件 -alias 别名 -file \
            release.cer"
    }
    /// Values of a package that did not verify were asked for.
    UnverifiedValues "unverified-values" Warning {
        en: "The values are printed although the signature was not verified: nothing proves that \
            they are the signer's. Do not file them.",
        zh: "签名未经校验或未通过校验，所列值仅应要求显示，不能证明属于签名者：请勿用于备案。"
    }
    /// Values of a package from which nothing may be filed were asked for.
    ValuesNotForFiling "values-not-for-filing" Warning {
        en: "The values are printed because that was asked for, although nothing may be filed \
            from this file ({0}): do not file them, take the package that was released.",
        zh: "此文件不能用于填报（{0}），所列值仅应要求显示：请勿用于备案，请改用正式发布的安装包。"
    }
}

impl Code {
    /// Whether a package or certificate of which this is said is not for filing, whatever the
    /// finding's severity and the verdict: its certificate is nobody's own, is not the released
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

    fn placeholders(template: &str) -> BTreeSet<&str> {
        template.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect()
    }

    #[test]
    fn every_code_is_complete_in_both_languages() {
        for code in Code::ALL {
            let (en, zh) = (code.template(Language::English), code.template(Language::Chinese));
            assert_eq!(placeholders(en), placeholders(zh), "{}", code.as_str());
            assert!(
                zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{}",
                code.as_str()
            );
            assert!(en.is_ascii(), "{}", code.as_str());
        }
    }

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
