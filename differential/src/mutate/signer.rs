//! Changes inside the blocks of v2, v3 and v3.1.

use super::Tools;
use super::block::{V2, V3, V31};
use crate::parts::{Parts, read, write};
use crate::random::Random;
use crate::seeds::Seed;
use crate::signers::{Numbered, Signer, encode, parse, prefixed};

const ALGORITHMS: &[u32] =
    &[0x0101, 0x0102, 0x0103, 0x0104, 0x0201, 0x0202, 0x0301, 0x0421, 0x0423, 0x0425, 0x0199, 0];
const ATTRIBUTES: &[u32] =
    &[0xbeef_f00d, 0x3ba0_6f8c, 0x559f_8b02, 0xc2a6_b3ba, 0xbf94_0529, 0x1234_5678];
const LINEAGE: u32 = 0x3ba0_6f8c;

/// Changes the signers of one of the blocks.
fn with_signers(
    package: &[u8],
    random: &mut Random,
    change: impl FnOnce(&mut Vec<Signer>, &mut Random) -> Option<()>,
) -> Option<Vec<u8>> {
    let mut parts = Parts::read(package)?;
    let pairs = parts.pairs.as_mut()?;
    let of_schemes = |(_, (id, _)): &(usize, &(u32, Vec<u8>))| [V2, V3, V31].contains(id);
    let places: Vec<_> = pairs.iter().enumerate().filter(of_schemes).map(|(at, _)| at).collect();
    let (id, value) = &mut pairs[places[random.place(&places)?]];
    let mut signers = parse(value, *id != V2)?;
    change(&mut signers, random)?;
    *value = encode(&signers);
    Some(parts.assemble())
}

/// The signers of another package.
fn foreign(random: &mut Random, seeds: &[Seed]) -> Option<Vec<Signer>> {
    let pairs = Parts::read(&random.pick(seeds).bytes)?.pairs?;
    let (id, value) = pairs.iter().find(|(id, _)| [V2, V3, V31].contains(id))?;
    parse(value, *id != V2)
}

fn numbered(list: &mut Numbered, ids: &[u32], random: &mut Random) {
    let id = *random.pick(ids);
    let at = random.place(list);
    match (random.below(8), at) {
        (0, _) | (_, None) => list.push((id, vec![0; random.below(300)])),
        (1, _) => list.insert(0, (id, vec![0; random.below(300)])),
        (2, Some(at)) => drop(list.remove(at)),
        (3, Some(at)) => list.push(list[at].clone()),
        (4, Some(at)) => list[at].0 = id,
        (5, Some(at)) => {
            let other = random.below(list.len());
            list.swap(at, other);
        }
        (6, Some(at)) => list[at].0 = random.odd_number(list[at].0.into()) as u32,
        (_, Some(at)) => random.spoil(&mut list[at].1),
    }
}

/// One of a signer's fields.
pub(super) fn fields(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    with_signers(package, tools.random, |signers, random| {
        let at = random.place(signers)?;
        let signer = &mut signers[at];
        match random.below(12) {
            0 | 1 => numbered(&mut signer.digests, ALGORITHMS, random),
            2..5 => numbered(&mut signer.signatures, ALGORITHMS, random),
            5 => numbered(&mut signer.attributes, ATTRIBUTES, random),
            6 => random.spoil(&mut signer.public_key),
            7 => random.spoil(&mut signer.behind),
            8 => random.spoil(&mut signer.behind_signed_data),
            choice => {
                let outside = signer.sdk.as_mut()?;
                let inside = signer.signed_sdk.as_mut()?;
                let number = if random.once_in(2) { &mut outside.0 } else { &mut outside.1 };
                *number = random.odd_number((*number).into()) as u32;
                if choice == 11 {
                    *inside = *outside;
                }
            }
        }
        Some(())
    })
}

/// The list of signers.
pub(super) fn lists(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let others = foreign(tools.random, tools.seeds);
    with_signers(package, tools.random, |signers, random| {
        let at = random.place(signers)?;
        match random.below(7) {
            0 => drop(signers.remove(at)),
            1 => signers.push(signers[at].clone()),
            2 => {
                let more = vec![signers[at].clone(); random.below(34)];
                signers.extend(more);
            }
            3 => {
                let other = random.below(signers.len());
                signers.swap(at, other);
            }
            4 => signers.extend(others?),
            5 => {
                let others = others?;
                signers.splice(0..0, others);
            }
            _ => {
                // The signatures of one beside the signed data of another.
                let other = others?.first()?.clone();
                signers[at].signatures = other.signatures;
                signers[at].public_key = other.public_key;
            }
        }
        Some(())
    })
}

/// Certificates exchanged, added and spoilt; the key with or without them.
pub(super) fn certificates(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let other = foreign(tools.random, tools.seeds)?.first()?.clone();
    with_signers(package, tools.random, |signers, random| {
        let place = random.place(signers)?;
        let signer = &mut signers[place];
        let at = random.place(&signer.certificates)?;
        match random.below(6) {
            0 => signer.certificates = other.certificates,
            1 => signer.certificates.splice(0..0, other.certificates).for_each(drop),
            2 => signer.certificates.extend(other.certificates),
            3 => {
                signer.certificates = other.certificates;
                signer.public_key = other.public_key;
            }
            4 => drop(signer.certificates.remove(at)),
            _ => random.spoil(&mut signer.certificates[at]),
        }
        Some(())
    })
}

/// Nodes of the lineage moved, dropped, repeated and spoilt. None of it is signed anew.
pub(super) fn lineage(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    with_signers(package, tools.random, |signers, random| {
        let mut attributes = signers.iter_mut().flat_map(|signer| &mut signer.attributes);
        let (_, value) = attributes.find(|(id, _)| *id == LINEAGE)?;
        let mut nodes = nodes(value.get(4..)?)?;
        let at = random.place(&nodes)?;
        match random.below(6) {
            0 => drop(nodes.remove(at)),
            1 => nodes.push(nodes[at].clone()),
            2 => nodes.reverse(),
            3 => {
                // What the certificate may still be used for.
                let flags = 4 + read(&nodes[at], 0, 4) as usize;
                let number = random.odd_number(read(&nodes[at], flags, 4));
                write(&mut nodes[at], flags, 4, number);
            }
            _ => random.spoil(&mut nodes[at]),
        }
        let mut version = value[..4].to_vec();
        if random.once_in(8) {
            random.spoil(&mut version);
        }
        *value = [version, nodes.iter().flat_map(|node| prefixed(node)).collect()].concat();
        Some(())
    })
}

fn nodes(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut nodes = Vec::new();
    while !bytes.is_empty() {
        let (node, rest) = bytes.get(4..)?.split_at_checked(read(bytes, 0, 4) as usize)?;
        nodes.push(node.to_vec());
        bytes = rest;
    }
    Some(nodes)
}
