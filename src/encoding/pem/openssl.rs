//! PEM as OpenSSL's `PEM_read_bio_X509` reads it, and with it a HarmonyOS device the certificate in
//! a profile.
//!
//! OpenHarmony `HapCertVerifyOpensslUtils::GetX509CertFromPemString` gives the text to OpenSSL's
//! `PEM_read_bio_X509`: armour stands at the start of a line, and the first block counts, under
//! each of three labels. Where that is no certificate, nothing behind it is taken instead, which
//! some readers do and others do not.

use base64ct::{Base64, Encoding};

use super::{CERTIFICATE_LABELS, DASHES};
use crate::encoding::asn1::Element;

/// How long a line may be, in bytes: OpenSSL reads no more at once (`get_name` of `pem_lib.c`), and
/// takes what is behind for another line.
const LONGEST: usize = 254;

/// The certificate of the first block, in DER. What OpenSSL would read otherwise is none: lines that are
/// too long, blank lines within the block, and bytes behind the certificate.
pub(crate) fn certificate(text: &str) -> Option<Vec<u8>> {
    let mut lines = text.split('\n');
    let label = lines.find_map(|line| match label(line, "BEGIN ") {
        _ if line.len() > LONGEST && line.contains(DASHES) => Some(None),
        found => found.map(Some),
    })??;
    if !CERTIFICATE_LABELS.contains(&label) {
        return None;
    }
    let mut base64 = String::new();
    for (number, line) in lines.enumerate() {
        if line.starts_with(DASHES) {
            // The end of another block, or the beginning of one.
            self::label(line, "END ").filter(|end| *end == label && line.len() <= LONGEST)?;
            let der = Base64::decode_vec(&base64).ok()?;
            let (certificate, behind) = Element::first(&der)?;
            let is_whole = behind.is_empty() || label != "TRUSTED CERTIFICATE";
            return is_whole.then(|| certificate.raw.to_vec());
        }
        let line = trimmed(line);
        let is_base64 =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | ' ' | '\t' | '\r');
        // One blank line ends the headers, of which there are none.
        if (line.is_empty() && number > 0) || !line.chars().all(is_base64) {
            return None;
        }
        base64.extend(line.chars().filter(|c| !c.is_ascii_whitespace()));
    }
    None
}

fn trimmed(line: &str) -> &str {
    line.trim_end_matches(|c: char| c <= ' ')
}

fn label<'t>(line: &'t str, what: &str) -> Option<&'t str> {
    trimmed(line).strip_prefix(DASHES)?.strip_prefix(what)?.strip_suffix(DASHES)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &[u8] = include_bytes!("../../../fixtures/keys/h-developer.cert.der");
    const TWO: &[u8] = include_bytes!("../../../fixtures/keys/h-store.cert.der");

    fn block(label: &str, der: &[u8]) -> String {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", Base64::encode_string(der))
    }

    /// Each row compared with OpenSSL 3's `PEM_read_bio_X509`, which skips blocks under other
    /// labels (and "TRUSTED").
    #[test]
    fn the_first_block_counts() {
        let one = block("CERTIFICATE", ONE);
        let two = block("CERTIFICATE", TWO);
        let more = [ONE, &[0x30, 0]].concat();
        for (name, text, want) in [
            ("alone", one.clone(), Some(ONE)),
            ("two", [&*one, &*two].concat(), Some(ONE)),
            ("the older label", block("X509 CERTIFICATE", ONE) + &two, Some(ONE)),
            ("trusted", block("TRUSTED CERTIFICATE", ONE) + &two, Some(ONE)),
            ("trusted for something", block("TRUSTED CERTIFICATE", &more) + &two, None),
            ("behind a long line", format!("{}{one}{two}", "x".repeat(254)), None),
            (
                "behind a line that is not too long",
                format!("{}\n{one}", "x".repeat(254)),
                Some(ONE),
            ),
            (
                "long blanks",
                one.replacen("-----\n", &format!("-----{}\n", " ".repeat(300)), 1),
                None,
            ),
            ("two blank lines", one.replacen("-----\n", "-----\n\n\n", 1), None),
            ("a blank line at the end", one.replace("\n-----END", "\n\n-----END"), None),
            ("a form feed", one.replacen("-----\n", "-----\n\u{c}", 1), None),
            ("a key first", block("PRIVATE KEY", ONE) + &two, None),
            ("text first", format!("a text\n{one}"), Some(ONE)),
            ("text in the line", format!("x{one}{two}"), Some(TWO)),
            ("a dash more", format!("-{one}{two}"), Some(TWO)),
            ("blank before it", format!(" {one}"), None),
            ("lines as in Windows", one.replace('\n', "\r\n"), Some(ONE)),
            ("no last line end", one.trim_end().to_owned(), Some(ONE)),
            ("a blank line", one.replacen("-----\n", "-----\n\n", 1), Some(ONE)),
            ("a header", one.replacen("-----\n", "-----\nA: b\n\n", 1), None),
            ("in one line", one.replace('\n', ""), None),
            ("another end", one.replace("END CERT", "END XERT") + &two, None),
            ("no end", one.replace("-----END", "") + &two, None),
            ("another begins", format!("-----BEGIN CERTIFICATE-----\nAAAA\n{two}"), None),
            ("other letters", block("certificate", ONE), None),
            (
                "no base64",
                "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n".to_owned(),
                None,
            ),
            ("no text", String::new(), None),
        ] {
            let found = certificate(&text);
            assert_eq!(found.as_deref(), want, "{name}");
        }
    }
}
