//! Why the structure of a ZIP cannot be read.

use crate::say::said;
use crate::source::unread::Unread;

said! {
    /// Why the structure of a ZIP cannot be read.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum ZipError {
        /// There is no end of central directory record with a comment that ends with the file: the
        /// file is cut short, something was appended to it, or it is no ZIP at all.
        NoEndRecord => {
            en: "no end of central directory record: the file is cut short, or something was \
                appended to it",
            zh: "找不到中央目录结束记录，文件不完整，或末尾被追加了内容"
        }
        /// The file is a ZIP64: a locator of its end record stands before the ordinary one, or a
        /// number of an entry stands in its extra field. Newer platforms read such a package with a
        /// JAR signature alone (`libziparchive`), those that look for a newer signature find none
        /// (`ApkSigningBlockUtils.findSignature`), and apksig reads none.
        /// Apps for Apple's devices are read all the same, unless what ZIP64 adds is damaged or
        /// contradicts the rest.
        Zip64 => {
            en: "it is a ZIP64: newer Android versions read it with a JAR signature (v1) alone, \
                and no version with a newer signature; build the package without ZIP64",
            zh: "采用了 ZIP64 格式：较新的安卓系统仅在只有 JAR 签名（v1）时读取，\
                带有更新签名时任何系统都会拒绝；请不使用 ZIP64 重新打包"
        }
        /// The end record places the directory past itself.
        DirectoryOutOfBounds {
            /// Where the directory is said to begin, in bytes from the start of the file.
            offset: u64,
            /// Its declared size in bytes.
            size: u64,
            /// Where the end record begins.
            end: u64,
        } => {
            en: "the central directory (at {offset}, {size} bytes) does not end before its end \
                record at {end}",
            zh: "中央目录（位于 {offset}，长 {size} 字节）超出了位于 {end} 的结束记录"
        }
        /// The directory is larger than any real one.
        DirectoryTooLarge {
            /// Its declared size in bytes.
            size: u64,
            /// What is read at most.
            limit: u64,
        } => {
            en: "the central directory has {size} bytes, more than the {limit} that are read \
                (directory_size)",
            zh: "中央目录长 {size} 字节，超过可读取的上限 {limit} 字节（directory_size）"
        }
        /// The directory has more entries than are read.
        TooManyEntries {
            /// Their declared number.
            count: u64,
            /// What is read at most.
            limit: u64,
        } => {
            en: "the central directory has {count} entries, more than the {limit} that are read \
                (directory_entries)",
            zh: "中央目录有 {count} 个条目，超过可读取的上限 {limit} 个（directory_entries）"
        }
        /// The directory ends, or turns into something else, before the number of entries promised.
        DirectoryRecord {
            /// The damaged record, counted from one.
            index: usize,
            /// How many the end record promises.
            count: usize,
        } => {
            en: "central directory record {index} of {count} is damaged",
            zh: "中央目录第 {index} 条记录（共 {count} 条）已损坏"
        }
    }
}

impl std::error::Error for ZipError {}

/// Why there is no structure: the source failed, or it is none.
#[derive(Debug)]
pub(crate) enum StructureError {
    Read(Unread),
    Zip(ZipError),
}

impl From<Unread> for StructureError {
    fn from(unread: Unread) -> Self {
        Self::Read(unread)
    }
}

impl From<ZipError> for StructureError {
    fn from(error: ZipError) -> Self {
        Self::Zip(error)
    }
}
