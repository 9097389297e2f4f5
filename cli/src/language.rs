//! The language of texts for people, and every such text of the command in both.

use std::ffi::OsString;

use beian::Language;

/// The language that `--lang` names among the arguments, else that of the locale. Known before the
/// arguments are parsed, so that help and usage errors are in it as well.
pub(crate) fn chosen(
    args: impl IntoIterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<String>,
) -> Language {
    let mut args = args.into_iter().take_while(|arg| arg != "--");
    let mut named = None;
    while let Some(arg) = args.next() {
        let value = match arg.to_str() {
            Some("--lang") => args.next().and_then(|value| value.into_string().ok()),
            Some(arg) => arg.strip_prefix("--lang=").map(str::to_owned),
            None => None,
        };
        // The last one counts, as of every option.
        named = value.or(named);
    }
    if let Some(named) = named {
        return of_locale(&named);
    }
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(set)
        .map_or(Language::English, |value| of_locale(&value))
}

/// An environment variable. Windows sets none of those that name a locale, but knows its user's.
pub(crate) fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok();
    #[cfg(windows)]
    let value = value.or_else(|| if name == "LANG" { sys_locale::get_locale() } else { None });
    value
}

fn of_locale(locale: &str) -> Language {
    let chinese = locale.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh"));
    if chinese { Language::Chinese } else { Language::English }
}

macro_rules! texts {
    ($($name:ident: $english:literal, $chinese:literal;)+) => {
        /// A text of the command.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Text { $($name),+ }

        impl Text {
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name),+];

            pub(crate) fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Chinese) => $chinese, (Self::$name, _) => $english,)+
                }
            }
        }
    };
}

texts! {
    // Punctuation
    Comma: ", ", "，";
    Enumeration: ", ", "、";
    Semicolon: "; ", "；";
    Colon: ": ", "：";
    OpeningBracket: " (", "（";
    ClosingBracket: ")", "）";

    // Usage
    SdkUpsideDown: "--min-sdk is above --max-sdk", "--min-sdk 高于 --max-sdk";
    OneIdsig: "--idsig names the signature of one FILE; for several use --idsig auto", "--idsig 只\
        能对应一个文件；多个文件请用 --idsig auto";
    StdinTwice: "--password-stdin takes the password from standard input, which cannot be a FILE \
        (-) as well", "\
        --password-stdin 从标准输入读取密码，标准输入不能同时作为文件（-）";
    PasswordNotUtf8: "the environment variable BEIAN_PASSWORD is not UTF-8", "环境变量 \
        BEIAN_PASSWORD 不是 UTF-8 编码";
    PasswordAgain: "the password is not the right one; once more, or Enter to give up", "密码不正\
        确；请重新输入，或直接按回车放弃";
    PasswordPrompt: "Password of {}: ", "{} 的密码：";

    OutputKind: "{}: the name must end in .html, .txt, .json, .csv or .md", "\
        {}：扩展名须为 .html、.txt、.json、.csv 或 .md";
    RowsOutput: "the name of a file of rows must end in .jsonl, .json or .csv", "\
        批量结果文件的扩展名须为 .jsonl、.json 或 .csv";
    JsonOutput: "--json does not go with an output that is not named .json or .jsonl", "\
        使用 --json 时，输出文件的扩展名须为 .json 或 .jsonl";
    OutputIsInput: "it is one of the files that are read", "它是要读取的文件之一";
    OneCopy: "--copy takes one FILE", "--copy 只接受一个文件";
    NoCommand: "there is no command \"{}\"", "没有 {} 命令";
    PressEnter: "Press Enter to close this window. ", "按回车键关闭此窗口。";
    CopiedField: "copied to the clipboard: {}", "已复制到剪贴板：{}";
    NotCopied: "cannot copy: no clipboard was found ({})", "无法复制：找不到剪贴板（{}）";

    // Explain
    Meaning: "Meaning", "含义";
    Reason: "Why", "原因";
    WhatToDo: "What to do", "处理";
    NoSuchCode: "there is no code \"{}\"", "没有代码“{}”";
    Similar: "; similar ones: ", "；相近的有：";

    // Scan
    NothingFound: "no package was found: look whether this is the right folder", "\
        没有找到任何安装包：请确认目录是否正确";
    CountEarlier: "{} rows were there before", "之前已有 {} 行";
    CsvJson: "--json prints JSON lines; it does not go with --format csv", "--json 输出 JSON，不能\
        与 --format csv 同时使用";
    BomWithoutCsv: "--bom is for --format csv", "--bom 只用于 --format csv";
    NoFile: "it is neither a file nor a folder", "它不是文件也不是目录";
    Panicked: "a fault in beian ended the reading of this file; please report it", "beian 程序自身\
        出错，未能读完此文件；请反馈此问题";
    Interrupted: "interrupted: there may be files that were not read", "已中断：可能还有文件未读取";
    CountRows: "{} rows", "共 {} 行";
    CountVerified: "{} verified", "校验通过 {}";
    CountUnchecked: "{} not to be verified", "无需校验 {}";
    CountBad: "{} with errors", "有错误 {}";
    CountUnreadable: "{} not readable", "无法读取 {}";
    CountSkipped: "{} other files skipped", "另有 {} 个其他文件已跳过";
    CountFolderLinks: "{} links to folders not followed", "未进入 {} 个指向目录的链接";
    Output: "standard output", "标准输出";
    PackagesRead: "files", "个文件";

    // Check
    NothingFiled: "nothing to check: give --public-key, --fingerprint, --package-name or \
        --platform, a --record, or --same", "\
        没有要比对的内容：请给出 --public-key、--fingerprint、--package-name、--platform、\
        --record 或 --same";
    AskHead: "What was filed? Paste each value and press Enter; Enter alone leaves one out.", "\
        请逐项粘贴当初填报的值并按回车；没有填报的直接按回车。";
    SameNeedsTwo: "--same compares several FILEs", "--same 需要两个以上的文件";
    OneRecord: "--write-record takes one FILE", "--write-record 只接受一个文件";
    NamesOnly: "The record holds no key and no fingerprint: only names were compared, and anybody \
        can take a name. Add a [[features]] set to it.", "\
        备案记录中没有公钥和指纹：只比对了名称，而名称任何人都能使用。请在记录中加入 \
        [[features]]。";
    TooLarge: "it is larger than the {} bytes that are read", "文件超过读取上限 {} 字节";
    OutputClosed: "standard output is closed, so that nothing can be printed", "标准输出已关闭，无\
        法输出结果";
    OutputBroken: "standard output was closed before everything was printed", "输出尚未完成，标准\
        输出已被关闭";
    RecordExists: "it exists already: name another file, or remove it first", "文件已存在：请换一\
        个文件名，或先将其移走";
    MatchOutcome: "matches", "一致";
    UntidyOutcome: "right, but not as it is to be filed", "值正确，但写法须改";
    TruncatedOutcome: "only a beginning", "只有开头一致";
    MismatchOutcome: "wrong", "不符";
    InvalidOutcome: "not valid", "无效";
    MissingOutcome: "cannot be compared", "无法比对";
    UnprovenOutcome: "proves nothing", "不能证明";
    FiledRow: "filed", "已填";
    ExpectedRow: "expected", "应填";
    NoticeRow: "a review calls it", "对应的核查通知";
    FingerprintRow: "fingerprint", "签名MD5值";
    PackageNameRow: "package name", "APP包名";
    PlatformRow: "platform", "平台";
    SignerRow: "same signer", "同一签名者";
    ReferenceFile: "The others are compared with this package.", "其他安装包与此安装包比对。";
    SetOf: "set {} of the record", "备案记录中的第 {} 套";
    AllMatch: "Everything matches.", "全部一致。";
    MatchButErrors: "What was filed matches, but the package has errors: see above.", "所填内容一\
        致，但安装包有错误：请查看以上说明。";
    MatchButTruncated: "What was filed matches as far as it goes, which was accepted and proves \
        nothing: file the whole value.", "\
        所填内容与安装包一致，但不完整，只是按要求予以接受，不能证明：请填写完整的值。";
    MatchButUntidy: "What was filed is right, but not written as it is to be: file the values \
        that are expected.", "\
        所填内容正确，但写法须改：请改填“应填”的值。";
    NotAllMatch: "Not everything matches: correct what is said above.", "有不一致之处：请按以上说\
        明更正。";

    // Verdicts
    Verified: "verified", "签名校验通过";
    Rejected: "rejected: the signature does not verify", "签名校验未通过";
    Unsigned: "unsigned: there is no signature", "没有签名";
    Unchecked: "unchecked: the signature was not verified", "签名未经校验";
    Unpackaged: "not a package: there is no signature to verify", "不是安装包，没有可校验的签名";

    // Severities
    Error: "error", "错误";
    Warning: "warning", "警告";
    Info: "info", "提示";

    // The rows of the form, beside its own words
    CertificateMd5: "MD5 of the signing certificate", "签名证书的 MD5";
    CertificateSha1: "SHA-1 of the signing certificate", "签名证书的 SHA-1";
    CertificateSha256: "SHA-256 of the signing certificate", "签名证书的 SHA-256";
    CertificateDigest: "digest of the signing certificate", "签名证书的摘要";
    ModulusDec: "public key: modulus, decimal", "模数，十进制";
    ModulusHex: "public key: modulus, hexadecimal", "模数，十六进制";
    RawHex: "public key: raw key, hexadecimal", "原始值，十六进制";
    SpkiHex: "public key: SubjectPublicKeyInfo, hexadecimal", "SubjectPublicKeyInfo 结构，十六进制";
    SpkiBase64: "public key: SubjectPublicKeyInfo, Base64", "SubjectPublicKeyInfo 结构，Base64";
    SpkiPem: "public key: SubjectPublicKeyInfo, PEM", "SubjectPublicKeyInfo 结构，PEM";
    RawBase64: "public key: raw key, Base64", "原始值，Base64";
    Alternatives: "Other forms, where the provider asks for them", "其他形式（仅在服务商要求时使\
        用）";
    EarlierCertificate: "Earlier certificate", "旧证书";
    NoValues: "No value is given, for what follows.", "不给出任何值，原因如下。";
    FormEnd: "Paste each value into the row of the form that has its name.", "\
        请将以上各值逐项粘贴到备案表单的同名栏目。";
    FormEndNone: "Nothing can be filed from this file: do what is said above first.", "\
        此文件给不出填报值：请先按以上说明处理。";
    FormEndNotForFiling: "These values were asked for and must not be filed: see above.", "\
        以上值仅应要求显示，不能用于填报：请查看以上说明。";
    PageTitle: "Values for the app filing", "APP 备案填报值";
    Copy: "Copy", "复制";
    Copied: "Copied", "已复制";
    NameNotInFile: "The package name is not in this file: file the one under which the app is \
        published.", "\
        此文件中没有包名：请填写应用上架时使用的包名。";
    NoPackageName: "The package states no package name.", "安装包中没有包名。";
    MoreLikeIt: "and {} more of this kind; \"beian inspect\" shows all", "同类问题还有 {} 条，用 \
        beian inspect 查看全部";

    // The rows of inspect
    File: "file", "文件";
    FileBytes: "file name, bytes", "文件名（十六进制）";
    Kind: "kind", "类型";
    Platform: "platform", "平台";
    PackageName: "package name", "包名";
    AppName: "app name", "应用名称";
    LauncherName: "launcher name", "桌面名称";
    DefaultLocale: "default", "默认";
    Version: "version", "版本";
    VersionCode: "version code", "版本号";
    MinSdk: "minimum SDK", "最低系统版本";
    TargetSdk: "target SDK", "目标系统版本";
    Split: "split", "拆分部分";
    Verdict: "verdict", "校验结果";
    Schemes: "schemes", "签名方案";
    SchemesPresent: "schemes present", "存在的签名方案";
    CheckedFor: "checked for SDK", "校验的系统版本";
    Signer: "Signer", "签名者";
    Certificate: "Certificate", "证书";
    ClaimedSigner: "Unproven signer", "未经证实的签名者";
    Scheme: "scheme", "签名方案";
    SignerSdk: "SDK", "系统版本";
    Subject: "subject", "持有者";
    Issuer: "issuer", "颁发者";
    Serial: "serial", "序列号";
    NotBefore: "valid from", "生效时间";
    NotAfter: "valid to", "失效时间";
    PublicKey: "public key", "公钥";
    Bits: "bits", "位";
    Exponent: "exponent", "指数";
    ModulusDecRow: "modulus, decimal", "模数（十进制）";
    ModulusHexRow: "modulus, hex", "模数（十六进制）";
    RawRow: "raw key, hex", "公钥原始值";
    Findings: "Findings", "检查结果";

    // What HarmonyOS packages have besides
    HarmonyOs: "HarmonyOS", "鸿蒙";
    Integrity: "integrity", "完整性";
    Chain: "chain", "证书链";
    ProfileKind: "profile type", "描述文件类型";
    Distribution: "distribution", "分发类型";
    ProfileBundle: "profile bundle", "描述文件包名";
    ProfileCertificate: "profile certificate, SHA-256", "描述文件证书 SHA-256";
    NotForFiling: "not for filing:", "以下不用于备案：";

    // What apps for Apple's devices have besides
    Apple: "Apple", "苹果";
    MinOs: "minimum OS", "最低系统版本";
    CertificateKind: "certificate kind", "证书类型";
    Team: "team", "团队";
    SigningTime: "signed at", "签名时间";
    ProfileApp: "profile app", "描述文件应用标识";
    ProfileCertificates: "profile certificate, SHA-1", "描述文件证书 SHA-1";

    // Roles
    Primary: "primary", "当前签名者";
    Previous: "previous", "旧签名者";
    Additional: "additional", "并列签名者";
    Store: "store", "应用商店";
    Claimed: "claimed", "自称";
    OtherRole: "other", "其他";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_in_both_languages() {
        for text in Text::ALL {
            let (english, chinese) = (text.text(Language::English), text.text(Language::Chinese));
            assert!(english.is_ascii() && !english.is_empty(), "{text:?}");
            assert!(!chinese.is_ascii(), "{text:?}");
            assert_eq!(english.contains("{}"), chinese.contains("{}"), "{text:?}");
        }
    }

    #[test]
    fn the_language_is_that_of_the_argument_else_of_the_locale() {
        use Language::{Chinese, English};
        for (args, lc_all, lc_messages, lang, want) in [
            ("form a.apk", None, None, None, English),
            ("form a.apk", None, None, Some("zh_CN.UTF-8"), Chinese),
            ("form a.apk", None, None, Some("en_US.UTF-8"), English),
            ("form a.apk", None, None, Some("C"), English),
            ("form a.apk", Some("zh_TW"), Some("en_US"), Some("en_US"), Chinese),
            ("form a.apk", Some(""), Some("zh_CN"), Some("en_US"), Chinese),
            ("form a.apk --lang en", Some("zh_CN"), None, None, English),
            ("--lang=zh form a.apk", None, None, None, Chinese),
            ("--lang zh form a.apk --lang=en", None, None, None, English),
            ("--lang en form --lang zh a.apk", None, None, None, Chinese),
            ("form -- --lang zh", None, None, None, English),
        ] {
            let variable = |name: &str| {
                let value = match name {
                    "LC_ALL" => lc_all,
                    "LC_MESSAGES" => lc_messages,
                    _ => lang,
                };
                value.map(str::to_owned)
            };
            assert_eq!(
                chosen(args.split(' ').map(OsString::from), variable),
                want,
                "{args} {lang:?}"
            );
        }
    }
}
