//! The parts of signatures.

use crate::say::said;

said! {
    /// A part of a signature that a scheme prescribes, in the words of the schemes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum SignaturePart {
        Signers => { en: "list of signers", zh: "签名者列表" }
        SignedData => { en: "signed data", zh: "被签名数据" }
        Signatures => { en: "list of signatures", zh: "签名列表" }
        PublicKey => { en: "public key", zh: "公钥" }
        Digests => { en: "list of digests", zh: "摘要列表" }
        FileDigests => { en: "list of file digests", zh: "文件摘要列表" }
        Certificates => { en: "list of certificates", zh: "证书列表" }
        Attributes => { en: "list of attributes", zh: "属性列表" }
        SubBlocks => { en: "list of sub-blocks", zh: "子块列表" }
        SdkRange => { en: "platform range", zh: "系统版本范围" }
        RotationSdk => { en: "rotation platform", zh: "证书轮换起始版本" }
        StrippingProtection => { en: "stripping protection", zh: "防剥离属性" }
        LineageCertificate => { en: "lineage certificate", zh: "轮换记录中的证书" }
        CmsSignedData => { en: "CMS signed data", zh: "CMS 签名数据" }
        Content => { en: "content", zh: "签名内容" }
        ContentType => { en: "content type", zh: "内容类型" }
    }
}
