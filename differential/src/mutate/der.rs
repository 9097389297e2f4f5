//! DER as a tree that can be changed and written again, in BER too.

use crate::random::Random;

/// How the length of an element is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Shortest,
    /// With so many digits more than it needs.
    Long(usize),
    /// None: the end is marked.
    Indefinite,
    /// Neither tag nor length.
    Raw,
}

/// An element: a leaf, or one with elements inside.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) tag: u8,
    pub(super) content: Vec<u8>,
    pub(super) children: Option<Vec<Node>>,
    pub(super) length: Length,
}

impl Node {
    pub(super) fn leaf(tag: u8, content: &[u8]) -> Self {
        Self { tag, content: content.to_vec(), children: None, length: Length::Shortest }
    }

    /// Bytes that are no element.
    pub(super) fn raw(bytes: &[u8]) -> Self {
        Self { length: Length::Raw, ..Self::leaf(0, bytes) }
    }

    /// Gives every sequence in it an indefinite length.
    pub(super) fn lengthen(&mut self) {
        if let Some(children) = &mut self.children {
            if self.tag == 0x30 {
                self.length = Length::Indefinite;
            }
            children.iter_mut().for_each(Self::lengthen);
        }
    }

    /// The element at that place of the tree.
    pub(super) fn at(&mut self, path: &[usize]) -> Option<&mut Self> {
        match path {
            [] => Some(self),
            [first, rest @ ..] => self.children.as_mut()?.get_mut(*first)?.at(rest),
        }
    }

    fn encode_into(&self, out: &mut Vec<u8>) {
        let content = match &self.children {
            Some(children) => encode(children),
            None => self.content.clone(),
        };
        if self.length == Length::Raw {
            out.extend(content);
            return;
        }
        out.push(self.tag);
        let size = content.len();
        let digits: Vec<u8> =
            size.to_be_bytes().into_iter().skip_while(|&digit| digit == 0).collect();
        match self.length {
            Length::Indefinite | Length::Raw => {
                out.push(0x80);
                out.extend(&content);
                out.extend([0, 0]);
                return;
            }
            Length::Shortest if size < 0x80 => out.push(size as u8),
            Length::Shortest => {
                out.push(0x80 | digits.len() as u8);
                out.extend(digits);
            }
            Length::Long(more) => {
                out.push(0x80 | (more + digits.len()) as u8);
                out.extend(vec![0; more]);
                out.extend(digits);
            }
        }
        out.extend(&content);
    }
}

/// The elements of which the bytes consist.
pub(super) fn parse(mut bytes: &[u8]) -> Option<Vec<Node>> {
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
        nodes.push(Node { children, ..Node::leaf(*tag, content) });
        bytes = &rest[size..];
    }
    bytes.is_empty().then_some(nodes)
}

pub(super) fn encode(nodes: &[Node]) -> Vec<u8> {
    let mut out = Vec::new();
    nodes.iter().for_each(|node| node.encode_into(&mut out));
    out
}

/// The list that holds an element chosen at random, and its place.
pub(super) fn choose<'n>(
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

/// Elements to put in.
fn foreign(random: &mut Random) -> Node {
    let (tag, content): (u8, &[u8]) = *random.pick(&[
        (0x05, &[][..]),
        (0x02, &[1]),
        (0x01, &[0xff]),
        (0x04, b"more"),
        (0x03, &[0, 1]),
        (0x06, &[0x2a, 3]),
        (0x0c, b"text"),
        (0x13, b"CN"),
        (0x17, b"250101000000Z"),
        (0x30, &[]),
        (0x31, &[]),
        (0x80, &[0]),
        (0x81, &[0, 1]),
        (0x82, &[0, 1]),
        (0xa0, &[2, 1, 1]),
        (0xa3, &[0x30, 0]),
        (0x00, &[]),
        (0x1f, &[1]),
    ]);
    Node::leaf(tag, content)
}

/// Changes one element of the tree: what it holds, what it is, where it stands, how it is written.
pub(super) fn change(tree: &mut Vec<Node>, random: &mut Random) -> Option<()> {
    let (list, at) = choose(tree, random, 0)?;
    match random.below(14) {
        0 => drop(list.remove(at)),
        1 => list.insert(at, list[at].clone()),
        2 => {
            let other = random.below(list.len());
            list.swap(at, other);
        }
        3 => list[at].tag ^= 1 << random.below(8),
        4 => {
            list[at].tag =
                *random.pick(&[2, 3, 4, 5, 6, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0x80, 0xa0, 0xa3])
        }
        5 | 6 => list.push(foreign(random)),
        7 => {
            let at = random.below(list.len() + 1);
            list.insert(at, foreign(random));
        }
        8 => list[at].length = Length::Long(random.below(5)),
        9 if list[at].children.is_some() => list[at].length = Length::Indefinite,
        9 | 10 if list[at].children.is_none() => in_pieces(&mut list[at], random),
        11 => number(&mut list[at], random),
        _ => match &mut list[at].children {
            Some(inside) if random.once_in(3) => inside.clear(),
            Some(inside) => inside.push(foreign(random)),
            None => random.spoil(&mut list[at].content),
        },
    }
    Some(())
}

/// A string as BER lets it stand: constructed, of one or two pieces.
fn in_pieces(node: &mut Node, random: &mut Random) {
    let (first, second) = node.content.split_at(random.below(node.content.len() + 1));
    let mut pieces = vec![Node::leaf(node.tag, first)];
    if !second.is_empty() {
        pieces.push(Node::leaf(node.tag, second));
    }
    node.children = Some(pieces);
    node.tag |= 0x20;
}

/// What encodings of numbers and bits may look like.
fn number(node: &mut Node, random: &mut Random) {
    match random.below(6) {
        0 => node.content.insert(0, 0),
        1 => drop((!node.content.is_empty()).then(|| node.content.remove(0))),
        2 => node.content.insert(0, 0xff),
        3 => node.content.push(0),
        4 => node.content.clear(),
        _ => {
            if let Some(first) = node.content.first_mut() {
                *first = random.below(10) as u8;
            }
        }
    }
}
