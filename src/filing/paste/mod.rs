//! What a person pasted, as a value: full-width letters, blanks, separators, labels, quotes and
//! armour come off.
//!
//! Nobody types 617 digits: the texts come from viewers, manuals and chats, and carry what stood
//! around them (`SHA1: AB:CD…`, 「模数：2072…」, `-----BEGIN PUBLIC KEY-----`). Reading is
//! generous, comparing is not: no digit is ever added, changed or left out. Time and memory are
//! bounded by [`MAX_TEXT`].

mod armour;
mod key;
mod label;
mod not_read;
mod page;
mod platform;
#[cfg(test)]
mod tests;

use base64ct::{Base64, Base64Unpadded, Encoding};

use self::armour::unarmoured;
pub(super) use self::key::without_sign;
pub use self::key::{KeyKind, KeyText, public_key};
pub(super) use self::label::contradicting;
use self::label::without_labels;
pub use self::not_read::NotRead;
pub(crate) use self::not_read::holds_private_key;
pub(super) use self::page::{Found, values};
pub use self::platform::{PlatformText, platform};
pub(super) use self::platform::{is_plain_platform, labelled_platform};

use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::pem;
use crate::report::{Platform, is_hidden};

/// The longest text that is read, in bytes: a chain of certificates in PEM is shorter, and so is
/// any key.
pub const MAX_TEXT: usize = 32 << 10;
/// A text without what stood around the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cleaned {
    /// ASCII where there is an ASCII letter for it. Separators between digits still stand.
    pub(super) text: String,
    /// Whether it ended in 「…」 or `...`.
    pub(super) is_cut: bool,
    /// What the armour called it: `PUBLIC KEY`.
    pub(super) armour: Option<String>,
    /// What stood before the value and said what it is.
    pub(super) labels: Vec<String>,
}

/// Takes off what stands around a value.
pub(super) fn clean(text: &str) -> Result<Cleaned, NotRead> {
    if text.len() > MAX_TEXT {
        return Err(NotRead::TooLong);
    }
    let text: String = text.chars().filter_map(plain).collect();
    let text = if text.contains("-----BEGIN ") { pem::plain(&text) } else { text.as_str().into() };
    let (text, armour, comment) = unarmoured(&text)?;
    let (text, is_cut) = without_ellipsis(text.trim());
    let (text, mut labels) =
        if armour.is_some() { (text, Vec::new()) } else { without_labels(text) };
    if text.is_empty() && armour.is_none() {
        return Err(NotRead::Empty);
    }
    labels.extend(comment);
    Ok(Cleaned { text: text.to_owned(), is_cut, armour, labels })
}

/// Whether a text is written as a value is to be: only case, blanks, the ends of lines and colons
/// may differ, where they tell nothing. All else that reading takes off is in the way of whoever
/// reads the form.
pub(super) fn is_tidy(text: &str, value: &str, matters: CaseMatters) -> bool {
    let bare = |text: &str| -> String {
        let is_passed = |c: &char| matches!(c, ' ' | '\t' | '\r' | '\n' | ':');
        text.chars().filter(|c| !is_passed(c)).collect()
    };
    let (text, value) = (bare(text), bare(value));
    match matters {
        CaseMatters::Yes => text == value,
        CaseMatters::No => text.eq_ignore_ascii_case(&value),
    }
}

/// Whether upper and lower case make two values of one: in base64 and in names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseMatters {
    Yes,
    No,
}

/// The plain character for one: full-width forms and odd blanks and dashes have one, quotes and
/// marks that nobody sees have none.
fn plain(c: char) -> Option<char> {
    match c {
        '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' | '＇' => {
            None
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '⋯' | '‥' => Some('…'),
        '。' => Some('.'),
        '、' => Some(','),
        '∶' => Some(':'),
        // The forms of U+0021 to U+007E stand at U+FF01 in the same order.
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32),
        '\n' => Some('\n'),
        c if c.is_whitespace() => Some(' '),
        // A control character is a sign of something else, and stays.
        c if is_hidden(c) && !c.is_control() => None,
        c => Some(c),
    }
}

/// The text without a mark at its end that says that there was more.
fn without_ellipsis(text: &str) -> (&str, bool) {
    let rest = text.trim_end_matches(['…', ' ', '\n']);
    let dots = rest.trim_end_matches('.');
    let marked = text.trim_end().ends_with('…');
    if rest.len().saturating_sub(dots.len()) > 1 { (dots.trim_end(), true) } else { (rest, marked) }
}

/// The digits of a text in lower case, without what separates them. `None` where anything else
/// stands in it.
pub(super) fn hex_digits(text: &str) -> Option<String> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let joined: String =
        text.chars().filter(|c| !matches!(c, ' ' | '\n' | ':' | '-' | ',' | ';')).collect();
    // Before a value or, as in the source of a program, before every byte.
    let digits = joined.to_ascii_lowercase().replace("0x", "");
    (!digits.is_empty() && digits.bytes().all(|c| c.is_ascii_hexdigit())).then_some(digits)
}

/// The base64 of a text without blanks and padding. `None` where anything else stands in it.
pub(super) fn base64_digits(text: &str) -> Option<String> {
    let standard = |c| match c {
        '-' => '+',
        '_' => '/',
        c => c,
    };
    // As in the source of a program.
    let text = text.replace("\\r", "").replace("\\n", "");
    let joined: String = text.chars().filter(|c| !matches!(c, ' ' | '\n')).map(standard).collect();
    let digits = joined.trim_end_matches('=');
    let is_digit = |c: u8| c.is_ascii_alphanumeric() || c == b'+' || c == b'/';
    (!digits.is_empty() && digits.bytes().all(is_digit)).then(|| digits.to_owned())
}

/// The bytes that base64 without padding encodes.
pub(super) fn from_base64(digits: &str) -> Option<Vec<u8>> {
    Base64Unpadded::decode_vec(digits).or_else(|_| Base64::decode_vec(digits)).ok()
}

/// A digest of something, as it was pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FingerprintText {
    /// The digest.
    pub bytes: Vec<u8>,
    /// What digests of this length mostly are. A length tells no more than that.
    pub algorithm: DigestAlgorithm,
    /// Whether it was written in base64, in which no form takes it.
    pub is_base64: bool,
    /// What stood before it and said what it is.
    pub(super) labels: Vec<String>,
}

/// Reads a fingerprint: 32 hex digits are taken for an MD5, 40 for a SHA-1, 64 for a SHA-256.
///
/// ```
/// use beian::DigestAlgorithm;
/// use beian::filing::paste;
///
/// let pasted = "md5 Fingerprint=49:75:DC:56:06:FE:E9:2F：AD:DB:EF:DA:C0:A9:78:CE";
/// let text = paste::fingerprint(pasted)?;
/// assert_eq!(text.algorithm, DigestAlgorithm::Md5);
/// assert_eq!(text.bytes.first(), Some(&0x49));
/// # Ok::<(), paste::NotRead>(())
/// ```
///
/// # Errors
/// [`NotRead`]: why the text is no fingerprint.
pub fn fingerprint(text: &str) -> Result<FingerprintText, NotRead> {
    let cleaned = clean(text)?;
    if cleaned.armour.is_some() {
        return Err(NotRead::Unreadable);
    }
    if let Some(read) = a_fingerprint(&cleaned) {
        return Ok(read);
    }
    Err(more_or_unreadable(text, |line| {
        clean(line).ok().and_then(|line| a_fingerprint(&line)).is_some()
    }))
}

fn a_fingerprint(cleaned: &Cleaned) -> Option<FingerprintText> {
    let read = |bytes: Vec<u8>, is_base64| {
        let labels = cleaned.labels.clone();
        Some(FingerprintText { algorithm: algorithm_of(bytes.len())?, bytes, is_base64, labels })
    };
    match hex_digits(&cleaned.text).and_then(|digits| hex::decode(digits).ok()) {
        Some(bytes) => read(bytes, false),
        None => read(from_base64(&base64_digits(&cleaned.text)?)?, true),
    }
}

/// The digest that has so many bytes.
fn algorithm_of(length: usize) -> Option<DigestAlgorithm> {
    match length {
        16 => Some(DigestAlgorithm::Md5),
        20 => Some(DigestAlgorithm::Sha1),
        32 => Some(DigestAlgorithm::Sha256),
        _ => None,
    }
}

/// Whether one of several lines would have been a value.
pub(super) fn more_or_unreadable(text: &str, reads: impl Fn(&str) -> bool) -> NotRead {
    let is_long = |line: &&str| line.chars().filter(|c| !c.is_whitespace()).count() >= 16;
    let mut lines = text.lines().filter(is_long).take(MAX_LINES).peekable();
    let several = text.trim().lines().nth(1).is_some();
    if several && lines.any(reads) { NotRead::MoreThanTheValue } else { NotRead::Unreadable }
}

/// How many lines of a text that is no value are tried one by one.
const MAX_LINES: usize = 64;

/// The name of an app that was pasted: blanks around it and a label come off, all else stays.
///
/// # Errors
/// [`NotRead`]: there is none.
pub fn package_name(text: &str) -> Result<String, NotRead> {
    labelled_name(text).map(|(name, _)| name.to_owned())
}

/// The name of an app that was pasted, and its label.
pub(super) fn labelled_name(text: &str) -> Result<(&str, Option<&str>), NotRead> {
    if text.len() > MAX_TEXT {
        return Err(NotRead::TooLong);
    }
    let is_quote = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '「' | '」' | ' ');
    let labelled = text.split_once([':', '：', '=']).filter(|(label, _)| !label.contains('.'));
    let name = labelled.map_or(text, |(_, name)| name).trim().trim_matches(is_quote);
    let label = labelled.map(|(label, _)| label);
    if name.is_empty() { Err(NotRead::Empty) } else { Ok((name, label)) }
}

/// A name with full-width letters made plain and blanks and marks that nobody sees left out: what
/// was meant.
pub(super) fn plain_name(name: &str) -> String {
    name.chars().filter_map(plain).filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text has the shape that names of packages have on a platform. Quick apps name theirs
/// as Android does.
///
/// Android: two parts or more of letters, digits and `_`, each beginning with a letter. HarmonyOS:
/// three parts or more, 7 to 128 bytes. iOS: letters, digits and `-`.
#[must_use]
pub fn is_package_name(name: &str, platform: Platform) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let starts_with_letter = |part: &&str| part.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_word = |part: &&str| part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match platform {
        Platform::Android | Platform::QuickApp => {
            parts.len() > 1 && parts.iter().all(|part| starts_with_letter(part) && is_word(part))
        }
        Platform::HarmonyOs => {
            let ends = |part: &&str| {
                part.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && part.ends_with(|c: char| c.is_ascii_alphanumeric())
            };
            (7..=128).contains(&name.len())
                && parts.len() > 2
                && parts.first().is_some_and(starts_with_letter)
                && parts.iter().all(|part| ends(part) && is_word(part))
        }
        Platform::Ios => {
            let is_part = |part: &&str| {
                !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            };
            parts.len() > 1 && parts.iter().all(is_part)
        }
    }
}
