//! Certificates without a package.

use super::issues;
use crate::report::{Code, Platform};
use crate::say::Because;

issues! {
    CertificateFile {
        CertificateOnly { subject: String } => {
            en: "Nothing was verified: the values are those of the certificate \"{subject}\", \
                taken for the one that the app is signed with. Where you have the released \
                package, check with that.",
            zh: "未校验任何签名：所列值取自证书“{subject}”，假定应用即由它签名。\
                如有已发布的安装包，请再用安装包核对。"
        }
        NotAPackage => {
            en: "This is a certificate file or keystore and no package, and proves nothing about \
                one: anybody may have it. Give the package; if the certificate itself is meant, \
                say --certificate, or give the file a name that tells what it is (.cer, .pem, \
                .p12, .jks).",
            zh: "这是证书文件或密钥库，不是安装包；证书任何人都可能持有，不能证明任何安装包。\
                请使用安装包；若要用的就是证书，请加 --certificate，\
                或使用能表明类型的文件名（.cer、.pem、.p12、.jks 等）。"
        }
        PlatformAssumed { platform: Platform } => {
            en: "The file does not say which platform it is for: \"{platform}\" was assumed. For \
                another one give the platform (--platform).",
            zh: "文件未说明用于哪个平台，此处按“{platform}”处理；如用于其他平台，\
                请指定平台（--platform）。"
        }
        PlatformByIssuer { platform: Platform } => {
            en: "The platform \"{platform}\" was told by the certificate's issuer.",
            zh: "平台“{platform}”由证书的颁发者判断得出。"
        }
        PlatformByProfile { platform: Platform } => {
            en: "The platform \"{platform}\" was told by the profile in which the certificate \
                stands.",
            zh: "平台“{platform}”由证书所在的描述文件（profile）判断得出。"
        }
        PlatformContradicted { evident: Platform, asked: Platform } => {
            en: "The certificate is one for the platform \"{evident}\", as its issuer or profile \
                tells, and the values are written for \"{asked}\", as was asked for: file them for \
                \"{evident}\" only, and without --platform.",
            zh: "由颁发者或描述文件可知，此证书用于平台“{evident}”，而所列值按所要求的“{asked}”书\
                写：请去掉 --platform 参数，按“{evident}”填报。"
        }
        AuthorityCertificate { subject: String } => {
            en: "The certificate \"{subject}\" says that it is an authority's. If others were \
                issued under it, it is not the one to file: give the file of the app's own \
                certificate.",
            zh: "证书“{subject}”标明自己是颁发机构的证书。若另有由它签发的证书，则不应填报它：\
                请改用应用自身的证书文件。"
        }
        PrivateKeyBeside => {
            en: "The file also contains a private key: do not upload or send it to anybody. The \
                filing needs the certificate only.",
            zh: "文件中还含有私钥：请勿上传或发送给任何人，备案只需要证书。"
        }
        HarmonySelfSigned => {
            en: "This certificate signed itself, and HarmonyOS apps are filed with the certificate \
                that AppGallery Connect issues: download the release .cer there and give that. \
                Only the public key is the same.",
            zh: "此证书为自签名证书，而鸿蒙应用应填报 AppGallery Connect 签发的证书：\
                请在其中下载发布证书（.cer）后使用，两者只有公钥相同。"
        }
        KeystoreUnchecked => {
            en: "The keystore's integrity was not checked, since no password was given: anybody \
                may have changed it. Give its password.",
            zh: "未提供密码，密钥库的完整性未校验，可能已被他人改动：请提供密码。"
        }
        #[cfg_attr(not(feature = "pkcs12"), allow(dead_code))]
        KeystoreUnprotected => {
            en: "The keystore carries no integrity check: nothing tells whether it was changed.",
            zh: "该密钥库不含完整性校验信息，无法判断是否被改动。"
        }
        KeystoreEntry { alias: String, format: String } => {
            en: "The certificate is that of the entry \"{alias}\" of a {format} keystore.",
            zh: "证书取自 {format} 密钥库中的条目“{alias}”。"
        }
        KeystoreKeyUnchecked { why: Because } => {
            en: "Whether the certificate belongs to the private key beside it was not checked \
                ({why}): compare with the released package before filing.",
            zh: "未能核对证书与其私钥是否匹配（{why}）：填报前请再用已发布的安装包核对。"
        }
        KeystoreIncomplete { read: usize, all: usize } => {
            en: "Only {read} of the keystore's {all} entries could be read: a secret key stands \
                before the others. If the entry shown is not the one, export it: keytool \
                -exportcert -rfc -keystore FILE -alias ALIAS -file release.cer",
            zh: "密钥库共有 {all} 个条目，只读出 {read} 个：其余条目排在一个对称密钥之后。\
                若所列条目不对，请导出证书后使用：keytool -exportcert -rfc -keystore 密钥库文件 \
                -alias 别名 -file release.cer"
        }
        UnverifiedValues => {
            en: "The values are printed although the signature was not verified: nothing proves \
                that they are the signer's. Do not file them.",
            zh: "签名未经校验或未通过校验，所列值仅应要求显示，不能证明属于签名者：请勿用于备案。"
        }
        ValuesNotForFiling { code: Code } => {
            en: "The values are printed because that was asked for, although nothing may be filed \
                from this file ({code}): do not file them, take the package that was released.",
            zh: "此文件不能用于填报（{code}），所列值仅应要求显示：请勿用于备案，\
                请改用正式发布的安装包。"
        }
    }
}
