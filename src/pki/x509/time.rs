//! Points in time as certificates give them.

use std::fmt;

use crate::encoding::asn1::{Element, tag};

/// A point in time in UTC, to the second. `Display` writes RFC 3339: `2024-01-02T03:04:05Z`.
/// Ordered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Time {
    /// Reads a `UTCTime` or `GeneralizedTime` (RFC 5280, section 4.1.2.5) as the JDK's `DerValue`
    /// does: seconds may be missing, and a zone other than `Z` be given, as old tools wrote them.
    pub(crate) fn read(element: &Element<'_>) -> Option<Self> {
        let mut digits = Digits(element.content);
        let year = match element.tag {
            tag::UTC_TIME => {
                let year = u16::from(digits.pair(0, 99)?);
                if year < 50 { year.checked_add(2000)? } else { year.checked_add(1900)? }
            }
            tag::GENERALIZED_TIME => {
                let century = u16::from(digits.pair(0, 99)?);
                century.checked_mul(100)?.checked_add(digits.pair(0, 99)?.into())?
            }
            _ => return None,
        };
        let (month, day) = (digits.pair(1, 12)?, digits.pair(1, 31)?);
        let (hour, minute) = (digits.pair(0, 23)?, digits.pair(0, 59)?);
        let second = match digits.0.first() {
            Some(b'0'..=b'9') => digits.pair(0, 59)?,
            _ => 0,
        };
        if element.tag == tag::GENERALIZED_TIME {
            digits.skip_fraction()?;
        }
        let local = Self { year, month, day, hour, minute, second }.existing()?;
        match digits.0 {
            b"Z" => Some(local),
            [sign @ (b'+' | b'-'), zone @ ..] => {
                let mut zone = Digits(zone);
                let minutes = i64::from(zone.pair(0, 23)?).checked_mul(60)?;
                let offset = minutes.checked_add(zone.pair(0, 59)?.into())?.checked_mul(60)?;
                let offset = if *sign == b'+' { offset } else { offset.checked_neg()? };
                let utc = Self::from_unix_seconds(local.unix_seconds().checked_sub(offset)?);
                utc.filter(|_| zone.0.is_empty())
            }
            _ => None,
        }
    }

    /// The day that a date stands for which is in no calendar: Java takes 31 November for 1
    /// December.
    fn existing(self) -> Option<Self> {
        let midnight = Self { hour: 0, minute: 0, second: 0, ..self };
        let Self { year, month, day, .. } = Self::from_unix_seconds(midnight.unix_seconds())?;
        Some(Self { year, month, day, ..self })
    }

    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        let days = days_from_civil(self.year.into(), self.month.into(), self.day.into());
        let hours = days.saturating_mul(24).saturating_add(self.hour.into());
        let minutes = hours.saturating_mul(60).saturating_add(self.minute.into());
        minutes.saturating_mul(60).saturating_add(self.second.into())
    }

    /// `None` outside the years that a certificate can name.
    pub(crate) fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days)?;
        let small = |number: i64| u8::try_from(number).ok();
        Some(Self {
            year: u16::try_from(year).ok().filter(|&year| year <= 9999)?,
            month: small(month)?,
            day: small(day)?,
            hour: small(rest.checked_div(3600)?)?,
            minute: small(rest.checked_div(60)?.checked_rem(60)?)?,
            second: small(rest.checked_rem(60)?)?,
        })
    }
}

/// Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms"). Years begin in March, so that the leap day is the last.
#[allow(clippy::arithmetic_side_effects, reason = "years have four digits")]
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The other way round, for the days of some thousand years.
#[allow(clippy::arithmetic_side_effects, reason = "the days are those of years with four digits")]
fn civil_from_days(days: i64) -> Option<(i64, i64, i64)> {
    if days.unsigned_abs() > 10_000 * 366 {
        return None;
    }
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some((year, month, day))
}

/// Decimal digits, two at a time.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn pair(&mut self, min: u8, max: u8) -> Option<u8> {
        let ([tens, units], rest) = self.0.split_first_chunk()?;
        let digit = |byte: u8| byte.checked_sub(b'0').filter(|&digit| digit <= 9);
        let value = digit(*tens)?.checked_mul(10)?.checked_add(digit(*units)?)?;
        self.0 = rest;
        (min..=max).contains(&value).then_some(value)
    }

    /// Passes over the fraction of a second, which has a digit if it is there.
    fn skip_fraction(&mut self) -> Option<()> {
        if let [b'.' | b',', fraction @ ..] = self.0 {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            self.0 = fraction.get(digits..).filter(|_| digits > 0)?;
        }
        Some(())
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_types_are_read() {
        const UTC: u8 = tag::UTC_TIME;
        const GENERALIZED: u8 = tag::GENERALIZED_TIME;
        for (tag, text, want) in [
            (UTC, "080229013346Z", Some(("2008-02-29T01:33:46Z", 1_204_248_826))),
            (UTC, "500101000000Z", Some(("1950-01-01T00:00:00Z", -631_152_000))),
            (UTC, "0802290133Z", Some(("2008-02-29T01:33:00Z", 1_204_248_780))),
            (UTC, "080229013346+0800", Some(("2008-02-28T17:33:46Z", 1_204_220_026))),
            (UTC, "261131124543Z", Some(("2026-12-01T12:45:43Z", 1_796_129_143))),
            (UTC, "270230000000Z", Some(("2027-03-02T00:00:00Z", 1_803_945_600))),
            (UTC, "161231235960Z", None),
            (UTC, "080229013346.5Z", None),
            (UTC, "080229013346Z0", None),
            (UTC, "080229013346+08000", None),
            (GENERALIZED, "20240102030405.Z", None),
            (GENERALIZED, "20500101000000Z", Some(("2050-01-01T00:00:00Z", 2_524_608_000))),
            (GENERALIZED, "99991231235959Z", Some(("9999-12-31T23:59:59Z", 253_402_300_799))),
            (GENERALIZED, "20240102030405.678Z", Some(("2024-01-02T03:04:05Z", 1_704_164_645))),
            (GENERALIZED, "00000101000000+2359", None),
            (UTC, "081329013346Z", None),
            (UTC, "0802290133", None),
            (UTC, "", None),
            (tag::INTEGER, "080229013346Z", None),
        ] {
            let element = Element { tag, raw: &[], content: text.as_bytes() };
            let time = Time::read(&element).map(|time| (time.to_string(), time.unix_seconds()));
            assert_eq!(time, want.map(|(text, unix)| (text.to_owned(), unix)), "{text}");
        }
    }
}
