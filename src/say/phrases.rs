//! The reasons that fill the sentences of findings, in Chinese.
//!
//! A reason is made where a rule fails, in English; here it is said in Chinese when a sentence is.
//! Only what goes where the sentence has `{0:reason}` is looked up: names, numbers and text from a
//! file never are.

use std::borrow::Cow;

/// What a reason is called in Chinese. `None` for one that is not known here.
pub(crate) fn in_chinese(reason: &str) -> Option<Cow<'static, str>> {
    let phrase = PHRASES.iter().find(|(english, _)| *english == reason);
    let phrase = phrase.map(|(_, chinese)| Cow::Borrowed(*chinese));
    phrase.or_else(|| {
        PATTERNS.iter().find_map(|(english, chinese)| {
            let values = values(english, reason)?;
            Some(
                values
                    .into_iter()
                    .fold((*chinese).to_owned(), |text, it| text.replacen("{}", it, 1))
                    .into(),
            )
        })
    })
}

/// What stands in a reason where the pattern has `{}`.
fn values<'r>(pattern: &str, reason: &'r str) -> Option<Vec<&'r str>> {
    let mut parts = pattern.split("{}");
    let mut rest = reason.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    for part in parts {
        let (value, after) = if part.is_empty() { (rest, "") } else { rest.split_once(part)? };
        values.push(value);
        rest = after;
    }
    rest.is_empty().then_some(values)
}

/// Reasons that hold a number or the name of an algorithm.
const PATTERNS: &[(&str, &str)] = &[
    ("it has more than {} attributes", "属性超过 {} 个"),
    ("larger than {} bytes", "超过 {} 字节"),
    ("unknown algorithm {}", "未知算法 {}"),
    ("it needs platform version {} or newer", "需要系统版本 {} 或更高"),
    ("only platform versions {} to {} verify it", "只有系统版本 {} 至 {} 支持"),
    ("the key is no key for {}", "公钥类型与算法 {} 不符"),
    ("the {} key cannot be used", "{} 公钥无法使用"),
    ("the key has {} bits, and at most {} are verified", "公钥有 {} 位，最多校验 {} 位的公钥"),
    ("all signatures together take more work than {}", "校验全部签名所需的计算量超过 {}"),
    ("malformed {} key", "{} 公钥格式错误"),
    ("central directory record {} of {} is damaged", "中央目录第 {} 条记录（共 {} 条）已损坏"),
    (
        "the central directory (at {}, {} bytes) does not end before its end record at {}",
        "中央目录（位于 {}，长 {} 字节）超出了位于 {} 的结束记录",
    ),
    (
        "the central directory has {} bytes, more than the {} that are read (directory_size)",
        "中央目录长 {} 字节，超过可读取的上限 {} 字节（directory_size）",
    ),
    (
        "the central directory has {} entries, more than the {} that are read (directory_entries)",
        "中央目录有 {} 个条目，超过可读取的上限 {} 个（directory_entries）",
    ),
    ("more to unpack than {} bytes", "需解压的内容超过 {} 字节"),
    ("it has {} bytes, more than {}", "长 {} 字节，超过上限 {}"),
    ("it has {} sub-blocks, more than {}", "有 {} 个子块，超过上限 {} 个"),
    ("it has more than {} pairs", "数据项超过 {} 个"),
    ("it has more than {} signers", "签名者超过 {} 个"),
    ("it has more than {} certificates", "证书超过 {} 个"),
    ("it has more than {} revocation lists", "吊销列表超过 {} 个"),
    ("it has more than {} digests", "摘要超过 {} 个"),
    ("it has more than {} values", "值超过 {} 个"),
    ("it has more than {} resources", "资源超过 {} 个"),
    ("it has more texts or configurations than {} and {}", "文字超过 {} 条或配置超过 {} 个"),
    ("its values are nested deeper than {}", "值的嵌套超过 {} 层"),
    ("its elements are nested deeper than {}", "元素嵌套超过 {} 层"),
    ("it has more than {} sections", "超过 {} 节"),
    (
        "a section has more than {} attributes, or one of more than {} bytes",
        "某一节的属性超过 {} 个，或有超过 {} 字节的属性",
    ),
    ("it has no {}", "缺少 {}"),
    ("it is for the unknown distribution {}", "分发类型 {} 不是已知的类型"),
    ("it is no JSON (line {}, column {})", "不是有效的 JSON（第 {} 行第 {} 列）"),
    ("a name stands there twice (line {}, column {})", "名称重复（第 {} 行第 {} 列）"),
    ("something stands behind it (line {}, column {})", "末尾之后还有内容（第 {} 行第 {} 列）"),
];

const PHRASES: &[(&str, &str)] = &[
    ("the key cannot be read", "无法解析私钥"),
    ("keys of its algorithm are not compared", "不支持比对此类算法的密钥"),
    ("comparing it takes too much work", "比对所需的计算量过大"),
    ("its password is not the keystore's", "私钥的密码与密钥库密码不同"),
    ("it is encrypted in a way that is not read", "私钥的加密方式不受支持"),
    ("it asks for more iterations than are done", "解开私钥所需的迭代次数超过上限"),
    (
        "several certificates in the block may be the signer's",
        "签名块中有多个证书都可能是签名者的证书",
    ),
    ("it does not have exactly two signers", "签名者不是恰好两个"),
    ("its signers are not a classical and a post-quantum one", "签名者不是一个传统、一个后量子"),
    ("its two signers are for different platforms", "两个签名者针对的系统版本不同"),
    ("its two signers have different lineages", "两个签名者的轮换记录不同"),
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
    (
        "the certificate has a critical extension that platforms do not know",
        "证书含有系统不识别的关键扩展",
    ),
    ("the certificate's key usage does not allow signing", "证书的密钥用途不允许签名"),
    (
        "platforms before Android 4.4 do not check signed attributes",
        "安卓 4.4 之前的系统不校验签名属性",
    ),
    (
        "sign with SHA-256, and an APK with v2 as well; the certificate can stay",
        "请改用 SHA-256 重新签名，APK 请同时加上 v2 签名；证书不必更换",
    ),
    (
        "a key of this size can be broken, so that others sign as you: make one of at least 2048 \
            bits",
        "这种长度的密钥可能被破解，他人可借此冒名签名，请改用 2048 位以上的新密钥",
    ),
    ("the signed attributes name no content type", "签名属性中没有内容类型"),
    ("the signed attributes hold no digest", "签名属性中没有摘要"),
    (
        "with an fs-verity digest the signing block must begin and end at a multiple of 4096 \
            bytes, and the channel tool that wrote into it did not pad it: use a newer one, or \
            sign again after it",
        "使用 fs-verity 摘要时，签名块的起止位置须是 4096 字节的整数倍，而写入渠道信息的工具没有补\
            齐：请改用较新的渠道工具，或写入后重新签名",
    ),
    ("no platform version verifies the two together", "没有任何系统版本支持这一组合"),
    (
        "with an fs-verity digest the signing block must begin and end at a multiple of 4096 bytes",
        "使用 fs-verity 摘要时，签名块的起止位置须为 4096 字节的倍数",
    ),
    (
        "only SHA-256 over blocks of 4096 bytes without salt is known",
        "仅支持以 4096 字节为块、不加盐的 SHA-256",
    ),
    ("not a SubjectPublicKeyInfo", "不是有效的公钥结构"),
    ("the EC (of that curve) key cannot be used", "不支持该曲线的 EC 公钥"),
    ("it does not belong to these bytes and this key", "签名与内容或密钥不符"),
    ("malformed CMS version", "CMS 版本字段格式错误"),
    ("malformed CMS list of digest algorithms", "CMS 摘要算法列表格式错误"),
    ("malformed CMS content", "CMS 内容格式错误"),
    ("malformed CMS list of certificates", "CMS 证书列表格式错误"),
    ("malformed CMS revocation lists", "CMS 吊销列表格式错误"),
    ("malformed CMS list of signers", "CMS 签名者列表格式错误"),
    ("malformed CMS signer", "CMS 签名者格式错误"),
    ("malformed CMS list of revocation lists", "CMS 吊销列表格式错误"),
    ("malformed CMS signing time attribute", "CMS 签名时间属性格式错误"),
    ("malformed CMS certificate", "CMS 中的证书格式错误"),
    ("malformed CMS signed attributes", "CMS 签名属性格式错误"),
    ("malformed CMS unsigned attributes", "CMS 未签名属性格式错误"),
    ("malformed CMS content type attribute", "CMS 内容类型属性格式错误"),
    ("malformed CMS message digest attribute", "CMS 摘要属性格式错误"),
    // Certificates that identify nobody
    ("the Android debug certificate", "安卓调试证书（Android Debug）"),
    ("a test certificate of the Android Open Source Project", "安卓开源项目（AOSP）的测试证书"),
    ("DCloud's public test certificate", "DCloud 公共测试证书"),
    ("the quick-app toolkit's default certificate", "快应用工具自带的默认证书"),
    ("the OpenHarmony community's sample certificate", "OpenHarmony 社区示例证书"),
    // Certificates that sign no released app
    ("a debug certificate of AppGallery Connect", "AppGallery Connect 的调试证书"),
    ("a development certificate of Apple", "苹果的开发证书"),
    (
        "a certificate of Apple for push messages, passes or payment",
        "苹果用于推送、票券或支付的证书",
    ),
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
    ("the entry stamp-cert-sha256", "文件 stamp-cert-sha256"),
    // Files inside
    ("a digest is no base64", "摘要不是有效的 Base64"),
    ("it is empty", "文件为空"),
    ("deflate", "压缩数据损坏"),
    ("compressed data ends early", "压缩数据提前结束"),
    ("CRC-32", "校验和不符"),
    ("uncompressed size", "解压后大小不符"),
    // What who unpacks a file from front to back finds
    ("the first entry does not begin the file", "文件不是以第一个条目开始"),
    ("the next entry does not stand behind the one before it", "下一条目没有紧接在前一条目之后"),
    ("something stands behind the last entry", "最后一个条目之后另有数据"),
    ("one more local header stands behind the last entry", "最后一个条目之后还有一个本地文件头"),
    ("no local header stands there", "该处没有本地文件头"),
    ("its name differs", "文件名不一致"),
    ("its name is not UTF-8", "文件名不是 UTF-8 编码"),
    ("its flags differ", "标志位不一致"),
    ("it is marked as encrypted", "被标记为已加密"),
    ("its compression method differs", "压缩方式不一致"),
    ("its compression method is unknown", "压缩方式未知"),
    ("it is stored, and has a data descriptor", "未压缩却带有数据描述符"),
    ("its sizes or its checksum differ", "大小或校验和不一致"),
    ("its sizes are those of ZIP64", "大小采用 ZIP64 格式"),
    ("its data descriptor differs", "数据描述符不一致"),
    ("its compressed data ends before its size says", "压缩数据在标明的大小之前结束"),
    ("its content has another checksum", "内容的校验和不一致"),
    ("its path leads out of a folder", "路径指向文件夹之外"),
    ("its path is that of another entry", "路径与另一条目相同"),
    ("it names a file that is not there", "其中指明的文件不存在"),
    ("it is no message of Protocol Buffers", "不是有效的 Protocol Buffers 数据"),
    ("data past the central directory", "数据越过中央目录"),
    ("local file header: signature", "本地文件头标志错误"),
    ("local file header: name", "本地文件头中的文件名不符"),
    ("local file header: CRC-32", "本地文件头中的 CRC-32 不符"),
    ("local file header: compressed size", "本地文件头中的压缩大小不符"),
    ("local file header: uncompressed size", "本地文件头中的原始大小不符"),
    ("local file header: compression method", "本地文件头中的压缩方式不符"),
    ("local file header: sizes", "本地文件头中的 CRC-32 或大小不符"),
    ("data descriptor", "数据描述符不符"),
    ("stored data of another size than its content", "未压缩数据的长度与内容不符"),
    ("it is spread over several disks", "分成了多个卷"),
    ("it has a comment", "带有注释"),
    ("it has no description that can be read", "没有可读取的说明文件"),
    ("it has no bundleName", "没有 bundleName"),
    ("its bundleName is none", "bundleName 不是有效的名称"),
    ("it has no version code", "没有版本号"),
    ("its version code has more than 32 bits", "版本号超过 32 位"),
    ("resources.index is not there, or cannot be read", "没有 resources.index，或无法读取"),
    ("it has no labelId", "没有 labelId"),
    ("local file header: data descriptor flag", "本地文件头中的数据描述标志不符"),
    (
        "it is plain text XML, from an unpacked or unfinished build",
        "是纯文本 XML，来自解包或未完成的构建",
    ),
    ("it is not binary XML", "不是二进制 XML"),
    ("it is cut short", "内容不完整"),
    ("it has two tables", "其中有两个资源表"),
    ("the header of a chunk is too short", "某个数据块的头部过短"),
    ("it has two pools of strings", "有两个全局字符串池"),
    ("its pool of strings is malformed", "字符串池格式错误"),
    ("it has more packages than its header says", "资源包多于头部声明的数量"),
    ("it has fewer packages than its header says", "资源包少于头部声明的数量"),
    ("it has no pool of strings", "没有字符串池"),
    ("a chunk is longer than what holds it", "某个数据块超出了所在的范围"),
    ("a chunk has an impossible size", "某个数据块的长度不合法"),
    ("the numbers of its types have an offset", "类型编号带有偏移"),
    ("a package has the number 0", "资源包编号为 0"),
    ("a package has an impossible number", "资源包编号不合法"),
    ("it has one package twice", "同一资源包出现两次"),
    ("a pool of names is malformed", "名称字符串池格式错误"),
    ("its list of libraries is malformed", "共享库列表格式错误"),
    ("a description of a type is too short", "类型说明（typeSpec）过短"),
    ("a type has an impossible number", "类型编号不合法"),
    ("a type has the number 0", "类型编号为 0"),
    ("a type has too many resources", "类型的资源数量过多"),
    ("a type is described twice", "同一类型有两个类型说明（typeSpec）"),
    ("a type is not described before its resources", "类型的资源之前没有类型说明（typeSpec）"),
    ("the entries of a type stand where none can be", "类型的条目位置不合法"),
    (
        "a configuration is larger than the header that holds it",
        "资源配置（config）超出了所在的头部",
    ),
    (
        "a type has more resources than its description says",
        "类型的资源多于类型说明（typeSpec）中的数量",
    ),
    ("the resources of a type are not in order", "稀疏类型的条目未按顺序排列或有重复"),
    ("a resource does not stand in its type", "资源条目超出了所属类型的范围或格式错误"),
    ("a string is malformed", "字符串格式错误（例如缺少结尾的 NUL）"),
    ("resources.arsc is not there", "缺少 resources.arsc"),
    (
        "it is a resource of the system, which the package does not hold",
        "它是系统资源，安装包中没有",
    ),
    ("there is no such resource for such a phone", "没有适用于这类手机的此资源"),
    ("the references go on without end", "引用循环或层数过多"),
    ("it is no single value", "它不是单个值"),
    ("the resource cannot be read", "此资源无法读取"),
    ("the platform is too old for it", "系统版本过旧，无法读取"),
    ("it is no text", "它不是文字"),
    ("a block in it is malformed", "其中有数据块格式错误"),
    ("it has no usable string pool", "没有可用的字符串池"),
    ("its root element is not <manifest>", "根元素不是 <manifest>"),
    ("a text in it is not UTF-8", "其中有文本不是 UTF-8 编码"),
    ("a field of it stands there twice", "有字段重复出现"),
    ("the package name", "包名"),
    ("the split's name", "拆分名（split）"),
    ("the version code", "版本号（versionCode）"),
    ("the upper half of the version code", "版本号高位（versionCodeMajor）"),
    ("the version name", "版本名称"),
    ("the minimum platform version", "最低系统版本"),
    ("the target platform version", "目标系统版本"),
    ("the label", "应用名称"),
    ("the launcher's label", "桌面名称"),
    (
        "no build tool writes it so: do not use this package",
        "任何打包工具都不会这样写，请勿使用此安装包",
    ),
    ("some tools write it so; what Android reads counts", "个别工具会这样写，以安卓系统读取的为准"),
    ("it has no characters", "名称为空"),
    ("it is longer than 223 characters", "超过 223 个字符"),
    (
        "only letters A to Z, digits, \"_\" and \".\" may stand in it",
        "只能含有英文字母、数字、下划线和点",
    ),
    ("each of its parts must begin with a letter", "每一段都必须以英文字母开头"),
    ("it must have two parts or more, with \".\" between them", "至少要有以点分隔的两段"),
    ("it is not a resource table", "不是资源表"),
    ("it is not a Protocol Buffers message", "不是 Protocol Buffers 数据"),
    ("it has no root element", "没有根元素"),
    ("it is not there", "文件不存在"),
    ("it has no AndroidManifest.xml", "没有 AndroidManifest.xml"),
    ("it names no package", "没有写明包名"),
    ("its AndroidManifest.xml cannot be read", "无法解析其 AndroidManifest.xml"),
    (
        "no end of central directory record: the file is cut short, or something was appended to \
            it",
        "找不到中央目录结束记录，文件不完整，或末尾被追加了内容",
    ),
    (
        "it is a ZIP64: newer Android versions read it with a JAR signature (v1) alone, and no \
            version with a newer signature; build the package without ZIP64",
        "采用了 ZIP64 格式：较新的安卓系统仅在只有 JAR 签名（v1）时读取，带有更新签名时任何系统都\
            会拒绝；请不使用 ZIP64 重新打包",
    ),
    ("it is not a resource index", "不是资源索引"),
    ("it has more texts of one name than are read", "同一名称的文字过多，未全部读取"),
    ("an early source stamp", "早期来源标记"),
    ("the Android Gradle plugin (dependency list)", "Android Gradle 插件（依赖列表）"),
    ("Google Play (frosting)", "Google Play（frosting 数据）"),
    // HarmonyOS
    (
        "something stands between the central directory and its end record",
        "中央目录与结束记录之间有其他内容",
    ),
    ("its tail is cut short", "尾部不完整"),
    ("its magic is not that of its version", "标志与版本不符"),
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
    ("content type", "内容类型"),
    ("a name or text in it holds a NUL character", "其中的名称或文字含有 NUL 字符"),
    (
        "it stands bare, and no store signed the package",
        "它没有签名，而安装包也不是由应用商店签名的",
    ),
    (
        "it does not stand bare, as beside a store's signature",
        "安装包由应用商店签名时，描述文件不应再带签名",
    ),
    ("its signer's chain ends at no root", "其签名者的证书链不完整，找不到根证书"),
    (
        "its signer's chain ends at another root than the package's",
        "其签名者与安装包签名者的根证书不同",
    ),
    (
        "it was signed outside the validity of its signer's certificates, or does not say when",
        "签名时间不在其签名者证书的有效期内，或没有签名时间",
    ),
    (
        "its signer's certificate was revoked, or that cannot be told",
        "其签名者的证书已被吊销，或无法确定是否被吊销",
    ),
    ("whoever signed the package signed it too", "它的签名者就是安装包的签名者"),
    ("its signer is none who issues such profiles", "其签名者不是此类描述文件的签发者"),
    ("it has no version-code above 0", "缺少大于 0 的 version-code"),
    (
        "it is for the distribution developer_id, and for debugging",
        "分发类型 developer_id 不能用于调试描述文件",
    ),
    (
        "the signer's certificate is none for the distribution developer_id",
        "签名证书不是用于分发类型 developer_id 的证书",
    ),
    ("the profile is for no enterprise", "描述文件的分发类型不是企业类型"),
    ("its certificate is none for signing again", "其证书不是企业重签名证书"),
    (
        "its certificate was not issued to a developer by Huawei",
        "其证书不是由华为的开发者证书签发机构直接签发的",
    ),
    (
        "its chain ends at no root that is trusted, or was not valid",
        "其证书链的根证书不受信任，或签名时证书链无效",
    ),
    (
        "there are code signatures of an enterprise, and no signature of one",
        "有企业的代码签名，却没有企业对安装包的签名",
    ),
    // Quick apps
    ("list of file digests", "文件摘要列表"),
    ("the signed list of files", "已签名的文件列表"),
    ("its size is impossible", "大小不合理"),
    ("its two sizes differ", "前后两个大小不一致"),
    ("a pair in it is malformed", "其中的数据项格式错误"),
    ("an id stands there twice", "id 重复"),
    ("it is not a ZIP file", "不是 ZIP 文件"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_reason_stands_there_once_and_in_chinese() {
        let unique: BTreeSet<_> = PHRASES.iter().map(|(english, _)| english).collect();
        assert_eq!(unique.len(), PHRASES.len());
        for (english, chinese) in PHRASES {
            assert!(english.is_ascii() && !chinese.is_ascii(), "{english}");
        }
        assert_eq!(in_chinese("classes.dex"), None);
    }

    #[test]
    fn patterns_put_their_values_in_order() {
        for (reason, chinese) in [
            ("deflate", "压缩数据损坏"),
            ("larger than 5 bytes", "超过 5 字节"),
            ("malformed RSA key", "RSA 公钥格式错误"),
            ("it is no JSON (line 1, column 7)", "不是有效的 JSON（第 1 行第 7 列）"),
        ] {
            assert_eq!(in_chinese(reason).as_deref(), Some(chinese), "{reason}");
        }
        for (english, chinese) in PATTERNS {
            assert!(english.is_ascii() && !chinese.is_ascii(), "{english}");
            assert_eq!(english.matches("{}").count(), chinese.matches("{}").count(), "{english}");
        }
    }

    /// The reasons in the code: literals behind one of these.
    const MAKERS: [(&str, &str); 11] = [
        (".arg(\"", ""),
        ("malformed(\"", ""),
        ("malformed(&\"", ""),
        ("Found::Malformed(\"", ""),
        ("CmsError::Malformed(\"", "malformed CMS "),
        ("invalid(\"", ""),
        ("unverifiable(\"", ""),
        ("unverifiable(&\"", ""),
        ("mismatch(\"", ""),
        ("foreign(\"", ""),
        ("vendor(\"", ""),
    ];
    /// Literals that are names and no reasons.
    const NAMES: [&str; 1] = ["CMS"];

    /// The reasons under a path that have no Chinese text.
    fn untranslated(path: &std::path::Path, found: &mut BTreeSet<String>) {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).unwrap();
            return entries.for_each(|entry| untranslated(&entry.unwrap().path(), found));
        }
        let source = std::fs::read_to_string(path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for (maker, before) in MAKERS {
            let of_cms = ["cms/mod.rs", "cms/whole.rs", "cms/openssl.rs"];
            let before = if of_cms.iter().any(|file| path.ends_with(file)) {
                "malformed CMS "
            } else {
                before
            };
            for (at, _) in source.match_indices(maker) {
                let (before_it, from_it) = source.split_at(at);
                let is_part = before_it.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let literal = from_it.strip_prefix(maker).unwrap().split('"').next().unwrap();
                let reason = format!("{before}{literal}");
                let is_reason = (maker.starts_with('.') || !is_part) && !NAMES.contains(&literal);
                found.extend((is_reason && in_chinese(&reason).is_none()).then_some(reason));
            }
        }
    }

    #[test]
    fn every_reason_in_the_code_has_a_chinese_text() {
        let mut found = BTreeSet::new();
        untranslated(&std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.is_empty(), "not in PHRASES: {found:#?}");
    }
}
