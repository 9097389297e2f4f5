//! The attributes of an element, in whatever format XML is stored.

use super::axml::{self, Attr, Value};
use super::reading::Reading;

/// The attributes of an element, in whatever format the manifest is stored.
pub(crate) trait Attributes: Copy + Default {
    /// The value of an attribute of the framework.
    fn by_id(self, attr: Attr, reading: Reading) -> Option<Value>;

    /// The same, of a text only as much as is compared: in binary XML one long text can be the
    /// value of a million attributes.
    fn short_by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        self.by_id(attr, reading)
    }

    /// The text of the attribute of that name without a namespace.
    fn by_name(self, name: &str, reading: Reading) -> Option<String>;
}

impl Attributes for axml::Attributes<'_> {
    fn by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        self.by_id(attr, reading)
    }

    fn short_by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        self.short_by_id(attr, reading)
    }

    fn by_name(self, name: &str, reading: Reading) -> Option<String> {
        self.by_name(name, reading)
    }
}

/// The value of a flag.
pub(crate) fn flag<A: Attributes>(attributes: A, attr: Attr, reading: Reading) -> Option<bool> {
    attributes.short_by_id(attr, reading).as_ref().and_then(Value::flag)
}

/// The framework's attributes (`android.R.attr`).
pub(crate) mod attr {
    use crate::android::identity::axml::Attr;

    const fn by_id(id: u32) -> Attr {
        Attr { id, name: None }
    }

    const fn named(id: u32, name: &'static str) -> Attr {
        Attr { id, name: Some(name) }
    }

    pub(crate) const LABEL: Attr = by_id(0x0101_0001);
    pub(crate) const NAME: Attr = by_id(0x0101_0003);
    pub(crate) const ENABLED: Attr = by_id(0x0101_000e);
    pub(crate) const DEBUGGABLE: Attr = by_id(0x0101_000f);
    pub(crate) const MIN_SDK_VERSION: Attr = named(0x0101_020c, "minSdkVersion");
    pub(crate) const VERSION_CODE: Attr = named(0x0101_021b, "versionCode");
    pub(crate) const VERSION_NAME: Attr = by_id(0x0101_021c);
    pub(crate) const TARGET_SDK_VERSION: Attr = named(0x0101_0270, "targetSdkVersion");
    pub(crate) const TARGET_SANDBOX_VERSION: Attr = by_id(0x0101_054c);
    pub(crate) const VERSION_CODE_MAJOR: Attr = named(0x0101_0576, "versionCodeMajor");
}
