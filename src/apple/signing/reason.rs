//! Why parts of a signature prove nothing.

use crate::encoding::plist::PlistError;
use crate::say::said;

said! {
    /// Why a CMS proves nothing.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoCms {
        Malformed => { en: "it is no CMS signed data", zh: "不是 CMS 签名数据" }
        TooLarge => { en: "it has more than 64 KiB", zh: "超过 64 KiB" }
        Content => { en: "it holds a content of its own", zh: "自带签名内容" }
        ContentType => {
            en: "what is signed is said to be something else",
            zh: "签名内容的类型不符"
        }
        Signers => { en: "it does not have exactly one signer", zh: "签名者不是恰好一个" }
        Certificate => {
            en: "the signer's certificate is not in it, or more than one may be",
            zh: "其中没有签名者的证书，或有多个证书可能是"
        }
        Algorithm => { en: "its algorithms are not in use", zh: "算法不受支持" }
        DigestUnlisted => {
            en: "the digest algorithm of its signer is not among those that it lists",
            zh: "签名者的摘要算法不在所列算法之中"
        }
        NoAttributes => { en: "it has no signed attributes", zh: "没有签名属性" }
        Digest => { en: "another content was signed", zh: "签名的是其他内容" }
        Signature => {
            en: "its signature is another's, or of other bytes",
            zh: "签名值与内容或证书不符"
        }
    }
}

said! {
    /// Why a file is no list of resources.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoCodeResources {
        Plist { why: PlistError } => { en: "{why}", zh: "{why}" }
        TooLarge => { en: "it is larger than is read", zh: "超过读取上限" }
        Unreadable => { en: "it cannot be unpacked", zh: "无法解压" }
        Files => {
            en: "it has no list of files, or none that can be read",
            zh: "没有文件清单或清单格式错误"
        }
        Rules => { en: "it has no rules, or none that can be read", zh: "没有规则或规则格式错误" }
        Pattern => {
            en: "a rule in it is no regular expression that is used",
            zh: "其中的规则不是可用的正则表达式"
        }
    }
}

impl From<PlistError> for NoCodeResources {
    fn from(why: PlistError) -> Self {
        Self::Plist { why }
    }
}
