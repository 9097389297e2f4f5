//! What a configuration of `resources.index` is for, and which of several a phone in China takes.
//!
//! OpenHarmony `global_resource_management`: `HapParser::CreateResConfigFromKeyParams`,
//! `ResConfigImpl::Match` and `IsMoreSuitable`, `LocaleMatcher`. The phone: zh-Hans-CN, upright,
//! light, with no SIM or one of China.

use std::cmp::Ordering;

use crate::encoding::bytes::Bytes;

/// The country code of China's networks.
const CHINA: u32 = 460;

/// A phone in China that shows a name. Without a SIM both numbers are 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Phone {
    mcc: u32,
    mnc: u32,
}

impl Phone {
    /// One in a Chinese network: of the country alone where `mnc` is 0, as devices take it.
    pub(crate) fn in_network(mnc: u32) -> Self {
        Self { mcc: CHINA, mnc }
    }

    /// What it is, in the words of resource folders.
    pub(crate) fn qualifiers(self) -> String {
        match self {
            Self { mcc: 0, .. } => "zh_CN-vertical-phone-light".to_owned(),
            Self { mcc, mnc: 0 } => format!("mcc{mcc}-zh_CN-vertical-phone-light"),
            Self { mcc, mnc } => format!("mcc{mcc}_mnc{mnc:02}-zh_CN-vertical-phone-light"),
        }
    }
}

/// The qualifiers of a configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Qualifiers {
    /// `None` where no language is named, or a part is none: the configuration is for every
    /// language.
    locale: Option<Locale>,
    is_vertical: Option<bool>,
    is_for_phones: bool,
    /// Whether another kind of device is named. Phones do not load such a configuration
    /// (`ParseKeyParam`).
    is_for_others: bool,
    is_dark: Option<bool>,
    mcc: u32,
    mnc: u32,
    needs_pointer: bool,
    has_density: bool,
}

/// Language, script and region as text; script and region may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Locale {
    language: String,
    script: String,
    region: String,
}

impl Locale {
    /// `ResLocale::BuildFromParts`: a part of another shape than a subtag has makes none of it.
    fn new([language, script, region]: [String; 3]) -> Option<Self> {
        let is_alphabetic = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_language = matches!(language.len(), 2 | 3) && is_alphabetic(&language);
        let is_script = script.is_empty() || script.len() == 4 && is_alphabetic(&script);
        let is_number = region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit());
        let is_region =
            region.is_empty() || region.len() == 2 && is_alphabetic(&region) || is_number;
        let mut script = script.to_ascii_lowercase();
        if let Some(first) = script.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let locale = Self {
            language: language.to_ascii_lowercase(),
            script,
            region: region.to_ascii_uppercase(),
        };
        (is_language && is_script && is_region).then_some(locale)
    }

    /// Whether it is for Chinese in simplified characters. Where no script is named the region
    /// tells (`LocaleMatcher::Normalize` by the likely subtags of Unicode's CLDR).
    fn is_simplified_chinese(&self) -> bool {
        const TRADITIONAL: [&str; 15] = [
            "AU", "BN", "GB", "GF", "HK", "ID", "MO", "PA", "PF", "PH", "SR", "TH", "TW", "US",
            "VN",
        ];
        let is_simplified = if self.script.is_empty() {
            !TRADITIONAL.contains(&&*self.region)
        } else {
            self.script == "Hans"
        };
        self.language == "zh" && is_simplified
    }

    /// Which of two regions is nearer to China, both of locales that fit: China itself, none, and
    /// of others the first by the alphabet, numbers behind letters.
    fn compare(&self, other: &Self) -> Ordering {
        let nearness = |region: &str| match region.bytes().next() {
            _ if region == "CN" => 3,
            None => 2,
            Some(b'0'..=b'9') => 0,
            Some(_) => 1,
        };
        nearness(&self.region)
            .cmp(&nearness(&other.region))
            .then_with(|| other.region.cmp(&self.region))
    }

    fn tag(&self) -> String {
        let parts = [&self.language, &self.script, &self.region]
            .into_iter()
            .filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join("-")
    }
}

impl Qualifiers {
    /// A `KEYS` record: its number, and what it says. A kind of qualifier that no device knows
    /// makes none of it.
    pub(crate) fn read(header: &mut Bytes<'_>) -> Option<(u32, Self)> {
        if header.array() != Some(*b"KEYS") {
            return None;
        }
        let number = header.u32()?;
        let mut qualifiers = Self::default();
        let mut parts: [String; 3] = Default::default();
        for _ in 0..header.u32()? {
            let (kind, value) = (header.u32()?, header.u32()?);
            match kind {
                0 => parts[0] = letters(value),
                5 => parts[1] = letters(value),
                1 => parts[2] = letters(value),
                2 => qualifiers.has_density = matches!(value, 120 | 160 | 240 | 320 | 480 | 640),
                3 => qualifiers.is_vertical = Some(value == 0),
                4 => qualifiers.add_device(value),
                6 => qualifiers.is_dark = Some(value == 0),
                7 => qualifiers.mcc = value,
                8 => qualifiers.mnc = value,
                9 => {} // reserved
                10 => qualifiers.needs_pointer = value == 0,
                _ => return None,
            }
        }
        qualifiers.locale = Locale::new(parts);
        Some((number, qualifiers))
    }

    fn add_device(&mut self, device: u32) {
        self.is_for_phones = device == 0;
        // Tablet, car, pad, television, wearable, 2in1. Other numbers are no device.
        self.is_for_others |= matches!(device, 1..=4 | 6 | 7);
    }

    /// Whether phones load it.
    pub(crate) fn is_loaded(&self) -> bool {
        !self.is_for_others
    }

    /// Whether one of the phones may take it.
    pub(crate) fn may_fit(&self) -> bool {
        self.mcc == 0 && self.fits(Phone::default()) || self.fits(Phone::in_network(self.mnc))
    }

    /// The Chinese network that it is for.
    pub(crate) fn network(&self) -> Option<u32> {
        (self.mcc == CHINA).then_some(self.mnc)
    }

    /// Whether the phone may take it: no qualifier contradicts.
    pub(crate) fn fits(&self, phone: Phone) -> bool {
        self.locale.as_ref().is_none_or(Locale::is_simplified_chinese) && self.fits_elsewhere(phone)
    }

    /// Whether such a phone with the configuration's own language may take it.
    pub(crate) fn fits_elsewhere(&self, phone: Phone) -> bool {
        let fits_network = match (self.mcc, self.mnc) {
            (0, 0) => true,
            (mcc, mnc) => mcc == phone.mcc && (mnc == 0 || mnc == phone.mnc),
        };
        fits_network
            && self.is_loaded()
            && self.is_vertical != Some(false)
            && self.is_dark != Some(true)
            && !self.needs_pointer
    }

    /// Which of two that fit the phone takes: `Greater` where it is this one.
    pub(crate) fn compare(&self, other: &Self, phone: Phone) -> Ordering {
        // A network counts only on a phone that is in one.
        let named = |of: &Self| u8::from(of.mcc != 0).saturating_add(u8::from(of.mnc != 0));
        let by_network = named(self).cmp(&named(other));
        let by_network = if phone.mcc == 0 { Ordering::Equal } else { by_network };
        let by_locale = match (&self.locale, &other.locale) {
            (Some(one), Some(other)) => one.compare(other),
            (one, other) => one.is_some().cmp(&other.is_some()),
        };
        by_network
            .then(by_locale)
            .then_with(|| self.is_vertical.is_some().cmp(&other.is_vertical.is_some()))
            .then_with(|| self.is_for_phones.cmp(&other.is_for_phones))
            .then_with(|| self.is_dark.is_some().cmp(&other.is_dark.is_some()))
            .then_with(|| self.has_density.cmp(&other.has_density))
    }

    /// The locale as a BCP 47 tag; empty for the base.
    pub(crate) fn tag(&self) -> String {
        self.locale.as_ref().map(Locale::tag).unwrap_or_default()
    }
}

/// Letters and digits, the first in the highest byte that is used (`KeyParam::ConvertToStr`). A
/// byte that is neither stays, so that the part is none.
fn letters(packed: u32) -> String {
    packed.to_be_bytes().iter().filter(|&&byte| byte != 0).map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn qualifiers(pairs: &[(u32, u32)]) -> Option<Qualifiers> {
        let mut record = b"KEYS".to_vec();
        record.extend([0, pairs.len() as u32].map(u32::to_le_bytes).concat());
        record.extend(
            pairs.iter().flat_map(|&(kind, value)| [kind, value].map(u32::to_le_bytes).concat()),
        );
        Some(Qualifiers::read(&mut Bytes::new(&record))?.1)
    }

    fn packed(text: &str) -> u32 {
        text.bytes().fold(0, |packed, letter| packed << 8 | u32::from(letter))
    }

    fn locale(parts: [&str; 3]) -> Qualifiers {
        let pairs: Vec<_> =
            [0, 5, 1].into_iter().zip(parts.map(packed)).filter(|it| it.1 != 0).collect();
        qualifiers(&pairs).unwrap()
    }

    #[test]
    fn scripts_and_broken_locales_are_taken_as_devices_take_them() {
        for (parts, fits, tag) in [
            (["", "", ""], true, ""),
            (["zh", "", "CN"], true, "zh-CN"),
            (["ZH", "hANS", "cn"], true, "zh-Hans-CN"),
            (["zh", "", "SG"], true, "zh-SG"),
            (["zh", "", "TW"], false, "zh-TW"),
            (["zh", "", "US"], false, "zh-US"),
            (["zh", "Hans", "TW"], true, "zh-Hans-TW"),
            (["zh", "Hant", "CN"], false, "zh-Hant-CN"),
            (["zho", "", ""], false, "zho"),
            (["en", "", ""], false, "en"),
            (["zh", "", "419"], true, "zh-419"),
            // No language, or a part of another shape: the base.
            (["", "", "CN"], true, ""),
            (["", "Hant", ""], true, ""),
            (["z", "", "TW"], true, ""),
            (["z1", "", ""], true, ""),
            (["zh", "Han", ""], true, ""),
            (["zh", "", "T"], true, ""),
            (["zh", "", "41"], true, ""),
            (["enen", "", ""], true, ""),
        ] {
            let qualifiers = locale(parts);
            assert_eq!(
                (qualifiers.fits(Phone::default()), &*qualifiers.tag()),
                (fits, tag),
                "{parts:?}"
            );
        }
    }

    #[test]
    fn a_qualifier_that_contradicts_never_fits() {
        for (pairs, without, within) in [
            (&[(3, 0)][..], true, true),
            (&[(3, 1)], false, false),
            (&[(4, 0)], true, true),
            (&[(4, 6)], false, false),
            (&[(4, 6), (4, 0)], false, false),
            (&[(4, 5)], true, true),
            (&[(6, 0)], false, false),
            (&[(6, 1)], true, true),
            (&[(7, 460)], false, true),
            (&[(7, 310)], false, false),
            (&[(7, 460), (8, 1)], false, false),
            (&[(8, 1)], false, false),
            (&[(9, 7)], true, true),
            (&[(10, 0)], false, false),
            (&[(10, 1)], true, true),
            (&[(2, 480)], true, true),
        ] {
            let qualifiers = qualifiers(pairs).unwrap();
            let fits = [Phone::default(), Phone::in_network(0)].map(|phone| qualifiers.fits(phone));
            assert_eq!(fits, [without, within], "{pairs:?}");
        }
        let unicom = qualifiers(&[(7, 460), (8, 1)]).unwrap();
        assert!(
            unicom.fits(Phone::in_network(1))
                && unicom.may_fit()
                && !unicom.fits(Phone::in_network(2))
        );
        assert_eq!(qualifiers(&[(11, 0)]), None);
        assert_eq!(Phone::in_network(1).qualifiers(), "mcc460_mnc01-zh_CN-vertical-phone-light");
    }

    #[test]
    fn of_two_that_fit_the_nearer_is_taken() {
        let zh = (0, packed("zh"));
        let region = |text| (1, packed(text));
        // Each is less than the next.
        let ladder: &[&[(u32, u32)]] = &[
            &[],
            &[(2, 480)],
            &[(6, 1)],
            &[(4, 0)],
            &[(3, 0)],
            &[(3, 0), (4, 0)],
            &[zh, region("419")],
            &[zh, region("001")],
            &[zh, region("SG")],
            &[zh, region("MY")],
            &[zh],
            &[zh, (6, 1)],
            &[zh, region("CN")],
            &[zh, region("CN"), (3, 0), (4, 0), (6, 1), (2, 640)],
        ];
        let ladder: Vec<_> = ladder.iter().map(|pairs| qualifiers(pairs).unwrap()).collect();
        for phone in [Phone::default(), Phone::in_network(1)] {
            for (one, less) in ladder.iter().enumerate() {
                for (other, more) in ladder.iter().enumerate() {
                    assert_eq!(less.compare(more, phone), one.cmp(&other), "{less:?} {more:?}");
                }
            }
        }
        let (china, unicom) =
            (qualifiers(&[(7, 460)]).unwrap(), qualifiers(&[(7, 460), (8, 1)]).unwrap());
        let plain = qualifiers(&[zh, region("CN")]).unwrap();
        assert_eq!(china.compare(&plain, Phone::in_network(1)), Ordering::Greater);
        assert_eq!(unicom.compare(&china, Phone::in_network(1)), Ordering::Greater);
    }
}
