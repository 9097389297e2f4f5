//! `resources.index`: the texts that labels refer to, in both layouts of the resource tool.
//!
//! OpenHarmony `global_resource_management` (`hap_parser`) and `developtools_global_resource_tool`. Offsets count from the
//! start of the file.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::bytes::Bytes;

/// The text that names the tool and its version.
const VERSION_SIZE: usize = 128;
/// The resource type of strings.
const STRING: u32 = 9;
/// How often a text may refer to another.
const MAX_REFERENCES: u8 = 20;
/// How many texts are read, and how many configurations. Real indexes hold some thousand, and some dozens.
const MAX_TEXTS: usize = 1 << 18;
const MAX_CONFIGURATIONS: u32 = 1 << 12;
/// How many texts are compared for one label: texts in many locales may refer to others in as many.
const MAX_LOOKUPS: usize = 1 << 20;

/// How much text of one resource is given, all locales together, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// Why an index cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IndexError {
    #[error("it is not a resource index")]
    NotAnIndex,
    #[error("it has more texts or configurations than {MAX_TEXTS} and {MAX_CONFIGURATIONS}")]
    TooMany,
    /// It was read, and not to its end.
    #[error("it has more texts of one name than are read")]
    CutShort,
}

/// The strings of an index.
#[derive(Debug, Default)]
pub(crate) struct ResourceIndex<'a> {
    configurations: Vec<Configuration>,
    /// In order of their ids.
    texts: Vec<Text<'a>>,
    /// Whether it has more texts or configurations than are read.
    has_too_many: bool,
    /// Whether something that was asked for is left out.
    is_cut: Cell<bool>,
}

/// The text of a string resource in one configuration.
#[derive(Debug, Clone, Copy)]
struct Text<'a> {
    id: u32,
    /// Its place among the configurations.
    configuration: usize,
    name: &'a [u8],
    text: &'a [u8],
}

/// The configuration that a text is for. Ordered so that plainer ones come first.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Configuration {
    /// A BCP 47 tag; empty for the base.
    locale: String,
    /// How many other things than the locale it names.
    others: usize,
}

impl<'a> ResourceIndex<'a> {
    /// Reads an index. One that is cut short is read as far as it goes, if it begins like one.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, IndexError> {
        let tool = bytes.get(..VERSION_SIZE).ok_or(IndexError::NotAnIndex)?;
        let word = tool.split(|byte| matches!(byte, b' ' | 0)).next().unwrap_or_default();
        let mut index = Self::default();
        let layout = if word == b"Restool" { Self::read_first } else { Self::read_second };
        if layout(&mut index, bytes).is_none() {
            return Err(if index.has_too_many { IndexError::TooMany } else { IndexError::NotAnIndex });
        }
        index.texts.sort_by_key(|text| text.id);
        Ok(index)
    }

    /// The layout of `Restool`: for each configuration the resources that it has.
    fn read_first(&mut self, bytes: &'a [u8]) -> Option<()> {
        let mut header = Bytes::at(bytes, VERSION_SIZE)?;
        header.skip(4)?; // size of the file
        let mut read = 0_usize;
        for _ in 0..header.u32()? {
            let (offset, configuration) = keys(&mut header)?;
            let configuration = self.add_configuration(configuration)?;
            let mut ids = at(bytes, offset)?;
            if ids.array() != Some(*b"IDSS") {
                return None;
            }
            for _ in 0..ids.u32()? {
                let (id, offset) = (ids.u32()?, ids.u32()?);
                self.count(&mut read, bytes)?;
                let Some((name, text)) = at(bytes, offset).and_then(first_resource) else { continue };
                self.texts.push(Text { id, configuration, name, text });
            }
        }
        Some(())
    }

    /// The layout of `RestoolV2`: for each resource the configurations that have it.
    fn read_second(&mut self, bytes: &'a [u8]) -> Option<()> {
        let mut header = Bytes::at(bytes, VERSION_SIZE)?;
        header.skip(4)?; // length
        let count = header.u32()?;
        header.skip(4)?; // where the data block begins
        let mut configurations = BTreeMap::new();
        for _ in 0..count {
            let (id, configuration) = keys(&mut header)?;
            configurations.insert(id, self.add_configuration(configuration)?);
        }
        if header.array() != Some(*b"IDSS") {
            return None;
        }
        header.skip(4)?; // length
        let types = header.u32()?;
        header.skip(4)?; // number of ids
        let mut read = 0_usize;
        for _ in 0..types {
            let kind = header.u32()?;
            header.skip(4)?; // length
            for _ in 0..header.u32()? {
                let (id, offset) = (header.u32()?, header.u32()?);
                let name = header.prefixed()?.rest();
                if kind == STRING {
                    self.add_second(bytes, id, name, offset, &configurations, &mut read)?;
                }
            }
        }
        Some(())
    }

    /// The texts of one resource.
    fn add_second(
        &mut self,
        bytes: &'a [u8],
        id: u32,
        name: &'a [u8],
        offset: u32,
        configurations: &BTreeMap<u32, usize>,
        read: &mut usize,
    ) -> Option<()> {
        let Some(mut values) = at(bytes, offset) else { return Some(()) };
        values.skip(8)?; // its id again, and a length
        for _ in 0..values.u32()? {
            self.count(read, bytes)?;
            let (Some(configuration), Some(offset)) = (values.u32(), values.u32()) else { break };
            let configuration = configurations.get(&configuration).copied();
            let text = at(bytes, offset).and_then(|mut text| {
                let length = text.u16()?;
                text.take(length.into())
            });
            if let (Some(configuration), Some(text)) = (configuration, text) {
                self.texts.push(Text { id, configuration, name, text });
            }
        }
        Some(())
    }

    /// Counts a text; `None` where there are too many.
    fn count(&mut self, read: &mut usize, bytes: &[u8]) -> Option<()> {
        *read = read.saturating_add(1);
        self.has_too_many = *read > MAX_TEXTS;
        (*read <= most_texts(bytes)).then_some(())
    }

    /// The error that says that a name that is shown may not be the one that a device shows.
    pub(crate) fn cut_short(&self) -> Option<IndexError> {
        self.is_cut.get().then_some(IndexError::CutShort)
    }

    /// The configuration's place; `None` where there are too many.
    fn add_configuration(&mut self, configuration: Configuration) -> Option<usize> {
        let place = self.configurations.len();
        self.has_too_many = place >= MAX_CONFIGURATIONS as usize;
        if self.has_too_many {
            return None;
        }
        self.configurations.push(configuration);
        Some(place)
    }

    fn of(&self, id: u32) -> &[Text<'a>] {
        let start = self.texts.partition_point(|text| text.id < id);
        let rest = self.texts.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|text| text.id == id)).unwrap_or_default()
    }

    fn configuration(&self, text: &Text<'_>) -> Option<&Configuration> {
        self.configurations.get(text.configuration)
    }

    /// The texts of the string of that number, or where that is not known of that name, by locale; the base one under the
    /// empty one.
    pub(crate) fn texts(&self, id: Option<u32>, name: &str) -> BTreeMap<String, String> {
        let by_name = || self.texts.iter().find(|it| it.name == name.as_bytes()).map(|it| self.of(it.id));
        let of_id = id.map(|id| self.of(id)).filter(|texts| !texts.is_empty());
        let mut texts = of_id.or_else(by_name).unwrap_or_default().to_vec();
        texts.sort_by_key(|text| (self.configuration(text), text.text));
        let mut by_locale = BTreeMap::new();
        let (mut size, mut lookups) = (0_usize, MAX_LOOKUPS);
        for text in texts {
            let Some(Configuration { locale, .. }) = self.configuration(&text) else { continue };
            if by_locale.contains_key(locale) {
                continue;
            }
            if let Some(text) = self.resolved(text.text, locale, &mut lookups) {
                size = size.saturating_add(text.len());
                if size > MAX_SIZE {
                    self.is_cut.set(true);
                    break;
                }
                by_locale.insert(locale.clone(), text);
            }
        }
        by_locale
    }

    /// A text, or what it refers to (`$string:16777216`) in that locale.
    fn resolved<'t>(&'t self, mut text: &'t [u8], locale: &str, lookups: &mut usize) -> Option<String> {
        for _ in 0..=MAX_REFERENCES {
            let id = text.strip_prefix(b"$string:").and_then(|id| std::str::from_utf8(id).ok()?.parse().ok());
            let Some(id) = id else { return Some(String::from_utf8_lossy(text).into_owned()) };
            let texts = self.of(id);
            let left = lookups.checked_sub(texts.len().saturating_mul(2));
            if left.is_none() {
                self.is_cut.set(true);
            }
            *lookups = left?;
            let for_locale = |wanted: &str| {
                let of = texts.iter().filter_map(|text| Some((self.configuration(text)?, text.text)));
                of.filter(|(configuration, _)| configuration.locale == wanted).min()
            };
            text = for_locale(locale).or_else(|| for_locale(""))?.1;
        }
        None
    }
}

/// How many texts an index of that size can hold: each stands in a table with two numbers of its own.
fn most_texts(index: &[u8]) -> usize {
    MAX_TEXTS.min(index.len() / 8)
}

fn at(bytes: &[u8], offset: u32) -> Option<Bytes<'_>> {
    Bytes::at(bytes, usize::try_from(offset).ok()?)
}

/// A `KEYS` record: a number, and the configuration.
fn keys(header: &mut Bytes<'_>) -> Option<(u32, Configuration)> {
    const LANGUAGE: u32 = 0;
    const REGION: u32 = 1;
    const SCRIPT: u32 = 5;
    if header.array() != Some(*b"KEYS") {
        return None;
    }
    let number = header.u32()?;
    let mut parts: [String; 3] = Default::default();
    let mut others = 0_usize;
    for _ in 0..header.u32()? {
        let (kind, value) = (header.u32()?, header.u32()?);
        match kind {
            LANGUAGE => parts[0] = letters(value),
            SCRIPT => parts[1] = letters(value),
            REGION => parts[2] = letters(value),
            _ => others = others.saturating_add(1),
        }
    }
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some((number, Configuration { locale: parts.join("-"), others }))
}

/// ASCII letters, the first in the highest byte that is used.
fn letters(packed: u32) -> String {
    packed
        .to_be_bytes()
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(|&byte| char::from(byte))
        .collect()
}

/// A resource of the first layout, if it is a string: its name and text, both ended by NUL.
fn first_resource(mut bytes: Bytes<'_>) -> Option<(&[u8], &[u8])> {
    bytes.skip(4)?; // size
    if bytes.u32()? != STRING {
        return None;
    }
    bytes.skip(4)?; // id
    let mut run = || {
        let length = bytes.u16()?;
        let run = bytes.take(length.into())?;
        Some(run.strip_suffix(&[0]).unwrap_or(run))
    };
    let text = run()?;
    Some((run()?, text))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    /// The index of a fixture, in either layout.
    fn fixture(name: &str) -> Vec<u8> {
        let package = std::fs::read(Path::new("fixtures/harmony").join(name)).unwrap();
        let limits = crate::limits::Limits::default();
        let structure = std::sync::Arc::new(crate::zip::Structure::read(&package, &limits).unwrap());
        let archive = crate::zip::Archive::new(&package, structure);
        archive.content(archive.find(b"resources.index").unwrap(), limits.resources_size()).unwrap()
    }

    #[test]
    fn damaged_indexes_are_read_as_far_as_they_go() {
        for name in ["developer.hap", "index-v1.hap"] {
            let bytes = fixture(name);
            let texts = |bytes: &[u8]| {
                ResourceIndex::parse(bytes).map(|index| index.texts(Some(0x0100_0000), "app_name"))
            };
            let whole = texts(&bytes).unwrap();
            assert_eq!(whole.get("zh-CN").map(String::as_str), Some("备案示例"), "{name}");
            for length in 0..bytes.len() {
                let _ = texts(&bytes[..length]);
                let mut flipped = bytes.clone();
                flipped[length] ^= 0xff;
                let _ = texts(&flipped);
            }
        }
    }

    impl<'a> ResourceIndex<'a> {
        /// In order of the ids.
        fn add(&mut self, id: u32, name: &'a [u8], configuration: Configuration, text: &'a [u8]) {
            let known = self.configurations.iter().position(|known| *known == configuration);
            let configuration = known.or_else(|| self.add_configuration(configuration)).unwrap();
            self.texts.push(Text { id, configuration, name, text });
        }
    }

    #[test]
    fn references_end_somewhere() {
        let mut index = ResourceIndex::default();
        index.add(1, b"a", Configuration::default(), b"$string:1");
        index.add(2, b"b", Configuration::default(), b"$string:3");
        index.add(3, b"c", Configuration { locale: "zh".to_owned(), others: 0 }, "三".as_bytes());
        index.add(3, b"c", Configuration::default(), b"three");
        assert!(index.texts(Some(1), "a").is_empty());
        assert_eq!(index.texts(None, "b").get("").map(String::as_str), Some("three"));
        assert!(index.texts(Some(9), "none").is_empty());
    }

    #[test]
    fn limits_are_reached_and_not_exceeded() {
        for (references, is_found) in [(20, true), (21, false)] {
            let texts: Vec<String> = (1..=references).map(|next| format!("$string:{next}")).collect();
            let mut index = ResourceIndex::default();
            for (id, text) in (0..).zip(&texts) {
                index.add(id, b"a", Configuration::default(), text.as_bytes());
            }
            index.add(references, b"a", Configuration::default(), b"end");
            assert_eq!(index.texts(Some(0), "a").len(), usize::from(is_found), "{references}");
        }
        for (count, error) in
            [(MAX_CONFIGURATIONS, None), (MAX_CONFIGURATIONS + 1, Some(IndexError::TooMany))]
        {
            let mut file = b"Restool 1.0".to_vec();
            file.resize(VERSION_SIZE, 0);
            let ids = VERSION_SIZE as u32 + 8 + count * 12;
            file.extend([0, count].map(u32::to_le_bytes).concat());
            file.extend(
                [&b"KEYS"[..], &[ids, 0].map(u32::to_le_bytes).concat()].concat().repeat(count as usize),
            );
            file.extend(b"IDSS\0\0\0\0");
            assert_eq!(ResourceIndex::parse(&file).err(), error, "{count}");
        }
        for (size, is_cut) in [(MAX_SIZE, false), (MAX_SIZE + 1, true)] {
            let text = vec![b'a'; size];
            let mut index = ResourceIndex::default();
            index.add(0, b"a", Configuration::default(), &text);
            assert_eq!(index.texts(Some(0), "a").is_empty(), is_cut, "{size}");
            assert_eq!(index.cut_short().is_some(), is_cut, "{size}");
        }
    }

    #[test]
    fn references_in_many_locales_cost_little() {
        let mut index = ResourceIndex::default();
        let configuration = |number: usize| Configuration { locale: format!("{number:04}"), others: 0 };
        for number in 0..2_000 {
            index.add(1, b"a", configuration(number), b"$string:2");
        }
        for number in 0..200_000 {
            index.add(2, b"b", configuration(number % 2_000 + 1), b"text");
        }
        let start = std::time::Instant::now();
        assert!(!index.texts(Some(1), "a").is_empty());
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn a_table_that_many_configurations_share_is_not_read_again_and_again() {
        let mut file = b"Restool 1.0".to_vec();
        file.resize(VERSION_SIZE, 0);
        let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>();
        let (keys, ids) = (1_000_u32, 1_000_u32);
        let table = VERSION_SIZE as u32 + 8 + keys * 12;
        file.extend(words(&[0, keys]));
        for _ in 0..keys {
            file.extend([&b"KEYS"[..], &words(&[table, 0])].concat());
        }
        file.extend([&b"IDSS"[..], &words(&[ids])].concat());
        let resource = table + 8 + ids * 8;
        for id in 0..ids {
            file.extend(words(&[id, resource]));
        }
        file.extend([&words(&[0, STRING, 0])[..], &[2, 0, b'x', 0, 2, 0, b'n', 0]].concat());
        assert!(ResourceIndex::parse(&file).is_err());
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
                let texts = index.texts(Some(id.parse().unwrap()), "");
                for resource in resources.as_array().unwrap().iter().filter(|it| it["type"] == "string") {
                    let value = resource["value"].as_str().unwrap();
                    let qualifier = |kind: &str| {
                        let all = resource["qualifiers"].as_array().unwrap().iter();
                        all.filter(|it| it[0] == kind).map(|it| it[1].as_str().unwrap()).next()
                    };
                    let known = ["language", "script", "region"];
                    let parts: Vec<_> = known.iter().filter_map(|kind| qualifier(kind)).collect();
                    let plain = resource["qualifiers"].as_array().unwrap().len() == parts.len();
                    if plain && !value.starts_with('$') {
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
}
