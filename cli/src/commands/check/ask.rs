//! `beian check FILE` alone asks for what was filed, one value after the other.

use std::io::{self, BufRead, Read, Write};

use beian::Language;
use beian::filing::Filed;
use beian::filing::record::MAX_SIZE;

use crate::language::Text;

/// What is answered. An empty answer leaves a value out.
pub(super) fn ask(
    mut input: impl BufRead,
    mut out: impl Write,
    language: Language,
) -> io::Result<Filed> {
    writeln!(out, "{}", Text::AskHead.text(language))?;
    let mut answer = |text: Text| -> io::Result<Option<String>> {
        write!(out, "{}{}", text.text(language), Text::Colon.text(language))?;
        out.flush()?;
        value(&mut input)
    };
    let mut filed = Filed::default();
    filed.package_name = answer(Text::PackageNameRow)?;
    filed.public_key = answer(Text::PublicKey)?;
    filed.fingerprint = answer(Text::FingerprintRow)?;
    filed.platform = answer(Text::PlatformRow)?;
    Ok(filed)
}

/// A line; of a block in armour all lines to its end.
fn value(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut text = String::new();
    loop {
        let begun = text.len();
        let left = MAX_SIZE.saturating_sub(begun);
        let read = input.take(left as u64).read_line(&mut text)?;
        let is_open = text.trim_start().starts_with("-----BEGIN") && !text.contains("-----END");
        if read == 0 || !is_open {
            break;
        }
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_asked_for_one_after_the_other() {
        const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----";
        for (answers, want) in [
            (
                "a.b\n12\n34\n安卓\n",
                Filed::default()
                    .with_package_name("a.b")
                    .with_public_key("12")
                    .with_fingerprint("34")
                    .with_platform("安卓"),
            ),
            ("\n\n 34 \r\n\n", Filed::default().with_fingerprint("34")),
            ("", Filed::default()),
            (&format!("\n{PEM}\n34\n"), {
                Filed::default().with_public_key(PEM).with_fingerprint("34")
            }),
        ] {
            let mut out = Vec::new();
            assert_eq!(ask(answers.as_bytes(), &mut out, Language::Chinese).unwrap(), want);
            let asked = String::from_utf8(out).unwrap();
            assert!(asked.contains("签名MD5值：") && asked.contains("APP包名："), "{asked}");
        }
    }
}
