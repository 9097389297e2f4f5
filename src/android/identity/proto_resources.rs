//! `resources.pb`: the resources of an app bundle's module (`aapt.pb.ResourceTable`,
//! `Resources.proto` of Android's aapt2).

use super::axml::Value;
use super::configuration::Configuration;
use super::locale::Locale;
use super::proto_xml;
use super::resources::{
    Configured, Known, Lookups, MAX_CONFIGURATIONS, Nowhere, Resources, ResourcesError,
};
use crate::encoding::protobuf;
use crate::encoding::protobuf::Message;

/// How many resources a table may have. Real ones have some ten thousand.
const MAX_ENTRIES: usize = 1 << 18;

/// A table of resources: each one's id and message, in order of the ids.
pub(crate) struct ProtoTable<'a> {
    entries: Vec<(u32, Message<'a>)>,
    known: Known<Message<'a>>,
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
        Ok(Self { entries, known: Known::default(), lookups: Lookups::new() })
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

    /// In the order in which aapt2 writes them into the table of an APK.
    fn look_up(&self, id: u32) -> Vec<Configured<Message<'a>>> {
        const CONFIG_VALUE: u64 = 6;
        let at = self.entries.partition_point(|&(known, _)| known < id);
        let entry = self.entries.get(at).filter(|&&(known, _)| known == id);
        let fields = entry.into_iter().flat_map(|&(_, entry)| entry.fields());
        let fields = fields.zip(0..).take(MAX_CONFIGURATIONS.saturating_add(1));
        let mut found: Vec<_> = fields
            .filter_map(|(field, number)| {
                if number == MAX_CONFIGURATIONS {
                    self.lookups.cut();
                    return None;
                }
                self.lookups.take()?;
                match field {
                    (CONFIG_VALUE, protobuf::Value::Bytes(value)) => {
                        configured(Message::parse(value)?)
                    }
                    _ => None,
                }
            })
            .collect();
        found.sort_by_cached_key(|of| of.configuration.order());
        found
    }

    fn known(&self) -> &Known<Message<'a>> {
        &self.known
    }

    fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    fn read(&self, value: Message<'a>, _: u32) -> Result<Value, Nowhere> {
        const ITEM: u64 = 4;
        let item = value.message(ITEM).ok_or(Nowhere::Complex)?;
        match proto_xml::item(item) {
            Value::Other => Err(Nowhere::NoText),
            value => Ok(value),
        }
    }
}

/// The value of a `ConfigValue`.
fn configured(value: Message<'_>) -> Option<Configured<Message<'_>>> {
    const CONFIGURATION: u64 = 1;
    const VALUE: u64 = 2;
    let configuration = configuration(value.message(CONFIGURATION).unwrap_or_default());
    Some(Configured { configuration, stored: value.message(VALUE)? })
}

/// An `aapt.pb.Configuration`. The product is chosen when the app is built.
fn configuration(message: Message<'_>) -> Configuration {
    let wide = |field: u64| {
        u16::try_from(message.number(field).unwrap_or(0) & u64::from(u16::MAX)).unwrap_or(u16::MAX)
    };
    let small = |field: u64| u8::try_from(wide(field) & 0xff).unwrap_or(u8::MAX);
    // The names of "yes" and "no" stand the other way round than their numbers in a table do.
    let yes_no = |field: u64| match small(field) {
        1 => 2,
        2 => 1,
        other => other,
    };
    Configuration {
        mcc: wide(1),
        mnc: wide(2),
        locale: Locale::of_tag(message.text(3).unwrap_or_default()),
        screen_layout: small(4) << 6 | yes_no(11) << 4 & 0x30 | small(10) & 0x0f,
        screen_width: wide(5),
        screen_height: wide(6),
        screen_width_dp: wide(7),
        screen_height_dp: wide(8),
        smallest_screen_width_dp: wide(9),
        screen_layout2: yes_no(12) & 3,
        color_mode: yes_no(13) & 3 | yes_no(14) << 2 & 0x0c,
        orientation: small(15),
        ui_mode: small(16) & 0x0f | yes_no(17) << 4 & 0x30,
        density: wide(18),
        touchscreen: small(19),
        input_flags: small(20) & 3 | small(22) << 2 & 0x0c,
        keyboard: small(21),
        navigation: small(23),
        sdk_version: wide(24),
        grammatical_inflection: small(26),
        ..Configuration::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configurations_are_those_of_a_table() {
        let with = |field: u8, value: u8| {
            let bytes = [field << 3, value];
            let bytes = if field < 16 {
                bytes.to_vec()
            } else {
                vec![field << 3 | 0x80, field >> 4, value]
            };
            configuration(Message::parse(&bytes).unwrap())
        };
        let none = Configuration::default();
        for (name, got, want) in [
            ("mcc", with(1, 5), Configuration { mcc: 5, ..none }),
            ("mnc", with(2, 5), Configuration { mnc: 5, ..none }),
            ("right to left", with(4, 2), Configuration { screen_layout: 0x80, ..none }),
            ("screen width", with(5, 9), Configuration { screen_width: 9, ..none }),
            ("screen height", with(6, 9), Configuration { screen_height: 9, ..none }),
            ("w9dp", with(7, 9), Configuration { screen_width_dp: 9, ..none }),
            ("h9dp", with(8, 9), Configuration { screen_height_dp: 9, ..none }),
            ("sw9dp", with(9, 9), Configuration { smallest_screen_width_dp: 9, ..none }),
            ("xlarge", with(10, 4), Configuration { screen_layout: 4, ..none }),
            ("long", with(11, 1), Configuration { screen_layout: 0x20, ..none }),
            ("notlong", with(11, 2), Configuration { screen_layout: 0x10, ..none }),
            ("round", with(12, 1), Configuration { screen_layout2: 2, ..none }),
            ("widecg", with(13, 1), Configuration { color_mode: 2, ..none }),
            ("lowdr", with(14, 2), Configuration { color_mode: 4, ..none }),
            ("land", with(15, 2), Configuration { orientation: 2, ..none }),
            ("watch", with(16, 6), Configuration { ui_mode: 6, ..none }),
            ("night", with(17, 1), Configuration { ui_mode: 0x20, ..none }),
            ("density", with(18, 120), Configuration { density: 120, ..none }),
            ("finger", with(19, 3), Configuration { touchscreen: 3, ..none }),
            ("keyssoft", with(20, 3), Configuration { input_flags: 3, ..none }),
            ("12key", with(21, 3), Configuration { keyboard: 3, ..none }),
            ("navhidden", with(22, 2), Configuration { input_flags: 8, ..none }),
            ("wheel", with(23, 4), Configuration { navigation: 4, ..none }),
            ("v21", with(24, 21), Configuration { sdk_version: 21, ..none }),
            ("a product", with(25, 0), none),
            ("feminine", with(26, 2), Configuration { grammatical_inflection: 2, ..none }),
        ] {
            assert_eq!(got, want, "{name}");
        }
        let locale = configuration(Message::parse(b"\x1a\x05zh-CN").unwrap()).locale;
        assert_eq!(locale, Locale::of_tag("zh-CN"));
    }
}
