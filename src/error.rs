//! What keeps a file from being read at all. A package whose signature is bad is no error: it is a
//! [`Report`](crate::Report) with a verdict.

use std::io;
use std::path::PathBuf;

use crate::certificate::file::CertificateFileError;
use crate::certificate::keystore::KeystoreError;
use crate::report::{Language, escape_control};
use crate::zip;

/// Writes `code`, and the list of all that it can give: a variant cannot have one without the other. The variants behind
/// `or` hold an error with codes of its own.
macro_rules! codes {
    (
        $vis:vis match self { $( $pattern:pat => $code:literal, )+ }
        $( or { $( $outer:pat => $inner:ident: $type:ty, )+ } )?
    ) => {
        /// Every name that [`code`](Self::code) can give. One may stand there twice.
        $vis fn codes() -> impl Iterator<Item = &'static str> {
            let codes = [ $($code),+ ].into_iter();
            $( $( let codes = codes.chain(<$type>::codes()); )+ )?
            codes
        }

        /// A stable kebab-case name of the variant, as the command's JSON gives it.
        #[must_use]
        $vis fn code(&self) -> &'static str {
            match self { $( $pattern => $code, )+ $( $( $outer => $inner.code(), )+ )? }
        }
    };
}
pub(crate) use codes;

/// Why a file could not be read as any kind of package.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be opened.
    #[error("cannot open {path}: {source}", path = path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A read failed.
    #[error("cannot read {what}: {source}")]
    Read {
        /// The part of the file that was being read.
        what: &'static str,
        /// What the source said.
        source: io::Error,
    },
    /// The file became another while it was read, so that nothing is known of either.
    #[error("the file was changed while it was read: wait until it is complete, and try again")]
    Changed,
    /// Verifying all signatures of the file, those of its certificates and of packages in it among them, would take more work
    /// than is done for one file.
    #[error(
        "the file's signatures take more work to verify than {limit} (signature_work), as no real one's do: get it again from whoever built it"
    )]
    TooMuchWork {
        /// What is done for a file of this size, in RSA signatures of 2,048 bits.
        limit: u64,
    },
    /// The file does not begin or end like anything this crate reads.
    #[error("not an app package: {hint}", hint = hint.text(Language::English))]
    UnknownKind {
        /// What it looks like, or what is missing.
        hint: Hint,
    },
    /// The file is a ZIP, and its structure is broken, or no platform's ([`ZipError::Zip64`](zip::ZipError::Zip64)).
    #[error("{prefix}{0}", prefix = zip_prefix(.0))]
    Zip(#[from] zip::ZipError),
    /// The file holds certificates or keys, and not the one certificate that could be filed.
    #[error(transparent)]
    Certificate(#[from] CertificateFileError),
    /// The file is a keystore, and its certificate could not be had.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
}

impl Error {
    codes! {
        pub match self {
            Self::Open { .. } => "cannot-open",
            Self::Read { .. } => "cannot-read",
            Self::Changed => "file-changed",
            Self::TooMuchWork { .. } => "too-much-work",
            Self::UnknownKind { .. } => "unknown-kind",
            Self::Zip(zip::ZipError::Zip64) => "zip64",
            Self::Zip(_) => "broken-zip",
        } or {
            Self::Certificate(error) => error: CertificateFileError,
            Self::Keystore(error) => error: KeystoreError,
        }
    }

    /// One sentence for people. The English one is the error's `Display`, with control characters escaped: names in it may
    /// come from a file.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let message = match language {
            Language::English => self.to_string(),
            Language::Chinese => self.chinese(),
        };
        escape_control(&message)
    }

    fn chinese(&self) -> String {
        match self {
            Self::Open { path, source } => format!("无法打开 {}：{}", path.display(), io_in_chinese(source)),
            Self::Read { what, source } => format!("读取失败（{what}）：{}", io_in_chinese(source)),
            Self::Changed => "文件在读取过程中被改动：请等文件写完后再试".to_owned(),
            Self::TooMuchWork { limit } => format!(
                "校验文件中的全部签名所需的计算量超过上限 {limit}（signature_work），真实的文件不会如此：请向打包方重新获取"
            ),
            Self::UnknownKind { hint } => format!("不是应用安装包：{}", hint.text(Language::Chinese)),
            Self::Zip(error @ zip::ZipError::Zip64) => zip_in_chinese(error),
            Self::Zip(error) => format!("ZIP 结构损坏：{}", zip_in_chinese(error)),
            Self::Certificate(error) => error.chinese(),
            Self::Keystore(error) => error.chinese(),
        }
    }
}

/// What a file that is no package looks like, or what it lacks; in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    english: &'static str,
    chinese: &'static str,
}

impl Hint {
    pub(crate) const fn new(english: &'static str, chinese: &'static str) -> Self {
        Self { english, chinese }
    }

    /// The hint as half a sentence, without a full stop.
    #[must_use]
    pub fn text(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }
}

/// A ZIP64 is not broken.
fn zip_prefix(error: &zip::ZipError) -> &'static str {
    if *error == zip::ZipError::Zip64 { "" } else { "broken ZIP: " }
}

fn zip_in_chinese(error: &zip::ZipError) -> String {
    match error {
        zip::ZipError::NoEndRecord => "找不到中央目录结束记录，文件不完整，或末尾被追加了内容".to_owned(),
        zip::ZipError::Zip64 => "采用了 ZIP64 格式：较新的安卓系统仅在只有 JAR 签名（v1）时读取，带有更新签名时任何系统都会拒绝；请不使用 ZIP64 重新打包".to_owned(),
        zip::ZipError::DirectoryOutOfBounds { offset, size, end } => {
            format!("中央目录（位于 {offset}，长 {size} 字节）超出了位于 {end} 的结束记录")
        }
        zip::ZipError::DirectoryTooLarge { size, limit } => {
            format!("中央目录长 {size} 字节，超过可读取的上限 {limit} 字节（directory_size）")
        }
        zip::ZipError::TooManyEntries { count, limit } => {
            format!("中央目录有 {count} 个条目，超过可读取的上限 {limit} 个（directory_entries）")
        }
        zip::ZipError::DirectoryRecord { index, count } => {
            format!("中央目录第 {index} 条记录（共 {count} 条）已损坏")
        }
    }
}

/// What the system said, in Chinese where it is one of the things that people meet.
fn io_in_chinese(error: &io::Error) -> String {
    let text = match error.kind() {
        io::ErrorKind::NotFound => "文件不存在",
        io::ErrorKind::PermissionDenied => "没有读取权限",
        io::ErrorKind::IsADirectory => "这是一个目录",
        io::ErrorKind::Unsupported => "这是管道或设备，不是文件",
        io::ErrorKind::UnexpectedEof => "文件不完整，数据在此之前就已结束",
        _ => return error.to_string(),
    };
    text.to_owned()
}

/// Names the part of a file that a failed read was about.
pub(crate) trait ReadContext<T> {
    fn reading(self, what: &'static str) -> Result<T, Error>;
}

impl<T> ReadContext<T> for io::Result<T> {
    fn reading(self, what: &'static str) -> Result<T, Error> {
        self.map_err(|source| Error::Read { what, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_speaks_both_languages() {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let hint = Hint::new("it is a text file", "这是文本文件");
        for (error, code, english, chinese) in [
            (
                Error::Open { path: "a.apk".into(), source: missing() },
                "cannot-open",
                "cannot open a.apk: entity not found",
                "无法打开 a.apk：文件不存在",
            ),
            (
                Error::Read { what: "the size of the file", source: missing() },
                "cannot-read",
                "cannot read the size of the file: entity not found",
                "读取失败（the size of the file）：文件不存在",
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
                "the file's signatures take more work to verify than 2000 (signature_work), as no real one's do: get it again from whoever built it",
                "校验文件中的全部签名所需的计算量超过上限 2000（signature_work），真实的文件不会如此：请向打包方重新获取",
            ),
            (
                Error::UnknownKind { hint },
                "unknown-kind",
                "not an app package: it is a text file",
                "不是应用安装包：这是文本文件",
            ),
            (
                KeystoreError::KeyWithoutCertificate("a\u{1b}[2J".to_owned()).into(),
                "key-without-certificate",
                "no certificate in the keystore belongs to the key \"a\\u{1b}[2J\": give the certificate (.cer) itself",
                "密钥库中找不到密钥“a\\u{1b}[2J”对应的证书：请直接使用证书文件（.cer）",
            ),
            (
                zip::ZipError::DirectoryRecord { index: 2, count: 3 }.into(),
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
