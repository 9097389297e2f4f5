//! Which of two configurations is the better one on a device (`ResTable_config::isBetterThan`).

use std::cmp::Ordering;

use super::{Configuration, Device, SCREEN_SIZE_NORMAL, mask};
use crate::android::identity::locale::{are_equivalent, compare_regions};

const DENSITY_MEDIUM: u16 = 160;
const DENSITY_ANY: u16 = 0xfffe;

impl Configuration {
    /// Whether it is the better one, of two that count on that device (`isBetterThan`). This is no
    /// order: of three each can be better than the next.
    pub(crate) fn is_better_than(&self, other: &Self, device: &Device) -> bool {
        let it = &device.0;
        if self.mcc != other.mcc && it.mcc != 0 {
            return self.mcc != 0;
        }
        if self.mnc != other.mnc && it.mnc != 0 {
            return self.mnc != 0;
        }
        // A worse locale does not decide it.
        if self.has_better_locale(other, it) {
            return true;
        }
        let better = self
            .better_screen(other, it)
            .or_else(|| self.better_mode(other, it))
            .or_else(|| self.better_density(other, it))
            .or_else(|| self.better_input(other, it))
            .or_else(|| {
                let size = |of: &Self| (of.screen_width, of.screen_height);
                nearer(size(self), size(other), size(it))
            });
        better.unwrap_or_else(|| {
            if self.sdk_version != other.sdk_version && it.sdk_version != 0 {
                return self.sdk_version > other.sdk_version;
            }
            self.minor_version != other.minor_version
                && it.minor_version != 0
                && self.minor_version != 0
        })
    }

    /// `isLocaleBetterThan`, without the exceptions for English.
    fn has_better_locale(&self, other: &Self, it: &Self) -> bool {
        if it.locale.is_default() || self.locale.is_default() && other.locale.is_default() {
            return false;
        }
        if !are_equivalent(self.locale.language, other.locale.language) {
            return !matches!(self.locale.language, [0, _]);
        }
        match compare_regions(self.locale.region, other.locale.region, &it.locale) {
            Ordering::Equal => {}
            better => return better.is_gt(),
        }
        let same_text = |mine: &[u8], its: &[u8]| until_nul(mine) == until_nul(its);
        let has_variant = |of: &Self| same_text(&of.locale.variant, &it.locale.variant);
        if has_variant(self) != has_variant(other) {
            return has_variant(self);
        }
        let has_numbers = |of: &Self| same_text(&of.numbering_system, &it.numbering_system);
        if has_numbers(self) != has_numbers(other) {
            return has_numbers(self);
        }
        self.locale.language == it.locale.language && other.locale.language != it.locale.language
    }

    fn better_screen(&self, other: &Self, it: &Self) -> Option<bool> {
        let direction = |of: &Self| of.screen_layout & mask::LAYOUT_DIRECTION;
        if direction(self) != direction(other) && direction(it) != 0 {
            return Some(direction(self) > direction(other));
        }
        if self.smallest_screen_width_dp != other.smallest_screen_width_dp {
            return Some(self.smallest_screen_width_dp > other.smallest_screen_width_dp);
        }
        let size = |of: &Self| (of.screen_width_dp, of.screen_height_dp);
        if let Some(nearer) = nearer(size(self), size(other), size(it)) {
            return Some(nearer);
        }
        let size = |of: &Self| of.screen_layout & mask::SCREEN_SIZE;
        if size(self) != size(other) && size(it) != 0 {
            // None is taken for a normal one where the device is at least that.
            let fixed =
                |of| if size(of) == 0 && size(it) >= SCREEN_SIZE_NORMAL { 2 } else { size(of) };
            return Some(match fixed(self).cmp(&fixed(other)) {
                Ordering::Equal => size(self) != 0,
                order => order.is_gt(),
            });
        }
        let long = |of: &Self| of.screen_layout & mask::SCREEN_LONG;
        if long(self) != long(other) && long(it) != 0 {
            return Some(long(self) != 0);
        }
        let round = |of: &Self| of.screen_layout2 & mask::SCREEN_ROUND;
        (round(self) != round(other) && round(it) != 0).then(|| round(self) != 0)
    }

    fn better_mode(&self, other: &Self, it: &Self) -> Option<bool> {
        type Field = fn(&Configuration) -> u8;
        const FIELDS: [Field; 5] = [
            |of| of.color_mode & mask::WIDE_COLOR_GAMUT,
            |of| of.color_mode & mask::HDR,
            |of| of.orientation,
            |of| of.ui_mode & mask::UI_MODE_TYPE,
            |of| of.ui_mode & mask::UI_MODE_NIGHT,
        ];
        let decides = |field: &&Field| field(self) != field(other) && field(it) != 0;
        FIELDS.iter().find(decides).map(|field| field(self) != 0)
    }

    /// Scaling down is preferred.
    fn better_density(&self, other: &Self, it: &Self) -> Option<bool> {
        if self.density == other.density {
            return (self.touchscreen != other.touchscreen && it.touchscreen != 0)
                .then_some(self.touchscreen != 0);
        }
        let or_medium = |density| if density == 0 { DENSITY_MEDIUM } else { density };
        let (mine, others) = (or_medium(self.density), or_medium(other.density));
        if mine == DENSITY_ANY || others == DENSITY_ANY {
            return Some(mine == DENSITY_ANY);
        }
        let wanted = if it.density == DENSITY_ANY { DENSITY_MEDIUM } else { or_medium(it.density) };
        let (low, high) = (mine.min(others), mine.max(others));
        // Of two equal ones (none and medium) the first is the bigger.
        let takes_low = low >= wanted && high != wanted;
        Some((mine >= others) != takes_low)
    }

    fn better_input(&self, other: &Self, it: &Self) -> Option<bool> {
        let keys = |of: &Self| of.input_flags & mask::KEYS_HIDDEN;
        if keys(self) != keys(other) && keys(it) != 0 {
            for (decides, better) in [
                (keys(self) == 0, false),
                (keys(other) == 0, true),
                (keys(self) == keys(it), true),
                (keys(other) == keys(it), false),
            ] {
                if decides {
                    return Some(better);
                }
            }
        }
        let nav = |of: &Self| of.input_flags & mask::NAV_HIDDEN;
        if nav(self) != nav(other) && nav(it) != 0 && (nav(self) == 0 || nav(other) == 0) {
            return Some(nav(self) != 0);
        }
        if self.keyboard != other.keyboard && it.keyboard != 0 {
            return Some(self.keyboard != 0);
        }
        (self.navigation != other.navigation && it.navigation != 0).then_some(self.navigation != 0)
    }
}

/// Which of two sizes is nearer to that of the device; a dimension that it does not have is not
/// looked at.
fn nearer(mine: (u16, u16), others: (u16, u16), its: (u16, u16)) -> Option<bool> {
    let one = |its: u16, of: u16| {
        let distance = i32::from(its).saturating_sub(of.into());
        if its == 0 { 0 } else { distance }
    };
    let distance = |of: (u16, u16)| one(its.0, of.0).saturating_add(one(its.1, of.1));
    match distance(mine).cmp(&distance(others)) {
        Ordering::Equal => None,
        order => Some(order.is_lt()),
    }
}

fn until_nul(text: &[u8]) -> &[u8] {
    text.split(|&byte| byte == 0).next().unwrap_or_default()
}
