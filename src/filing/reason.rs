//! Every sentence of [`check`](super::Check), in both languages.

use crate::say::{Language, named};

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
    ($( $(#[$doc:meta])* $reason:ident $name:literal $outcome:ident $kind:ident { en: $en:literal, zh: $zh:literal } )+) => {
        /// Why a filed value is right or wrong. The doc comments say when each is given.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason { $( $(#[$doc])* $reason ),+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[ $(Reason::$reason),+ ];

            /// The stable kebab-case name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Reason::$reason => $name),+ }
            }

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

            fn template(self, language: Language) -> &'static str {
                match (self, language) {
                    $( (Reason::$reason, Language::English) => $en, (Reason::$reason, Language::Chinese) => $zh, )+
                }
            }

            /// The sentence, with the names and numbers that it gives.
            pub(super) fn message(self, args: &[String], language: Language) -> String {
                fill(self.template(language), args, language)
            }
        }
    };
    (@ recognised) => { true };
    (@ plain) => { false };
}

reasons! {
    // Right.

    /// The value is the package's own.
    Match "match" Match plain {
        en: "It is the package's own.",
        zh: "与安装包一致。"
    }
    /// The right key, in another form than the profile writes.
    OtherForm "other-form" Match recognised {
        en: "It is the right key, written as {0}; the profile {1} writes {2}, which is expected \
            below.",
        zh: "公钥正确，写法为 {0}；填报方案 {1} 的写法为 {2}，见“应填”。"
    }
    /// The right value, with more in the text than the value.
    Untidy "untidy" MatchUntidy recognised {
        en: "It is the right value, but the text has more in it (a label, quotes, full-width or \
            invisible characters, a sign, armour that is cut): file exactly the value that is \
            expected.",
        zh: "值正确，但文本中夹带了其他内容（标签、引号、全角或不可见字符、前缀符号、残缺的首尾标\
            记等）：请准确填写“应填”的值。"
    }
    /// The right name with blanks, full-width letters or marks that nobody sees in it.
    StrayCharacters "stray-characters" MatchUntidy recognised {
        en: "It is the right name with blanks, full-width letters or invisible characters in it: \
            file exactly \"{0}\".",
        zh: "包名正确，但夹杂了空格、全角字符或不可见字符：请准确填写“{0}”。"
    }
    /// The beginning of the right key, in a text that cannot be a whole one.
    Truncated "truncated" MatchTruncated recognised {
        en: "It is only the beginning of the right key ({0} of {1} characters), which proves \
            nothing: keys that begin alike are made in seconds. File the whole value.",
        zh: "只是正确公钥的开头部分（{1} 位中的 {0} 位），不能证明一致：开头相同的公钥数秒即可造\
            出。请填写完整的值。"
    }
    /// HarmonyOS: the certificate's SHA-1, which the row takes although its label says MD5.
    Sha1Shown "sha1-as-shown" Match recognised {
        en: "It is the SHA-1 of the right certificate, as the Windows dialog shows it: providers \
            mostly take it, but the label asks for the MD5, which is expected below.",
        zh: "这是正确证书的 SHA-1（Windows 证书窗口所示）：服务商一般接受，但该栏名称要求 MD5，其\
            值见“应填”。"
    }

    // The package's own, and nothing to rely on.

    /// The value is that of a package that nothing proves, and this was asked for.
    Unproven "unproven-match" Unproven recognised {
        en: "It is what the package says, but its signature was not verified: nothing proves the \
            value.",
        zh: "与安装包所述一致，但签名未通过校验：无法证明此值属实。"
    }
    /// The value is that of a package from which nothing may be filed: a debug build, a shared
    /// certificate, one with errors.
    NotForFilingMatch "not-for-filing-match" Unproven recognised {
        en: "It is what this file has, but nothing may be filed from this file (see the \
            findings): file the values of the package that was released.",
        zh: "与此文件一致，但此文件不能用于填报（原因见检查结果）：请改填正式发布的安装包的值。"
    }

    /// The value is a certificate file's or a keystore's, and no package was compared.
    CertificateMatch "certificate-match" Unproven recognised {
        en: "It is what this certificate has, and a certificate proves nothing about a package: \
            compare with the app's package. If the certificate itself is meant, say so \
            (--certificate).",
        zh: "与此证书一致，但证书本身不能证明任何安装包：请用应用安装包比对。若要比对的就是证书，\
            请加 --certificate。"
    }

    // Nothing to compare.

    /// Nothing was filed.
    Empty "empty" Missing recognised {
        en: "Nothing is filed here: fill it in.",
        zh: "此栏为空：请填写。"
    }
    /// The package did not verify, so that its values prove nothing.
    NotVerified "not-verified" Missing recognised {
        en: "The package's signature does not verify, so there is nothing to compare with: take \
            the original package that was released.",
        zh: "安装包签名未通过校验，无从比对：请改用原始的正式安装包。"
    }
    /// The package verified, and nothing may be filed from it: it is the package that is wrong,
    /// whatever the value.
    PackageNotForFiling "package-not-for-filing" Missing recognised {
        en: "This package is the wrong one to compare with: nothing may be filed from it (see the \
            findings). Take the package that was released.",
        zh: "用来比对的安装包不对：此安装包不能用于填报（原因见检查结果），请改用正式发布的安装包。"
    }
    /// The package has several signers, and the value is one of theirs.
    SeveralSigners "several-signers" Missing recognised {
        en: "It is the value of one of the package's {0} signers, and the form takes one signer: \
            ask the provider, or sign the package with one key.",
        zh: "这是安装包 {0} 个签名者之一的值，而备案只填一个：请咨询接入服务商，或改用单一密钥签\
            名。"
    }
    /// It is not known whose certificate is to be filed.
    NoPrimary "no-primary-signer" Missing recognised {
        en: "The certificate in this file is not the one to file, so there is nothing to compare \
            with: see the errors.",
        zh: "此文件中的证书不是应备案的证书，无从比对：请查看错误说明。"
    }
    /// The file states no package name.
    NoPackageName "no-package-name" Missing recognised {
        en: "This file states no package name: check it with the app's package.",
        zh: "此文件中没有包名：请用应用安装包比对。"
    }
    /// The file does not say for which platform it is.
    NoPlatform "no-platform" Missing recognised {
        en: "This file does not say for which platform it is: check it with the app's package.",
        zh: "此文件未说明所属平台：请用应用安装包比对。"
    }
    /// The form asks for no key of a quick app.
    QuickApp "quick-app" Missing recognised {
        en: "A quick app is filed without a key or fingerprint: leave it out.",
        zh: "快应用备案无需公钥和签名指纹：无需填写。"
    }

    // Not a value at all.

    /// The text is longer than any value.
    TooLong "too-long" Invalid recognised {
        en: "The text is far longer than any value: paste the value alone.",
        zh: "内容过长，不可能是有效的值：请只粘贴该值。"
    }
    /// The text holds the value and more.
    MoreThanTheValue "more-than-the-value" Invalid recognised {
        en: "The text holds other things beside a value: file the value alone.",
        zh: "内容中除该值外还有其他文字：请只填写该值。"
    }
    /// A label before the value calls it another one.
    OtherLabel "other-label" Invalid recognised {
        en: "The text before the value (\"{0}\") names another digest or platform than the \
            value's: file the value that is expected, alone.",
        zh: "值前面的文字（“{0}”）写的是另一种摘要或平台，与该值不符：请只填写“应填”的值。"
    }
    /// The text is no fingerprint.
    NoFingerprint "no-fingerprint" Invalid plain {
        en: "It is no fingerprint: an {0} has {1} hexadecimal digits.",
        zh: "这不是指纹：{0} 应为 {1} 位十六进制数字。"
    }
    /// The beginning or the end of the right fingerprint.
    PartOfFingerprint "part-of-fingerprint" Invalid recognised {
        en: "It is only a part of the right fingerprint ({0} of {1} digits): file all of it.",
        zh: "只是正确指纹的一部分（{1} 位中的 {0} 位）：请填写完整的值。"
    }
    /// The text is no public key.
    NoKey "no-key" Invalid plain {
        en: "It is no public key, nor the beginning of one that this package has: file the value \
            that is expected.",
        zh: "这不是公钥，也不是此安装包公钥的开头：请改填“应填”的值。"
    }
    /// The beginning of the right key, with too few digits to tell.
    TooShort "too-short" Invalid recognised {
        en: "It begins like the right key but has too few digits to tell: file the whole key.",
        zh: "开头与正确公钥相同，但位数太少，不能辨认：请填写完整公钥。"
    }
    /// A whole certificate in place of a value of it.
    WholeCertificate "whole-certificate" Invalid recognised {
        en: "You pasted the whole certificate ({0}); the form takes only this value of it: file \
            the value that is expected.",
        zh: "粘贴的是整个证书（{0}），此栏只需其中的一项：请改填“应填”的值。"
    }
    /// A private key.
    PrivateKey "private-key" Invalid recognised {
        en: "You pasted a private key, which nobody else may ever see: file the public key, and \
            if the text was sent to anybody take the key for stolen.",
        zh: "粘贴的是私钥，绝不能交给他人：请改填公钥；若已提交或发送过，应视为私钥泄露。"
    }
    /// A fingerprint where a key goes.
    FingerprintAsKey "fingerprint-as-key" Invalid recognised {
        en: "It has the length of a fingerprint ({0}), and no key is so short: file the public \
            key.",
        zh: "这是指纹（{0}）的长度，公钥不会这么短：请改填公钥。"
    }
    /// A key where a fingerprint goes.
    KeyAsFingerprint "key-as-fingerprint" Invalid recognised {
        en: "It is a public key: file the certificate's {0} here.",
        zh: "这是公钥：此栏请改填证书的 {0}。"
    }
    /// A name of a package with a shape that the platform does not take.
    NoPackageNameShape "not-a-package-name" Invalid recognised {
        en: "It has not the shape of a package name on this platform: file \"{0}\".",
        zh: "这不符合该平台的包名格式：请改填“{0}”。"
    }
    /// The app's name in place of its package's.
    AppName "app-name" Invalid recognised {
        en: "It is the app's name: file the package name \"{0}\".",
        zh: "这是应用名称：请改填包名“{0}”。"
    }
    /// A store in place of a platform.
    StoreAsPlatform "store-as-platform" Invalid recognised {
        en: "It names a store or a maker of phones, which is no running platform: file \"{0}\".",
        zh: "这是应用商店或手机厂商，不是运行平台：请改填“{0}”。"
    }
    /// Several platforms in one entry.
    SeveralPlatforms "several-platforms" Invalid recognised {
        en: "It names several platforms, and each has an entry of its own: file \"{0}\" here.",
        zh: "写了多个平台，而每个平台须分别填报：此处请填“{0}”。"
    }
    /// No platform that the form knows.
    NoSuchPlatform "no-such-platform" Invalid plain {
        en: "It is none of the running platforms 安卓, 鸿蒙 and iOS: file \"{0}\".",
        zh: "运行平台只有安卓、鸿蒙、iOS：请改填“{0}”。"
    }

    // Well formed, and wrong.

    /// A value that is nothing that is known of this package.
    NoFit "no-fit" Mismatch plain {
        en: "It is well formed, but nothing that this package has: it may be of another build, \
            app or key; file the value that is expected.",
        zh: "格式正确，但与此安装包的任何已知值都不符：可能属于其他版本、应用或密钥；请改填“应填”\
            的值。"
    }
    /// A digest of another kind than the row takes, and of nothing that is known of this package.
    NoFitOtherDigest "no-fit-other-digest" Mismatch plain {
        en: "It has the length of a {0}, while this row takes the {1}, and it is nothing that \
            this package has: file the value that is expected.",
        zh: "长度与 {0} 相同，而此栏要求 {1}，且与此安装包的任何已知值都不符：请改填“应填”的值。"
    }
    /// The right key begins with the text, which may be a whole key of its own.
    BeginsAlike "begins-alike" Mismatch recognised {
        en: "The right key begins with these {0} characters, but they may be a whole key of their \
            own, and then this package is signed with another one made to look like it: compare \
            with the package that was released, and file the whole value.",
        zh: "正确公钥的开头与所填的 {0} 位相同，但所填内容本身可能就是另一个完整的公钥，而此安装包\
            的密钥是仿造其开头制作的：请用正式发布的安装包比对，并填写完整的值。"
    }
    /// The right key up to a digit.
    Damaged "damaged-key" Mismatch recognised {
        en: "It begins like the right key and differs from character {0} on: something was lost \
            or mistyped, copy the whole value again.",
        zh: "开头与正确公钥相同，但从第 {0} 位起不同：复制时有遗漏或误改，请重新完整复制。"
    }
    /// Base64 in which upper and lower case were lost.
    CaseLost "case-lost" Mismatch recognised {
        en: "It is the right key in Base64 whose upper and lower case was changed, which makes it \
            another value: copy it again.",
        zh: "这是改变了大小写的 Base64 公钥，改变大小写后就不是原来的值：请重新复制。"
    }
    /// The point of the right key in its short form.
    CompressedPoint "compressed-point" Mismatch recognised {
        en: "It is the right key in its compressed form (02 or 03): file the uncompressed point \
            that begins with 04.",
        zh: "这是正确公钥的压缩形式（以 02 或 03 开头）：请改填以 04 开头的未压缩公钥。"
    }
    /// The point of the right key without its first byte.
    PointWithoutHead "point-without-04" Mismatch recognised {
        en: "It is the right key without the 04 at its beginning: file all of it.",
        zh: "这是缺少开头 04 的正确公钥：请填写完整的值。"
    }
    /// The MD5 of the right certificate where another digest goes.
    CertificateMd5 "certificate-md5" Mismatch recognised {
        en: "It is the MD5 of the right certificate, and this row takes the {0}: file that.",
        zh: "这是正确证书的 MD5，而此栏要求 {0}：请改填“应填”的值。"
    }
    /// The SHA-1 of the right certificate where another digest goes.
    CertificateSha1 "certificate-sha1" Mismatch recognised {
        en: "It is the SHA-1 of the right certificate, and this row takes the {0}: file that.",
        zh: "这是正确证书的 SHA-1，而此栏要求 {0}：请改填“应填”的值。"
    }
    /// The SHA-256 of the right certificate where another digest goes.
    CertificateSha256 "certificate-sha256" Mismatch recognised {
        en: "It is the SHA-256 of the right certificate, and this row takes the {0}: file that.",
        zh: "这是正确证书的 SHA-256，而此栏要求 {0}：请改填“应填”的值。"
    }
    /// The right digest, in base64.
    Base64Digest "base64-digest" Mismatch recognised {
        en: "It is the {0} of the right certificate in Base64 (a \"key hash\"): file the \
            hexadecimal digits of the {1}.",
        zh: "这是正确证书 {0} 的 Base64 写法（Key Hash）：请改填十六进制的 {1}。"
    }
    /// A digest of the right public key, and not of the certificate.
    PublicKeyDigest "public-key-digest" Mismatch recognised {
        en: "It is a digest of the public key and not of the certificate: file the certificate's \
            {0}.",
        zh: "这是公钥的摘要，不是证书的指纹：请改填证书的 {0}。"
    }
    /// AppGallery Connect's 公钥指纹: SHA-256 over the base64 text of the public key.
    AgcKeyFingerprint "agc-public-key-fingerprint" Mismatch recognised {
        en: "It is AppGallery Connect's own fingerprint of the public key (公钥指纹), which is \
            not for filing: file the value that is expected.",
        zh: "这是 AppGallery Connect 的“公钥指纹”，不用于备案：请改填“应填”的值。"
    }
    /// A digest of the whole file.
    FileDigest "file-digest" Mismatch recognised {
        en: "It is the digest of the package file, which changes with every build: file the \
            signing certificate's {0}.",
        zh: "这是安装包文件本身的摘要，每次打包都会变化：请改填签名证书的 {0}。"
    }
    /// A digest of a signature block (`META-INF/*.RSA`).
    SignatureBlockDigest "signature-block-digest" Mismatch recognised {
        en: "It is the digest of the file \"{0}\" in the package, which holds more than the \
            certificate: file the certificate's {1}.",
        zh: "这是安装包内文件“{0}”的摘要，该文件不只是证书：请改填证书的 {1}。"
    }
    /// The certificate's serial number.
    SerialNumber "serial-number" Mismatch recognised {
        en: "It is the serial number of the right certificate: file the certificate's {0}.",
        zh: "这是正确证书的序列号：请改填证书的 {0}。"
    }
    /// The app's ID on HarmonyOS devices.
    AppId "app-id" Invalid recognised {
        en: "It is an appId (bundle name, \"_\", key), which is not for filing: file the value \
            that is expected.",
        zh: "这是 appId（包名加下划线加公钥），不用于备案：请改填“应填”的值。"
    }
    /// The app's number at AppGallery.
    AppIdentifier "app-identifier" Invalid recognised {
        en: "It is the app's appIdentifier at AppGallery, which is not for filing: file the value \
            that is expected.",
        zh: "这是应用的 appIdentifier，不用于备案：请改填“应填”的值。"
    }
    /// An earlier certificate of a rotation, or the one that older platforms see.
    PreviousCertificate "previous-certificate" Mismatch recognised {
        en: "It is of an earlier certificate, from which this package's signature was rotated: \
            file the current one as a set of its own, and keep the earlier one only while \
            packages signed with it are still offered.",
        zh: "这属于轮换前的旧证书：请将当前证书作为另一套特征信息填报；旧的一套仅在仍有旧签名安装\
            包分发时保留。"
    }
    /// Another signer of the same package.
    OtherSigner "other-signer" Mismatch recognised {
        en: "It is of another signer of this package ({0}): file the value that is expected.",
        zh: "这属于此安装包的另一个签名者（{0}）：请改填“应填”的值。"
    }
    /// The post-quantum signer of a hybrid.
    PostQuantumCertificate "post-quantum-certificate" Mismatch recognised {
        en: "It is of the package's post-quantum signer ({0}), whose key no form takes: file the \
            value of the classical signer, which is expected.",
        zh: "这属于此安装包的后量子签名者（{0}），备案表单不接受这种密钥：请改填传统签名者的值，见\
            “应填”。"
    }
    /// The certificate with which a store signed the package again.
    StoreCertificate "store-certificate" Mismatch recognised {
        en: "It is of the store that signed the package again ({0}): file the value of your own \
            certificate.",
        zh: "这属于应用商店重新签名的证书（{0}）：请改填您自己证书的值。"
    }
    /// The certificate of a v1 signature in `META-INF` that no platform looks at.
    StaleV1Certificate "stale-v1-certificate" Mismatch recognised {
        en: "It is of the certificate of an old v1 signature that META-INF still holds ({0}), as \
            keytool shows it: platforms go by the newer signature, file the value that is \
            expected.",
        zh: "这属于 META-INF 中残留的旧 v1 签名证书（{0}），keytool 读取 META-INF 时显示的就是它。\
            系统以新版签名为准：请改填“应填”的值。"
    }
    /// The certificate of an authority between the signer's and the root.
    IntermediateCertificate "intermediate-certificate" Mismatch recognised {
        en: "It is of the authority that issued the certificate ({0}): in a file of several \
            certificates take the one that was issued to you.",
        zh: "这属于签发机构的中间证书（{0}）：文件中有多个证书时，请使用签发给您的那一个。"
    }
    /// The certificate at which a chain ends.
    RootCertificate "root-certificate" Mismatch recognised {
        en: "It is of the root authority ({0}): in a file of several certificates take the one \
            that was issued to you.",
        zh: "这属于根证书（{0}）：文件中有多个证书时，请使用签发给您的那一个。"
    }
    /// A certificate that is known to be shared.
    SharedCertificate "shared-certificate" Mismatch recognised {
        en: "It is of {0:reason}, which identifies nobody and did not sign this package: file the \
            value that is expected.",
        zh: "这属于{0:reason}，无法证明开发者身份，也不是此安装包的签名证书：请改填“应填”的值。"
    }
    /// The right name in another case.
    WrongCase "wrong-case" Mismatch recognised {
        en: "It differs from the package's name in upper and lower case only, which counts: file \
            exactly \"{0}\".",
        zh: "与包名只有大小写不同，而包名区分大小写：请准确填写“{0}”。"
    }
    /// A good name of another package.
    OtherPackage "other-package" Mismatch recognised {
        en: "It is the name of another package: this one is \"{0}\".",
        zh: "这是另一个应用的包名：此安装包的包名为“{0}”。"
    }
    /// Another platform than the package's.
    OtherPlatform "other-platform" Mismatch recognised {
        en: "This package runs on {0}: file it there, and each other platform's package in an \
            entry of its own.",
        zh: "此安装包的运行平台是{0}：请填该平台，其他平台的安装包须分别填报。"
    }
}

/// A sentence of the catalogues with its arguments in the places of `{0}`, `{1}`. One that goes in
/// the place of `{0:reason}` is said in the sentence's language.
pub(super) fn fill(template: &str, args: &[String], language: Language) -> String {
    let mut message = String::new();
    let mut rest = template;
    while let Some((before, placeholder)) = rest.split_once('{') {
        message.push_str(before);
        let (placeholder, after) = placeholder.split_once('}').unwrap_or((placeholder, ""));
        let reason = placeholder.strip_suffix(":reason");
        let arg =
            reason.unwrap_or(placeholder).parse().ok().and_then(|index: usize| args.get(index));
        let arg = arg.map_or("?", String::as_str);
        match reason.filter(|_| language == Language::Chinese).and_then(|_| None::<String>) {
            Some(chinese) => message.push_str(&chinese),
            None => message.push_str(arg),
        }
        rest = after;
    }
    message.push_str(rest);
    message
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_has_its_name_and_both_languages() {
        let names: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
        for reason in Reason::ALL {
            let name = reason.as_str();
            assert!(
                name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'),
                "{name}"
            );
            let (english, chinese) =
                (reason.template(Language::English), reason.template(Language::Chinese));
            assert!(english.ends_with('.') && chinese.ends_with('。'), "{name}");
            let is_chinese =
                |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(is_chinese(chinese), "{name}");
            for placeholder in ["{0}", "{1}", "{2}"] {
                assert_eq!(
                    english.contains(placeholder),
                    chinese.contains(placeholder),
                    "{name} {placeholder}"
                );
            }
        }
    }
}
