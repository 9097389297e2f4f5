//! v1: the JAR signature.

use super::issues;
use crate::report::SdkRange;
use crate::say::Because;

issues! {
    Jar {
        JarNoManifest => {
            en: "There is no META-INF/MANIFEST.MF, and the platform versions asked for need a v1 \
                signature: sign the package with v1 too, or raise its minSdkVersion.",
            zh: "缺少 META-INF/MANIFEST.MF，而所校验的系统版本需要 v1 签名：请同时使用 v1 签名，\
                或提高 minSdkVersion。"
        }
        JarNoSignatures => {
            en: "There is no v1 signature (META-INF/*.RSA, .DSA or .EC), and the platform versions \
                asked for need one: sign the package.",
            zh: "没有 v1 签名（META-INF/*.RSA、.DSA 或 .EC），而所校验的系统版本需要它：\
                请对安装包签名。"
        }
        JarMalformedManifest { file: String, why: Because } => {
            en: "{file} is malformed: {why}.",
            zh: "{file} 格式错误：{why}。"
        }
        JarDuplicateSection { file: String, name: String } => {
            en: "{file} names \"{name}\" twice.",
            zh: "{file} 中“{name}”出现两次。"
        }
        JarUnnamedSection { file: String, number: usize } => {
            en: "{file} holds a section without a name (number {number}).",
            zh: "{file} 中第 {number} 节没有名称。"
        }
        JarMissingEntry { name: String } => {
            en: "\"{name}\" was signed and is not in the package any more: it was changed after \
                signing.",
            zh: "已签名的文件“{name}”不在安装包中：签名后内容被改动。"
        }
        JarNoEntryDigest { name: String, file: String } => {
            en: "\"{name}\" has no usable digest in {file}: it was added after signing, or the \
                signature is incomplete.",
            zh: "{file} 中没有“{name}”的可用摘要：该文件在签名后加入，或签名不完整。"
        }
        JarEntryNotSigned { name: String } => {
            en: "\"{name}\" is not covered by any signer: it was added after signing.",
            zh: "“{name}”未被任何签名者覆盖：该文件在签名后加入。"
        }
        JarEntrySignersDiffer { one: String, other: String } => {
            en: "\"{one}\" and \"{other}\" are covered by different signers.",
            zh: "“{one}”与“{other}”由不同的签名者签名。"
        }
        JarDigestMismatch { name: String, digest: String, file: String } => {
            en: "\"{name}\" does not match its {digest} digest in {file}: it was changed after \
                signing, get the original file.",
            zh: "“{name}”与 {file} 中的 {digest} 摘要不符：签名后被改动，请取得原始文件。"
        }
        JarMainSectionMismatch { digest: String, file: String } => {
            en: "The main section of META-INF/MANIFEST.MF does not match its {digest} digest in \
                {file}: it was changed after signing.",
            zh: "META-INF/MANIFEST.MF 的主属性与 {file} 中的 {digest} 摘要不符：签名后被改动。"
        }
        JarSectionMismatch { name: String, digest: String, file: String } => {
            en: "The section \"{name}\" of META-INF/MANIFEST.MF does not match its {digest} digest \
                in {file}: it was changed after signing.",
            zh: "META-INF/MANIFEST.MF 中“{name}”一节与 {file} 中的 {digest} 摘要不符：\
                签名后被改动。"
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
            en: "The v1 signature is {signature} over a digest of {digest}, which not every \
                platform version in {range} can verify ({why}): raise minSdkVersion, or sign with \
                an algorithm that the oldest one knows.",
            zh: "v1 签名使用 {signature}，摘要为 {digest}，系统版本 {range} 中有的版本无法校验\
                （{why}）：请提高 minSdkVersion，或改用最低版本支持的算法签名。"
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
            en: "The v1 signature covers no file at all.",
            zh: "v1 签名未覆盖任何文件。"
        }
    }
}
