//! Quick apps.

use super::issues;
use crate::limits::Limit;
use crate::say::Because;

issues! {
    QuickApp {
        QuickAppFiledByPlatform => {
            en: "A quick app is filed by the platform that runs it: the form asks for no public \
                key or fingerprint of it, so there is nothing to copy.",
            zh: "快应用按其运行平台备案，无需填写 APP 特征信息（公钥、签名MD5值），\
                没有需要复制的值。"
        }
        QuickAppUnknownAlgorithm { id: String } => {
            en: [
                "The signature uses the algorithm {id}",
                "The quick-app toolkit does not write it, and it cannot be verified.",
                "Sign the package with the quick-app toolkit.",
            ],
            zh: [
                "签名使用的算法是 {id}",
                "快应用工具不使用该算法，无法校验。",
                "请使用快应用官方工具重新签名。",
            ]
        }
        QuickAppFileChanged { name: String, list: Because } => {
            en: [
                "\"{name}\" does not match its digest in {list}",
                "It was changed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "“{name}”与“{list}”中的摘要不符",
                "签名后被改动。",
                "请向打包方索取原始安装包。",
            ]
        }
        QuickAppFileUnlisted { name: String, list: Because } => {
            en: [
                "\"{name}\" is not in {list}",
                "It was added after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "“{name}”不在“{list}”中",
                "该文件在签名后加入。",
                "请向打包方索取原始安装包。",
            ]
        }
        QuickAppFileMissing { count: usize, list: Because } => {
            en: [
                "Files that {list} names are not in the package ({count})",
                "They were removed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "“{list}”中有 {count} 个文件不在安装包中",
                "这些文件在签名后被移除。",
                "请向打包方索取原始安装包。",
            ]
        }
        QuickAppNothingSigned => {
            en: [
                "The signature covers no file at all",
                "This is no quick app that could run.",
                "Build the package again with the quick-app toolkit.",
            ],
            zh: [
                "签名未覆盖任何文件",
                "这不是可以运行的快应用。",
                "请使用快应用官方工具重新打包。",
            ]
        }
        QuickAppTooLarge { size: u64, limit: Limit } => {
            en: [
                "The files of the quick app unpack to {size} bytes or more",
                "The limit is {limit}: no real one is as large.",
                "Take the package from its developer.",
            ],
            zh: [
                "快应用的文件解压后达到 {size} 字节或更多",
                "超过上限 {limit}，真实的快应用不会这么大。",
                "请向开发者索取安装包。",
            ]
        }
        ContentTooLarge { size: u64, limit: Limit } => {
            en: [
                "The files of the package unpack to {size} bytes",
                "The limit is {limit}: no real package is like that.",
                "Take the package from its developer.",
            ],
            zh: [
                "安装包中的文件解压后有 {size} 字节",
                "超过上限 {limit}，真实的安装包不会如此。",
                "请向开发者索取安装包。",
            ]
        }
        QuickAppTooManyParts { count: usize, limit: Limit } => {
            en: [
                "The set has {count} parts",
                "That is more than {limit}, which are read.",
                "Build the package again with the quick-app toolkit.",
            ],
            zh: [
                "分包共有 {count} 个",
                "超过可读取的上限 {limit}。",
                "请使用快应用官方工具重新打包。",
            ]
        }
        QuickAppSignersDiffer => {
            en: [
                "The package is signed twice, with different certificates",
                "Engines differ on which one counts.",
                "Sign the package with the quick-app toolkit alone.",
            ],
            zh: [
                "安装包有两个签名且证书不同",
                "不同的快应用引擎认定的签名者不是同一个。",
                "请仅用快应用官方工具重新签名。",
            ]
        }
        QuickAppUnknownSignature { id: String } => {
            en: [
                "The signing block holds an unknown signature ({id})",
                "Engines keep this id for signatures: another engine may go by it and see another \
                    signer.",
                "Sign the package with the quick-app toolkit alone.",
            ],
            zh: [
                "签名块中有未知的签名（{id}）",
                "快应用引擎为签名保留了该标识，其他引擎可能据此认定另一个签名者。",
                "请仅用快应用官方工具重新签名。",
            ]
        }
        QuickAppPartUnsigned { name: String } => {
            en: [
                "\"{name}\" inside the package is not signed",
                "Engines would refuse the package.",
                "Sign the package with the quick-app toolkit.",
            ],
            zh: [
                "安装包内的“{name}”没有签名",
                "快应用引擎会拒绝此安装包。",
                "请使用快应用官方工具签名。",
            ]
        }
        QuickAppOtherSigner { name: String } => {
            en: [
                "\"{name}\" inside the package is signed with another certificate",
                "It is not the package's own: another person may have put it in.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "安装包内的“{name}”签名证书不同",
                "与安装包自身的证书不一致，可能由他人放入。",
                "请向打包方索取原始安装包。",
            ]
        }
        QuickAppOtherPackage { name: String, its: String, package: String } => {
            en: [
                "The part \"{name}\" belongs to another app",
                "It is of \"{its}\", and the set of \"{package}\".",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "分包“{name}”属于另一个应用",
                "它属于“{its}”，而整个文件属于“{package}”。",
                "请向打包方索取原始安装包。",
            ]
        }
    }
}
