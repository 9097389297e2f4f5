//! `resources.pb`: the resources of an app bundle's module (`aapt.pb.ResourceTable`, `Resources.proto` of Android's aapt2).

use super::axml::Value;
use super::locale::Locale;
use super::proto_xml;
use super::resources::{Configured, Lookups, MAX_CONFIGURATIONS, Resources, ResourcesError};
use crate::protobuf::{self, Message};

/// How many resources a table may have. Real ones have some ten thousand.
const MAX_ENTRIES: usize = 1 << 18;

/// A table of resources: each one's id and message, in order of the ids.
pub(crate) struct ProtoTable<'a> {
    entries: Vec<(u32, Message<'a>)>,
    lookups: Lookups,
}

impl<'a> ProtoTable<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, ResourcesError> {
        const PACKAGE: u64 = 2;
        const TYPE: u64 = 3;
        const ENTRY: u64 = 3;
        let parse = |bytes| Message::parse(bytes).ok_or(ResourcesError::NotATable);
        let mut entries = Vec::new();
        for package in parse(bytes)?.all(PACKAGE) {
            let package = parse(package)?;
            let package_id = id(package);
            for kind in package.all(TYPE) {
                let kind = parse(kind)?;
                let type_id = package_id.zip(id(kind));
                for entry in kind.all(ENTRY) {
                    let entry = parse(entry)?;
                    if entries.len() >= MAX_ENTRIES {
                        return Err(ResourcesError::TooMany(MAX_ENTRIES));
                    }
                    entries.extend(id_of(type_id, entry).map(|id| (id, entry)));
                }
            }
        }
        entries.sort_by_key(|&(id, _)| id);
        Ok(Self { entries, lookups: Lookups::new() })
    }
}

/// The id of a package, type or entry. A message with the number zero is empty.
fn id(of: Message<'_>) -> Option<u64> {
    Some(of.message(1)?.number(1).unwrap_or(0))
}

/// The id that an entry has by its package and type, and by itself.
fn id_of(type_id: Option<(u64, u64)>, entry: Message<'_>) -> Option<u32> {
    let (package, kind) = type_id?;
    let (package, kind) = (u8::try_from(package).ok()?, u8::try_from(kind).ok()?);
    let [high, low] = u16::try_from(id(entry)?).ok()?.to_be_bytes();
    Some(u32::from_be_bytes([package, kind, high, low]))
}

impl<'a> Resources for ProtoTable<'a> {
    type Stored = Message<'a>;

    fn values(&self, id: u32) -> impl Iterator<Item = Configured<Message<'a>>> {
        const CONFIG_VALUE: u64 = 6;
        let at = self.entries.partition_point(|&(known, _)| known < id);
        let entry = self.entries.get(at).filter(|&&(known, _)| known == id);
        let fields = entry.into_iter().flat_map(|&(_, entry)| entry.fields());
        fields.zip(0..).take(MAX_CONFIGURATIONS.saturating_add(1)).filter_map(|(field, number)| {
            if number == MAX_CONFIGURATIONS {
                self.lookups.cut();
                return None;
            }
            self.lookups.take()?;
            match field {
                (CONFIG_VALUE, protobuf::Value::Bytes(value)) => configured(Message::parse(value)?),
                _ => None,
            }
        })
    }

    fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    fn read(&self, item: Message<'a>) -> Value {
        proto_xml::item(item)
    }
}

/// The value of a `ConfigValue`, if it is a single one.
fn configured(value: Message<'_>) -> Option<Configured<Message<'_>>> {
    const CONFIGURATION: u64 = 1;
    const VALUE: u64 = 2;
    const ITEM: u64 = 4;
    const LOCALE: u64 = 3;
    /// The product is chosen when the app is built.
    const PRODUCT: u64 = 25;
    let configuration = value.message(CONFIGURATION).unwrap_or_default();
    let item = value.message(VALUE)?.message(ITEM)?;
    Some(Configured {
        locale: Locale::of_tag(configuration.text(LOCALE).unwrap_or_default()),
        is_plain: configuration.fields().all(|(number, _)| matches!(number, LOCALE | PRODUCT)),
        value: item,
    })
}
