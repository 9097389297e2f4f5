//! Reads that failed: of what part of a file, and what the source said.

use std::io;

use crate::say::said;

said! {
    /// The part of a file that was being read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum Part {
        /// How many bytes it has.
        Size => { en: "the size of the file", zh: "文件大小" }
        /// Its first bytes.
        Start => { en: "the start of the file", zh: "文件开头" }
        /// Its last bytes, where a ZIP has its end record.
        End => { en: "the end of the file", zh: "文件末尾" }
        /// All of it.
        File => { en: "the file", zh: "文件" }
        /// The central directory of a ZIP.
        Directory => { en: "the central directory", zh: "中央目录" }
        /// The local headers of a ZIP's entries.
        LocalHeaders => { en: "local file headers", zh: "本地文件头" }
        /// The content of an entry.
        Entry => { en: "an entry", zh: "其中的条目" }
        /// A package inside the file.
        Inner => { en: "a package inside the file", zh: "其中的安装包" }
        /// What stands before the central directory.
        SigningBlock => { en: "the signing block", zh: "签名块" }
        /// What digests cover.
        Content => { en: "the package's content", zh: "安装包内容" }
        /// The file of a v4 signature.
        Idsig => { en: "the .idsig file", zh: ".idsig 文件" }
        /// What was piped in.
        StandardInput => { en: "standard input", zh: "标准输入" }
        /// A pipe that was given as a file.
        Pipe => { en: "the pipe", zh: "管道" }
    }
}

impl Part {
    /// That reading it failed.
    pub(crate) fn unread(self, source: io::Error) -> Unread {
        Unread::Failed { part: self, source }
    }
}

/// Why a source gave nothing: nothing is known of the file.
#[derive(Debug)]
pub(crate) enum Unread {
    /// A read failed.
    Failed { part: Part, source: io::Error },
    /// What was read before was another the second time.
    Changed,
}

/// Names the part of a file that a failed read was about.
pub(crate) trait ReadContext<T> {
    fn reading(self, part: Part) -> Result<T, Unread>;
}

impl<T> ReadContext<T> for io::Result<T> {
    fn reading(self, part: Part) -> Result<T, Unread> {
        self.map_err(|source| part.unread(source))
    }
}
