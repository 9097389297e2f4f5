//! The text of a file that holds a record or a value, in the encodings that editors and shells save
//! it in.

use encoding_rs::GB18030;

use crate::encoding::text::{self, decode};
use crate::say::said;

said! {
    /// Why the bytes of a file are no text.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum NoText {
        /// They begin as UTF-16 and are none.
        DamagedUtf16 => {
            en: "it begins as UTF-16 and is none; save it as UTF-8",
            zh: "开头为 UTF-16 编码，但内容不是；请另存为 UTF-8 编码"
        }
        /// They are neither UTF-8 nor GBK, from that line on, which counts from 1.
        OtherEncoding(line: usize) => {
            en: "line {line}: it is no UTF-8 text, nor GBK; save it as UTF-8",
            zh: "第 {line} 行：不是 UTF-8 文本，也不是 GBK；请另存为 UTF-8 编码"
        }
    }
}

/// The text, with nothing replaced.
pub(super) fn decoded(bytes: &[u8]) -> Result<String, NoText> {
    match decode(bytes) {
        Ok(text) => Ok(text.into_owned()),
        Err(text::NoText::DamagedUtf16) => Err(NoText::DamagedUtf16),
        Err(text::NoText::OtherEncoding) => {
            let decoded = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
            decoded.map(std::borrow::Cow::into_owned).ok_or_else(|| {
                let good = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
                let ends = bytes.iter().take(good).filter(|&&byte| byte == b'\n').count();
                NoText::OtherEncoding(ends.saturating_add(1))
            })
        }
    }
}
