//! Why bytes are no signed data.

use crate::say::said;

said! {
    /// Why bytes are no signed data.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub(crate) enum CmsError {
        NoSignedData => { en: "not CMS signed data", zh: "不是 CMS 签名数据" }
        Malformed(it: Part) => { en: "malformed CMS {it}", zh: "CMS {it}格式错误" }
        TooMany { what: Counted, limit: usize } => {
            en: "it has more than {limit} {what}",
            zh: "{what}超过 {limit} 个"
        }
    }
}

impl std::error::Error for CmsError {}

said! {
    /// A part of signed data (RFC 5652, section 5).
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Part {
        Version => { en: "version", zh: "版本字段" }
        DigestAlgorithms => { en: "list of digest algorithms", zh: "摘要算法列表" }
        Content => { en: "content", zh: "内容" }
        Certificates => { en: "list of certificates", zh: "证书列表" }
        RevocationLists => { en: "list of revocation lists", zh: "吊销列表" }
        Signers => { en: "list of signers", zh: "签名者列表" }
        Signer => { en: "signer", zh: "签名者" }
        SignedAttributes => { en: "signed attributes", zh: "签名属性" }
        UnsignedAttributes => { en: "unsigned attributes", zh: "未签名属性" }
        SigningTime => { en: "signing time attribute", zh: "签名时间属性" }
        ContentType => { en: "content type attribute", zh: "内容类型属性" }
        MessageDigest => { en: "message digest attribute", zh: "摘要属性" }
        Certificate => { en: "certificate", zh: "证书" }
    }
}

said! {
    /// What signed data holds several of.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Counted {
        Signers => { en: "signers", zh: "签名者" }
        Certificates => { en: "certificates", zh: "证书" }
        RevocationLists => { en: "revocation lists", zh: "吊销列表" }
    }
}
