//! Changes of the signature blocks of v1 as trees of DER elements.

use super::Tools;
use super::der::{Node, choose, encode, parse};
use crate::parts::{Parts, entries, rebuild};

fn is_block(name: &[u8]) -> bool {
    [".RSA", ".DSA", ".EC"].iter().any(|suffix| name.ends_with(suffix.as_bytes()))
}

/// An element dropped, repeated, moved, retagged or spoilt; lengths in BER; certificates of another
/// package.
pub(super) fn change(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let parts = Parts::read(package)?;
    let mut files = entries(&parts)?;
    let random = &mut *tools.random;
    let places: Vec<_> = (0..files.len()).filter(|&at| is_block(&files[at].name)).collect();
    let file = &mut files[places[random.place(&places)?]];
    let mut tree = parse(&file.content)?;
    match random.below(10) {
        0 => tree.iter_mut().for_each(Node::lengthen),
        1 => {
            let others = entries(&Parts::read(&random.pick(tools.seeds).bytes)?)?;
            let other = others.into_iter().find(|file| is_block(&file.name))?;
            let mut other = parse(&other.content)?;
            let foreign = certificates(&mut other)?.clone();
            let own = certificates(&mut tree)?;
            match random.below(3) {
                0 => *own = foreign,
                1 => own.extend(foreign),
                _ => drop(own.splice(0..0, foreign)),
            }
        }
        2 => {
            file.content.extend([0; 3]);
            return Some(rebuild(&parts, &files).assemble());
        }
        choice => {
            let (list, at) = choose(&mut tree, random, 0)?;
            match choice {
                3 => drop(list.remove(at)),
                4 => list.insert(at, list[at].clone()),
                5 => {
                    let other = random.below(list.len());
                    list.swap(at, other);
                }
                6 => list[at].tag ^= 1 << random.below(8),
                _ => match &mut list[at].children {
                    Some(inside) => inside.clear(),
                    None => random.spoil(&mut list[at].content),
                },
            }
        }
    }
    file.content = encode(&tree);
    Some(rebuild(&parts, &files).assemble())
}

/// The certificates of signed data.
fn certificates(tree: &mut [Node]) -> Option<&mut Vec<Node>> {
    let wrapper = tree.first_mut()?.children.as_mut()?.get_mut(1)?;
    let signed_data = wrapper.children.as_mut()?.first_mut()?;
    signed_data.children.as_mut()?.iter_mut().find(|node| node.tag == 0xa0)?.children.as_mut()
}
