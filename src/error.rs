//! What keeps a file from being read at all. A package with a bad signature is no error: it is a
//! [`Report`](crate::Report) with a verdict.

use std::io;
use std::path::PathBuf;

use crate::apple::no_app::{NoApp, Unopened};
use crate::certificate::file::CertificateFileError;
use crate::certificate::keystore::KeystoreError;
use crate::say::{In, Language, said};
use crate::source::unread::{Part, Unread};
use crate::zip::{StructureError, ZipError};

said! {
    /// Why a file could not be read as any kind of package.
    #[derive(Debug)]
    #[non_exhaustive]
    pub enum Error {
        /// The file could not be opened.
        Open {
            /// The file.
            path: PathBuf,
            /// What the system said.
            source: io::Error,
        } = "cannot-open" => { en: "cannot open {path}", zh: "无法打开 {path}" }
        /// A read failed.
        Read {
            /// The part of the file that was being read.
            part: Part,
            /// What the source said.
            source: io::Error,
        } = "cannot-read" => { en: "cannot read {part}", zh: "无法读取{part}" }
        /// The file became another while it was read, so that nothing is known of either.
        Changed = "file-changed" => {
            en: "the file was changed while it was read: wait until it is complete, and try again",
            zh: "文件在读取过程中被改动：请等文件写完后再试"
        }
        /// Verifying all signatures of the file, those of its certificates and of packages in it
        /// among them, would take more work than is done for one file.
        TooMuchWork {
            /// What is done for a file of this size, in RSA signatures of 2,048 bits.
            limit: u64,
        } = "too-much-work" => {
            en: "the file's signatures take more work to verify than {limit} (signature_work), as \
                no real one's do: get it again from whoever built it",
            zh: "校验文件中的全部签名所需的计算量超过上限 {limit}（signature_work），\
                真实的文件不会如此：请向打包方重新获取"
        }
        /// The file does not begin or end like anything this crate reads.
        UnknownKind {
            /// What it looks like, or what is missing.
            why: NoPackage,
        } = "unknown-kind" => { en: "not an app package: {why}", zh: "不是应用安装包：{why}" }
        /// The file is a ZIP, and its structure is broken.
        Zip {
            /// What is broken.
            error: ZipError,
        } = "broken-zip" => { en: "broken ZIP: {error}", zh: "ZIP 结构损坏：{error}" }
        /// The file is a ZIP64, which is no platform's ([`ZipError::Zip64`]).
        Zip64 {
            /// What is said of it.
            error: ZipError,
        } = "zip64" => { en: "{error}", zh: "{error}" }
        /// The file is an app for Apple's devices, and nothing tells which, or what it is called.
        BrokenApp {
            /// What is wrong.
            why: NoApp,
        } = "broken-app" => {
            en: "not an app that can be read: {why}",
            zh: "无法读取其中的应用：{why}"
        }
    }
    also {
        /// The file holds certificates or keys, and not the one certificate that could be filed.
        Certificate(CertificateFileError)
        /// The file is a keystore, and its certificate could not be had.
        Keystore(KeystoreError)
    }
}

said! {
    /// What a file that is no package looks like, or what it lacks.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum NoPackage {
        /// It has no bytes.
        Empty => { en: "the file is empty", zh: "文件是空的" }
        /// A ZIP in which nothing is that makes an app.
        PlainZip => {
            en: "it is a ZIP without an app in it",
            zh: "这是普通 ZIP 文件，其中没有应用"
        }
        /// A ZIP that holds packages, certificates or keystores: their names.
        ZipOf(names: Vec<String>) => {
            en: "it is a ZIP with other files in it ({names}); unpack it and give one of them",
            zh: "这是普通 ZIP 文件，其中有：{names}。请解压后使用其中的文件"
        }
        /// A RAR archive.
        Rar => { en: "it is a RAR archive; unpack it first", zh: "这是 RAR 压缩包，请先解压" }
        /// A gzip file.
        Gzip => {
            en: "it is a gzip file; unpack it first (a .har is a static library of HarmonyOS and no \
                app: give the app that uses it)",
            zh: "这是 gzip 压缩文件，请先解压（.har 是鸿蒙的静态共享包，不是应用：\
                请使用引用它的应用的安装包）"
        }
        /// A 7z archive.
        SevenZip => { en: "it is a 7z archive; unpack it first", zh: "这是 7z 压缩包，请先解压" }
        /// Text that begins like HTML or XML.
        WebPage => {
            en: "it is a web page or XML, perhaps an incomplete download",
            zh: "这是网页或 XML，可能下载不完整"
        }
        /// What Git keeps in place of a large file.
        LfsPointer => {
            en: "it is a pointer of Git LFS, and the file itself is not there; run git lfs pull",
            zh: "这是 Git LFS 指针，不是文件本身：请先执行 git lfs pull"
        }
        /// Bytes that a program took for text: each that is none in UTF-8 became `EF BF BD`.
        ThroughText => {
            en: "a program has changed it as if it were text (EF BF BD stands where its bytes were), \
                and what was lost cannot be restored; copy the original as a binary file",
            zh: "文件曾被当作文本处理，内容已不可恢复（原有字节变成了 EF BF BD）：\
                请以二进制方式重新复制原文件"
        }
        /// A structure in DER that is longer than the file.
        CutOff {
            /// How many bytes it says that it has.
            announced: u64,
            /// How many there are.
            size: u64,
        } => {
            en: "it is cut off: {size} of {announced} bytes are there; copy or download it again",
            zh: "文件不完整：应有 {announced} 字节，实有 {size} 字节，请重新复制或下载"
        }
        /// What keytool, OpenSSL or apksigner print of a certificate.
        ToolOutput => {
            en: "it is what a tool printed of a certificate, and not the certificate; give the \
                certificate (.cer, .pem), the keystore or the package",
            zh: "这是 keytool、OpenSSL 等工具显示的证书信息，不是证书：\
                请使用证书文件（.cer、.pem）、密钥库或安装包"
        }
        /// Nothing that is known.
        Unknown => {
            en: "it is neither a ZIP file nor a certificate or keystore; an early .apkm is \
                encrypted, get another",
            zh: "它不是 ZIP 格式，也不是证书或密钥库文件（早期的 .apkm 经过加密，无法读取，\
                请改用其他安装包）"
        }
    }
}

impl Error {
    /// One sentence for people, with what the system said. The English one is the error's `Display`
    /// and that of its source.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let sentence = In(self, language).to_string();
        match (self, language) {
            (Self::Open { source, .. } | Self::Read { source, .. }, Language::English) => {
                format!("{sentence}: {}", In(source, language))
            }
            (Self::Open { source, .. } | Self::Read { source, .. }, Language::Chinese) => {
                format!("{sentence}：{}", In(source, language))
            }
            _ => sentence,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Open { source, .. } | Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<Unread> for Error {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Failed { part, source } => Self::Read { part, source },
            Unread::Changed => Self::Changed,
        }
    }
}

impl From<Unopened> for Error {
    fn from(unopened: Unopened) -> Self {
        match unopened {
            Unopened::Read(unread) => unread.into(),
            Unopened::NoApp(why) => Self::BrokenApp { why },
        }
    }
}

impl From<ZipError> for Error {
    fn from(error: ZipError) -> Self {
        if error == ZipError::Zip64 { Self::Zip64 { error } } else { Self::Zip { error } }
    }
}

impl From<StructureError> for Error {
    fn from(error: StructureError) -> Self {
        match error {
            StructureError::Read(unread) => unread.into(),
            StructureError::Zip(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_speaks_both_languages() {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        for (error, code, english, chinese) in [
            (
                Error::Open { path: "a.apk".into(), source: missing() },
                "cannot-open",
                "cannot open a.apk: entity not found",
                "无法打开 a.apk：文件不存在",
            ),
            (
                Error::Read { part: Part::Size, source: missing() },
                "cannot-read",
                "cannot read the size of the file: entity not found",
                "无法读取文件大小：文件不存在",
            ),
            (
                Error::Changed,
                "file-changed",
                "the file was changed while it was read: wait until it is complete, and try again",
                "文件在读取过程中被改动：请等文件写完后再试",
            ),
            (
                Error::TooMuchWork { limit: 2000 },
                "too-much-work",
                "the file's signatures take more work to verify than 2000 (signature_work), as no \
                    real one's do: get it again from whoever built it",
                "校验文件中的全部签名所需的计算量超过上限 2000（signature_work），真实的文件不会如\
                    此：请向打包方重新获取",
            ),
            (
                Error::UnknownKind { why: NoPackage::Gzip },
                "unknown-kind",
                "not an app package: it is a gzip file; unpack it first (a .har is a static library of \
                HarmonyOS and no app: give the app that uses it)",
                "不是应用安装包：这是 gzip 压缩文件，请先解压（.har 是鸿蒙的静态共享包，不是应用：\
                请使用引用它的应用的安装包）",
            ),
            (
                KeystoreError::KeyWithoutCertificate("a\u{1b}[2J".to_owned()).into(),
                "key-without-certificate",
                "no certificate in the keystore belongs to the key \"a\\u{1b}[2J\": give the \
                    certificate (.cer) itself",
                "密钥库中找不到密钥“a\\u{1b}[2J”对应的证书：请直接使用证书文件（.cer）",
            ),
            (
                ZipError::DirectoryRecord { index: 2, count: 3 }.into(),
                "broken-zip",
                "broken ZIP: central directory record 2 of 3 is damaged",
                "ZIP 结构损坏：中央目录第 2 条记录（共 3 条）已损坏",
            ),
        ] {
            assert_eq!(error.code(), code);
            assert_eq!(error.message(Language::English), english);
            assert_eq!(error.message(Language::Chinese), chinese);
        }
    }
}
