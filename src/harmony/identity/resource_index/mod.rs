//! `resources.index`: the texts that labels refer to, in both layouts of the resource tool, read
//! and resolved as a device does.
//!
//! OpenHarmony `global_resource_management` (`HapManager::GetBestMatchResource`,
//! `ResourceManagerImpl::GetString` and `ResolveReference`) and
//! `developtools_global_resource_tool`. Offsets count from the start of the file.

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::index_parts::{IndexError, Nowhere, VERSION_SIZE, Value, is_array};
use super::index_v1;
use super::index_v1::Values;
use super::index_v2;
use super::index_v2::Items;
use super::qualifier::{Phone, Qualifiers};

/// The resource type of strings.
const STRING: u32 = 9;
/// How often a text may refer to another (`MAX_DEPTH_REF_SEARCH`).
const MAX_REFERENCES: u8 = 20;
/// How many values are compared for one index: values in many locales may refer to others in as
/// many.
const MAX_LOOKUPS: usize = 1 << 20;
/// How much text of one resource is given, all locales together, in bytes.
const MAX_SIZE: usize = 1 << 20;
/// How many Chinese networks are told apart. There are about ten.
const MAX_NETWORKS: usize = 64;

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

    /// The error that says that a name that is shown may not be the one that a device shows.
    pub(crate) fn cut_short(&self) -> Option<IndexError> {
        self.is_cut.get().then_some(IndexError::CutShort)
    }

    /// The Chinese networks that configurations are for.
    pub(crate) fn networks(&self) -> BTreeSet<u32> {
        let networks: BTreeSet<_> =
            self.configurations.iter().filter_map(Qualifiers::network).collect();
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
                let of_id =
                    rest.get(..rest.partition_point(|(of, _)| *of == id)).unwrap_or_default();
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
            let Some(qualifiers) = self.configuration(value).filter(|qualifiers| fits(qualifiers))
            else {
                continue;
            };
            let is_better =
                best.is_none_or(|(_, best)| best.compare(qualifiers, phone) == Ordering::Less);
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
        let Some((kind, id)) = reference(text) else {
            return Ok(String::from_utf8_lossy(text).into_owned());
        };
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
    let start =
        text.iter().position(|byte| !matches!(byte, b' ' | b'\t'..=b'\r')).unwrap_or(text.len());
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
