//! The text of a file that holds a record or a value, in the encodings that editors and shells save
//! it in.

use encoding_rs::GB18030;

use super::MAX_SIZE;
use super::error::{Mistake, NoText, RecordError};
use crate::encoding::text::{self, decode};

/// The text of a file: UTF-8, UTF-16, or GBK (as GB 18030, which holds it), in which Windows saves
/// text in China. What is no text of any of them is none: nothing is replaced, so that no character
/// is compared that was not filed.
///
/// # Errors
/// [`RecordError`], where there are more than [`MAX_SIZE`], or in another encoding or damaged.
pub fn text_of(bytes: &[u8]) -> Result<String, RecordError> {
    if bytes.len() > MAX_SIZE {
        return Err(RecordError(Mistake::TooLarge));
    }
    Ok(decoded(bytes)?)
}

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
