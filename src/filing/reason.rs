//! Every sentence of [`check`](super::Check), in both languages.

use crate::pki::x509::SharedCertificate;
use crate::say::{named, said};

/// What a filed value came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldOutcome {
    /// It is the right value, in any form in which a form takes it. Its text differs by case,
    /// blanks, the ends of lines and colons at most.
    Match,
    /// It is the right value, and the text has more in it: a label, quotes, full-width letters,
    /// marks that nobody sees. Counts as a match; what is to be filed is the value alone.
    MatchUntidy,
    /// It is the beginning of the right key. **Proves nothing**, for anybody can make another key
    /// that begins alike; some manuals tell people to file what stands before the 「…」, so that
    /// [`FormOptions::accept_truncated`](super::FormOptions::accept_truncated) lets it count.
    MatchTruncated,
    /// It is well formed, and not the right value.
    Mismatch,
    /// It is nothing that the row could take.
    Invalid,
    /// One side is missing: nothing was filed, or the file gives no value to compare with that may
    /// be filed.
    Missing,
    /// It is what the file has, and that proves nothing: the package was not verified, or nothing
    /// may be filed from it.
    Unproven,
}

named!(FieldOutcome {
    Match => "match",
    MatchUntidy => "match-untidy",
    MatchTruncated => "match-truncated",
    Mismatch => "mismatch",
    Invalid => "invalid",
    Missing => "missing",
    Unproven => "unproven",
});

macro_rules! reasons {
    ($(
        $(#[$doc:meta])*
        $reason:ident
            $(($one:ident: $one_type:ty))?
            $({ $( $field:ident: $type:ty ),+ $(,)? })?
            = $name:literal, $outcome:ident, $kind:ident => { en: $en:literal, zh: $zh:literal }
    )+) => {
        /// Why a filed value is right or wrong. The doc comments say when each is given.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason { $( $(#[$doc])* $reason ),+ }

        named!(Reason { $( $reason => $name ),+ });

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[ $(Reason::$reason),+ ];

            /// Whether it says what the filed value is, and not only that it is right or wrong.
            #[must_use]
            pub fn is_recognition(self) -> bool {
                match self { $(Reason::$reason => reasons!(@ $kind)),+ }
            }

            /// What it means for the field.
            #[must_use]
            pub fn outcome(self) -> FieldOutcome {
                match self { $(Reason::$reason => FieldOutcome::$outcome),+ }
            }
        }

        said! {
            /// A reason with the names and numbers that its sentence gives.
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub(crate) enum Judgement {
                $( $reason $(($one: $one_type))? $({ $( $field: $type ),+ })? => {
                    en: $en,
                    zh: $zh
                } )+
            }
        }

        impl Judgement {
            /// The reason alone.
            pub(crate) fn reason(&self) -> Reason {
                match self { $( Self::$reason { .. } => Reason::$reason ),+ }
            }
        }
    };
    (@ recognised) => { true };
    (@ plain) => { false };
}

said! {
    /// What a page says of a key beside its digits.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum KeyParameter {
        Size => { en: "the size of the key", zh: "密钥长度" }
        Exponent => { en: "the key's exponent", zh: "公钥指数（Exponent）" }
        Algorithm => { en: "the name of an algorithm", zh: "算法名称" }
    }
}

reasons! {
    // Right.

    /// The value is the package's own.
    Match = "match", Match, plain => {
        en: "It is the package's own.",
        zh: "与安装包一致。"
    }
    /// The right key, in another form than the profile writes.
    OtherForm {
        written: &'static str,
        provider: &'static str,
        wanted: &'static str,
    } = "other-form", Match, recognised => {
        en: "It is the right key, written as {written}; the profile {provider} writes {wanted}, \
            which is expected below.",
        zh: "公钥正确，写法为 {written}；填报方案 {provider} 的写法为 {wanted}，见“应填”。"
    }
    /// The right value, with more in the text than the value.
    Untidy = "untidy", MatchUntidy, recognised => {
        en: "It is the right value, but the text has more in it (a label, quotes, full-width or \
            invisible characters, a sign, armour that is cut): file exactly the value that is \
            expected.",
        zh: "值正确，但文本中夹带了其他内容（标签、引号、全角或不可见字符、前缀符号、\
            残缺的首尾标记等）：请准确填写“应填”的值。"
    }
    /// The right value in a page of more text, in which nothing else could be meant for the row.
    FoundInText { line: usize, label: String } = "found-in-text", MatchUntidy, recognised => {
        en: "The value in line {line} (\"{label}\") is the right one; the rest of the text is not \
            to be filed: file exactly the value that is expected.",
        zh: "第 {line} 行（“{label}”）的值正确，其余文字不应填写：请准确填写“应填”的值。"
    }
    /// The right name with blanks, full-width letters or marks that nobody sees in it.
    StrayCharacters(name: String) = "stray-characters", MatchUntidy, recognised => {
        en: "It is the right name with blanks, full-width letters or invisible characters in it: \
            file exactly \"{name}\".",
        zh: "包名正确，但夹杂了空格、全角字符或不可见字符：请准确填写“{name}”。"
    }
    /// The beginning of the right key, in a text that cannot be a whole one.
    Truncated { given: usize, whole: usize } = "truncated", MatchTruncated, recognised => {
        en: "It is only the beginning of the right key ({given} of {whole} characters), which \
            proves nothing: keys that begin alike are made in seconds. File the whole value.",
        zh: "只是正确公钥的开头部分（{whole} 位中的 {given} 位），不能证明一致：\
            开头相同的公钥数秒即可造出。请填写完整的值。"
    }
    /// HarmonyOS: the certificate's SHA-1, which the row takes although its label says MD5.
    Sha1Shown = "sha1-as-shown", Match, recognised => {
        en: "It is the SHA-1 of the right certificate, as the Windows dialog shows it: providers \
            mostly take it, but the label asks for the MD5, which is expected below.",
        zh: "这是正确证书的 SHA-1（Windows 证书窗口所示）：服务商一般接受，但该栏名称要求 MD5，\
            其值见“应填”。"
    }

    // The package's own, and nothing to rely on.

    /// The value is that of a package that nothing proves, and this was asked for.
    Unproven = "unproven-match", Unproven, recognised => {
        en: "It is what the package says, but its signature was not verified: nothing proves the \
            value.",
        zh: "与安装包所述一致，但签名未通过校验：无法证明此值属实。"
    }
    /// The value is that of a package from which nothing may be filed: a debug build, a shared
    /// certificate, one with errors.
    NotForFilingMatch = "not-for-filing-match", Unproven, recognised => {
        en: "It is what this file has, but nothing may be filed from this file (see the findings): \
            file the values of the package that was released.",
        zh: "与此文件一致，但此文件不能用于填报（原因见检查结果）：请改填正式发布的安装包的值。"
    }

    /// The value is a certificate file's or a keystore's, and no package was compared.
    CertificateMatch = "certificate-match", Unproven, recognised => {
        en: "It is what this certificate has, and a certificate proves nothing about a package: \
            compare with the app's package. If the certificate itself is meant, say so \
            (--certificate).",
        zh: "与此证书一致，但证书本身不能证明任何安装包：请用应用安装包比对。若要比对的就是证书，\
            请加 --certificate。"
    }

    /// The value is that of the certificate that signed a bundle for uploading.
    UploadCertificate = "upload-certificate", Unproven, recognised => {
        en: "It is of the certificate that signed this bundle for uploading. Where the store signs \
            apps with a key of its own, another value is to be filed: compare with the APK that \
            users get.",
        zh: "与此 AAB 的上传证书一致。若应用商店另用“应用签名证书”签名，则应填的是后者的值：\
            请用用户实际下载的 APK 比对。"
    }

    // Nothing to compare.

    /// The value is not that of a bundle's upload certificate, and may be that of the app's own.
    NotUploadCertificate = "not-upload-certificate", Missing, recognised => {
        en: "It is not of the certificate that signed this bundle for uploading, which need not be \
            the one to file: compare with the APK that users get.",
        zh: "与此 AAB 的上传证书不同，但上传证书未必是应填报的证书：请用用户实际下载的 APK 比对。"
    }

    /// Nothing was filed.
    Empty = "empty", Missing, recognised => {
        en: "Nothing is filed here: fill it in.",
        zh: "此栏为空：请填写。"
    }
    /// The package did not verify, so that its values prove nothing.
    NotVerified = "not-verified", Missing, recognised => {
        en: "The package's signature does not verify, so there is nothing to compare with: take \
            the original package that was released.",
        zh: "安装包签名未通过校验，无从比对：请改用原始的正式安装包。"
    }
    /// The package verified, and nothing may be filed from it: it is the package that is wrong,
    /// whatever the value.
    PackageNotForFiling = "package-not-for-filing", Missing, recognised => {
        en: "This package is the wrong one to compare with: nothing may be filed from it (see the \
            findings). Take the package that was released.",
        zh: "用来比对的安装包不对：此安装包不能用于填报（原因见检查结果），请改用正式发布的安装包。"
    }
    /// The package has several signers, and the value is one of theirs.
    SeveralSigners(count: usize) = "several-signers", Missing, recognised => {
        en: "It is the value of one of the package's {count} signers, and the form takes one \
            signer: ask the provider, or sign the package with one key.",
        zh: "这是安装包 {count} 个签名者之一的值，而备案只填一个：请咨询接入服务商，\
            或改用单一密钥签名。"
    }
    /// It is not known whose certificate is to be filed.
    NoPrimary = "no-primary-signer", Missing, recognised => {
        en: "The certificate in this file is not the one to file, so there is nothing to compare \
            with: see the errors.",
        zh: "此文件中的证书不是应备案的证书，无从比对：请查看错误说明。"
    }
    /// The file states no package name.
    NoPackageName = "no-package-name", Missing, recognised => {
        en: "This file states no package name: check it with the app's package.",
        zh: "此文件中没有包名：请用应用安装包比对。"
    }
    /// The file does not say for which platform it is.
    NoPlatform = "no-platform", Missing, recognised => {
        en: "This file does not say for which platform it is: check it with the app's package.",
        zh: "此文件未说明所属平台：请用应用安装包比对。"
    }
    /// The form asks for no key of a quick app.
    QuickApp = "quick-app", Missing, recognised => {
        en: "A quick app is filed without a key or fingerprint: leave it out.",
        zh: "快应用备案无需公钥和签名指纹：无需填写。"
    }

    // Not a value at all.

    /// The text is longer than any value.
    TooLong = "too-long", Invalid, recognised => {
        en: "The text is far longer than any value: paste the value alone.",
        zh: "内容过长，不可能是有效的值：请只粘贴该值。"
    }
    /// The text holds the value and more.
    MoreThanTheValue = "more-than-the-value", Invalid, recognised => {
        en: "The text holds other things beside a value: file the value alone.",
        zh: "内容中除该值外还有其他文字：请只填写该值。"
    }
    /// The right value, and others that could be meant for the row as well.
    RightAmongOthers {
        line: usize,
        label: String,
    } = "right-among-others", Invalid, recognised => {
        en: "The value in line {line} (\"{label}\") is the right one, but the text holds others that \
            could be meant as well: file exactly the value that is expected.",
        zh: "第 {line} 行（“{label}”）的值正确，但文本中还有其他同类的值，分不清填报的是哪一个：\
            请只填写“应填”的值。"
    }
    /// What keytool of Java 9 or later prints, which has no MD5.
    KeytoolWithoutMd5 = "keytool-without-md5", Invalid, recognised => {
        en: "This is what keytool prints of the right certificate, which has had no MD5 since Java \
            9: file the value that is expected.",
        zh: "这是 keytool 显示的正确证书的信息，但 keytool 自 Java 9 起不再显示 MD5：\
            请改填“应填”的值。"
    }
    /// What keytool prints, which never has the key.
    KeytoolWithoutKey = "keytool-without-key", Invalid, recognised => {
        en: "This is what keytool prints, which never has the public key itself: file the value \
            that is expected.",
        zh: "这是 keytool 显示的信息，其中没有公钥本身：请改填“应填”的值。"
    }
    /// A viewer's page of a certificate without the digits of its key.
    ViewerWithoutKey = "viewer-without-key", Invalid, recognised => {
        en: "This page tells of the key and does not have it (jadx shows the modulus of RSA keys, \
            and nothing of others): file the value that is expected.",
        zh: "此页只有公钥的说明，没有公钥本身（jadx 只显示 RSA 公钥的模数）：请改填“应填”的值。"
    }
    /// A number that a spreadsheet has rounded.
    SpreadsheetNumber = "spreadsheet-number", Invalid, recognised => {
        en: "A spreadsheet has rounded this number, and most of its digits are lost: format the \
            cell as text and copy the value again.",
        zh: "此数已被表格软件（如 Excel）改写，只保留了开头的数字：请先把单元格格式设为“文本”，\
            再重新复制完整的值。"
    }
    /// Letters in place of the digits that they look like.
    MisreadDigit {
        place: usize,
        found: String,
        want: String,
    } = "misread-digit", Invalid, recognised => {
        en: "It would be the right value, but \"{found}\" stands in place {place} where it has \
            \"{want}\": it was read from a picture or typed, copy it again.",
        zh: "第 {place} 位应为“{want}”，所填为形似的“{found}”（多为截图识别或手工输入所致）：\
            请重新复制完整的值。"
    }
    /// A letter that no digit looks like.
    StrangeDigit { place: usize, found: String } = "strange-digit", Invalid, recognised => {
        en: "\"{found}\" in place {place} is no digit of such a value: copy the whole value again.",
        zh: "第 {place} 位的“{found}”不是此类值应有的字符：请重新复制完整的值。"
    }
    /// What a page says of a key beside its digits.
    KeyParameter(what: KeyParameter) = "key-parameter", Invalid, recognised => {
        en: "This is {what}, and not the key itself: file the value that is expected.",
        zh: "这是{what}，不是公钥本身：请改填“应填”的值。"
    }
    /// The 16 digits in the middle of the right MD5, which some tools call a 16-digit MD5.
    MiddleOfMd5 = "middle-of-md5", Invalid, recognised => {
        en: "These are the 16 digits in the middle of the right MD5 (a \"16-digit MD5\"): file all \
            32.",
        zh: "这是正确 MD5 的中间 16 位（即“16 位 MD5”）：请填写完整的 32 位。"
    }
    /// 16 digits that are no part of the right MD5.
    ShortMd5 = "short-md5", Invalid, recognised => {
        en: "It has the 16 digits of a shortened MD5, and they are not those of this package's: \
            file the value that is expected, 32 digits.",
        zh: "长度与“16 位 MD5”相同，但与此安装包的 MD5 不符：请改填“应填”的 32 位值。"
    }
    /// Digits from the middle or the end of the right key.
    PartOfKey { given: usize, whole: usize } = "part-of-key", Invalid, recognised => {
        en: "It is only a part of the right key ({given} of {whole} digits), whose beginning is \
            lost: file the whole value.",
        zh: "只是正确公钥的一部分（{whole} 位中的 {given} 位），缺少开头：请填写完整的值。"
    }
    /// A label before the value calls it another one.
    OtherLabel(label: String) = "other-label", Invalid, recognised => {
        en: "The text before the value (\"{label}\") names another digest or platform than the \
            value's: file the value that is expected, alone.",
        zh: "值前面的文字（“{label}”）写的是另一种摘要或平台，与该值不符：请只填写“应填”的值。"
    }
    /// The text is no fingerprint.
    NoFingerprint { digest: &'static str, length: usize } = "no-fingerprint", Invalid, plain => {
        en: "It is no fingerprint: an {digest} has {length} hexadecimal digits.",
        zh: "这不是指纹：{digest} 应为 {length} 位十六进制数字。"
    }
    /// The beginning or the end of the right fingerprint.
    PartOfFingerprint {
        given: usize,
        whole: usize,
    } = "part-of-fingerprint", Invalid, recognised => {
        en: "It is only a part of the right fingerprint ({given} of {whole} digits): file all of \
            it.",
        zh: "只是正确指纹的一部分（{whole} 位中的 {given} 位）：请填写完整的值。"
    }
    /// The text is no public key.
    NoKey = "no-key", Invalid, plain => {
        en: "It is no public key, nor the beginning of one that this package has: file the value \
            that is expected.",
        zh: "这不是公钥，也不是此安装包公钥的开头：请改填“应填”的值。"
    }
    /// A whole certificate in place of a value of it.
    WholeCertificate(name: String) = "whole-certificate", Invalid, recognised => {
        en: "You pasted the whole certificate ({name}); the form takes only this value of it: file \
            the value that is expected.",
        zh: "粘贴的是整个证书（{name}），此栏只需其中的一项：请改填“应填”的值。"
    }
    /// A private key.
    PrivateKey = "private-key", Invalid, recognised => {
        en: "You pasted a private key, which nobody else may ever see: file the public key, and if \
            the text was sent to anybody take the key for stolen.",
        zh: "粘贴的是私钥，绝不能交给他人：请改填公钥；若已提交或发送过，应视为私钥泄露。"
    }
    /// A fingerprint where a key goes.
    FingerprintAsKey(digest: &'static str) = "fingerprint-as-key", Invalid, recognised => {
        en: "It has the length of a fingerprint ({digest}), and no key is so short: file the \
            public key.",
        zh: "这是指纹（{digest}）的长度，公钥不会这么短：请改填公钥。"
    }
    /// A key where a fingerprint goes.
    KeyAsFingerprint(digest: &'static str) = "key-as-fingerprint", Invalid, recognised => {
        en: "It is a public key: file the certificate's {digest} here.",
        zh: "这是公钥：此栏请改填证书的 {digest}。"
    }
    /// A name of a package with a shape that the platform does not take.
    NoPackageNameShape(name: String) = "not-a-package-name", Invalid, recognised => {
        en: "It has not the shape of a package name on this platform: file \"{name}\".",
        zh: "这不符合该平台的包名格式：请改填“{name}”。"
    }
    /// The name of a package's file.
    PackageFileName(name: String) = "package-file-name", Invalid, recognised => {
        en: "It is the name of a file: file the package name \"{name}\".",
        zh: "这是安装包的文件名：请改填包名“{name}”。"
    }
    /// The name of a component of the app (`com.example/.Main`).
    ComponentName(name: String) = "component-name", Invalid, recognised => {
        en: "It names a component of the app behind the \"/\": file the package name \"{name}\".",
        zh: "“/”后面是应用组件的名称：请只填写包名“{name}”。"
    }
    /// A link to the app in a store, or to anything else.
    Link(name: String) = "link", Invalid, recognised => {
        en: "It is a link: file the package name \"{name}\".",
        zh: "这是链接：请改填包名“{name}”。"
    }
    /// The app's name in place of its package's.
    AppName(name: String) = "app-name", Invalid, recognised => {
        en: "It is the app's name: file the package name \"{name}\".",
        zh: "这是应用名称：请改填包名“{name}”。"
    }
    /// A store in place of a platform.
    StoreAsPlatform(platform: &'static str) = "store-as-platform", Invalid, recognised => {
        en: "It names a store or a maker of phones, which is no running platform: file \
            \"{platform}\".",
        zh: "这是应用商店或手机厂商，不是运行平台：请改填“{platform}”。"
    }
    /// Several platforms in one entry.
    SeveralPlatforms(platform: &'static str) = "several-platforms", Invalid, recognised => {
        en: "It names several platforms, and each has an entry of its own: file \"{platform}\" \
            here.",
        zh: "写了多个平台，而每个平台须分别填报：此处请填“{platform}”。"
    }
    /// No platform that the form knows.
    NoSuchPlatform(platform: &'static str) = "no-such-platform", Invalid, plain => {
        en: "It is none of the running platforms 安卓, 鸿蒙 and iOS: file \"{platform}\".",
        zh: "运行平台只有安卓、鸿蒙、iOS：请改填“{platform}”。"
    }

    // Well formed, and wrong.

    /// A value that is nothing that is known of this package.
    NoFit = "no-fit", Mismatch, plain => {
        en: "It is well formed, but nothing that this package has: it may be of another build, app \
            or key; file the value that is expected.",
        zh: "格式正确，但与此安装包的任何已知值都不符：可能属于其他版本、应用或密钥；\
            请改填“应填”的值。"
    }
    /// A digest of another kind than the row takes, and of nothing that is known of this package.
    NoFitOtherDigest {
        digest: &'static str,
        wanted: &'static str,
    } = "no-fit-other-digest", Mismatch, plain => {
        en: "It has the length of a {digest}, while this row takes the {wanted}, and it is nothing \
            that this package has: file the value that is expected.",
        zh: "长度与 {digest} 相同，而此栏要求 {wanted}，且与此安装包的任何已知值都不符：\
            请改填“应填”的值。"
    }
    /// The right key begins with the text, which may be a whole key of its own.
    BeginsAlike(given: usize) = "begins-alike", Mismatch, recognised => {
        en: "The right key begins with these {given} characters, but they may be a whole key of \
            their own, and then this package is signed with another one made to look like it: \
            compare with the package that was released, and file the whole value.",
        zh: "正确公钥的开头与所填的 {given} 位相同，但所填内容本身可能就是另一个完整的公钥，\
            而此安装包的密钥是仿造其开头制作的：请用正式发布的安装包比对，并填写完整的值。"
    }
    /// The right key up to a digit.
    Damaged(place: usize) = "damaged-key", Mismatch, recognised => {
        en: "It begins like the right key and differs from character {place} on: something was \
            lost or mistyped, copy the whole value again.",
        zh: "开头与正确公钥相同，但从第 {place} 位起不同：复制时有遗漏或误改，请重新完整复制。"
    }
    /// A value of the right length in which few digits differ.
    WrongDigits {
        place: usize,
        same: usize,
        whole: usize,
    } = "wrong-digits", Mismatch, recognised => {
        en: "{same} of {whole} digits agree with the right value; the first that differs is digit \
            {place}: copy the whole value again.",
        zh: "{whole} 位中有 {same} 位与正确的值相同，第一处不同在第 {place} 位：请重新复制完整的值。"
    }
    /// The right value without one of its digits.
    MissingDigit { place: usize, whole: usize } = "missing-digit", Mismatch, recognised => {
        en: "It is the right value without digit {place} of its {whole}: copy the whole value \
            again.",
        zh: "与正确的值相比，缺少第 {place} 位（应为 {whole} 位）：请重新复制完整的值。"
    }
    /// The right value with one digit too many.
    ExtraDigit { place: usize, whole: usize } = "extra-digit", Mismatch, recognised => {
        en: "It is the right value of {whole} digits with one more in place {place}: copy the whole \
            value again.",
        zh: "与正确的值相比，第 {place} 位多出一个字符（应为 {whole} 位）：请重新复制完整的值。"
    }
    /// The right number with its first bit taken for a sign.
    NegativeNumber = "negative-number", Mismatch, recognised => {
        en: "It is the right value read as a negative number, as Java's \"new BigInteger(bytes)\" \
            does (\"new BigInteger(1, bytes)\" does not): file the value that is expected.",
        zh: "这是把正确的值当作负数得到的结果（Java 中应写 “new BigInteger(1, bytes)”）：\
            请改填“应填”的值。"
    }
    /// Base64 in which upper and lower case were lost.
    CaseLost = "case-lost", Mismatch, recognised => {
        en: "It is the right key in Base64 whose upper and lower case was changed, which makes it \
            another value: copy it again.",
        zh: "这是改变了大小写的 Base64 公钥，改变大小写后就不是原来的值：请重新复制。"
    }
    /// The point of the right key in its short form.
    CompressedPoint = "compressed-point", Mismatch, recognised => {
        en: "It is the right key in its compressed form (02 or 03): file the uncompressed point \
            that begins with 04.",
        zh: "这是正确公钥的压缩形式（以 02 或 03 开头）：请改填以 04 开头的未压缩公钥。"
    }
    /// The point of the right key without its first byte.
    PointWithoutHead = "point-without-04", Mismatch, recognised => {
        en: "It is the right key without the 04 at its beginning: file all of it.",
        zh: "这是缺少开头 04 的正确公钥：请填写完整的值。"
    }
    /// The MD5 of the right certificate where another digest goes.
    CertificateMd5(wanted: &'static str) = "certificate-md5", Mismatch, recognised => {
        en: "It is the MD5 of the right certificate, and this row takes the {wanted}: file that.",
        zh: "这是正确证书的 MD5，而此栏要求 {wanted}：请改填“应填”的值。"
    }
    /// The SHA-1 of the right certificate where another digest goes.
    CertificateSha1(wanted: &'static str) = "certificate-sha1", Mismatch, recognised => {
        en: "It is the SHA-1 of the right certificate, and this row takes the {wanted}: file that.",
        zh: "这是正确证书的 SHA-1，而此栏要求 {wanted}：请改填“应填”的值。"
    }
    /// The SHA-256 of the right certificate where another digest goes.
    CertificateSha256(wanted: &'static str) = "certificate-sha256", Mismatch, recognised => {
        en: "It is the SHA-256 of the right certificate, and this row takes the {wanted}: file \
            that.",
        zh: "这是正确证书的 SHA-256，而此栏要求 {wanted}：请改填“应填”的值。"
    }
    /// The right digest, in base64.
    Base64Digest {
        digest: &'static str,
        wanted: &'static str,
    } = "base64-digest", Mismatch, recognised => {
        en: "It is the {digest} of the right certificate in Base64 (a \"key hash\"): file the \
            hexadecimal digits of the {wanted}.",
        zh: "这是正确证书 {digest} 的 Base64 写法（Key Hash）：请改填十六进制的 {wanted}。"
    }
    /// A digest of the right public key, and not of the certificate.
    PublicKeyDigest(wanted: &'static str) = "public-key-digest", Mismatch, recognised => {
        en: "It is a digest of the public key and not of the certificate: file the certificate's \
            {wanted}.",
        zh: "这是公钥的摘要，不是证书的指纹：请改填证书的 {wanted}。"
    }
    /// A digest of a text of the right certificate: its PEM, Base64 or hex.
    CertificateTextDigest(wanted: &'static str) = "certificate-text-digest", Mismatch, recognised => {
        en: "It is a digest of a text of the certificate (its PEM file, Base64 or hex) and not of \
            the certificate's bytes: file the certificate's {wanted}.",
        zh: "这是证书文本（PEM 文件、Base64 或十六进制文本）的摘要，不是证书本身的摘要：\
            请改填证书的 {wanted}。"
    }
    /// AppGallery Connect's 公钥指纹: SHA-256 over the base64 text of the public key.
    AgcKeyFingerprint = "agc-public-key-fingerprint", Mismatch, recognised => {
        en: "It is AppGallery Connect's own fingerprint of the public key (公钥指纹), which is not \
            for filing: file the value that is expected.",
        zh: "这是 AppGallery Connect 的“公钥指纹”，不用于备案：请改填“应填”的值。"
    }
    /// A digest of the whole file.
    FileDigest(wanted: &'static str) = "file-digest", Mismatch, recognised => {
        en: "It is the digest of the package file, which changes with every build: file the \
            signing certificate's {wanted}.",
        zh: "这是安装包文件本身的摘要，每次打包都会变化：请改填签名证书的 {wanted}。"
    }
    /// A digest of a signature block (`META-INF/*.RSA`).
    SignatureBlockDigest {
        file: String,
        wanted: &'static str,
    } = "signature-block-digest", Mismatch, recognised => {
        en: "It is the digest of the file \"{file}\" in the package, which holds more than the \
            certificate: file the certificate's {wanted}.",
        zh: "这是安装包内文件“{file}”的摘要，该文件不只是证书：请改填证书的 {wanted}。"
    }
    /// The certificate's serial number.
    SerialNumber(wanted: &'static str) = "serial-number", Mismatch, recognised => {
        en: "It is the serial number of the right certificate: file the certificate's {wanted}.",
        zh: "这是正确证书的序列号：请改填证书的 {wanted}。"
    }
    /// The app's ID on HarmonyOS devices.
    AppId = "app-id", Invalid, recognised => {
        en: "It is an appId (bundle name, \"_\", key), which is not for filing: file the value \
            that is expected.",
        zh: "这是 appId（包名加下划线加公钥），不用于备案：请改填“应填”的值。"
    }
    /// The app's number at AppGallery.
    AppIdentifier = "app-identifier", Invalid, recognised => {
        en: "It is the app's appIdentifier at AppGallery, which is not for filing: file the value \
            that is expected.",
        zh: "这是应用的 appIdentifier，不用于备案：请改填“应填”的值。"
    }
    /// An earlier certificate of a rotation, or the one that older platforms see.
    PreviousCertificate = "previous-certificate", Mismatch, recognised => {
        en: "It is of an earlier certificate, from which this package's signature was rotated: \
            file the current one as a set of its own, and keep the earlier one only while packages \
            signed with it are still offered.",
        zh: "这属于轮换前的旧证书：请将当前证书作为另一套特征信息填报；\
            旧的一套仅在仍有旧签名安装包分发时保留。"
    }
    /// Another signer of the same package.
    OtherSigner(name: String) = "other-signer", Mismatch, recognised => {
        en: "It is of another signer of this package ({name}): file the value that is expected.",
        zh: "这属于此安装包的另一个签名者（{name}）：请改填“应填”的值。"
    }
    /// The post-quantum signer of a hybrid.
    PostQuantumCertificate(name: String) = "post-quantum-certificate", Mismatch, recognised => {
        en: "It is of the package's post-quantum signer ({name}), whose key no form takes: file \
            the value of the classical signer, which is expected.",
        zh: "这属于此安装包的后量子签名者（{name}），备案表单不接受这种密钥：请改填传统签名者的值，\
            见“应填”。"
    }
    /// The certificate with which a store signed the package again.
    StoreCertificate(name: String) = "store-certificate", Mismatch, recognised => {
        en: "It is of the store that signed the package again ({name}): file the value of your own \
            certificate.",
        zh: "这属于应用商店重新签名的证书（{name}）：请改填您自己证书的值。"
    }
    /// The certificate of a v1 signature in `META-INF` that no platform looks at.
    StaleV1Certificate(name: String) = "stale-v1-certificate", Mismatch, recognised => {
        en: "It is of the certificate of an old v1 signature that META-INF still holds ({name}), \
            as keytool shows it: platforms go by the newer signature, file the value that is \
            expected.",
        zh: "这属于 META-INF 中残留的旧 v1 签名证书（{name}），keytool 读取 META-INF 时显示的就是\
            它。系统以新版签名为准：请改填“应填”的值。"
    }
    /// The certificate of an authority between the signer's and the root.
    IntermediateCertificate(name: String) = "intermediate-certificate", Mismatch, recognised => {
        en: "It is of the authority that issued the certificate ({name}): in a file of several \
            certificates take the one that was issued to you.",
        zh: "这属于签发机构的中间证书（{name}）：文件中有多个证书时，请使用签发给您的那一个。"
    }
    /// The certificate at which a chain ends.
    RootCertificate(name: String) = "root-certificate", Mismatch, recognised => {
        en: "It is of the root authority ({name}): in a file of several certificates take the one \
            that was issued to you.",
        zh: "这属于根证书（{name}）：文件中有多个证书时，请使用签发给您的那一个。"
    }
    /// A certificate that is known to be shared.
    SharedCertificate(known: SharedCertificate) = "shared-certificate", Mismatch, recognised => {
        en: "It is of {known}, which identifies nobody and did not sign this package: file the \
            value that is expected.",
        zh: "这属于{known}，无法证明开发者身份，也不是此安装包的签名证书：请改填“应填”的值。"
    }
    /// The right name in another case.
    WrongCase(name: String) = "wrong-case", Mismatch, recognised => {
        en: "It differs from the package's name in upper and lower case only, which counts: file \
            exactly \"{name}\".",
        zh: "与包名只有大小写不同，而包名区分大小写：请准确填写“{name}”。"
    }
    /// A good name of another package.
    OtherPackage(name: String) = "other-package", Mismatch, recognised => {
        en: "It is the name of another package: this one is \"{name}\".",
        zh: "这是另一个应用的包名：此安装包的包名为“{name}”。"
    }
    /// Another platform than the package's.
    OtherPlatform(platform: &'static str) = "other-platform", Mismatch, recognised => {
        en: "This package runs on {platform}: file it there, and each other platform's package in \
            an entry of its own.",
        zh: "此安装包的运行平台是{platform}：请填该平台，其他平台的安装包须分别填报。"
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
        for name in names {
            let is_name = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
            assert!(name.bytes().all(is_name), "{name}");
        }
    }
}
