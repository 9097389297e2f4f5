//! Changes of the signing block as a list of pairs.

use super::Tools;
use beian_fixtures::signing_block;

use crate::parts::{Parts, read, write};

pub(super) const V2: u32 = 0x7109_871a;
pub(super) const V3: u32 = 0xf053_68c0;
pub(super) const V31: u32 = 0x1b93_ad61;

/// Ids that readers know.
const IDS: &[u32] = &[
    V2,
    V3,
    V31,
    0x4272_6577,
    0x6dff_800d,
    0x2b09_189e,
    0x70e1_c89f,
    0x7177_7777,
    0x8811_55ff,
    0x504b_4453,
    0x2146_444e,
    0x7109_871b,
];

/// Pairs moved, exchanged, dropped, repeated, renamed, spoilt and added.
pub(super) fn pairs(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let mut parts = Parts::read(package)?;
    let random = &mut *tools.random;
    let pairs = parts.pairs.as_mut()?;
    let at = random.place(pairs);
    let choice = random.below(11);
    let id = *random.pick(IDS);
    match (choice, at) {
        (0, _) | (_, None) => pairs.push((id, vec![0; random.below(64)])),
        (1, _) => pairs.insert(0, (id, vec![0; random.below(64)])),
        (2, Some(at)) => drop(pairs.remove(at)),
        (3, Some(at)) => pairs.push(pairs[at].clone()),
        (4, Some(at)) => pairs.insert(0, pairs[at].clone()),
        (5, Some(at)) => {
            let other = random.below(pairs.len());
            pairs.swap(at, other);
        }
        (6, Some(at)) => pairs[at].0 = id,
        (7, Some(at)) => pairs[at].0 ^= 1 << random.below(32),
        (8, Some(at)) => {
            let mut repeated = pairs[at].clone();
            random.spoil(&mut repeated.1);
            let to = random.below(pairs.len() + 1);
            pairs.insert(to, repeated);
        }
        (9, Some(at)) => pairs[at].1.clear(),
        (_, Some(at)) => random.spoil(&mut pairs[at].1),
    }
    Some(parts.assemble())
}

/// The lengths, sizes and magic that hold the block together, and what stands around it.
pub(super) fn layout(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let parts = Parts::read(package)?;
    let random = &mut *tools.random;
    let pairs = parts.pairs.as_deref()?;
    let mut block = signing_block(pairs);
    let footer = block.len() - 24;
    match random.below(9) {
        0 => {
            let size = random.odd_number(read(&block, 0, 8));
            write(&mut block, 0, 8, size);
        }
        1 => {
            let size = random.odd_number(read(&block, footer, 8));
            write(&mut block, footer, 8, size);
        }
        2 => {
            let size = random.odd_number(read(&block, 0, 8));
            write(&mut block, 0, 8, size);
            write(&mut block, footer, 8, size);
        }
        3 => block[footer + 8 + random.below(16)] ^= 1 << random.below(8),
        4 => drop(block.splice(0..0, vec![0; random.below(64)])),
        5 => block.extend(vec![0; random.below(64) + 1]),
        6 => block = [&block[..], &block].concat(),
        7 => {
            let pair = [&random.odd_number(4).to_le_bytes()[..], &[1, 2, 3, 4]].concat();
            let content = if random.once_in(2) {
                [&pair, &block[8..footer]].concat()
            } else {
                [&block[8..footer], &pair].concat()
            };
            let size = (content.len() as u64 + 24).to_le_bytes();
            block = [&size[..], &content, &size, b"APK Sig Block 42"].concat();
        }
        _ => {
            let before: usize =
                pairs[..random.place(pairs)?].iter().map(|(_, value)| value.len() + 12).sum();
            let size = random.odd_number(read(&block, before + 8, 8));
            write(&mut block, before + 8, 8, size);
        }
    }
    Some(parts.assemble_with(&block))
}

/// Another package's block, or one of its pairs.
pub(super) fn transplant(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let mut parts = Parts::read(package)?;
    let random = &mut *tools.random;
    let foreign = Parts::read(&random.pick(tools.seeds).bytes)?.pairs?;
    let mut pairs = parts.pairs.take().unwrap_or_default();
    let one = foreign[random.place(&foreign)?].clone();
    match random.below(5) {
        0 => pairs = foreign,
        1 => pairs.push(one),
        2 => pairs.insert(0, one),
        3 => {
            pairs.retain(|(id, _)| *id != one.0);
            pairs.push(one);
        }
        _ => pairs.extend(foreign),
    }
    parts.pairs = Some(pairs);
    Some(parts.assemble())
}
