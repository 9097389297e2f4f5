//! The record of a filing: a small TOML file.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::Path;

use beian::filing::{Filed, Form};
use beian::{Code, Language, Report};
use serde::{Deserialize, Serialize};

use crate::language::Text;

/// The largest record or text that is read, in bytes. A set has two kilobytes.
const LIMIT: u64 = 1 << 20;

/// What was filed of one app.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    package_name: Option<String>,
    platform: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    features: Vec<Features>,
}

/// One set of what the form calls 特征信息.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Features {
    public_key: Option<String>,
    fingerprint: Option<String>,
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// One line for people, which names the file and the line in it.
    pub(super) fn read(path: &Path, language: Language) -> Result<Self, String> {
        let text = text_of(path, language)?;
        toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line =
                text.bytes().take(start).filter(|&byte| byte == b'\n').count().saturating_add(1);
            let line = Text::Line.text(language).replace("{}", &line.to_string());
            let message = error.message().replace('\n', " ");
            named(path, &format!("{line}{}{message}", Text::Colon.text(language)), language)
        })
    }

    /// What keeps a record from being compared: a set that is not whole would be half a comparison.
    pub(super) fn mistake(&self, language: Language) -> Option<String> {
        let is_blank =
            |text: &&String| text.chars().all(|c| c.is_whitespace() || beian::report::is_hidden(c));
        let lacks = |text: &Option<String>| text.as_ref().is_none_or(|text| is_blank(&text));
        let in_set = |(number, set): (usize, &Features)| {
            let text = match (lacks(&set.public_key), lacks(&set.fingerprint)) {
                (false, false) => return None,
                (true, true) => Text::SetEmpty,
                (true, false) => Text::SetWithoutKey,
                (false, true) => Text::SetWithoutFingerprint,
            };
            Some(text.text(language).replace("{}", &number.to_string()))
        };
        if let Some(mistake) = (1..).zip(&self.features).find_map(in_set) {
            return Some(mistake);
        }
        let names = [("package_name", &self.package_name), ("platform", &self.platform)];
        let (name, _) =
            names.iter().find(|(_, text)| text.as_ref().is_some_and(|text| is_blank(&text)))?;
        Some(Text::RecordBlank.text(language).replace("{}", name))
    }

    /// Whether no set was filed, so that nothing but names can be compared.
    pub(super) fn has_names_only(&self) -> bool {
        self.features.is_empty()
    }

    /// The sets to compare, each with what stands for all of them. Empty where nothing was filed.
    pub(super) fn sets(&self) -> Vec<Filed> {
        let set = |features: Option<&Features>| {
            let mut filed = Filed::default();
            filed.package_name.clone_from(&self.package_name);
            filed.platform.clone_from(&self.platform);
            filed.public_key = features.and_then(|it| it.public_key.clone());
            filed.fingerprint = features.and_then(|it| it.fingerprint.clone());
            filed
        };
        let sets = if self.features.is_empty() {
            vec![set(None)]
        } else {
            self.features.iter().map(|features| set(Some(features))).collect()
        };
        sets.into_iter().filter(|filed| *filed != Filed::default()).collect()
    }

    /// The record of a package's current certificate and the earlier ones. A platform that was only
    /// assumed is no part of it.
    pub(super) fn of(report: &Report, form: &Form, earlier: &[Form]) -> Self {
        let is_assumed =
            report.findings.iter().any(|finding| finding.code == Code::PlatformAssumed);
        let features = std::iter::once(form).chain(earlier).map(|form| Features {
            public_key: Some(form.public_key.clone()),
            fingerprint: Some(form.fingerprint.clone()),
        });
        Self {
            package_name: form.package_name.clone(),
            platform: (!is_assumed).then(|| form.platform.to_owned()),
            features: features.collect(),
        }
    }

    /// The text of the file.
    pub(super) fn text(&self, file: &str, language: Language) -> Result<String, toml::ser::Error> {
        let file = beian::report::escape_control(file);
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", Text::RecordHead.text(language).replace("{}", &file));
        let _ = writeln!(text, "{}\n", Text::RecordSets.text(language));
        text += &toml::to_string(self)?;
        Ok(text)
    }
}

/// Writes a new file. One that exists is left alone.
pub(super) fn write_new(path: &Path, text: &str, language: Language) -> Result<(), String> {
    let written = OpenOptions::new().write(true).create_new(true).open(path);
    let written = written.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => named(path, Text::RecordExists.text(language), language),
        _ => named(path, &error.to_string(), language),
    })
}

/// A text as it is on the command line, or the text of the file that it names after an `@`.
pub(super) fn given(text: Option<&String>, language: Language) -> Result<Option<String>, String> {
    match text.and_then(|text| text.strip_prefix('@')) {
        Some(path) => text_of(Path::new(path), language).map(Some),
        None => Ok(text.cloned()),
    }
}

fn text_of(path: &Path, language: Language) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path)
        .and_then(|file| file.take(LIMIT.saturating_add(1)).read_to_end(&mut bytes));
    read.map_err(|error| named(path, &error.to_string(), language))?;
    if bytes.len() as u64 > LIMIT {
        return Err(named(path, Text::RecordTooLarge.text(language), language));
    }
    decoded(&bytes, language).map_err(|why| named(path, &why, language))
}

/// A text in UTF-8 or, behind a byte order mark, in UTF-16, as editors and PowerShell save it. Of
/// any other encoding nothing is guessed: one character taken for another would be compared as if
/// it had been filed.
fn decoded(bytes: &[u8], language: Language) -> Result<String, String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|&pair| unit(pair)).collect();
        let text = String::from_utf16(&units).ok().filter(|_| odd.is_empty());
        text.ok_or_else(|| Text::Utf16Damaged.text(language).to_owned())
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => return wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest,
        all => all,
    };
    str::from_utf8(text).map(str::to_owned).map_err(|error| {
        let good = text.iter().take(error.valid_up_to());
        let line = good.filter(|&&byte| byte == b'\n').count().saturating_add(1);
        Text::NotUtf8.text(language).replace("{}", &line.to_string())
    })
}

pub(super) fn named(path: &Path, message: &str, language: Language) -> String {
    format!("{}{}{message}", path.display(), Text::Colon.text(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_its_encoding_or_not_at_all() {
        const WIDE: &str = "It begins as UTF-16";
        for (bytes, want) in [
            (&b"a = \"b\""[..], Ok("a = \"b\"")),
            ("安卓".as_bytes(), Ok("安卓")),
            (b"\xef\xbb\xbfa", Ok("a")),
            (b"\xff\xfea\0\x89\x5b", Ok("a安")),
            (b"\xfe\xff\0a\x5b\x89", Ok("a安")),
            (b"", Ok("")),
            // GBK, as Windows writes it in China.
            (b"a\n\xb0\xb2\xd7\xbf", Err("line 2: ")),
            (b"\xb0", Err("line 1: ")),
            (b"\xff\xfea\0b", Err(WIDE)),
            (b"\xff\xfe\0\xd8", Err(WIDE)),
        ] {
            match (decoded(bytes, Language::English), want) {
                (Ok(text), Ok(want)) => assert_eq!(text, want),
                (Err(why), Err(start)) => {
                    assert!(why.to_lowercase().starts_with(&start.to_lowercase()), "{why}")
                }
                (got, _) => panic!("{bytes:?}: {got:?}"),
            }
        }
    }
}
