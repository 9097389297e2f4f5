//! The reasons that fill the sentences of findings, in Chinese.
//!
//! A reason is made where a rule fails, in English; here it is said in Chinese when a sentence is.

/// What a reason is called in Chinese. `None` for what is no reason: names, numbers, text from a file.
pub(super) fn in_chinese(reason: &str) -> Option<&'static str> {
    PHRASES.iter().find(|(english, _)| *english == reason).map(|(_, chinese)| *chinese)
}

const PHRASES: &[(&str, &str)] = &[
    // Parts of signatures
    ("list of signers", "签名者列表"),
    ("signed data", "被签名数据"),
    ("list of signatures", "签名列表"),
    ("public key", "公钥"),
    ("list of digests", "摘要列表"),
    ("list of certificates", "证书列表"),
    ("list of attributes", "属性列表"),
    ("list of sub-blocks", "子块列表"),
    ("platform range", "系统版本范围"),
    ("rotation platform", "证书轮换起始版本"),
    ("stripping protection", "防剥离属性"),
    ("lineage certificate", "轮换记录中的证书"),
    ("CMS signed data", "CMS 签名数据"),
    ("content", "签名内容"),
    ("record", "记录"),
    ("size", "大小"),
    ("root hash", "根哈希"),
    ("hash tree", "哈希树"),
    ("certificate", "证书"),
    ("content digest", "内容摘要"),
    ("number of signers", "签名者数量"),
    // Why a signature cannot be verified
    ("not CMS signed data", "不是 CMS 签名数据"),
    ("the signer's certificate is not in the block", "签名块中没有签名者的证书"),
    ("the certificate has a critical extension that platforms do not know", "证书含有系统不识别的关键扩展"),
    ("the certificate's key usage does not allow signing", "证书的密钥用途不允许签名"),
    ("platforms before Android 4.4 do not check signed attributes", "安卓 4.4 之前的系统不校验签名属性"),
    ("the signed attributes name no content type", "签名属性中没有内容类型"),
    ("the signed attributes hold no digest", "签名属性中没有摘要"),
    (
        "with an fs-verity digest the signing block must begin and end at a multiple of 4096 bytes",
        "使用 fs-verity 摘要时，签名块的起止位置须为 4096 字节的倍数",
    ),
    (
        "only SHA-256 over blocks of 4096 bytes without salt is known",
        "仅支持以 4096 字节为块、不加盐的 SHA-256",
    ),
    ("not a SubjectPublicKeyInfo", "不是有效的公钥结构"),
    ("the RSA key cannot be used", "RSA 公钥无法使用"),
    ("the DSA key cannot be used", "DSA 公钥无法使用"),
    ("it does not belong to these bytes and this key", "签名与内容或密钥不符"),
    ("malformed CMS version", "CMS 版本字段格式错误"),
    ("malformed CMS list of digest algorithms", "CMS 摘要算法列表格式错误"),
    ("malformed CMS content", "CMS 内容格式错误"),
    ("malformed CMS list of certificates", "CMS 证书列表格式错误"),
    ("malformed CMS revocation lists", "CMS 吊销列表格式错误"),
    ("malformed CMS list of signers", "CMS 签名者列表格式错误"),
    ("malformed CMS signer", "CMS 签名者格式错误"),
    ("malformed CMS list of revocation lists", "CMS 吊销列表格式错误"),
    ("malformed CMS signed attributes", "CMS 签名属性格式错误"),
    ("malformed CMS content type attribute", "CMS 内容类型属性格式错误"),
    ("malformed CMS message digest attribute", "CMS 摘要属性格式错误"),
    // Certificates that identify nobody
    ("the Android debug certificate", "安卓调试证书（Android Debug）"),
    ("a test certificate of the Android Open Source Project", "安卓开源项目（AOSP）的测试证书"),
    ("DCloud's public test certificate", "DCloud 公共测试证书"),
    ("the quick-app toolkit's default certificate", "快应用工具自带的默认证书"),
    ("the OpenHarmony community's sample certificate", "OpenHarmony 社区示例证书"),
    // Lineages and stamps
    ("a certificate is named twice", "同一证书出现两次"),
    ("it does not end with the signer's certificate", "末尾不是签名者的证书"),
    ("its block is malformed", "数据块格式错误"),
    ("its certificate cannot be read", "证书无法解析"),
    ("it has no signature for one of the schemes", "缺少对某个签名方案的签名"),
    ("its list of signatures is malformed", "签名列表格式错误"),
    ("a signature is malformed", "签名格式错误"),
    ("it has no signature of a known algorithm", "没有使用已知算法的签名"),
    ("an attribute is malformed", "属性格式错误"),
    ("its time is not after 1970", "时间早于 1970 年"),
    ("the block in the signing block", "签名块中的数据"),
    // Files inside
    ("a digest is no base64", "摘要不是有效的 Base64"),
    ("it is empty", "文件为空"),
    ("deflate", "压缩数据损坏"),
    ("uncompressed size", "解压后大小不符"),
    ("data past the central directory", "数据越过中央目录"),
    ("local file header: signature", "本地文件头标志错误"),
    ("local file header: name", "本地文件头中的文件名不符"),
    ("local file header: CRC-32", "本地文件头中的 CRC-32 不符"),
    ("local file header: compressed size", "本地文件头中的压缩大小不符"),
    ("local file header: uncompressed size", "本地文件头中的原始大小不符"),
    ("local file header: data descriptor flag", "本地文件头中的数据描述标志不符"),
    ("it is plain text XML, from an unpacked or unfinished build", "是纯文本 XML，来自解包或未完成的构建"),
    ("it is not binary XML", "不是二进制 XML"),
    ("it is cut short", "内容不完整"),
    ("it is not a resource table", "不是资源表"),
    ("it has too many resources", "资源数量过多"),
    ("it is not a Protocol Buffers message", "不是 Protocol Buffers 数据"),
    ("it has no root element", "没有根元素"),
    ("its elements are nested too deep", "元素嵌套过深"),
    ("it is not there", "文件不存在"),
    ("it has no AndroidManifest.xml", "没有 AndroidManifest.xml"),
    ("it names no package", "没有写明包名"),
    ("too much to inflate", "解压量过大"),
    ("its AndroidManifest.xml cannot be read", "无法解析其 AndroidManifest.xml"),
    (
        "no end of central directory record: the file is cut short, or something was appended to it",
        "找不到中央目录结束记录，文件不完整，或末尾被追加了内容",
    ),
    ("ZIP64 is not supported by any platform for packages", "采用 ZIP64 格式，任何系统都不支持这样的安装包"),
    ("it is not a resource index", "不是资源索引"),
    ("an early source stamp", "早期来源标记"),
    ("the Android Gradle plugin (dependency list)", "Android Gradle 插件（依赖列表）"),
    ("Google Play (frosting)", "Google Play（frosting 数据）"),
    // HarmonyOS
    ("something stands between the central directory and its end record", "中央目录与结束记录之间有其他内容"),
    ("its tail is cut short", "尾部不完整"),
    ("its magic is not that of its version", "标志与版本不符"),
    ("its size or number of sub-blocks is impossible", "大小或子块数量不合理"),
    ("it begins before the file does", "起始位置早于文件开头"),
    ("a sub-block is cut short", "子块不完整"),
    ("a sub-block is of an unknown type", "子块类型未知"),
    ("a sub-block reaches out of the signing block", "子块超出签名块"),
    ("a sub-block is empty", "子块为空"),
    ("a sub-block stands there twice", "子块重复"),
    ("its sub-blocks do not fill it", "子块未填满或互相重叠"),
    ("it is malformed", "格式错误"),
    ("its signature does not verify", "签名校验失败"),
    ("it was made for another of the profile", "与描述文件不符"),
    ("it was made for another of module.json", "与 module.json 不符"),
    ("it was made for another of the code signatures", "与代码签名不符"),
    ("it has no content", "没有内容"),
    // Quick apps
    ("list of file digests", "文件摘要列表"),
    ("the signed list of files", "已签名的文件列表"),
    ("its size is impossible", "大小不合理"),
    ("its two sizes differ", "前后两个大小不一致"),
    ("a pair in it is malformed", "其中的数据项格式错误"),
    ("there are too many pairs in it", "其中的数据项过多"),
    ("an id stands there twice", "id 重复"),
    ("it is not a ZIP file", "不是 ZIP 文件"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::Language;
    use crate::x509::SharedCertificate;

    #[test]
    fn each_reason_stands_there_once_and_in_chinese() {
        let unique: BTreeSet<_> = PHRASES.iter().map(|(english, _)| english).collect();
        assert_eq!(unique.len(), PHRASES.len());
        for (english, chinese) in PHRASES {
            assert!(english.is_ascii() && !chinese.is_ascii(), "{english}");
        }
        for known in SharedCertificate::ALL {
            let name = known.name(Language::English);
            assert_eq!(in_chinese(name), Some(known.name(Language::Chinese)), "{name}");
        }
        assert_eq!(in_chinese("deflate"), Some("压缩数据损坏"));
        assert_eq!(in_chinese("classes.dex"), None);
    }
}
