//! Labels before a value: 「签名MD5值：」, `SHA1 Fingerprint=`, `Modulus=`. They come off, and what
//! they say is kept: one that names another digest or platform than the value's says that it is
//! another value.

use crate::crypto::digest::DigestAlgorithm;
use crate::report::Platform;

/// The longest label before a value (`签名MD5值(SHA-1)：`), in characters.
pub(super) const MAX_LABEL: usize = 40;
/// How many labels may stand before a value (`证书指纹: MD5: …`).
const MAX_LABELS: usize = 4;

/// The text without labels that end in a colon or an equals sign, or that are the name of a digest;
/// and these labels.
pub(super) fn without_labels(mut text: &str) -> (&str, Vec<String>) {
    let mut labels = Vec::new();
    for _ in 0..MAX_LABELS {
        // An equals sign may be the padding of base64.
        let text_before_padding = text.trim_end_matches('=');
        let has_label = text_before_padding.contains([':', '=']);
        let labelled = || split(text).filter(|(label, _)| has_label && is_label(label));
        let Some((label, value)) = with_name(text).or_else(labelled) else { break };
        labels.push(label.to_owned());
        text = value.trim();
    }
    (text, labels)
}

/// What stands before the first colon or equals sign, and behind it. Where that is the colon
/// between the first two bytes of a value, and a blank parts the value from what is before it, they
/// part there (`指纹 AB:CD:…`).
fn split(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.split_once([':', '='])?;
    let is_byte = |byte: &str| byte.len() == 2 && byte.bytes().all(|c| c.is_ascii_hexdigit());
    let is_inside = |byte: &str| is_byte(byte) && value.split(':').next().is_some_and(is_byte);
    match label.rsplit_once([' ', '\n']) {
        Some((label, byte)) if is_inside(byte) => text.split_at_checked(label.len()),
        _ => Some((label, value)),
    }
}

/// Whether what stands before a colon is a label, and no part of a value: digits of one must not be
/// lost.
fn is_label(text: &str) -> bool {
    let mut run = 0_usize;
    let mut is_value = true;
    let mut before = ' ';
    for (place, c) in text.trim().chars().enumerate() {
        let last = before;
        before = if c == ' ' { last } else { c };
        match c {
            // What stands between digits, and before them.
            ' ' | '-' | '+' | ',' | ';' => {}
            'x' | 'X' if last == '0' => {}
            // What stands on a line of its own is another value.
            '\n' => return false,
            c if c.is_ascii_hexdigit() => run = run.saturating_add(1),
            _ => (run, is_value) = (0, false),
        }
        if run >= MAX_RUN || place >= MAX_LABEL {
            return false;
        }
    }
    !is_value
}

/// How many hex digits one behind the other are those of a value. `SHA256` has three, `deadface` is
/// no label.
const MAX_RUN: usize = 8;

/// The name of a digest or number that a blank parts from the value, and the value.
fn with_name(text: &str) -> Option<(&str, &str)> {
    const NAMES: [&str; 8] =
        ["md5", "sha1", "sha-1", "sha256", "sha-256", "modulus", "模数", "公钥"];
    let (first, rest) = text.split_once([' ', '\n'])?;
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(first)).then_some((first, rest))
}

/// The first label that calls the value what it is not: one that names digests, and not the value's
/// (`None`: it is no digest), or platforms, and not the package's.
pub(in crate::filing) fn contradicting<'l>(
    mut labels: impl Iterator<Item = &'l str>,
    digest: Option<DigestAlgorithm>,
    platform: Option<Platform>,
) -> Option<&'l str> {
    labels.find(|label| {
        let label = label.to_lowercase();
        let digests = digests(&label);
        let named: Vec<Platform> = platforms(&label).collect();
        let is_other_digest =
            !digests.is_empty() && digest.is_none_or(|digest| !digests.contains(&digest.as_str()));
        let is_other_platform =
            !named.is_empty() && platform.is_some_and(|platform| !named.contains(&platform));
        is_other_digest || is_other_platform
    })
}

/// The names of digests in a label, as [`DigestAlgorithm::as_str`] writes them. That of a
/// signature's algorithm (`SHA256withRSA`) is none.
fn digests(label: &str) -> Vec<&'static str> {
    const NAMES: [(&str, &str); 8] = [
        ("md5", "MD5"),
        ("sha1", "SHA-1"),
        ("sha224", "SHA-224"),
        ("sha256", "SHA-256"),
        ("sha384", "SHA-384"),
        ("sha512", "SHA-512"),
        // No value of a row is one of these.
        ("sm3", "SM3"),
        ("crc32", "CRC-32"),
    ];
    let joined: String = label.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
    let is_named = |name: &str| {
        joined.match_indices(name).any(|(place, _)| {
            let behind = joined.get(place.saturating_add(name.len())..).unwrap_or_default();
            !behind.starts_with(|c: char| c.is_ascii_digit()) && !behind.starts_with("with")
        })
    };
    NAMES.iter().filter(|(name, _)| is_named(name)).map(|(_, digest)| *digest).collect()
}

/// The platforms that a label names.
fn platforms(label: &str) -> impl Iterator<Item = Platform> {
    const NAMES: [(&str, Platform); 9] = [
        ("安卓", Platform::Android),
        ("android", Platform::Android),
        ("鸿蒙", Platform::HarmonyOs),
        ("harmony", Platform::HarmonyOs),
        ("苹果", Platform::Ios),
        ("ios", Platform::Ios),
        ("iphone", Platform::Ios),
        ("快应用", Platform::QuickApp),
        ("quickapp", Platform::QuickApp),
    ];
    let is_letter = |c: char| c.is_ascii_alphabetic();
    NAMES.iter().filter_map(move |(name, platform)| {
        let is_word = |(place, _): (usize, &str)| {
            let (before, from) = label.split_at_checked(place).unwrap_or_default();
            let behind = from.strip_prefix(name).unwrap_or_default();
            // `ios` is a part of other words; `harmonyos` is not.
            !name.is_ascii()
                || !before.ends_with(is_letter)
                    && (*name != "ios" || !behind.starts_with(is_letter))
        };
        label.match_indices(name).any(is_word).then_some(*platform)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_before_a_colon_are_no_label() {
        for (text, want) in [
            ("MD5: 12", "12"),
            ("证书指纹: MD5: 12", "12"),
            ("MD5 12", "12"),
            ("MD5 12:34", "12:34"),
            ("MD5 1: 2: 34", "1: 2: 34"),
            ("SHA1 Fingerprint=12:34", "12:34"),
            ("指纹 12:34:56", "12:34:56"),
            ("指纹 12: 34", "34"),
            ("0 x12:34", "0 x12:34"),
            ("Modulus=12", "12"),
            ("12:34", "12:34"),
            ("0x12:34", "0x12:34"),
            ("0x12, 0x34: 56", "0x12, 0x34: 56"),
            ("+12:34", "+12:34"),
            ("12,34:56", "12,34:56"),
            ("12;34=56", "12;34=56"),
            ("MD5: 0x12:34", "0x12:34"),
            ("deadface1: 12", "deadface1: 12"),
            ("a\nb: 12", "a\nb: 12"),
        ] {
            assert_eq!(without_labels(text).0, want, "{text}");
        }
    }

    #[test]
    fn a_label_that_names_another_value_contradicts() {
        use DigestAlgorithm::{Md5, Sha1, Sha256};
        use Platform::{Android, HarmonyOs, Ios};
        for (label, digest, platform, contradicts) in [
            ("MD5", Some(Md5), Android, false),
            ("SHA1", Some(Md5), Android, true),
            ("SHA-1 Fingerprint", Some(Md5), Android, true),
            ("SHA-1", Some(Sha1), HarmonyOs, false),
            ("sha 256", Some(Sha256), Android, false),
            ("SHA1", Some(Sha256), Android, true),
            ("SHA512", Some(Md5), Android, true),
            ("sm3", Some(Md5), Android, true),
            // The form's own label, which names both.
            ("签名MD5值(SHA-1)", Some(Md5), HarmonyOs, false),
            ("签名MD5值(SHA-1)", Some(Sha1), Ios, false),
            ("签名指纹", Some(Md5), Android, false),
            ("MD5", None, Android, true),
            ("SHA256withRSA 公钥", None, Android, false),
            ("模数", None, Android, false),
            ("鸿蒙公钥", None, Android, true),
            ("安卓公钥", None, Android, false),
            ("Android / iOS", None, Android, false),
            ("iOS", None, Android, true),
            ("biosign", None, Android, false),
            ("HarmonyOS", None, HarmonyOs, false),
            ("HarmonyOS MD5", Some(Md5), Android, true),
        ] {
            let found = contradicting([label].into_iter(), digest, Some(platform));
            assert_eq!(found.is_some(), contradicts, "{label}");
        }
        assert_eq!(contradicting(["鸿蒙"].into_iter(), None, None), None);
        assert_eq!(contradicting(["证书指纹", "SHA1"].into_iter(), Some(Md5), None), Some("SHA1"));
    }
}
