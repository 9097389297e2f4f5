//! Writes an index of either layout, and a package around it.

use super::model::{Damage, Index, Qualifiers};

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn header(tool: &str) -> Vec<u8> {
    let mut version = tool.as_bytes().to_vec();
    version.resize(128, 0);
    version
}

/// The pairs of a configuration.
fn pairs(qualifiers: &Qualifiers, damage: Damage) -> Vec<(u32, u32)> {
    let packed =
        |text: &str| text.bytes().fold(0, |packed, letter| packed << 8 | u32::from(letter));
    let mut pairs = Vec::new();
    for (kind, text) in
        [(0, &qualifiers.language), (1, &qualifiers.region), (5, &qualifiers.script)]
    {
        pairs.extend((!text.is_empty()).then(|| (kind, packed(text))));
    }
    pairs.extend(qualifiers.density.map(|value| (2, value)));
    pairs.extend(qualifiers.direction.map(|value| (3, value)));
    pairs.extend(qualifiers.devices.iter().map(|&value| (4, value)));
    pairs.extend(qualifiers.color.map(|value| (6, value)));
    pairs.extend((qualifiers.mcc != 0).then_some((7, qualifiers.mcc)));
    pairs.extend((qualifiers.mnc != 0).then_some((8, qualifiers.mnc)));
    pairs.extend(qualifiers.is_reserved_named.then_some((9, 1)));
    pairs.extend(qualifiers.input.map(|value| (10, value)));
    if damage == Damage::UnknownQualifier {
        pairs.push((11, 0));
    }
    pairs
}

fn keys(number: u32, qualifiers: &Qualifiers, damage: Damage) -> Vec<u8> {
    let pairs = pairs(qualifiers, damage);
    let flat: Vec<_> = pairs.iter().flat_map(|&(kind, value)| [kind, value]).collect();
    [&b"KEYS"[..], &words(&[number, pairs.len() as u32]), &words(&flat)].concat()
}

/// The mark of a table, or another.
fn mark(is_bad: bool) -> &'static [u8; 4] {
    if is_bad { b"IDSX" } else { b"IDSS" }
}

pub(crate) fn index(index: &Index) -> Vec<u8> {
    let mut file = if index.is_second { second(index) } else { first(index) };
    let length = if index.damage == Damage::NoLength { 0 } else { file.len() as u32 };
    file[128..132].copy_from_slice(&length.to_le_bytes());
    file
}

/// A list holds texts behind their lengths, one here.
fn is_list(kind: u32) -> bool {
    kind == 10
}

fn first(index: &Index) -> Vec<u8> {
    let run = |text: &[u8]| [&(text.len() as u16 + 1).to_le_bytes()[..], text, &[0]].concat();
    let keys =
        |number: usize, offset: u32| keys(offset, &index.configurations[number], index.damage);
    let count = index.configurations.len();
    let mut offset = 136 + (0..count).map(|number| keys(number, 0).len()).sum::<usize>();
    let (mut heads, mut tables) = (Vec::new(), Vec::new());
    for number in 0..count {
        heads.extend(keys(number, offset as u32));
        let resources = index.resources.iter().flat_map(|resource| {
            let values = resource.values.iter().filter(|value| value.configuration == number);
            values.map(|value| (resource.id, resource.kind, value.text.as_bytes()))
        });
        let resources: Vec<_> = resources.collect();
        let is_bad = index.damage == Damage::BadMark && number == 0;
        let mut ids = [&mark(is_bad)[..], &words(&[resources.len() as u32])].concat();
        let mut place = offset + 8 + resources.len() * 8;
        let mut data = Vec::new();
        for (id, kind, text) in resources {
            ids.extend(words(&[id, place as u32]));
            let text = if is_list(kind) { run(&run(text)) } else { run(text) };
            let resource = [words(&[0, kind, id]), text, run(b"name")].concat();
            place += resource.len();
            data.extend(resource);
        }
        offset = place;
        tables.extend([ids, data].concat());
    }
    [header("Restool 5.0.0.001"), words(&[0, count as u32]), heads, tables].concat()
}

fn second(index: &Index) -> Vec<u8> {
    let mut heads = Vec::new();
    for (&number, qualifiers) in index.numbers.iter().zip(&index.configurations) {
        heads.extend(keys(number, qualifiers, index.damage));
    }
    // Each resource has a list of its own in the table, since kinds differ.
    let ids_size = 16 + index.resources.len() * (12 + 12 + 4);
    let data = 140 + heads.len() + ids_size;
    let ids_length = if index.damage == Damage::IdsTooLong { ids_size + 1 } else { ids_size };
    let count = index.resources.len() as u32;
    let is_bad = index.damage == Damage::BadMark;
    let mut ids = [&mark(is_bad)[..], &words(&[ids_length as u32, count, count])].concat();
    let mut lists = [&b"DATA"[..], &words(&[0, count])].concat();
    let lists_size = 12 + index.resources.iter().map(|it| 12 + it.values.len() * 8).sum::<usize>();
    let mut texts = Vec::new();
    for (place, resource) in index.resources.iter().enumerate() {
        ids.extend(words(&[resource.kind, 0, 1, resource.id, (data + lists.len()) as u32, 4]));
        ids.extend(b"name");
        let is_other = index.damage == Damage::OtherId && place_is_labels(index, place);
        let id = if is_other { resource.id + 0x63 } else { resource.id };
        lists.extend(words(&[id, 0, resource.values.len() as u32]));
        for value in &resource.values {
            let at = data + lists_size + texts.len();
            lists.extend(words(&[index.numbers[value.configuration], at as u32]));
            let text = value.text.as_bytes();
            let text = [&(text.len() as u16).to_le_bytes()[..], text].concat();
            let text = if is_list(resource.kind) {
                [&(text.len() as u16).to_le_bytes()[..], &text, &[0]].concat()
            } else {
                text
            };
            texts.extend(text);
        }
    }
    let named = if index.damage == Damage::DataElsewhere { data - 4 } else { data };
    let head = words(&[0, index.configurations.len() as u32, named as u32]);
    [header("RestoolV2 6.0.0.001"), head, heads, ids, lists, texts].concat()
}

fn place_is_labels(index: &Index, place: usize) -> bool {
    index.resources[place].id == index.resources[0].id
}

/// A package whose label has that number.
pub(crate) fn package(index: &[u8], label: Option<&str>) -> Vec<u8> {
    let label = label.map(|label| format!(",\"labelId\":{label}")).unwrap_or_default();
    let module = format!(
        r#"{{"app":{{"bundleName":"com.example.beian","versionCode":1,"versionName":"1","label":"$string:app_name"{label}}},"module":{{"name":"entry","type":"entry"}}}}"#
    );
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in [("module.json", module.as_bytes()), ("resources.index", index)] {
        let offset = body.len() as u32;
        let size = content.len() as u32;
        let fields = [words(&[0, 0, 0, size, size]), vec![name.len() as u8, 0, 0, 0]].concat();
        // Flags and method are part of the first word, time and date the second.
        body.extend([&b"PK\x03\x04\x14\0"[..], &fields, name.as_bytes(), content].concat());
        directory.extend(
            [&b"PK\x01\x02\x14\0\x14\0"[..], &fields, &[0; 10], &words(&[offset]), name.as_bytes()]
                .concat(),
        );
    }
    let (at, size) = (body.len() as u32, directory.len() as u32);
    let end = [&b"PK\x05\x06\0\0\0\0\x02\0\x02\0"[..], &words(&[size, at]), &[0, 0]].concat();
    [body, directory, end].concat()
}
