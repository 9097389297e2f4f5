//! Tests of the reader of resource indexes.

use std::path::{Path, PathBuf};

use super::*;
use crate::encoding::bytes::Bytes;
use crate::harmony::identity::index_parts::MAX_CONFIGURATIONS;

/// The index of a fixture, in either layout.
fn fixture(name: &str) -> Vec<u8> {
    let package = std::fs::read(Path::new("fixtures/harmony").join(name)).unwrap();
    let limits = crate::limits::Limits::default();
    let structure = std::sync::Arc::new(crate::zip::Structure::read(&package, &limits).unwrap());
    let archive = crate::zip::Archive::new(&package, structure);
    archive.content(archive.find(b"resources.index").unwrap(), limits.resources_size()).unwrap()
}

#[test]
fn damaged_indexes_are_read_without_a_panic() {
    for name in ["developer.hap", "index-v1.hap"] {
        let bytes = fixture(name);
        let read = |bytes: &[u8]| {
            let index = ResourceIndex::parse(bytes)?;
            Ok::<_, IndexError>((
                index.text(0x0100_0000, Phone::default()),
                index.texts(0x0100_0000),
            ))
        };
        let (text, texts) = read(&bytes).unwrap();
        assert_eq!(text.as_deref(), Ok("备案示例"), "{name}");
        assert_eq!(texts.get("zh-CN"), text.as_ref().ok(), "{name}");
        assert_eq!(texts.get("").map(String::as_str), Some("Filing Example"), "{name}");
        for length in 0..bytes.len() {
            let _ = read(&bytes[..length]);
            let mut flipped = bytes.clone();
            flipped[length] ^= 0xff;
            let _ = read(&flipped);
        }
    }
}

/// An id, the qualifiers of its configuration, and a text.
type Row<'p, 'a> = (u32, &'p [(u32, u32)], &'a [u8]);

/// An index of the first layout that is not written.
fn index<'a>(values: &[Row<'_, 'a>]) -> ResourceIndex<'a> {
    let (mut configurations, mut all) = (Vec::new(), Vec::new());
    for (id, pairs, text) in values {
        let mut record = b"KEYS".to_vec();
        record.extend([0, pairs.len() as u32].map(u32::to_le_bytes).concat());
        record.extend(pairs.iter().flat_map(|it| [it.0, it.1].map(u32::to_le_bytes).concat()));
        let value = Value { configuration: configurations.len(), kind: STRING, text: Some(text) };
        all.push((*id, value));
        configurations.push(Qualifiers::read(&mut Bytes::new(&record)).unwrap().1);
    }
    all.sort_by_key(|(id, _)| *id);
    let (lookups, is_cut) = (Cell::new(MAX_LOOKUPS), Cell::new(false));
    ResourceIndex { bytes: &[], configurations, layout: Layout::First(all), lookups, is_cut }
}

const CHINESE: &[(u32, u32)] = &[(0, 0x7a68)];

#[test]
fn references_are_read_as_devices_read_them() {
    for (text, want) in [
        (&b"$string:16777216"[..], Some((9, 16_777_216))),
        (b"$media: +7x", Some((19, 7))),
        (b"$string:app_name", None),
        (b"$string:0", None),
        (b"$string:-1", None),
        (b"$string:4294967297", Some((9, 1))),
        (b"$text:1", None),
        (b"$:1", None),
        (b"string:1", None),
        (b"$string", None),
        (b"", None),
    ] {
        assert_eq!(reference(text), want, "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn references_end_somewhere() {
    let phone = Phone::default();
    let index = index(&[
        (1, &[], b"$string:1"),
        (2, &[], b"$string:3"),
        (3, CHINESE, "三".as_bytes()),
        (3, &[], b"three"),
        (4, &[], b"$string:9"),
        (5, &[], b"$media:3"),
        (6, &[], b""),
    ]);
    assert_eq!(index.text(1, phone), Err(Nowhere::Endless));
    assert!(index.texts(1).is_empty());
    assert_eq!(index.text(2, phone).as_deref(), Ok("三"));
    assert_eq!(index.texts(2).get("").map(String::as_str), Some("three"));
    assert_eq!(index.text(4, phone), Err(Nowhere::Absent));
    assert_eq!(index.text(5, phone), Err(Nowhere::NoText));
    assert_eq!(index.text(6, phone), Err(Nowhere::NoText));
    assert_eq!(index.text(9, phone), Err(Nowhere::Absent));
}

#[test]
fn limits_are_reached_and_not_exceeded() {
    for (references, want) in [(20, Ok("end")), (21, Err(&Nowhere::Endless))] {
        let texts: Vec<String> =
            (1..=references).map(|next| format!("$string:{}", next + 1)).collect();
        let mut values: Vec<Row<'_, '_>> =
            (1..).zip(&texts).map(|(id, text)| (id, &[][..], text.as_bytes())).collect();
        values.push((references + 1, &[], b"end"));
        assert_eq!(index(&values).text(1, Phone::default()).as_deref(), want, "{references}");
    }
    for (count, error) in
        [(MAX_CONFIGURATIONS, None), (MAX_CONFIGURATIONS + 1, Some(IndexError::TooMany))]
    {
        let mut file = b"Restool 1.0".to_vec();
        file.resize(VERSION_SIZE, 0);
        let count = count as u32;
        let ids = VERSION_SIZE as u32 + 8 + count * 12;
        file.extend([1, count].map(u32::to_le_bytes).concat());
        file.extend(
            [&b"KEYS"[..], &[ids, 0].map(u32::to_le_bytes).concat()]
                .concat()
                .repeat(count as usize),
        );
        file.extend(b"IDSS\0\0\0\0");
        assert_eq!(ResourceIndex::parse(&file).err(), error, "{count}");
    }
    for (size, is_cut) in [(MAX_SIZE, false), (MAX_SIZE + 1, true)] {
        let text = vec![b'a'; size];
        let index = index(&[(1, &[], &text)]);
        assert_eq!(index.texts(1).is_empty(), is_cut, "{size}");
        assert_eq!(index.cut_short().is_some(), is_cut, "{size}");
    }
}

#[test]
fn references_in_many_locales_cost_little() {
    let languages: Vec<_> =
        (0..26 * 26).map(|it| u32::from(b'a') + it % 26 + (97 + it / 26) * 256).collect();
    let languages: Vec<_> = languages.iter().map(|&language| [(0, language)]).collect();
    let mut values: Vec<Row<'_, '_>> = Vec::new();
    values.extend(languages.iter().map(|language| (1, &language[..], &b"$string:2"[..])));
    values.extend((0..200_000).map(|it| (2, &languages[it % languages.len()][..], &b"text"[..])));
    let index = index(&values);
    let start = std::time::Instant::now();
    assert_eq!(index.text(1, Phone::default()).as_deref(), Ok("text"));
    assert!(!index.texts(1).is_empty());
    assert!(index.cut_short().is_some());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_table_that_many_configurations_share_is_not_read_again_and_again() {
    let mut file = b"Restool 1.0".to_vec();
    file.resize(VERSION_SIZE, 0);
    let words =
        |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>();
    let (keys, ids) = (1_000_u32, 1_000_u32);
    let table = VERSION_SIZE as u32 + 8 + keys * 12;
    file.extend(words(&[1, keys]));
    for _ in 0..keys {
        file.extend([&b"KEYS"[..], &words(&[table, 0])].concat());
    }
    file.extend([&b"IDSS"[..], &words(&[ids])].concat());
    let resource = table + 8 + ids * 8;
    for id in 0..ids {
        file.extend(words(&[id, resource]));
    }
    file.extend([&words(&[0, STRING, 0])[..], &[2, 0, b'x', 0, 2, 0, b'n', 0]].concat());
    assert_eq!(ResourceIndex::parse(&file).err(), Some(IndexError::TooMany));
}

/// The corpus's index files, where it is: every string in every locale.
#[test]
fn real_index_files_agree() {
    let corpus = std::env::var_os("BEIAN_CORPUS").map(PathBuf::from);
    let folder = corpus.unwrap_or_else(|| "../shared/corpus".into()).join("harmony/index");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("SKIPPED: there is no conformance corpus at {}", folder.display());
        return;
    };
    let files = files.map(|file| file.unwrap().path());
    for file in files.filter(|file| file.extension().is_some_and(|it| it == "index")) {
        let bytes = std::fs::read(&file).unwrap();
        let index = ResourceIndex::parse(&bytes).unwrap();
        let json = std::fs::read(format!("{}.json", file.display())).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let mut compared = 0;
        for (id, resources) in json["resources"].as_object().unwrap() {
            index.lookups.set(MAX_LOOKUPS);
            let texts = index.texts(id.parse().unwrap());
            for resource in resources.as_array().unwrap().iter().filter(|it| it["type"] == "string")
            {
                let value = resource["value"].as_str().unwrap();
                let qualifier = |kind: &str| {
                    let all = resource["qualifiers"].as_array().unwrap().iter();
                    all.filter(|it| it[0] == kind).map(|it| it[1].as_str().unwrap()).next()
                };
                let known = ["language", "script", "region"];
                let parts: Vec<_> = known.iter().filter_map(|kind| qualifier(kind)).collect();
                // Where a locale has values with other qualifiers too, a phone may take one of
                // those.
                let of_locale = |other: &&serde_json::Value| {
                    let is_one = |it: &serde_json::Value| known.contains(&it[0].as_str().unwrap());
                    let of = |it: &serde_json::Value| {
                        let all = it["qualifiers"].as_array().unwrap().iter();
                        all.filter(|it| is_one(it)).cloned().collect::<Vec<_>>()
                    };
                    of(other) == of(resource)
                };
                let plain = resource["qualifiers"].as_array().unwrap().len() == parts.len();
                let alone = resources.as_array().unwrap().iter().filter(of_locale).count() == 1;
                if plain && alone && !value.is_empty() && !value.starts_with('$') {
                    assert_eq!(
                        texts.get(&parts.join("-")).map(String::as_str),
                        Some(value),
                        "{file:?} {id}"
                    );
                    compared += 1;
                }
            }
        }
        println!("{}: {compared} texts agree", file.display());
    }
}
