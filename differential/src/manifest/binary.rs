//! Changes of a binary manifest.

use beian_fixtures::odd_axml::{Attribute, Document, Header, NONE, Part, Text};

use crate::random::Random;

const ANDROID: &str = "http://schemas.android.com/apk/res/android";
/// The names of attributes with an id, in the order of the ids.
const NAMED: [(&str, u32); 8] = [
    ("label", 0x0101_0001),
    ("name", 0x0101_0003),
    ("minSdkVersion", 0x0101_020c),
    ("versionCode", 0x0101_021b),
    ("versionName", 0x0101_021c),
    ("targetSdkVersion", 0x0101_0270),
    ("sharedUserId", 0x0101_000b),
    ("theme", 0x0101_0000),
];
const STRING: u8 = 3;
const INTEGER: u8 = 0x10;

struct Base {
    strings: Vec<Text>,
}

impl Base {
    fn string(&mut self, text: &str) -> u32 {
        let known = self.strings.iter().position(|known| known.text == text);
        known.unwrap_or_else(|| {
            self.strings.push(Text::new(text));
            self.strings.len() - 1
        }) as u32
    }

    fn android(&mut self, name: &str, value: Result<&str, u32>) -> Attribute {
        let namespace = self.string(ANDROID);
        Attribute { namespace, ..self.plain(name, value) }
    }

    fn plain(&mut self, name: &str, value: Result<&str, u32>) -> Attribute {
        let name = self.string(name);
        let (raw, kind, data) = match value {
            Ok(text) => (self.string(text), STRING, self.string(text)),
            Err(number) => (NONE, INTEGER, number),
        };
        Attribute { namespace: NONE, name, raw, kind, data }
    }
}

fn start(name: u32, attributes: Vec<Attribute>) -> Part {
    Part::Start { name, attributes, start: 20, stride: 20, count_is: 0, header: Header::default() }
}

fn end(name: u32) -> Part {
    Part::End { name, header: Header::default() }
}

/// A plain manifest.
fn base(random: &mut Random) -> Document {
    let mut base = Base { strings: NAMED.iter().map(|(name, _)| Text::new(name)).collect() };
    let [manifest, uses_sdk, application] =
        ["manifest", "uses-sdk", "application"].map(|name| base.string(name));
    let mut root = vec![
        base.android("versionCode", Err(7)),
        base.android("versionName", Ok("1.0")),
        base.plain("package", Ok("com.example.first")),
    ];
    if random.once_in(4) {
        root.push(base.plain("split", Ok("config.zh")));
    }
    let sdk =
        vec![base.android("minSdkVersion", Err(24)), base.android("targetSdkVersion", Err(34))];
    let label = base.android("label", Ok("Label"));
    for text in ["com.example.second", "config.en", "2.0", "Other", "Baklava", "", "com", "包名.a"]
    {
        base.string(text);
    }
    Document {
        kind: 3,
        header: Header::default(),
        parts: vec![
            Part::Pool {
                is_utf8: random.once_in(2),
                strings: base.strings,
                header: Header::default(),
            },
            Part::Map { ids: NAMED.iter().map(|(_, id)| *id).collect(), header: Header::default() },
            Part::Namespace { begins: true, header: Header::default() },
            start(manifest, root),
            start(uses_sdk, sdk),
            end(uses_sdk),
            start(application, vec![label]),
            end(application),
            end(manifest),
            Part::Namespace { begins: false, header: Header::default() },
        ],
    }
}

type Change = fn(&mut Document, &mut Random);

const CHANGES: &[(&str, Change)] = &[
    ("moved", moved),
    ("repeated", repeated),
    ("repeated", repeated),
    ("removed", removed),
    ("strings", strings),
    ("strings", strings),
    ("ids", ids),
    ("attribute", attribute),
    ("attribute", attribute),
    ("attributes", attributes),
    ("attributes", attributes),
    ("element", element),
    ("sizes", sizes),
    ("headers", headers),
    ("document", document),
    ("other", other),
    ("second", second),
];

/// A changed manifest, and what was done.
pub(super) fn manifest(random: &mut Random) -> (Vec<u8>, &'static str, String) {
    let mut document = base(random);
    let (mut family, mut history) = ("plain", String::new());
    let changes = [0, 1, 1, 1, 1, 2, 2, 2, 3, 4][random.below(10)];
    for _ in 0..changes {
        let (name, change) = *random.pick(CHANGES);
        change(&mut document, random);
        history.push_str(&format!("{name} "));
        family = if family == "plain" { name } else { family };
    }
    let mut bytes = document.write();
    if random.once_in(8) {
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] =
                if random.once_in(2) { random.byte() } else { bytes[at] ^ 1 << random.below(8) };
        }
        history.push_str("bytes ");
        family = if family == "plain" { "bytes" } else { family };
    }
    (bytes, family, history)
}

fn place(document: &Document, random: &mut Random) -> usize {
    random.below(document.parts.len())
}

fn moved(document: &mut Document, random: &mut Random) {
    if document.parts.is_empty() {
        return;
    }
    let from = if random.once_in(2) { random.below(2) } else { place(document, random) };
    let part = document.parts.remove(from.min(document.parts.len() - 1));
    let to = random.below(document.parts.len() + 1);
    document.parts.insert(to, part);
}

/// A part again, mostly changed: a pool with other strings, a map with other ids.
fn repeated(document: &mut Document, random: &mut Random) {
    if document.parts.is_empty() {
        return;
    }
    let at = if random.once_in(2) { random.below(2) } else { place(document, random) };
    let mut part = document.parts[at.min(document.parts.len() - 1)].clone();
    match &mut part {
        Part::Pool { strings, .. } => {
            for text in strings.iter_mut() {
                text.text = text.text.replace("first", "third").replace("Label", "Third");
            }
            if random.once_in(3) {
                let (a, b) = (random.below(strings.len()), random.below(strings.len()));
                strings.swap(a, b);
            }
        }
        Part::Map { ids, .. } => {
            let (a, b) = (random.below(ids.len()), random.below(ids.len()));
            ids.swap(a, b);
        }
        Part::Start { attributes, .. } => change_values(attributes, random),
        _ => {}
    }
    // What is behind a node needs the header of one.
    if random.once_in(2) && matches!(part, Part::Map { .. }) {
        part.header().more = vec![0; 8];
    }
    let to = random.below(document.parts.len() + 1);
    document.parts.insert(to, part);
}

fn removed(document: &mut Document, random: &mut Random) {
    let at = place(document, random);
    if at < document.parts.len() {
        document.parts.remove(at);
    }
}

fn strings(document: &mut Document, random: &mut Random) {
    for part in &mut document.parts {
        let Part::Pool { is_utf8, strings, .. } = part else { continue };
        if random.once_in(20) {
            *is_utf8 = !*is_utf8;
        }
        let at = random.below(strings.len());
        let Some(text) = strings.get_mut(at) else { continue };
        match random.below(7) {
            0 => text.has_nul = false,
            1 => text.is_overlong = true,
            2 => text.length_is.0 += random.below(5) as i32 - 2,
            3 => text.length_is.1 += random.below(5) as i32 - 2,
            4 => {
                let other = [
                    "package",
                    "split",
                    "manifest",
                    "uses-sdk",
                    "application",
                    "com.example.fourth",
                ];
                text.text = (*random.pick(&other)).to_owned();
            }
            5 => {
                let at = random.below(text.text.chars().count() + 1);
                let at = text.text.char_indices().nth(at).map_or(text.text.len(), |(at, _)| at);
                text.text.insert(at, *random.pick(&['\0', 'x', '.', '备', '😀', ' ']));
            }
            _ => text.text = "x".repeat(random.below(3) * 200),
        }
    }
}

fn ids(document: &mut Document, random: &mut Random) {
    for part in &mut document.parts {
        let Part::Map { ids, .. } = part else { continue };
        match random.below(4) {
            0 => {
                let (a, b) = (random.below(ids.len()), random.below(ids.len()));
                ids.swap(a, b);
            }
            1 => ids.truncate(random.below(ids.len())),
            // Names without an id get one.
            2 => {
                for _ in 0..random.below(20) {
                    ids.push(random.pick(&NAMED).1);
                }
            }
            _ => {
                let at = random.below(ids.len());
                if let Some(id) = ids.get_mut(at) {
                    *id = *random.pick(&[0, 1, NONE, 0x7f01_0000, NAMED[3].1, NAMED[2].1]);
                }
            }
        }
    }
}

fn pick_attributes<'d>(
    document: &'d mut Document,
    random: &mut Random,
) -> Option<&'d mut Vec<Attribute>> {
    let starts = document.parts.iter_mut().filter_map(|part| match part {
        Part::Start { attributes, .. } => Some(attributes),
        _ => None,
    });
    let mut starts: Vec<_> = starts.collect();
    let at = random.below(starts.len());
    (at < starts.len()).then(|| starts.swap_remove(at))
}

/// Numbers of strings that exist, and some that do not.
fn string(random: &mut Random) -> u32 {
    match random.below(12) {
        0 => NONE,
        1 => 1000,
        2 => 0x8000_0005,
        _ => random.below(28) as u32,
    }
}

fn attribute(document: &mut Document, random: &mut Random) {
    let Some(attributes) = pick_attributes(document, random) else { return };
    let at = random.below(attributes.len());
    let Some(attribute) = attributes.get_mut(at) else { return };
    match random.below(6) {
        0 => attribute.namespace = string(random),
        1 => attribute.name = string(random),
        2 => attribute.raw = string(random),
        3 => {
            attribute.kind =
                *random.pick(&[0, 1, 2, STRING, 4, 5, 7, INTEGER, 0x11, 0x12, 0x1c, 0x1f, 0x20]);
        }
        4 => attribute.data = string(random),
        _ => {
            attribute.kind = STRING;
            attribute.data = string(random);
        }
    }
}

fn change_values(attributes: &mut [Attribute], random: &mut Random) {
    for attribute in attributes {
        if attribute.kind == STRING {
            attribute.raw = string(random);
            attribute.data = if random.once_in(2) { attribute.raw } else { string(random) };
        } else if random.once_in(2) {
            attribute.data = random.below(40) as u32;
        }
    }
}

/// Attributes moved, repeated with other values, added, removed.
fn attributes(document: &mut Document, random: &mut Random) {
    let Some(attributes) = pick_attributes(document, random) else { return };
    let at = random.below(attributes.len());
    let Some(mut changed) = attributes.get(at).cloned() else { return };
    let to = random.below(attributes.len() + 1);
    match random.below(5) {
        0 => {
            attributes.remove(at);
            attributes.insert(to.min(attributes.len()), changed);
        }
        1 => {
            attributes.remove(at);
        }
        2 => {
            changed.name = string(random);
            attributes.insert(to, changed);
        }
        _ => {
            if random.once_in(2) {
                changed.namespace = string(random);
            }
            let mut values = [changed];
            change_values(&mut values, random);
            attributes.extend(values);
            let last = attributes.len() - 1;
            attributes.swap(last, to.min(last));
        }
    }
}

fn element(document: &mut Document, random: &mut Random) {
    let at = place(document, random);
    match document.parts.get_mut(at) {
        Some(Part::Start { name, .. } | Part::End { name, .. }) => *name = string(random),
        _ => {
            let name = string(random);
            let part = if random.once_in(2) { start(name, Vec::new()) } else { end(name) };
            document.parts.insert(at, part);
        }
    }
}

fn sizes(document: &mut Document, random: &mut Random) {
    let mut starts: Vec<_> = document
        .parts
        .iter_mut()
        .filter_map(|part| match part {
            Part::Start { start, stride, count_is, .. } => Some((start, stride, count_is)),
            _ => None,
        })
        .collect();
    let at = random.below(starts.len());
    let Some((start, stride, count_is)) = starts.get_mut(at) else { return };
    match random.below(4) {
        0 => **start = *random.pick(&[0, 4, 16, 24, 28, 40, 0xffff]),
        1 | 2 => **stride = *random.pick(&[0, 1, 4, 8, 10, 16, 24, 28, 40, 0xffff]),
        _ => **count_is = random.below(5) as i32 - 2,
    }
}

fn headers(document: &mut Document, random: &mut Random) {
    let at = place(document, random);
    let Some(part) = document.parts.get_mut(at) else { return };
    let header = part.header();
    match random.below(4) {
        0 => header.more = vec![random.byte(); [2, 4, 8, 40][random.below(4)]],
        1 => header.header_size_is += *random.pick(&[-8, -4, -1, 1, 4, 8, 100]),
        2 => header.size_is += *random.pick(&[-8, -4, -1, 1, 4, 8, 100]),
        _ => header.size_is = *random.pick(&[i32::MAX, i32::MIN, -1000, 1 << 20]),
    }
}

fn document(document: &mut Document, random: &mut Random) {
    match random.below(4) {
        0 => document.kind = *random.pick(&[0, 1, 2, 0x102, 0xb800]),
        1 => document.header.more = vec![0; [4, 8, 20][random.below(3)]],
        2 => document.header.size_is = *random.pick(&[-20, -24, -4, 4, 1000, 1 << 30, -1 << 30]),
        _ => document.header.header_size_is = *random.pick(&[-8, -4, 4, 20, 1000]),
    }
}

/// Chunks that nobody knows.
fn other(document: &mut Document, random: &mut Random) {
    let kind =
        *random.pick(&[0x0000, 0x0104, 0x0105, 0x0150, 0x017f, 0x0181, 0x0200, 0x0300, 0xffff]);
    let body = vec![0xff; [0, 4, 12, 40][random.below(4)]];
    let part = Part::Other { kind, body, header: Header::default() };
    let to = random.below(document.parts.len() + 1);
    document.parts.insert(to, part);
}

/// A second root, or a second `uses-sdk`, with other values.
fn second(document: &mut Document, random: &mut Random) {
    let starts =
        document.parts.iter().enumerate().filter(|(_, part)| matches!(part, Part::Start { .. }));
    let starts: Vec<_> = starts.map(|(at, _)| at).collect();
    let Some(at) = random.place(&starts) else { return };
    let mut part = document.parts[starts[at]].clone();
    let Part::Start { name, attributes, .. } = &mut part else { return };
    let name = *name;
    change_values(attributes, random);
    let to = if random.once_in(2) { document.parts.len() } else { place(document, random) };
    document.parts.insert(to, part);
    document.parts.insert(to + 1, end(name));
}
