//! v4: the .idsig file.

use super::issues;
use crate::report::Kind;
use crate::say::Because;

issues! {
    Idsig {
        V4NotLookedAt { kind: Kind } => {
            en: "The .idsig file was not looked at: a file of the kind \"{kind}\" has none, only \
                an APK has. Give the APK that it was made for.",
            zh: "未校验 .idsig 文件：“{kind}”类型的文件没有 .idsig，只有 APK 才有。\
                请改用与它对应的 APK。"
        }
        V4Version { version: u32 } => {
            en: "The .idsig file has version {version}; only version 2 can be verified.",
            zh: ".idsig 文件版本为 {version}，只支持版本 2。"
        }
        V4Invalid { why: Because } => {
            en: "The .idsig file is damaged or belongs to another package ({why}): make it again \
                for this package. It says nothing against the package itself.",
            zh: ".idsig 文件已损坏或属于另一个安装包（{why}）：请为此安装包重新生成。\
                这并不说明安装包本身有问题。"
        }
        V4RootMismatch { what: Because } => {
            en: "The {what} in the .idsig file is not the package's: it belongs to another file.",
            zh: ".idsig 文件中的 {what} 与安装包不符：它属于另一个文件。"
        }
        V4SignerMismatch { what: Because } => {
            en: "The {what} in the .idsig file is not that of the package's own signature.",
            zh: ".idsig 文件中的 {what} 与安装包自身签名不一致。"
        }
        V4WithoutV2 => {
            en: "The .idsig file needs a package with a verified v2 or v3 signature.",
            zh: ".idsig 文件要求安装包带有已通过校验的 v2 或 v3 签名。"
        }
        V41NeedsTwoSigners => {
            en: "The package has a v3.1 signature, so the .idsig file must hold a signature for it \
                as well.",
            zh: "安装包带有 v3.1 签名，.idsig 文件须同时包含对应的签名。"
        }
    }
}
