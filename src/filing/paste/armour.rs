//! The armour of PEM (RFC 7468) around one value, and nothing else that could be one.

use super::label::MAX_LABEL;
use super::not_read::{NotRead, holds_private_key};
use crate::encoding::pem;

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
    let Some(armour) = pem::Armour::first(text) else { return Ok((text, None, None)) };
    if armour.is_broken() || !armour.ends_the_text() || holds_value(armour.before) {
        return Err(NotRead::MoreThanTheValue);
    }
    // Digits that are encrypted are those of a private key, which is told above.
    let body = pem::without_headers(armour.body).ok_or(NotRead::Unreadable)?;
    let comment = armour.before.trim();
    let comment = (!comment.is_empty()).then(|| comment.to_owned());
    Ok((body, Some(armour.label.chars().take(MAX_LABEL).collect()), comment))
}

/// What armour that ends as it began calls its content, and what stands behind it.
pub(super) fn label_and_end<'t>(armour: &pem::Armour<'t>) -> Option<(String, &'t str)> {
    let behind = armour.behind.filter(|_| !armour.is_broken())?;
    let behind = behind.strip_prefix(armour.label)?.strip_prefix("-----")?;
    Some((armour.label.chars().take(MAX_LABEL).collect(), behind))
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
            ("-----BEGIN A-----\nName: value\n\nAQ==\n-----END A-----", Ok("AQ==\n")),
            ("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAQ==", Err(NotRead::Unreadable)),
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
