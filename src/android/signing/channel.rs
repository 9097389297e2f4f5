//! What signing blocks and other unsigned places hold besides signatures: marks of distribution
//! channels and data of vendors.
//!
//! Sources: the channel tools' own documents (Walle, VasDolly, packer-ng) and the tables of ids
//! that analysis tools publish. None of this is signed, and none of it is relied on.

use super::block::{SigningBlock, id};
use super::scheme::BLOCK_SCHEMES;
use crate::report::{Finding, issue};
use crate::say::{Id32, said};
use crate::zip::Archive;

said! {
    /// What a mark says.
    #[derive(Debug, Clone, PartialEq, Eq)]
    enum Mark {
        Text(text: String) => { en: "{text}", zh: "“{text}”" }
        Bytes(count: usize) => { en: "{count} bytes, not text", zh: "{count} 字节，不是文字" }
    }
}

said! {
    /// Who writes a block of that id.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Vendor {
        EarlyStamp => { en: "an early source stamp", zh: "早期来源标记" }
        GradlePlugin => {
            en: "the Android Gradle plugin (dependency list)",
            zh: "Android Gradle 插件（依赖列表）"
        }
        GooglePlay => { en: "Google Play (frosting)", zh: "Google Play（frosting 数据）" }
    }
}

/// How much of a mark's text is shown, in characters.
const MAX_TEXT: usize = 200;
/// How many marks or blocks are named.
const MAX_MARKS: usize = 20;

/// VasDolly's mark in the ZIP comment ends with the text's length (two bytes) and this.
const VASDOLLY_COMMENT: &[u8] = b"ltlovezh";
/// So does packer-ng 1's.
const PACKER_NG_COMMENT: &[u8] = b"!ZXK!";

/// Everything that is there.
pub(crate) fn find(archive: &Archive<'_>, block: Option<&SigningBlock>) -> Vec<Finding> {
    let pairs = block.into_iter().flat_map(SigningBlock::pairs);
    let in_block = pairs.filter_map(|(id, value)| pair(id, value));
    in_block
        .chain(comment(archive.end().comment()))
        .chain(in_meta_inf(archive))
        .take(MAX_MARKS)
        .collect()
}

fn pair(id: u32, value: &[u8]) -> Option<Finding> {
    let vendor = |vendor: Vendor| {
        Finding::new(issue::Block::VendorBlock { vendor: vendor.into(), id: Id32(id) })
    };
    match id {
        id::STAMP | id::VERITY_PADDING => None,
        id if BLOCK_SCHEMES.iter().any(|it| it.pair == id) => None,
        id::WALLE => Some(mark("Walle", value)),
        id::VASDOLLY => Some(mark("VasDolly", value)),
        id::PACKER_NG => Some(mark("packer-ng", value)),
        id::STAMP_V1 => Some(vendor(Vendor::EarlyStamp)),
        id::DEPENDENCY_INFO => Some(vendor(Vendor::GradlePlugin)),
        id::PLAY_FROSTING => Some(vendor(Vendor::GooglePlay)),
        _ => Some(Finding::new(issue::Block::UnknownBlock { id: Id32(id) })),
    }
}

fn mark(tool: &str, value: &[u8]) -> Finding {
    let mark = match std::str::from_utf8(value) {
        Ok(text) => Mark::Text(text.chars().take(MAX_TEXT).collect()),
        Err(_) => Mark::Bytes(value.len()),
    };
    Finding::new(issue::Block::ChannelMark { tool: tool.to_owned(), mark: mark.into() })
}

/// A mark in the ZIP comment.
fn comment(comment: &[u8]) -> Option<Finding> {
    let (tool, rest) = [("VasDolly", VASDOLLY_COMMENT), ("packer-ng", PACKER_NG_COMMENT)]
        .into_iter()
        .find_map(|(tool, magic)| Some((tool, comment.strip_suffix(magic)?)))?;
    let (text, length) = rest.split_last_chunk()?;
    let start = text.len().checked_sub(u16::from_le_bytes(*length).into())?;
    Some(mark(tool, text.get(start..)?))
}

/// Empty entries in `META-INF`, which v1 does not cover, with the mark as their name:
/// `META-INF/mtchannel_x`.
fn in_meta_inf<'a>(archive: &'a Archive<'_>) -> impl Iterator<Item = Finding> + 'a {
    archive.entries().iter().filter(|entry| entry.uncompressed_size == 0).filter_map(|entry| {
        let name = archive.name(entry).strip_prefix(b"META-INF/")?;
        let name = std::str::from_utf8(name).ok()?;
        name.to_ascii_lowercase().contains("channel").then(|| mark("META-INF", name.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    #[test]
    fn a_mark_in_the_comment_has_its_length_and_magic_behind_it() {
        for (comment, want) in [
            (&b"huawei\x06\0ltlovezh"[..], Some(["VasDolly", "huawei"])),
            (b"a comment; huawei\x06\0!ZXK!", Some(["packer-ng", "huawei"])),
            (b"huawei\x07\0ltlovezh", None),
            (b"\0ltlovezh", None),
            (b"ltlovezh", None),
            (b"huawei", None),
        ] {
            let finding = |[tool, mark]: [&str; 2]| {
                let (tool, mark) = (tool.to_owned(), Mark::Text(mark.to_owned()).into());
                Finding::new(issue::Block::ChannelMark { tool, mark })
            };
            assert_eq!(super::comment(comment), want.map(finding), "{comment:?}");
        }
    }

    #[test]
    fn pairs_of_signatures_are_no_marks() {
        for (id, code) in [
            (id::V2, None),
            (id::VERITY_PADDING, None),
            (id::V32, None),
            (id::WALLE, Some(Code::ChannelMark)),
            (id::PLAY_FROSTING, Some(Code::VendorBlock)),
            (0x1234_5678, Some(Code::UnknownBlock)),
        ] {
            assert_eq!(pair(id, b"{}").map(|finding| finding.code), code, "{id:#x}");
        }
    }
}
