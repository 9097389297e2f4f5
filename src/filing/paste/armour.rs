//! The armour of PEM (RFC 7468) around one value, and nothing else that could be one.

use super::label::MAX_LABEL;
use super::not_read::{NotRead, holds_private_key};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// How many hex digits, or letters of base64, in a comment could be a value.
const MAX_DIGITS: usize = 32;
const MAX_LETTERS: usize = 40;

/// What stands inside the armour, what the armour calls it, and what stands before it. The end may
/// have been cut off. A private key anywhere is what the text is about.
///
/// # Errors
/// [`NotRead::MoreThanTheValue`]: a second armour, anything behind the end, or what could be a
/// value before the beginning.
pub(super) fn unarmoured(text: &str) -> Result<(&str, Option<String>, Option<String>), NotRead> {
    const PRIVATE: &str = "PRIVATE KEY";
    if holds_private_key(text) {
        return Ok(("", Some(PRIVATE.to_owned()), None));
    }
    let begun = text.split_once(BEGIN).and_then(|(before, after)| {
        let (label, body) = after.split_once(DASHES)?;
        Some((before, label, body))
    });
    let Some((before, label, body)) = begun else { return Ok((text, None, None)) };
    let (body, behind) = body.split_once(END).map_or((body, None), |(body, end)| (body, Some(end)));
    let is_ended = behind.is_none_or(|behind| ends(behind, label));
    if body.contains(DASHES) || !is_ended || holds_value(before) {
        return Err(NotRead::MoreThanTheValue);
    }
    let comment = before.trim();
    let comment = (!comment.is_empty()).then(|| comment.to_owned());
    Ok((body, Some(label.chars().take(MAX_LABEL).collect()), comment))
}

/// Whether behind `-----END ` stands what the armour began with, or as much of it as was copied,
/// and no more.
fn ends(behind: &str, label: &str) -> bool {
    let behind = behind.trim_end();
    format!("{label}{DASHES}").starts_with(behind)
}

/// Whether a comment could hold a value of its own.
fn holds_value(comment: &str) -> bool {
    comment.lines().any(|line| {
        let (mut digits, mut letters) = (0_usize, 0_usize);
        line.chars().any(|c| {
            match c {
                ' ' | ':' => letters = 0,
                c if c.is_ascii_hexdigit() => {
                    (digits, letters) = (digits.saturating_add(1), letters.saturating_add(1));
                }
                c if c.is_ascii_alphanumeric() || matches!(c, '+' | '/') => {
                    (digits, letters) = (0, letters.saturating_add(1));
                }
                _ => (digits, letters) = (0, 0),
            }
            digits >= MAX_DIGITS || letters >= MAX_LETTERS
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_stands_in_armour_and_nothing_beside_it() {
        const MORE: Result<&str, NotRead> = Err(NotRead::MoreThanTheValue);
        let digits = "ab".repeat(16);
        for (text, want) in [
            ("-----BEGIN A-----AQ==-----END A-----", Ok("AQ==")),
            ("-----BEGIN A-----AQ==-----END A-----\r\n ", Ok("AQ==")),
            ("-----BEGIN A-----AQ==", Ok("AQ==")),
            ("-----BEGIN A-----AQ==-----END A--", Ok("AQ==")),
            ("the key of\nlast year: -----BEGIN A-----AQ==-----END A-----", Ok("AQ==")),
            ("AQ==", Ok("AQ==")),
            ("-----BEGIN A-----AQ==-----END A-----x", MORE),
            ("-----BEGIN A-----AQ==-----END B-----", MORE),
            ("-----BEGIN A-----AQ==-----END A----------BEGIN A-----AQ==-----END A-----", MORE),
            ("-----BEGIN A-----AQ==-----BEGIN A-----AQ==-----END A-----", MORE),
            (&format!("{digits}\n-----BEGIN A-----AQ==-----END A-----"), MORE),
            (&format!("MIIB{}\n-----BEGIN A-----AQ==-----END A-----", "xy".repeat(20)), MORE),
        ] {
            assert_eq!(unarmoured(text).map(|(body, ..)| body), want, "{text}");
        }
    }
}
