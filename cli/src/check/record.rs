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
            let line = text.bytes().take(start).filter(|&byte| byte == b'\n').count().saturating_add(1);
            let line = Text::Line.text(language).replace("{}", &line.to_string());
            let message = error.message().replace('\n', " ");
            named(path, &format!("{line}{}{message}", Text::Colon.text(language)), language)
        })
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

    /// The record of a package's current certificate and the earlier ones. A platform that was only assumed is no part of it.
    pub(super) fn of(report: &Report, form: &Form, earlier: &[Form]) -> Self {
        let is_assumed = report.findings.iter().any(|finding| finding.code == Code::PlatformAssumed);
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
        let file = beian::escape_control(file);
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
    let read =
        std::fs::File::open(path).and_then(|file| file.take(LIMIT.saturating_add(1)).read_to_end(&mut bytes));
    read.map_err(|error| named(path, &error.to_string(), language))?;
    if bytes.len() as u64 > LIMIT {
        return Err(named(path, Text::RecordTooLarge.text(language), language));
    }
    Ok(decoded(&bytes))
}

/// A text in UTF-8 or UTF-16, as editors save it.
fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

pub(super) fn named(path: &Path, message: &str, language: Language) -> String {
    format!("{}{}{message}", path.display(), Text::Colon.text(language))
}
