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
            en: [
                "The .idsig file has version {version}",
                "Only version 2 can be verified.",
                "Make the .idsig file again with a current apksigner, or leave it out.",
            ],
            zh: [
                ".idsig 文件版本为 {version}",
                "只支持版本 2。",
                "请用当前版本的 apksigner 重新生成，或不提供此文件。",
            ]
        }
        V4Invalid { why: Because } => {
            en: [
                "The .idsig file is damaged or belongs to another package ({why})",
                "That says nothing against the package itself.",
                "Make the .idsig file again for this package, or leave it out.",
            ],
            zh: [
                ".idsig 文件已损坏或属于另一个安装包（{why}）",
                "这并不说明安装包本身有问题。",
                "请为此安装包重新生成 .idsig 文件，或不提供此文件。",
            ]
        }
        V4RootMismatch { what: Because } => {
            en: [
                "The {what} in the .idsig file is not the package's",
                "The .idsig file belongs to another file.",
                "Make it again for this package, or leave it out.",
            ],
            zh: [
                ".idsig 文件中的{what}与安装包不符",
                "该 .idsig 文件属于另一个文件。",
                "请为此安装包重新生成，或不提供此文件。",
            ]
        }
        V4SignerMismatch { what: Because } => {
            en: [
                "The {what} in the .idsig file is not that of the package's own signature",
                "The .idsig file was made for another signature.",
                "Make it again for this package, or leave it out.",
            ],
            zh: [
                ".idsig 文件中的{what}与安装包自身签名不一致",
                "该 .idsig 文件是为另一个签名生成的。",
                "请为此安装包重新生成，或不提供此文件。",
            ]
        }
        V4WithoutV2 => {
            en: [
                "The .idsig file has no signature to stand beside",
                "It needs a package with a verified v2 or v3 signature.",
                "Sign the package with v2 or v3, then make the .idsig file again.",
            ],
            zh: [
                ".idsig 文件没有可对应的签名",
                "它要求安装包带有已通过校验的 v2 或 v3 签名。",
                "请用 v2 或 v3 签名，再重新生成 .idsig 文件。",
            ]
        }
        V41NeedsTwoSigners => {
            en: [
                "The .idsig file lacks a signature",
                "The package has a v3.1 signature, and the file must hold one for it as well.",
                "Make the .idsig file again with a current apksigner, or leave it out.",
            ],
            zh: [
                ".idsig 文件缺少签名",
                "安装包带有 v3.1 签名，.idsig 文件须同时包含对应的签名。",
                "请用当前版本的 apksigner 重新生成，或不提供此文件。",
            ]
        }
    }
}
