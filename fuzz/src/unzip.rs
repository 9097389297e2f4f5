//! Takes good packages apart, for seeds and for the parts that targets do not choose.

use std::io::Read;

use flate2::read::DeflateDecoder;

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize)
}

/// Where the last end record and the central directory begin.
fn ends(package: &[u8]) -> Option<(usize, usize)> {
    let end = package.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    Some((end, u32_at(package, end + 16)?))
}

/// The names of the entries, and their content.
pub fn entries(package: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let (end, mut record) = ends(package)?;
    let mut entries = Vec::new();
    for _ in 0..u16_at(package, end + 10)? {
        let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(package, record + at));
        let (name, size, header) =
            (name?, u32_at(package, record + 20)?, u32_at(package, record + 42)?);
        let data = header + 30 + u16_at(package, header + 26)? + u16_at(package, header + 28)?;
        let data = package.get(data..)?.get(..size)?;
        let mut content = Vec::new();
        if u16_at(package, record + 10)? == 0 {
            content.extend(data);
        } else {
            // What is broken is given as far as it goes.
            let _ = DeflateDecoder::new(data).take(1 << 20).read_to_end(&mut content);
        }
        entries.push((package.get(record + 46..record + 46 + name)?.to_vec(), content));
        record += 46 + name + extra? + comment?;
    }
    Some(entries)
}

/// An entry's content.
pub fn entry(package: &[u8], name: &str) -> Option<Vec<u8>> {
    entries(package)?
        .into_iter()
        .find(|(found, _)| found == name.as_bytes())
        .map(|(_, content)| content)
}

/// The APK Signing Block with its footer.
pub fn signing_block(package: &[u8]) -> Option<&[u8]> {
    block_of(package, b"APK Sig Block 42")
}

/// That of a quick app.
pub fn quick_app_block(package: &[u8]) -> Option<&[u8]> {
    block_of(package, b"RPK Sig Block 42")
}

fn block_of<'a>(package: &'a [u8], magic: &[u8]) -> Option<&'a [u8]> {
    let (_, directory) = ends(package)?;
    let before = package.get(..directory)?;
    let size = u32_at(before.strip_suffix(magic)?, directory.checked_sub(24)?)?;
    before.get(directory.checked_sub(size + 8)?..)
}

/// The value of a pair of it.
pub fn value(block: &[u8], id: u32) -> Option<&[u8]> {
    let mut at = 8;
    while at + 24 < block.len() {
        let size = u32_at(block, at)?;
        if u32_at(block, at + 8)? == id as usize {
            return block.get(at + 12..at + 8 + size);
        }
        at += 8 + size;
    }
    None
}

/// The signing block of a HarmonyOS package with its tail.
pub fn hap_signing_block(package: &[u8]) -> Option<&[u8]> {
    let (_, directory) = ends(package)?;
    let size = u32_at(package, directory.checked_sub(28)?)?;
    package.get(directory.checked_sub(size)?..directory)
}

/// The value of a sub-block of it.
pub fn sub_block(block: &[u8], id: u32) -> Option<&[u8]> {
    let count = u32_at(block, block.len().checked_sub(32)?)?;
    let head = (0..count.min(10))
        .map(|index| index * 12)
        .find(|&at| u32_at(block, at) == Some(id as usize))?;
    let (length, offset) = (u32_at(block, head + 4)?, u32_at(block, head + 8)?);
    block.get(offset..)?.get(..length)
}
