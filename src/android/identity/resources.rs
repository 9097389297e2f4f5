//! Resources, in whatever format they are stored: what a device takes for an id.

use crate::say::said;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;

use super::axml::Value;
use super::configuration::{Configuration, Device};
use super::locale::Locale;
use super::table_fault::TableFault;

/// How often a reference may lead to another (`ResTable::resolveReference`).
const MAX_REFERENCES: u8 = 20;
/// How many configurations of one resource are looked at. Real ones have some hundred.
pub(crate) const MAX_CONFIGURATIONS: usize = 4096;
/// How many entries are looked up: references among many configurations would have no end.
const MAX_LOOKUPS: u32 = 1 << 18;
/// How often a configuration is compared with a device. Real names take some ten thousand.
const MAX_COMPARISONS: u32 = 1 << 23;
/// How much text of one resource is given, all locales together, in bytes. Names have some
/// kilobytes.
const MAX_TEXTS: usize = 1 << 20;

said! {
    /// Why a table cannot be read.
    #[derive(Debug)]
    #[non_exhaustive]
    pub(crate) enum ResourcesError {
        /// The source failed: nothing is said of the table.
        Read(it: io::Error) => { en: "{it}", zh: "{it}" }
        NotATable => { en: "it is not a resource table", zh: "不是资源表" }
        TooMany(it: usize) => { en: "it has more than {it} resources", zh: "资源超过 {it} 个" }
        /// It was read, and not to its end.
        CutShort => {
            en: "it has more texts of one name than are read",
            zh: "同一名称的文字过多，未全部读取"
        }
    }
}

impl std::error::Error for ResourcesError {}

impl From<io::Error> for ResourcesError {
    fn from(it: io::Error) -> Self {
        Self::Read(it)
    }
}

said! {
    /// Why a reference has no value.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub(crate) enum Nowhere {
        NoTable => { en: "resources.arsc is not there", zh: "缺少 resources.arsc" }
        OfTheSystem => {
            en: "it is a resource of the system, which the package does not hold",
            zh: "它是系统资源，安装包中没有"
        }
        Absent => {
            en: "there is no such resource for such a phone",
            zh: "没有适用于这类手机的此资源"
        }
        Endless => { en: "the references go on without end", zh: "引用循环或层数过多" }
        Complex => { en: "it is no single value", zh: "它不是单个值" }
        Unreadable => { en: "the resource cannot be read", zh: "此资源无法读取" }
        /// It is stored as only newer platforms know.
        Newer => { en: "the platform is too old for it", zh: "系统版本过旧，无法读取" }
        NoText => { en: "it is no text", zh: "它不是文字" }
    }
}

impl std::error::Error for Nowhere {}

/// What is stored for one configuration, which is read only where it is wanted: texts may be long,
/// and stand in many configurations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Configured<S> {
    pub(crate) configuration: Configuration,
    pub(crate) stored: S,
}

/// What may still be looked up in a table, and what was noticed.
#[derive(Debug)]
pub(crate) struct Lookups {
    left: Cell<u32>,
    comparisons: Cell<u32>,
    is_cut: Cell<bool>,
    oddity: Cell<Option<TableFault>>,
}

impl Lookups {
    pub(crate) fn new() -> Self {
        Self {
            left: Cell::new(MAX_LOOKUPS),
            comparisons: Cell::new(MAX_COMPARISONS),
            is_cut: Cell::new(false),
            oddity: Cell::new(None),
        }
    }

    /// Takes one from what is left.
    pub(crate) fn take(&self) -> Option<()> {
        let left = self.left.get().checked_sub(1);
        match left {
            Some(left) => self.left.set(left),
            None => self.cut(),
        }
        left.map(drop)
    }

    /// Takes the comparisons of so many configurations with a device.
    fn compare(&self, count: usize) -> bool {
        let left =
            u32::try_from(count).ok().and_then(|count| self.comparisons.get().checked_sub(count));
        match left {
            Some(left) => self.comparisons.set(left),
            None => self.cut(),
        }
        left.is_some()
    }

    /// Notes that something is left out.
    pub(crate) fn cut(&self) {
        self.is_cut.set(true);
    }

    /// Notes something that no build tool writes, and that other readers take otherwise.
    pub(crate) fn note(&self, oddity: TableFault) {
        self.oddity.set(self.oddity.get().or(Some(oddity)));
    }

    /// What was noted first.
    pub(crate) fn oddity(&self) -> Option<TableFault> {
        self.oddity.get()
    }

    /// The error that says so: a name that is shown may not be the one that a device shows.
    pub(crate) fn error(&self) -> Option<ResourcesError> {
        self.is_cut.get().then_some(ResourcesError::CutShort)
    }
}

/// What is stored under each id that was looked up.
pub(crate) type Known<S> = RefCell<BTreeMap<u32, Rc<[Configured<S>]>>>;

/// Where resources are looked up, in whatever format they are stored.
pub(crate) trait Resources {
    /// A value as it is stored.
    type Stored: Copy;

    /// What is stored under an id, in the order in which devices look at it.
    fn look_up(&self, id: u32) -> Vec<Configured<Self::Stored>>;

    /// What was looked up before.
    fn known(&self) -> &Known<Self::Stored>;

    /// What may still be looked up.
    fn lookups(&self) -> &Lookups;

    /// What a value is on a platform.
    fn read(&self, value: Self::Stored, platform: u32) -> Result<Value, Nowhere>;

    /// What is stored under an id, looked up once.
    fn all(&self, id: u32) -> Rc<[Configured<Self::Stored>]> {
        if let Some(known) = self.known().borrow().get(&id) {
            return Rc::clone(known);
        }
        let found: Rc<[_]> = self.look_up(id).into();
        self.known().borrow_mut().insert(id, Rc::clone(&found));
        found
    }

    /// The value that a device takes, with references looked up for the same device
    /// (`ResTable::getResource`, `resolveReference`).
    fn resolve(&self, id: u32, device: &Device) -> Result<Value, Nowhere> {
        let mut id = id;
        for _ in 0..=MAX_REFERENCES {
            let all = self.all(id);
            if !self.lookups().compare(all.len()) {
                return Err(Nowhere::Unreadable);
            }
            let best = best(&all, device).ok_or(match id >> 24 {
                1 => Nowhere::OfTheSystem,
                _ => Nowhere::Absent,
            })?;
            match self.read(best, device.platform())? {
                Value::Reference(0) => return Err(Nowhere::Absent),
                // One without a package is to a resource of the same package.
                Value::Reference(next) if next >> 24 == 0 => id = id & 0xff00_0000 | next,
                Value::Reference(next) => id = next,
                value => return Ok(value),
            }
        }
        Err(Nowhere::Endless)
    }

    /// The text that a device shows for a string resource.
    fn text(&self, id: u32, device: &Device) -> Result<String, Nowhere> {
        as_text(self.resolve(id, device)?).ok_or(Nowhere::NoText)
    }

    /// The texts of a string resource by locale; the default one under the empty locale.
    fn texts(&self, id: u32, platform: u32) -> BTreeMap<Locale, String> {
        let locales = self.all(id);
        let locales = locales.iter().map(|of| of.configuration.locale);
        // One without a language counts everywhere or nowhere; one that is no text has no name.
        let locales: BTreeSet<_> =
            locales.filter(|it| it.is_default() || it.is_writable()).collect();
        let mut texts = BTreeMap::new();
        let mut size = 0_usize;
        for locale in locales {
            let Ok(text) = self.text(id, &Device::phone(locale, platform)) else { continue };
            let locale = if locale.is_default() { Locale::default() } else { locale };
            size = size.saturating_add(text.len());
            if size > MAX_TEXTS {
                self.lookups().cut();
                break;
            }
            texts.insert(locale, text);
        }
        texts
    }

    /// What a resource is to the installer.
    fn default_value(&self, id: u32) -> Option<Value> {
        self.resolve(id, &Device::installer()).ok()
    }
}

/// Of what counts on a device the best, each compared with the best before it
/// (`ResTable::getEntry`). Of equals the first.
fn best<S: Copy>(all: &[Configured<S>], device: &Device) -> Option<S> {
    let matching = all.iter().filter(|of| of.configuration.matches(device));
    let best = matching.reduce(|best, next| {
        if next.configuration.is_better_than(&best.configuration, device) { next } else { best }
    });
    best.map(|best| best.stored)
}

/// What a label of that value says (`TypedValue.coerceToString`, for the values that are read
/// here).
pub(crate) fn as_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Integer(number) => Some(number.cast_signed().to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Reference(_) | Value::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_up_is_counted() {
        let lookups = Lookups::new();
        assert!((0..MAX_LOOKUPS).all(|_| lookups.take().is_some()) && lookups.error().is_none());
        assert!(lookups.take().is_none() && lookups.error().is_some());
        let lookups = Lookups::new();
        assert!(lookups.compare(MAX_COMPARISONS as usize) && lookups.error().is_none());
        assert!(!lookups.compare(1) && lookups.error().is_some());
    }

    #[test]
    fn what_is_noted_first_is_told() {
        let lookups = Lookups::new();
        assert_eq!(lookups.oddity(), None);
        lookups.note(TableFault::TwoTables);
        lookups.note(TableFault::NamePool);
        assert_eq!(lookups.oddity(), Some(TableFault::TwoTables));
    }
}
