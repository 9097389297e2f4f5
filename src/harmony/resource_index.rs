//! `resources.index`: the texts that labels refer to, in both layouts of the resource tool, read
//! and resolved as a device does.
//!
//! OpenHarmony `global_resource_management` (`HapManager::GetBestMatchResource`,
//! `ResourceManagerImpl::GetString` and `ResolveReference`) and
//! `developtools_global_resource_tool`. Offsets count from the start of the file.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::index_v1::{self, Values};
use super::index_v2::{self, Items};
use super::qualifier::{Phone, Qualifiers};
use crate::bytes::Bytes;

/// The text that names the tool and its version.
const VERSION_SIZE: usize = 128;
/// Behind it both layouts have a length and the number of configurations.
pub(super) const FIRST_HEADER_SIZE: usize = VERSION_SIZE + 8;
/// The resource type of strings.
const STRING: u32 = 9;
/// How often a text may refer to another (`MAX_DEPTH_REF_SEARCH`).
const MAX_REFERENCES: u8 = 20;
/// How many values are read, and how many configurations. Real indexes hold some thousand, and some
/// dozens.
const MAX_VALUES: usize = 1 << 18;
pub(super) const MAX_CONFIGURATIONS: usize = 1 << 12;
/// How many values are compared for one index: values in many locales may refer to others in as
/// many.
const MAX_LOOKUPS: usize = 1 << 20;
/// How much text of one resource is given, all locales together, in bytes.
const MAX_SIZE: usize = 1 << 20;
/// How many Chinese networks are told apart. There are about ten.
const MAX_NETWORKS: usize = 64;

/// Why an index cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IndexError {
    #[error("it is not a resource index")]
    NotAnIndex,
    #[error("it has more texts or configurations than {MAX_VALUES} and {MAX_CONFIGURATIONS}")]
    TooMany,
    /// It was read, and not to its end.
    #[error("it has more texts of one name than are read")]
    CutShort,
}

/// Why a label has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Nowhere {
    #[error("resources.index is not there, or cannot be read")]
    NoIndex,
    #[error("it has no labelId")]
    NoId,
    #[error("there is no such resource for such a phone")]
    Absent,
    #[error("the references go on without end")]
    Endless,
    #[error("the resource cannot be read")]
    Unreadable,
    #[error("it is no text")]
    NoText,
}

/// An index.
#[derive(Debug)]
pub(crate) struct ResourceIndex<'a> {
    bytes: &'a [u8],
    configurations: Vec<Qualifiers>,
    layout: Layout<'a>,
    /// How many values may still be compared.
    lookups: Cell<usize>,
    /// Whether something that was asked for is left out.
    is_cut: Cell<bool>,
}

#[derive(Debug)]
enum Layout<'a> {
    First(Values<'a>),
    Second(Items),
}

/// The value of a resource in one configuration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    /// Its place among the configurations.
    pub(super) configuration: usize,
    pub(super) kind: u32,
    /// `None` where it is no single text, or damaged.
    pub(super) text: Option<&'a [u8]>,
}

impl<'a> ResourceIndex<'a> {
    /// Reads an index that a device reads.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, IndexError> {
        let tool = bytes.get(..VERSION_SIZE).ok_or(IndexError::NotAnIndex)?;
        let word = tool.split(|byte| matches!(byte, b' ' | 0)).next().unwrap_or_default();
        let (configurations, layout) = if word == b"Restool" {
            let (configurations, values) = index_v1::read(bytes)?;
            (configurations, Layout::First(values))
        } else {
            let (configurations, items) = index_v2::read(bytes)?;
            (configurations, Layout::Second(items))
        };
        let (lookups, is_cut) = (Cell::new(MAX_LOOKUPS), Cell::new(false));
        Ok(Self { bytes, configurations, layout, lookups, is_cut })
    }

    /// The length that it names, and how many configurations.
    pub(super) fn sizes(bytes: &[u8]) -> Option<(u32, u32)> {
        let mut sizes = Bytes::at(bytes, VERSION_SIZE)?;
        Some((sizes.u32()?, sizes.u32()?))
    }

    /// The error that says that a name that is shown may not be the one that a device shows.
    pub(crate) fn cut_short(&self) -> Option<IndexError> {
        self.is_cut.get().then_some(IndexError::CutShort)
    }

    /// The Chinese networks that configurations are for.
    pub(crate) fn networks(&self) -> BTreeSet<u32> {
        let networks: BTreeSet<_> = self.configurations.iter().filter_map(Qualifiers::network).collect();
        networks.into_iter().take(MAX_NETWORKS).collect()
    }

    /// The values of a resource in the order in which a device goes through them. None is an error.
    fn values(&self, id: u32) -> Result<Vec<Value<'a>>, Nowhere> {
        if self.lookups.get() == 0 {
            return Err(Nowhere::Unreadable);
        }
        let values = match &self.layout {
            Layout::First(values) => {
                let start = values.partition_point(|(of, _)| *of < id);
                let rest = values.get(start..).unwrap_or_default();
                let of_id = rest.get(..rest.partition_point(|(of, _)| *of == id)).unwrap_or_default();
                of_id.iter().map(|(_, value)| *value).collect()
            }
            Layout::Second(items) => items.values(self.bytes, id)?,
        };
        let left = self.lookups.get().checked_sub(values.len());
        self.is_cut.set(self.is_cut.get() || left.is_none());
        self.lookups.set(left.unwrap_or_default());
        left.ok_or(Nowhere::Unreadable)?;
        if values.is_empty() { Err(Nowhere::Absent) } else { Ok(values) }
    }

    fn configuration(&self, value: &Value<'_>) -> Option<&Qualifiers> {
        self.configurations.get(value.configuration)
    }

    /// The value that the phone takes of those that `fits` lets pass: of equals the first.
    fn best(
        &self,
        values: &[Value<'a>],
        phone: Phone,
        fits: impl Fn(&Qualifiers) -> bool,
    ) -> Option<Value<'a>> {
        let mut best: Option<(Value<'a>, &Qualifiers)> = None;
        for value in values {
            let Some(qualifiers) = self.configuration(value).filter(|qualifiers| fits(qualifiers)) else {
                continue;
            };
            let is_better = best.is_none_or(|(_, best)| best.compare(qualifiers, phone) == Ordering::Less);
            if is_better {
                best = Some((*value, qualifiers));
            }
        }
        best.map(|(value, _)| value)
    }

    /// The text of a string on that phone.
    pub(crate) fn text(&self, id: u32, phone: Phone) -> Result<String, Nowhere> {
        let find = |id| {
            let values = self.values(id)?;
            self.best(&values, phone, |qualifiers| qualifiers.fits(phone)).ok_or(Nowhere::Absent)
        };
        let value = find(id)?;
        if value.kind != STRING {
            return Err(Nowhere::NoText);
        }
        let text = resolve(value.text.ok_or(Nowhere::Unreadable)?, find)?;
        if text.is_empty() { Err(Nowhere::NoText) } else { Ok(text) }
    }

    /// The texts of a string by locale, each on a phone of that language; the base one under the
    /// empty one.
    pub(crate) fn texts(&self, id: u32) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        let Ok(values) = self.values(id) else { return texts };
        let values: Vec<_> = values.into_iter().filter(|value| value.kind == STRING).collect();
        let tags = values.iter().filter_map(|value| Some(self.configuration(value)?.tag()));
        let mut by_tag: BTreeMap<String, Vec<Value<'a>>> = BTreeMap::new();
        for (tag, value) in tags.zip(&values) {
            by_tag.entry(tag).or_default().push(*value);
        }
        let mut size = 0_usize;
        for (tag, values) in by_tag {
            let Some(text) = self.text_elsewhere(&tag, &values) else { continue };
            size = size.saturating_add(text.len());
            if size > MAX_SIZE {
                self.is_cut.set(true);
                break;
            }
            texts.insert(tag, text);
        }
        texts
    }

    /// The text on a phone of another language, which has those values.
    fn text_elsewhere(&self, tag: &str, values: &[Value<'a>]) -> Option<String> {
        let phone = Phone::default();
        let of_tag = |values: &[Value<'a>], tag: &str| {
            let fits = |of: &Qualifiers| of.fits_elsewhere(phone) && of.tag() == tag;
            self.best(values, phone, fits)
        };
        let find = |id| {
            let values = self.values(id)?;
            of_tag(&values, tag).or_else(|| of_tag(&values, "")).ok_or(Nowhere::Absent)
        };
        let text = resolve(of_tag(values, tag)?.text?, find).ok()?;
        (!text.is_empty()).then_some(text)
    }
}

/// A text, or what it refers to (`$string:16777216`).
fn resolve<'a>(
    mut text: &'a [u8],
    find: impl Fn(u32) -> Result<Value<'a>, Nowhere>,
) -> Result<String, Nowhere> {
    for _ in 0..=MAX_REFERENCES {
        let Some((kind, id)) = reference(text) else { return Ok(String::from_utf8_lossy(text).into_owned()) };
        if is_array(kind) {
            return Err(Nowhere::NoText);
        }
        let value = find(id)?;
        if value.kind != kind {
            return Err(Nowhere::NoText);
        }
        text = value.text.ok_or(Nowhere::Unreadable)?;
    }
    Err(Nowhere::Endless)
}

/// The kind and id that a text refers to (`IdItem::IsRef`): a number after the colon; anything else
/// is a text like others.
fn reference(text: &[u8]) -> Option<(u32, u32)> {
    let colon = text.iter().position(|&byte| byte == b':')?;
    let (kind, id) = text.split_at_checked(colon)?;
    let kind = match kind.strip_prefix(b"$")? {
        b"integer" => 8,
        b"string" => STRING,
        b"boolean" => 12,
        b"color" => 14,
        b"theme" => 16,
        b"float" => 18,
        b"media" => 19,
        b"pattern" => 22,
        b"symbol" => 23,
        _ => return None,
    };
    let id = leading_number(id.get(1..)?);
    u32::try_from(id).ok().filter(|&id| id > 0).map(|id| (kind, id))
}

/// `atoi`: blanks, a sign, and as many digits as there are; with the overflow of devices.
fn leading_number(text: &[u8]) -> i32 {
    let start = text.iter().position(|byte| !matches!(byte, b' ' | b'\t'..=b'\r')).unwrap_or(text.len());
    let text = text.get(start..).unwrap_or_default();
    let (is_negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    let digits = digits.iter().take_while(|byte| byte.is_ascii_digit());
    let number = digits.fold(0_i32, |number, digit| {
        number.wrapping_mul(10).wrapping_add(i32::from(digit.saturating_sub(b'0')))
    });
    if is_negative { number.wrapping_neg() } else { number }
}

/// How many values an index can hold: each stands in a table with two numbers of its own.
pub(super) fn most_values(index: &[u8]) -> usize {
    MAX_VALUES.min(index.len() / 8)
}

pub(super) fn at(bytes: &[u8], offset: u32) -> Option<Bytes<'_>> {
    Bytes::at(bytes, usize::try_from(offset).ok()?)
}

/// Whether a resource type is one (`MAX_RES_TYPE`).
pub(super) fn is_kind(kind: u32) -> bool {
    kind < 24
}

/// Whether resources of the type hold several texts (`IdItem::IsArrayOfType`).
pub(super) fn is_array(kind: u32) -> bool {
    matches!(kind, 10 | 11 | 16 | 17 | 22)
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
    fn damaged_indexes_are_read_without_a_panic() {
        for name in ["developer.hap", "index-v1.hap"] {
            let bytes = fixture(name);
            let read = |bytes: &[u8]| {
                let index = ResourceIndex::parse(bytes)?;
                Ok::<_, IndexError>((index.text(0x0100_0000, Phone::default()), index.texts(0x0100_0000)))
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

    /// An index of the first layout that is not written.
    fn index<'a>(values: &[(u32, &[(u32, u32)], &'a [u8])]) -> ResourceIndex<'a> {
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
            let texts: Vec<String> = (1..=references).map(|next| format!("$string:{}", next + 1)).collect();
            let mut values: Vec<(u32, &[(u32, u32)], &[u8])> =
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
                [&b"KEYS"[..], &[ids, 0].map(u32::to_le_bytes).concat()].concat().repeat(count as usize),
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
        let mut values: Vec<(u32, &[(u32, u32)], &[u8])> = Vec::new();
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
        let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>();
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
                for resource in resources.as_array().unwrap().iter().filter(|it| it["type"] == "string") {
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
}
