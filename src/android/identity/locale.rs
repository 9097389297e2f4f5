//! Locales as resource tables store them (`ResTable_config` of Android's `ResourceTypes.h`).

use std::cmp::Ordering;
use std::fmt;

use crate::android::platform;

/// A locale. `Display` writes it as a BCP 47 tag: `zh-CN`, `zh-Hant-TW`. The empty one is the
/// default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Locale {
    pub(crate) language: [u8; 2],
    pub(crate) region: [u8; 2],
    pub(crate) script: [u8; 4],
    pub(crate) variant: [u8; 8],
}

impl Locale {
    /// Reads it from a BCP 47 tag, as app bundles store it. What cannot be held is left out.
    pub(crate) fn of_tag(tag: &str) -> Self {
        let mut locale = Self::default();
        for (part, place) in tag.split('-').zip(0..) {
            let bytes = part.as_bytes();
            let alphabetic = bytes.iter().all(u8::is_ascii_alphabetic);
            match bytes.len() {
                _ if !part.is_ascii() => {}
                2 | 3 if place == 0 => locale.language = packed(&part.to_ascii_lowercase(), b'a'),
                2 | 3 => locale.region = packed(&part.to_ascii_uppercase(), b'0'),
                4 if alphabetic => fill(&mut locale.script, bytes),
                4..=8 => fill(&mut locale.variant, bytes),
                _ => {}
            }
        }
        locale
    }

    /// Whether it is for every language.
    pub(crate) fn is_default(&self) -> bool {
        self.language == [0; 2] && self.region == [0; 2]
    }

    /// Whether it names a language, and can be written so that it is told from others.
    pub(crate) fn is_writable(&self) -> bool {
        let is_text = |field: &[u8]| {
            let (text, rest) = field.split_at(text(field).len());
            text.iter().all(u8::is_ascii_alphanumeric) && rest.iter().all(|&byte| byte == 0)
        };
        !self.language().is_empty() && is_text(&self.script) && is_text(&self.variant)
    }

    /// The same with the script that it is written in, where none is given and it is known.
    pub(crate) fn with_script(self) -> Self {
        let script = self.likely_script(platform::NEWEST).filter(|_| self.script == [0; 4]);
        Self { script: script.unwrap_or(self.script), ..self }
    }

    /// The script of a locale that names none (`localeDataComputeScript`). Only those of Chinese
    /// are known here: names in other languages are for information.
    pub(crate) fn likely_script(&self, platform: u32) -> Option<[u8; 4]> {
        const TRADITIONAL: [&[u8; 2]; 15] = [
            b"AU", b"BN", b"GB", b"GF", b"HK", b"ID", b"MO", b"PA", b"PF", b"PH", b"SR", b"TH",
            b"TW", b"US", b"VN",
        ];
        // Traditional as far as Android 10, by the data of Unicode's CLDR that it has.
        let is_malaysian = self.region == *b"MY" && platform <= 29;
        let is_traditional = is_malaysian || TRADITIONAL.contains(&&self.region);
        (self.language == *b"zh").then_some(if is_traditional { *b"Hant" } else { *b"Hans" })
    }

    fn language(&self) -> String {
        // Codes that Java and Android still use in place of those that came after them.
        match &self.language {
            b"iw" => "he".to_owned(),
            b"in" => "id".to_owned(),
            b"ji" => "yi".to_owned(),
            language => unpacked(*language, b'a'),
        }
    }
}

/// Whether two languages are one to a device (`langsAreEquivalent`).
pub(crate) fn are_equivalent(one: [u8; 2], other: [u8; 2]) -> bool {
    const FILIPINO: [u8; 2] = [0xad, 0x05];
    let plain = |language| if language == FILIPINO { *b"tl" } else { language };
    plain(one) == plain(other)
}

/// Which of two regions is nearer to what is asked for, where both have its language
/// (`localeDataCompareRegions`): its own, none, and of others the first by the alphabet, since only
/// Chinese in simplified characters is looked for, where no region stands for others.
pub(crate) fn compare_regions(one: [u8; 2], other: [u8; 2], wanted: &Locale) -> Ordering {
    let distance = |region: [u8; 2]| match region {
        region if region == wanted.region => 0,
        [0, _] => 1,
        _ => 2,
    };
    let by_code = other.cmp(&one);
    if one == other { Ordering::Equal } else { distance(other).cmp(&distance(one)).then(by_code) }
}

fn fill(field: &mut [u8], bytes: &[u8]) {
    field.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
}

/// The reverse of [`unpacked`].
fn packed(code: &str, base: u8) -> [u8; 2] {
    match *code.as_bytes() {
        [first, second] => [first, second],
        [first, second, third] => {
            let [first, second, third] =
                [first, second, third].map(|byte| byte.saturating_sub(base) & 0x1f);
            [0x80 | third << 2 | second >> 3, second << 5 | first]
        }
        _ => [0; 2],
    }
}

/// Two letters as they are; three letters or digits in five bits each behind a high bit.
fn unpacked([first, second]: [u8; 2], base: u8) -> String {
    let code = if first & 0x80 == 0 {
        vec![first, second]
    } else {
        let letters = [second & 0x1f, second >> 5 | (first & 0x03) << 3, (first & 0x7c) >> 2];
        letters.iter().map(|letter| letter.saturating_add(base)).collect()
    };
    text(&code)
}

/// The letters and digits before the first zero.
fn text(bytes: &[u8]) -> String {
    bytes
        .iter()
        .take_while(|&&byte| byte != 0)
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(|&byte| char::from(byte))
        .collect()
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.language())?;
        for part in [text(&self.script), unpacked(self.region, b'0'), text(&self.variant)] {
            if !part.is_empty() {
                write!(f, "-{part}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_are_written_as_bcp_47_tags() {
        for (language, region, script, want) in [
            (*b"\0\0", *b"\0\0", *b"\0\0\0\0", ""),
            (*b"zh", *b"CN", *b"\0\0\0\0", "zh-CN"),
            (*b"zh", *b"TW", *b"Hant", "zh-Hant-TW"),
            (*b"iw", *b"\0\0", *b"\0\0\0\0", "he"),
            ([0xad, 0x05], *b"\0\0", *b"\0\0\0\0", "fil"),
            (*b"es", [0xa4, 0x24], *b"\0\0\0\0", "es-419"),
        ] {
            let locale = Locale { language, region, script, variant: [0; 8] };
            assert_eq!(locale.to_string(), want);
            assert_eq!(Locale::of_tag(want).to_string(), want);
        }
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        let chinese = Locale::of_tag("zh-Hans-CN");
        for (locale, want) in [
            (chinese, true),
            (Locale::of_tag("ca-ES-valencia"), true),
            (Locale::default(), false),
            (Locale { language: [0, b'h'], ..chinese }, false),
            (Locale { script: [0xff; 4], ..chinese }, false),
            (Locale { script: *b"Ha\0s", ..chinese }, false),
            (Locale { variant: *b"a-\0\0\0\0\0\0", ..chinese }, false),
        ] {
            assert_eq!(locale.is_writable(), want, "{locale:?}");
        }
    }

    #[test]
    fn scripts_of_chinese_are_known() {
        for (tag, want) in
            [("zh", "Hans"), ("zh-SG", "Hans"), ("zh-TW", "Hant"), ("zh-Hans-TW", "Hans")]
        {
            let script = Locale::of_tag(tag).with_script().script;
            assert_eq!(script, want.as_bytes(), "{tag}");
        }
        assert_eq!(Locale::of_tag("en").with_script().script, [0; 4]);
    }

    #[test]
    fn the_nearer_region_is_told() {
        let wanted = Locale::of_tag("zh-Hans-CN");
        for (one, other, want) in [
            (*b"CN", [0; 2], Ordering::Greater),
            ([0; 2], *b"SG", Ordering::Greater),
            (*b"MY", *b"SG", Ordering::Greater),
            (*b"SG", *b"CN", Ordering::Less),
            (*b"SG", *b"SG", Ordering::Equal),
        ] {
            assert_eq!(compare_regions(one, other, &wanted), want, "{one:?} {other:?}");
        }
    }

    #[test]
    fn tags_are_read_as_configurations_are() {
        for (tag, want) in [
            ("zh", "zh"),
            ("zh-Hans", "zh-Hans"),
            ("zh-Hans-CN", "zh-Hans-CN"),
            ("ZH-cn", "zh-CN"),
            ("iw", "he"),
            ("fil", "fil"),
            ("es-419", "es-419"),
            ("de-1996", "de-1996"),
            ("ca-ES-valencia", "ca-ES-valencia"),
            ("", ""),
            ("x", ""),
            ("中文", ""),
        ] {
            assert_eq!(Locale::of_tag(tag).to_string(), want, "{tag}");
        }
    }
}
