//! Changes of the signature blocks of v1 as trees of DER elements.

use super::Tools;
use crate::parts::{Parts, entries, rebuild};
use crate::random::Random;

/// An element: a leaf, or one with elements inside.
#[derive(Debug, Clone)]
struct Node {
    tag: u8,
    content: Vec<u8>,
    children: Option<Vec<Node>>,
}

fn parse(mut bytes: &[u8]) -> Option<Vec<Node>> {
    let mut nodes = Vec::new();
    while let [tag, first, rest @ ..] = bytes {
        let (size, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
            0x82 => (usize::from(*rest.first()?) << 8 | usize::from(*rest.get(1)?), rest.get(2..)?),
            _ => return None,
        };
        let content = rest.get(..size)?;
        let children = if tag & 0x20 == 0 { None } else { parse(content) };
        nodes.push(Node { tag: *tag, content: content.to_vec(), children });
        bytes = &rest[size..];
    }
    bytes.is_empty().then_some(nodes)
}

fn encode(nodes: &[Node], out: &mut Vec<u8>, long: bool) {
    for node in nodes {
        let mut content = Vec::new();
        match &node.children {
            Some(children) => encode(children, &mut content, long),
            None => content.extend(&node.content),
        }
        let size = content.len();
        out.push(node.tag);
        match size {
            // An indefinite length, where that is asked for: BER, which platforms read.
            _ if long && node.tag == 0x30 && node.children.is_some() => {
                out.push(0x80);
                out.extend(&content);
                out.extend([0, 0]);
                continue;
            }
            0..=0x7f => out.push(size as u8),
            0x80..=0xff => out.extend([0x81, size as u8]),
            _ => out.extend([0x82, (size >> 8) as u8, size as u8]),
        }
        out.extend(&content);
    }
}

/// The list that holds an element chosen at random, and its place.
fn choose<'n>(
    nodes: &'n mut Vec<Node>,
    random: &mut Random,
    depth: usize,
) -> Option<(&'n mut Vec<Node>, usize)> {
    let at = random.place(nodes)?;
    let goes_down = nodes[at].children.as_ref().is_some_and(|inside| !inside.is_empty());
    if goes_down && (depth < 2 || !random.once_in(4)) {
        return choose(nodes[at].children.as_mut()?, random, depth + 1);
    }
    Some((nodes, at))
}

fn is_block(name: &[u8]) -> bool {
    [".RSA", ".DSA", ".EC"].iter().any(|suffix| name.ends_with(suffix.as_bytes()))
}

/// An element dropped, repeated, moved, retagged or spoilt; lengths in BER; certificates of another package.
pub(super) fn change(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let parts = Parts::read(package)?;
    let mut files = entries(&parts)?;
    let random = &mut *tools.random;
    let places: Vec<_> = (0..files.len()).filter(|&at| is_block(&files[at].name)).collect();
    let file = &mut files[places[random.place(&places)?]];
    let mut tree = parse(&file.content)?;
    let mut long = false;
    match random.below(10) {
        0 => long = true,
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
    let mut content = Vec::new();
    encode(&tree, &mut content, long);
    file.content = content;
    Some(rebuild(&parts, &files).assemble())
}

/// The certificates of signed data.
fn certificates(tree: &mut [Node]) -> Option<&mut Vec<Node>> {
    let wrapper = tree.first_mut()?.children.as_mut()?.get_mut(1)?;
    let signed_data = wrapper.children.as_mut()?.first_mut()?;
    signed_data.children.as_mut()?.iter_mut().find(|node| node.tag == 0xa0)?.children.as_mut()
}
