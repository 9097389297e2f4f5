//! Entitlements: what an app may do, and the application identifier that it has them as.
//!
//! A property list in one blob; since iOS 15 in DER in another: `70 { 02 01 01, B0 { 30 { 0C key,
//! value } … } }`, and before that `31 { 30 { 0C key, value } … }`.

use super::super_blob::{ENTITLEMENTS, ENTITLEMENTS_DER, SuperBlob, kind};
use crate::encoding::asn1::{Element, Elements, tag};
use crate::encoding::plist::Value;

const APPLICATION_IDENTIFIER: &str = "application-identifier";
/// The name on macOS.
const COM_APPLE: &str = "com.apple.";

/// What is looked at of entitlements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entitlements {
    /// Prefix and bundle id; may end with `*`.
    pub(crate) application_identifier: Option<String>,
    /// Whether a debugger may attach: of development builds.
    pub(crate) allows_debugging: bool,
    /// The identifier in DER, where that is another than the one in the list: systems go by one or
    /// the other.
    pub(crate) other_identifier: Option<String>,
}

impl Entitlements {
    /// Those of a signature. `None` where there are none that can be read.
    pub(super) fn read(blobs: &SuperBlob<'_>) -> Option<Self> {
        let blob = |slot, magic| blobs.get(slot).filter(|blob| blob.magic() == Some(magic));
        let list = blob(kind::ENTITLEMENTS, ENTITLEMENTS)
            .and_then(|blob| Value::parse(blob.payload()).ok().map(|list| Self::of(&list)));
        let der = blob(kind::ENTITLEMENTS_DER, ENTITLEMENTS_DER)
            .and_then(|blob| identifier_in_der(blob.payload()));
        match (list, der) {
            (Some(list), Some(der)) => {
                let other = Some(der).filter(|it| Some(it) != list.application_identifier.as_ref());
                Some(Self { other_identifier: other, ..list })
            }
            (None, Some(der)) => {
                Some(Self { application_identifier: Some(der), ..Self::default() })
            }
            (list, None) => list,
        }
    }

    /// Those in a property list: a blob's or a profile's.
    pub(super) fn of(list: &Value<'_>) -> Self {
        let on_mac = [COM_APPLE, APPLICATION_IDENTIFIER].concat();
        let identifier = list.get(APPLICATION_IDENTIFIER).or_else(|| list.get(&on_mac));
        let allows = list.get("get-task-allow").and_then(Value::boolean);
        Self {
            application_identifier: identifier.and_then(Value::text).map(shortened),
            allows_debugging: allows == Some(true),
            other_identifier: None,
        }
    }
}

/// An identifier; of one that is longer than any bundle id its beginning, which is for none.
fn shortened(identifier: &str) -> String {
    const MAX: usize = 1024;
    identifier.chars().take(MAX).collect()
}

/// The application identifier among entitlements in DER.
fn identifier_in_der(der: &[u8]) -> Option<String> {
    const OLD: u8 = 0x31;
    const NEW: u8 = 0x70;
    const ENTRIES: u8 = 0xb0;
    const TEXT: u8 = 0x0c;
    let (whole, _) = Element::first(der)?;
    let mut entries: Elements<'_> = whole.children();
    match whole.tag {
        OLD => {}
        NEW => {
            entries.optional(tag::INTEGER)?;
            entries = entries.optional(ENTRIES)?.children();
        }
        _ => return None,
    }
    while !entries.is_empty() {
        let mut entry = entries.optional(tag::SEQUENCE)?.children();
        let key = entry.optional(TEXT)?.content;
        let value = entry.read()?;
        if key == APPLICATION_IDENTIFIER.as_bytes() && value.tag == TEXT {
            return std::str::from_utf8(value.content).ok().map(shortened);
        }
    }
    None
}

/// Whether an application identifier is for that bundle id: what stands behind its prefix, which
/// ends with the first dot, is the same, or `*`, or such a beginning of it.
pub(super) fn is_for(application_identifier: &str, bundle_id: &str) -> bool {
    let Some((_, rest)) = application_identifier.split_once('.') else { return false };
    match rest.strip_suffix('*') {
        None => rest == bundle_id,
        Some(start) => (start.is_empty() || start.ends_with('.')) && bundle_id.starts_with(start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::encode;

    #[test]
    fn identifiers_are_for_bundles_to_the_byte() {
        for (identifier, bundle_id, want) in [
            ("TEAM.cn.example.demo", "cn.example.demo", true),
            ("TEAM.cn.example.demo", "cn.example.Demo", false),
            ("TEAM.cn.example.demo", "cn.example", false),
            ("TEAM.*", "cn.example.demo", true),
            ("TEAM.cn.example.*", "cn.example.demo", true),
            ("TEAM.cn.example.*", "cn.example", false),
            ("TEAM.cn.exam*", "cn.example", false),
            ("TEAM", "TEAM", false),
            ("*", "cn.example", false),
        ] {
            assert_eq!(is_for(identifier, bundle_id), want, "{identifier} {bundle_id}");
        }
    }

    #[test]
    fn both_forms_of_der_are_read() {
        let text = |text: &str| encode(0x0c, text.as_bytes());
        let entry = |key, value: &[u8]| encode(tag::SEQUENCE, &[&text(key), value].concat());
        let entries = [
            entry("get-task-allow", &[1, 1, 0xff]),
            entry(APPLICATION_IDENTIFIER, &text("TEAM.a.b")),
        ]
        .concat();
        let new = [&[2, 1, 1][..], &encode(0xb0, &entries)].concat();
        for (name, der, want) in [
            ("old", encode(0x31, &entries), Some("TEAM.a.b")),
            ("new", encode(0x70, &new), Some("TEAM.a.b")),
            ("of another form", encode(0x30, &entries), None),
            ("without it", encode(0x31, &entry("a", &text("b"))), None),
            ("of another type", encode(0x31, &entry(APPLICATION_IDENTIFIER, &[5, 0])), None),
        ] {
            assert_eq!(identifier_in_der(&der).as_deref(), want, "{name}");
        }
    }
}
