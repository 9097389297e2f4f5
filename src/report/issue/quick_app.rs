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
            en: "The signature uses the algorithm {id}, which the quick-app toolkit does not write \
                and which cannot be verified: sign the package with the toolkit.",
            zh: "签名使用的算法 {id} 不是快应用工具所用的算法，无法校验：请使用官方工具重新签名。"
        }
        QuickAppFileChanged { name: String, list: Because } => {
            en: "\"{name}\" does not match its digest in {list}: it was changed after signing, get \
                the original file.",
            zh: "“{name}”与“{list}”中的摘要不符：签名后被改动，请取得原始文件。"
        }
        QuickAppFileUnlisted { name: String, list: Because } => {
            en: "\"{name}\" is not in {list}: it was added after signing, get the original file.",
            zh: "“{name}”不在“{list}”中：该文件在签名后加入，请取得原始文件。"
        }
        QuickAppFileMissing { count: usize, list: Because } => {
            en: "Files that {list} names are not in the package ({count}): they were removed after \
                signing, get the original file.",
            zh: "“{list}”中有 {count} 个文件不在安装包中：这些文件在签名后被移除，请取得原始文件。"
        }
        QuickAppNothingSigned => {
            en: "The signature covers no file at all: this is no quick app that anybody could run.",
            zh: "签名未覆盖任何文件：这不是可以运行的快应用。"
        }
        QuickAppTooLarge { size: u64, limit: Limit } => {
            en: "The files of the quick app unpack to {size} bytes or more, and the limit is \
                {limit}: no real one is as large.",
            zh: "快应用的文件解压后达到 {size} 字节或更多，超过上限 {limit}：\
                真实的快应用不会这么大。"
        }
        ContentTooLarge { size: u64, limit: Limit } => {
            en: "The files of the package unpack to {size} bytes, and the limit is {limit}: no \
                real package is like that.",
            zh: "安装包中的文件解压后有 {size} 字节，超过上限 {limit}：真实的安装包不会如此。"
        }
        QuickAppTooManyParts { count: usize, limit: Limit } => {
            en: "The set has {count} parts, more than {limit}.",
            zh: "分包共有 {count} 个，超过上限 {limit}。"
        }
        QuickAppSignersDiffer => {
            en: "The package is signed twice, with different certificates: engines differ on which \
                one counts; sign the package with the toolkit alone.",
            zh: "安装包有两个签名且证书不同：不同的快应用引擎认定的签名者不是同一个，\
                请仅用官方工具重新签名。"
        }
        QuickAppUnknownSignature { id: String } => {
            en: "The signing block holds {id}, an id that engines keep for signatures: another \
                engine may go by it and see another signer; sign the package with the toolkit \
                alone.",
            zh: "签名块中有 {id}，这是快应用引擎为签名保留的标识：其他引擎可能据此认定另一个签名者，\
                请仅用官方工具重新签名。"
        }
        QuickAppPartUnsigned { name: String } => {
            en: "\"{name}\" inside the package is not signed: sign the package with the quick-app \
                toolkit.",
            zh: "安装包内的“{name}”没有签名：请使用快应用官方工具签名。"
        }
        QuickAppOtherSigner { name: String } => {
            en: "\"{name}\" inside the package is signed with another certificate than the package \
                itself: it was put in by somebody else, get the original file.",
            zh: "安装包内的“{name}”与安装包的签名证书不同：可能由他人放入，请取得原始文件。"
        }
        QuickAppOtherPackage { name: String, its: String, package: String } => {
            en: "The part \"{name}\" belongs to the app \"{its}\", and the set is of \
                \"{package}\": get the original file.",
            zh: "分包“{name}”属于应用“{its}”，而整个文件属于“{package}”：请取得原始文件。"
        }
    }
}
