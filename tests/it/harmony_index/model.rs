//! What a HarmonyOS phone shows for a label, told from what an index was made from. It follows the
//! rules as they are written down: a fitting qualifier wins over none, a contradicting one never
//! counts; region or script without a language is the base; of equals the first wins, of one id
//! twice the last.

/// What a configuration names. Empty texts and zeros are not written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Qualifiers {
    pub(crate) language: String,
    pub(crate) script: String,
    pub(crate) region: String,
    /// 0 is upright.
    pub(crate) direction: Option<u32>,
    /// 0 is a phone; 5 and 9 are nothing.
    pub(crate) devices: Vec<u32>,
    /// 0 is dark.
    pub(crate) color: Option<u32>,
    pub(crate) mcc: u32,
    pub(crate) mnc: u32,
    /// 0 is a mouse.
    pub(crate) input: Option<u32>,
    pub(crate) density: Option<u32>,
    pub(crate) is_reserved_named: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) configuration: usize,
    pub(crate) text: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Resource {
    pub(crate) id: u32,
    pub(crate) kind: u32,
    pub(crate) values: Vec<Value>,
}

/// What is wrong with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    None,
    /// The place of the data is another than it says (second layout).
    DataElsewhere,
    /// The table of ids is longer than there is room before the data (second layout).
    IdsTooLong,
    /// The label's data names another id (second layout; the first has no such place that is read).
    OtherId,
    NoLength,
    BadMark,
    UnknownQualifier,
}

#[derive(Debug, Clone)]
pub(crate) struct Index {
    pub(crate) is_second: bool,
    pub(crate) configurations: Vec<Qualifiers>,
    /// The numbers of configurations (second layout).
    pub(crate) numbers: Vec<u32>,
    /// In the order of the file; the label's first.
    pub(crate) resources: Vec<Resource>,
    pub(crate) damage: Damage,
}

/// A Chinese network.
type Sim = Option<u32>;

impl Qualifiers {
    fn is_of_another_device(&self) -> bool {
        self.devices.iter().any(|device| [1, 2, 3, 4, 6, 7].contains(device))
    }

    /// The locale if it is one.
    fn locale(&self) -> Option<(String, String, String)> {
        let letters = |text: &str| text.chars().all(|letter| letter.is_ascii_alphabetic());
        let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
        let (language, script, region) = (&self.language, &self.script, &self.region);
        let is_good = (language.len() == 2 || language.len() == 3)
            && letters(language)
            && (script.is_empty() || script.len() == 4 && letters(script))
            && (region.is_empty()
                || region.len() == 2 && letters(region)
                || region.len() == 3 && digits(region));
        is_good.then(|| (language.to_lowercase(), script.to_lowercase(), region.to_uppercase()))
    }

    fn contradicts(&self, sim: Sim) -> bool {
        if let Some((language, script, region)) = self.locale() {
            let by_region = ["TW", "HK", "MO", "US", "GB"].contains(&&*region);
            let is_traditional = if script.is_empty() { by_region } else { script != "hans" };
            if language != "zh" || is_traditional {
                return true;
            }
        }
        let (mcc, mnc) = sim.map_or((0, 0), |mnc| (460, mnc));
        let other_network = if self.mcc == 0 && self.mnc == 0 {
            false
        } else {
            self.mcc != mcc || self.mnc != 0 && self.mnc != mnc
        };
        other_network
            || self.direction.is_some_and(|direction| direction != 0)
            || self.is_of_another_device()
            || self.color == Some(0)
            || self.input == Some(0)
    }
}

/// Keeps those for which `class` is highest.
fn keep<T: Ord>(
    candidates: &mut Vec<(&Qualifiers, &Resource, &Value)>,
    class: impl Fn(&Qualifiers) -> T,
) {
    let best = candidates.iter().map(|(qualifiers, ..)| class(qualifiers)).max();
    candidates.retain(|(qualifiers, ..)| Some(class(qualifiers)) == best);
}

/// Whether a device reads nothing of the file.
pub(crate) fn is_broken(index: &Index) -> bool {
    let is_any_loaded = index.configurations.iter().any(|it| !it.is_of_another_device());
    match index.damage {
        Damage::None | Damage::OtherId => index.is_second && !is_any_loaded,
        Damage::DataElsewhere | Damage::IdsTooLong => index.is_second,
        Damage::NoLength | Damage::UnknownQualifier => true,
        // In the first layout each configuration has such a mark, which is read where the
        // configuration is for such a phone.
        Damage::BadMark => {
            let is_read = |it: &Qualifiers| {
                !it.contradicts(None) || [0, 1, 2, 11].iter().any(|&mnc| !it.contradicts(Some(mnc)))
            };
            index.is_second || is_read(&index.configurations[0])
        }
    }
}

/// The value of a resource on a phone.
fn value(index: &Index, id: u32, sim: Sim) -> Option<(u32, &str)> {
    let mut candidates = Vec::new();
    if index.is_second {
        if index.damage == Damage::OtherId && id == index.resources[0].id {
            return None;
        }
        let resource = index.resources.iter().rev().find(|resource| resource.id == id)?;
        for value in &resource.values {
            // Of configurations of one number the last counts that is loaded.
            let number = index.numbers[value.configuration];
            let of_number =
                index.numbers.iter().zip(&index.configurations).filter(|(it, _)| **it == number);
            let last = of_number.rev().find(|(_, it)| !it.is_of_another_device());
            candidates.extend(last.map(|(_, qualifiers)| (qualifiers, resource, value)));
        }
    } else {
        for (number, qualifiers) in index.configurations.iter().enumerate() {
            if number == 0 && index.damage == Damage::BadMark {
                continue;
            }
            for resource in index.resources.iter().filter(|resource| resource.id == id) {
                let values = resource.values.iter().filter(|value| value.configuration == number);
                candidates.extend(values.map(|value| (qualifiers, resource, value)));
            }
        }
    }
    candidates.retain(|(qualifiers, ..)| !qualifiers.contradicts(sim));
    if sim.is_some() {
        keep(&mut candidates, |it| usize::from(it.mcc != 0) + usize::from(it.mnc != 0));
    }
    keep(&mut candidates, |it| it.locale().is_some());
    keep(&mut candidates, |it| {
        let region = it.locale().map(|(_, _, region)| region).unwrap_or_default();
        let class = match &*region {
            "CN" => 3,
            "" => 2,
            region if region.as_bytes()[0].is_ascii_digit() => 0,
            _ => 1,
        };
        (class, std::cmp::Reverse(region))
    });
    keep(&mut candidates, |it| it.direction.is_some());
    keep(&mut candidates, |it| it.devices.last() == Some(&0));
    keep(&mut candidates, |it| it.color.is_some());
    keep(&mut candidates, |it| it.density.is_some_and(|density| density > 100));
    candidates.first().map(|(_, resource, value)| (resource.kind, &*value.text))
}

/// The name that a phone shows.
pub(crate) fn shown(index: &Index, id: u32, sim: Sim) -> Option<String> {
    if id == 0 || is_broken(index) {
        return None;
    }
    let (kind, mut text) = value(index, id, sim).filter(|(kind, _)| *kind == 9)?;
    let mut wanted = kind;
    for _ in 0..=20 {
        let Some(id) = refers_to(text, &mut wanted) else {
            return (!text.is_empty()).then(|| text.to_owned());
        };
        let (kind, next) = value(index, id, sim)?;
        if kind != wanted {
            return None;
        }
        text = next;
    }
    None
}

/// The id that a text refers to, and what kind it says that it is.
fn refers_to(text: &str, kind: &mut u32) -> Option<u32> {
    let (name, rest) = text.split_once(':')?;
    *kind = match name {
        "$string" => 9,
        "$media" => 19,
        _ => return None,
    };
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|&id| id > 0)
}

/// The names that phones in the networks show which a configuration names.
pub(crate) fn others(index: &Index, id: u32) -> Vec<Option<String>> {
    if id == 0 || is_broken(index) {
        return Vec::new();
    }
    let networks = index.configurations.iter().filter(|it| it.mcc == 460).map(|it| it.mnc);
    networks.map(|mnc| shown(index, id, Some(mnc))).collect()
}
