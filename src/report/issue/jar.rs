//! v1: the JAR signature.

use super::issues;
use crate::report::SdkRange;
use crate::say::Because;

issues! {
    Jar {
        JarNoManifest => {
            en: [
                "There is no META-INF/MANIFEST.MF",
                "The platform versions asked for need a v1 signature.",
                "Sign the package with v1 too, or raise its minSdkVersion.",
            ],
            zh: [
                "缺少 META-INF/MANIFEST.MF",
                "所校验的系统版本需要 v1 签名。",
                "请同时使用 v1 签名，或提高 minSdkVersion。",
            ]
        }
        JarNoSignatures => {
            en: [
                "There is no v1 signature (META-INF/*.RSA, .DSA or .EC)",
                "The platform versions asked for need one.",
                "Sign the package with v1 too, or raise its minSdkVersion.",
            ],
            zh: [
                "没有 v1 签名（META-INF/*.RSA、.DSA 或 .EC）",
                "所校验的系统版本需要它。",
                "请同时使用 v1 签名，或提高 minSdkVersion。",
            ]
        }
        JarMalformedManifest { file: String, why: Because } => {
            en: [
                "{file} is malformed",
                "The reason: {why}.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "{file} 格式错误",
                "原因：{why}。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        JarDuplicateSection { file: String, name: String } => {
            en: [
                "{file} names \"{name}\" twice",
                "Platforms differ on which digest counts.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "{file} 中“{name}”出现两次",
                "不同系统采用的不是同一个摘要。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        JarUnnamedSection { file: String, number: usize } => {
            en: [
                "{file} holds a section without a name",
                "It is number {number}, and platforms refuse the file.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "{file} 中有一节没有名称",
                "它是第 {number} 节，系统会拒绝这样的文件。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        JarMissingEntry { name: String } => {
            en: [
                "\"{name}\" is not in the package any more",
                "It was signed, and removed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "已签名的文件“{name}”不在安装包中",
                "该文件在签名后被移除。",
                "请向打包方索取原始安装包。",
            ]
        }
        JarNoEntryDigest { name: String, file: String } => {
            en: [
                "\"{name}\" has no usable digest in {file}",
                "It was added after signing, or the signature is incomplete.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "{file} 中没有“{name}”的可用摘要",
                "该文件在签名后加入，或签名不完整。",
                "请向打包方索取原始安装包。",
            ]
        }
        JarEntryNotSigned { name: String } => {
            en: [
                "\"{name}\" is not covered by any signer",
                "It was added after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "“{name}”未被任何签名者覆盖",
                "该文件在签名后加入。",
                "请向打包方索取原始安装包。",
            ]
        }
        JarEntrySignersDiffer { one: String, other: String } => {
            en: [
                "\"{one}\" and \"{other}\" are covered by different signers",
                "Android takes one set of signers for all files.",
                "Get the original package from whoever built it.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "“{one}”与“{other}”由不同的签名者签名",
                "安卓要求所有文件由相同的签名者签名。",
                "请向打包方索取原始安装包。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        JarDigestMismatch { name: String, digest: String, file: String } => {
            en: [
                "\"{name}\" does not match its {digest} digest in {file}",
                "It was changed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "“{name}”与 {file} 中的 {digest} 摘要不符",
                "签名后被改动。",
                "请向打包方索取原始安装包。",
            ]
        }
        JarMainSectionMismatch { digest: String, file: String } => {
            en: [
                "The main section of META-INF/MANIFEST.MF does not match its {digest} digest in \
                    {file}",
                "It was changed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "META-INF/MANIFEST.MF 的主属性与 {file} 中的 {digest} 摘要不符",
                "签名后被改动。",
                "请向打包方索取原始安装包。",
            ]
        }
        JarSectionMismatch { name: String, digest: String, file: String } => {
            en: [
                "The section \"{name}\" of META-INF/MANIFEST.MF does not match its {digest} digest \
                    in {file}",
                "It was changed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "META-INF/MANIFEST.MF 中“{name}”一节与 {file} 中的 {digest} 摘要不符",
                "签名后被改动。",
                "请向打包方索取原始安装包。",
            ]
        }
        JarSignatureFileMissing { block: String, file: String } => {
            en: "{block} has no {file} beside it and was ignored.",
            zh: "{block} 缺少对应的 {file}，已忽略。"
        }
        JarVersionMissing { file: String } => {
            en: "{file} has no Signature-Version and its signer was ignored.",
            zh: "{file} 缺少 Signature-Version，已忽略其签名者。"
        }
        JarUnsupportedAlgorithm { digest: String, signature: Because, range: SdkRange, why: Because } => {
            en: [
                "Not every platform version in {range} can verify the v1 signature",
                "It is {signature} over a digest of {digest} ({why}).",
                "Raise minSdkVersion, or sign with an algorithm that the oldest platform knows.",
            ],
            zh: [
                "系统版本 {range} 中有的版本无法校验 v1 签名",
                "签名使用 {signature}，摘要为 {digest}（{why}）。",
                "请提高 minSdkVersion，或改用最低版本支持的算法签名。",
            ]
        }
        JarStaleSigner { bad: String, good: String } => {
            en: "{good} fits the package and {bad} does not: {bad} is of an earlier signing, and \
                platforms refuse the package for it. Delete it and its block from META-INF, and \
                sign again.",
            zh: "{good} 与安装包相符，而 {bad} 不符：后者是以前签名的残留，系统会因此拒绝安装。\
                请从 META-INF 中删除它及同名的签名块文件，再重新签名。"
        }
        JarBlockMisnamed { name: String } => {
            en: "\"{name}\" is no signature block for Android, which wants META-INF/ and the \
                ending .RSA, .DSA or .EC in capital letters: it counts for nothing. Sign the \
                package again, with apksigner.",
            zh: "安卓不认“{name}”为签名块：目录须为大写的 META-INF/，\
                扩展名须为大写的 .RSA、.DSA 或 .EC，因此它不起作用。请用 apksigner 重新签名。"
        }
        HardenedPackage { service: String, file: String } => {
            en: "The package was hardened ({service}; {file}), which takes the signature away: \
                sign the hardened package again with the app's own key, and file from that.",
            zh: "安装包经过加固（{service}，{file}），加固会去掉原有签名：\
                请用应用自己的密钥对加固后的安装包重新签名，再以它填报。"
        }
        JarUnprotectedEntry { count: usize, first: String } => {
            en: "{count} files in META-INF are not protected by the v1 signature (the first is \
                \"{first}\"): anybody can change them.",
            zh: "META-INF 下有 {count} 个文件不受 v1 签名保护（第一个为“{first}”），\
                任何人都可改动。"
        }
        JarNothingSigned => {
            en: [
                "The v1 signature covers no file at all",
                "Nothing in the package is protected.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "v1 签名未覆盖任何文件",
                "安装包中的内容没有任何保护。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
    }
}
