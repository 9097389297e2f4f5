//! Configurations of resources and the devices that they are for: which count on a device, and
//! which of two is the better (`ResTable_config::match` and `isBetterThan` of Android's
//! `ResourceTypes.cpp`).

mod better;

use super::locale::{Locale, are_equivalent};
use crate::android::platform;
use crate::encoding::bytes::Bytes;

/// The mobile country code of China.
const CHINA: u16 = 460;

/// `ResTable_config`, as far as it decides which resource a device takes. Zero is "any".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Configuration {
    pub(crate) mcc: u16,
    pub(crate) mnc: u16,
    pub(crate) locale: Locale,
    pub(crate) script_was_computed: bool,
    pub(crate) numbering_system: [u8; 8],
    pub(crate) orientation: u8,
    pub(crate) touchscreen: u8,
    pub(crate) density: u16,
    pub(crate) keyboard: u8,
    pub(crate) navigation: u8,
    pub(crate) input_flags: u8,
    /// Padding before Android 14, `grammaticalInflection` since.
    pub(crate) grammatical_inflection: u8,
    pub(crate) screen_width: u16,
    pub(crate) screen_height: u16,
    pub(crate) sdk_version: u16,
    pub(crate) minor_version: u16,
    pub(crate) screen_layout: u8,
    pub(crate) ui_mode: u8,
    pub(crate) smallest_screen_width_dp: u16,
    pub(crate) screen_width_dp: u16,
    pub(crate) screen_height_dp: u16,
    pub(crate) screen_layout2: u8,
    pub(crate) color_mode: u8,
}

pub(crate) mod mask {
    pub(in crate::android) const KEYS_HIDDEN: u8 = 0x03;
    pub(in crate::android) const NAV_HIDDEN: u8 = 0x0c;
    pub(in crate::android) const SCREEN_SIZE: u8 = 0x0f;
    pub(in crate::android) const SCREEN_LONG: u8 = 0x30;
    pub(in crate::android) const LAYOUT_DIRECTION: u8 = 0xc0;
    pub(in crate::android) const UI_MODE_TYPE: u8 = 0x0f;
    pub(in crate::android) const UI_MODE_NIGHT: u8 = 0x30;
    pub(in crate::android) const SCREEN_ROUND: u8 = 0x03;
    pub(in crate::android) const WIDE_COLOR_GAMUT: u8 = 0x03;
    pub(in crate::android) const HDR: u8 = 0x0c;
}

const KEYS_HIDDEN_NO: u8 = 1;
const KEYS_HIDDEN_SOFT: u8 = 3;
const SCREEN_SIZE_NORMAL: u8 = 2;
const UI_MODE_NIGHT_YES: u8 = 2 << 4;
/// Android 14, which knows the grammatical gender.
const READS_GRAMMATICAL_INFLECTION: u16 = 34;

impl Configuration {
    /// The size of `ResTable_config`.
    pub(crate) const SIZE: usize = 64;

    /// Reads a `ResTable_config`: as much of it as its own size says, whatever the header of the
    /// chunk has room for (`ResTable_config::copyFromDeviceNoSwap`).
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        let size =
            Bytes::new(bytes).u32().map_or(0, |size| usize::try_from(size).unwrap_or(usize::MAX));
        let held = bytes.get(..size.min(Self::SIZE)).unwrap_or(bytes);
        let mut padded = [0; Self::SIZE];
        padded.iter_mut().zip(held).for_each(|(to, from)| *to = *from);
        Self::read(&mut Bytes::new(&padded)).unwrap_or_default()
    }

    fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        bytes.skip(4)?; // size
        let (mcc, mnc) = (bytes.u16()?, bytes.u16()?);
        let (language, region) = (bytes.array()?, bytes.array()?);
        let (orientation, touchscreen, density) = (bytes.u8()?, bytes.u8()?, bytes.u16()?);
        let [keyboard, navigation, input_flags, grammatical_inflection] = bytes.array()?;
        let (screen_width, screen_height) = (bytes.u16()?, bytes.u16()?);
        let (sdk_version, minor_version) = (bytes.u16()?, bytes.u16()?);
        let [screen_layout, ui_mode] = bytes.array()?;
        let smallest_screen_width_dp = bytes.u16()?;
        let (screen_width_dp, screen_height_dp) = (bytes.u16()?, bytes.u16()?);
        let (script, variant) = (bytes.array()?, bytes.array()?);
        let [screen_layout2, color_mode, _, _, script_was_computed] = bytes.array()?;
        Some(Self {
            mcc,
            mnc,
            locale: Locale { language, region, script, variant },
            script_was_computed: script_was_computed != 0,
            numbering_system: bytes.array()?,
            orientation,
            touchscreen,
            density,
            keyboard,
            navigation,
            input_flags,
            grammatical_inflection,
            screen_width,
            screen_height,
            sdk_version,
            minor_version,
            screen_layout,
            ui_mode,
            smallest_screen_width_dp,
            screen_width_dp,
            screen_height_dp,
            screen_layout2,
            color_mode,
        })
    }

    /// Whether it counts on that device (`match`).
    pub(crate) fn matches(&self, device: &Device) -> bool {
        let it = &device.0;
        let bits = |mine: u8, its: u8, mask: u8| mine & mask == 0 || mine & mask == its & mask;
        let fits = |mine: u16, its: u16| mine == 0 || mine == its;
        let same = |mine: u8, its: u8| mine == 0 || mine == its;
        let size = self.screen_layout & mask::SCREEN_SIZE;
        fits(self.mcc, it.mcc)
            && fits(self.mnc, it.mnc)
            && self.locale_matches(it)
            && (self.grammatical_inflection == it.grammatical_inflection
                || self.grammatical_inflection == 0
                || it.sdk_version < READS_GRAMMATICAL_INFLECTION)
            && bits(self.screen_layout, it.screen_layout, mask::LAYOUT_DIRECTION)
            && size <= it.screen_layout & mask::SCREEN_SIZE
            && bits(self.screen_layout, it.screen_layout, mask::SCREEN_LONG)
            && bits(self.ui_mode, it.ui_mode, mask::UI_MODE_TYPE)
            && bits(self.ui_mode, it.ui_mode, mask::UI_MODE_NIGHT)
            && self.smallest_screen_width_dp <= it.smallest_screen_width_dp
            && bits(self.screen_layout2, it.screen_layout2, mask::SCREEN_ROUND)
            && bits(self.color_mode, it.color_mode, mask::HDR)
            && bits(self.color_mode, it.color_mode, mask::WIDE_COLOR_GAMUT)
            && self.screen_width_dp <= it.screen_width_dp
            && self.screen_height_dp <= it.screen_height_dp
            && same(self.orientation, it.orientation)
            && same(self.touchscreen, it.touchscreen)
            && (bits(self.input_flags, it.input_flags, mask::KEYS_HIDDEN)
                || (self.input_flags & mask::KEYS_HIDDEN, it.input_flags & mask::KEYS_HIDDEN)
                    == (KEYS_HIDDEN_NO, KEYS_HIDDEN_SOFT))
            && bits(self.input_flags, it.input_flags, mask::NAV_HIDDEN)
            && same(self.keyboard, it.keyboard)
            && same(self.navigation, it.navigation)
            && self.screen_width <= it.screen_width
            && self.screen_height <= it.screen_height
            && self.sdk_version <= it.sdk_version
            && fits(self.minor_version, it.minor_version)
    }

    /// Languages must be the same, and so must scripts, where both are known. Without a script the
    /// region decides.
    fn locale_matches(&self, it: &Self) -> bool {
        let mine = &self.locale;
        if mine.is_default() {
            return true;
        }
        if !are_equivalent(mine.language, it.locale.language) {
            return false;
        }
        let script = match mine.script {
            [0, ..] if !self.script_was_computed => mine.likely_script(u32::from(it.sdk_version)),
            script => Some(script),
        };
        match script {
            Some(script) if it.locale.script != [0; 4] => script == it.locale.script,
            // A script that is asked for, and one that is not known here.
            None if it.locale.script != [0; 4] => false,
            _ => matches!(mine.region, [0, _]) || mine.region == it.locale.region,
        }
    }

    /// In which order aapt2 writes configurations (`ResTable_config::compare`).
    pub(crate) fn order(&self) -> impl Ord + use<> {
        let ([first, second], [third, fourth]) = (self.locale.language, self.locale.region);
        let input = [self.input_flags, self.navigation, self.keyboard];
        (
            (self.mnc, self.mcc),
            u32::from_le_bytes([first, second, third, fourth]),
            (self.locale.script, self.locale.variant, self.numbering_system),
            self.screen_layout & mask::LAYOUT_DIRECTION,
            (self.smallest_screen_width_dp, self.screen_width_dp, self.screen_height_dp),
            (self.screen_width, self.screen_height, self.density),
            (self.orientation, self.touchscreen, input),
            (self.screen_layout, self.screen_layout2, self.color_mode, self.ui_mode),
            (self.minor_version, self.sdk_version),
        )
    }
}

/// A device: a configuration that says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Device(pub(crate) Configuration);

impl Device {
    /// The installer, which knows nothing but its platform (`ParsingPackageUtils`).
    pub(crate) fn installer() -> Self {
        let sdk_version = u16::try_from(platform::NEWEST).unwrap_or(u16::MAX);
        Self(Configuration { sdk_version, ..Configuration::default() })
    }

    /// A phone with a Chinese SIM card: 360 dp wide, upright, lit, of that language and platform.
    pub(crate) fn phone(locale: Locale, platform: u32) -> Self {
        const LEFT_TO_RIGHT: u8 = 1 << 6;
        const LONG: u8 = 2 << 4;
        const NORMAL: u8 = 1;
        Self(Configuration {
            mcc: CHINA,
            locale: locale.with_script(),
            orientation: 1,
            touchscreen: 3,
            density: 480,
            keyboard: 1,
            navigation: 1,
            input_flags: KEYS_HIDDEN_SOFT | 2 << 2,
            screen_width: 1080,
            screen_height: 2400,
            sdk_version: u16::try_from(platform).unwrap_or(u16::MAX),
            screen_layout: LEFT_TO_RIGHT | LONG | SCREEN_SIZE_NORMAL,
            ui_mode: NORMAL | 1 << 4,
            smallest_screen_width_dp: 360,
            screen_width_dp: 360,
            screen_height_dp: 740,
            screen_layout2: 1,
            color_mode: 1 | 1 << 2,
            ..Configuration::default()
        })
    }

    /// A phone in China, set to Chinese.
    pub(crate) fn chinese(platform: u32) -> Self {
        Self::phone(Locale::of_tag("zh-Hans-CN"), platform)
    }

    /// The same without a SIM card.
    pub(crate) fn without_sim(self) -> Self {
        Self(Configuration { mcc: 0, mnc: 0, ..self.0 })
    }

    /// The same with a SIM card of that network.
    pub(crate) fn in_network(self, mnc: u16) -> Self {
        Self(Configuration { mnc, ..self.0 })
    }

    /// The same at night.
    pub(crate) fn at_night(self) -> Self {
        let ui_mode = self.0.ui_mode & !mask::UI_MODE_NIGHT | UI_MODE_NIGHT_YES;
        Self(Configuration { ui_mode, ..self.0 })
    }

    /// The same with a screen of that density.
    pub(crate) fn of_density(self, density: u16) -> Self {
        Self(Configuration { density, ..self.0 })
    }

    /// Its platform (API level).
    pub(crate) fn platform(&self) -> u32 {
        self.0.sdk_version.into()
    }

    /// What makes it another device than its like, in the words of resource folders.
    pub(crate) fn qualifiers(&self) -> String {
        let mut words = Vec::new();
        match (self.0.mcc, self.0.mnc) {
            (0, _) => {}
            (mcc, 0) => words.push(format!("mcc{mcc}")),
            (mcc, mnc) => words.push(format!("mcc{mcc}-mnc{mnc:02}")),
        }
        if self.0.ui_mode & mask::UI_MODE_NIGHT == UI_MODE_NIGHT_YES {
            words.push("night".to_owned());
        }
        words.push(format!("{}dpi-v{}", self.0.density, self.0.sdk_version));
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A configuration with one byte or two set.
    fn with(at: usize, value: u16) -> Configuration {
        let mut bytes = [0; Configuration::SIZE];
        bytes[0] = 64;
        bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
        Configuration::of_bytes(&bytes)
    }

    fn of(tag: &str) -> Configuration {
        Configuration { locale: Locale::of_tag(tag), ..Configuration::default() }
    }

    #[test]
    fn what_contradicts_a_phone_never_counts() {
        let phone = Device::chinese(platform::NEWEST);
        for (name, configuration, want) in [
            ("default", with(4, 0), true),
            ("mcc460", with(4, 460), true),
            ("mcc310", with(4, 310), false),
            ("mnc1", with(6, 1), false),
            ("port", with(12, 1), true),
            ("land", with(12, 2), false),
            ("notouch", with(13, 1), false),
            ("any density", with(14, 640), true),
            ("qwerty", with(16, 2), false),
            ("dpad", with(17, 2), false),
            ("keysexposed is as good as soft", with(18, 1), true),
            ("keyshidden", with(18, 2), false),
            ("navhidden", with(18, 8), true),
            ("navexposed", with(18, 4), false),
            ("feminine", with(19, 2), false),
            ("1080 pixels wide", with(20, 1080), true),
            ("1081 pixels wide", with(20, 1081), false),
            ("v37", with(24, 37), true),
            ("v38", with(24, 38), false),
            ("v0.1", with(26, 1), false),
            ("small", with(28, 1), true),
            ("large", with(28, 3), false),
            ("notlong", with(28, 0x10), false),
            ("ldrtl", with(28, 0x80), false),
            ("watch", with(29, 6), false),
            ("night", with(29, 0x20), false),
            ("notnight", with(29, 0x10), true),
            ("sw360dp", with(30, 360), true),
            ("sw600dp", with(30, 600), false),
            ("w400dp", with(32, 400), false),
            ("h740dp", with(34, 740), true),
            ("script without a language", with(36, u16::from_le_bytes(*b"Ha")), true),
            ("round", with(48, 2), false),
            ("widecg", with(49, 2), false),
            ("highdr", with(49, 8), false),
        ] {
            assert_eq!(configuration.matches(&phone), want, "{name}");
        }
        assert!(with(19, 2).matches(&Device::chinese(33)), "padding before Android 14");
        assert!(with(29, 0x20).matches(&phone.at_night()));
        assert!(with(6, 1).matches(&phone.in_network(1)));
        assert!(!with(4, 460).matches(&phone.without_sim()));
        assert!(
            with(24, 37).matches(&Device::installer())
                && !with(12, 1).matches(&Device::installer())
        );
    }

    #[test]
    fn languages_are_told_by_script() {
        let phone = Device::chinese(platform::NEWEST);
        for (tag, want) in [
            ("", true),
            ("zh", true),
            ("zh-CN", true),
            ("zh-SG", true),
            ("zh-MY", true),
            ("zh-Hans-TW", true),
            ("zh-TW", false),
            ("zh-HK", false),
            ("zh-US", false),
            ("zh-Hant-CN", false),
            ("en-CN", false),
        ] {
            assert_eq!(of(tag).matches(&phone), want, "{tag}");
        }
        assert!(!of("zh-MY").matches(&Device::chinese(29)), "traditional as far as Android 10");
        let computed = Configuration { script_was_computed: true, ..of("zh") };
        assert!(!computed.matches(&phone), "one that says it has no script");
    }

    #[test]
    fn the_better_one_is_nearer_to_the_phone() {
        let phone = Device::chinese(platform::NEWEST);
        for (name, better, worse) in [
            ("a country", with(4, 460), of("zh-CN")),
            ("a language", of("zh-SG"), of("")),
            ("its region", of("zh-CN"), of("zh")),
            ("no region", of("zh"), of("zh-SG")),
            ("the first region", of("zh-MY"), of("zh-SG")),
            ("no variant", of("zh-CN"), of("zh-CN-pinyin")),
            ("the direction", with(28, 0x40), of("")),
            ("the larger width", with(30, 360), with(30, 320)),
            ("the nearer width", with(32, 360), with(32, 320)),
            ("a normal screen", with(28, 2), of("")),
            ("none, which is normal", of(""), with(28, 1)),
            ("a long screen", with(28, 0x20), of("")),
            ("not round", with(48, 1), of("")),
            ("orientation", with(12, 1), of("")),
            ("by day", with(29, 0x10), of("")),
            ("any density", with(14, 0xfffe), with(14, 480)),
            ("its density", with(14, 480), with(14, 640)),
            ("scaled down", with(14, 640), with(14, 320)),
            ("touch", with(13, 3), of("")),
            ("soft keys", with(18, 3), with(18, 1)),
            ("keyboard", with(16, 1), of("")),
            ("pixels", with(20, 1080), with(20, 720)),
            ("the newer platform", with(24, 36), with(24, 21)),
        ] {
            assert!(better.is_better_than(&worse, &phone), "{name}");
        }
        // Of these each is better than the next: the order in the table decides.
        let (wide, chinese) = (with(30, 320), of("zh-CN"));
        assert!(wide.is_better_than(&chinese, &phone) && chinese.is_better_than(&wide, &phone));
        // Equal ones are none the better.
        for one in [of("zh-CN"), of("zh-Hans-CN"), with(14, 160)] {
            assert!(!one.is_better_than(&one, &phone));
        }
    }

    #[test]
    fn a_configuration_is_as_long_as_it_says() {
        let mut bytes = [0; Configuration::SIZE];
        bytes[30] = 1;
        for (size, want) in [(0, 0), (30, 0), (31, 1), (64, 1), (255, 1)] {
            bytes[0] = size;
            assert_eq!(Configuration::of_bytes(&bytes).smallest_screen_width_dp, want, "{size}");
        }
        assert_eq!(Configuration::of_bytes(&bytes[..20]), Configuration::of_bytes(&[]));
    }
}
