//! What was filed: on the command line, in files, or in a record.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use beian::filing::record::{MAX_SIZE, Record, text_of};
use beian::filing::{Filed, paste};
use beian::{Language, Platform};

use super::ask::ask;
use crate::args::CheckArgs;
use crate::language::Text;

/// What was filed, to be compared with every file.
pub(super) struct Sets {
    /// The sets, of which a package must fit one. Empty where only signers are compared.
    pub(super) sets: Vec<Filed>,
    /// Whether they are of a record that holds no key and no fingerprint.
    pub(super) names_only: bool,
}

impl Sets {
    /// The record's sets, or what the command line says.
    ///
    /// # Errors
    /// One line for people that names the file.
    pub(super) fn read(args: &CheckArgs, language: Language) -> Result<Self, String> {
        match &args.record {
            Some(path) => Self::of_record(path, language),
            None => Self::of_arguments(args, language),
        }
    }

    fn of_record(path: &Path, language: Language) -> Result<Self, String> {
        let record = Record::from_bytes(&bytes_of(path, language)?)
            .map_err(|error| named(path, &error.message(language), language))?;
        Ok(Self { sets: record.sets(), names_only: record.has_names_only() })
    }

    fn of_arguments(args: &CheckArgs, language: Language) -> Result<Self, String> {
        let file = |path: &Option<PathBuf>| path.as_deref().map(|path| text_in(path, language));
        let mut filed = Filed::default();
        filed.package_name.clone_from(&args.package_name);
        filed.public_key =
            given(args.public_key.as_ref(), language)?.or(file(&args.public_key_file).transpose()?);
        filed.fingerprint = given(args.fingerprint.as_ref(), language)?
            .or(file(&args.fingerprint_file).transpose()?);
        filed.platform.clone_from(&args.filed_platform);
        let wants_none = args.same || args.write_record.is_some();
        if filed == Filed::default() && !wants_none {
            filed = asked(args, language)?;
        }
        let sets = if filed == Filed::default() { Vec::new() } else { vec![filed] };
        Ok(Self { sets, names_only: false })
    }

    /// The platform that was filed: what a certificate file is taken to be for.
    pub(super) fn platform(&self) -> Option<Platform> {
        match paste::platform(self.sets.first()?.platform.as_ref()?) {
            Ok(paste::PlatformText::Platform(platform)) => Some(platform),
            _ => None,
        }
    }
}

/// What is answered on a terminal, where there is one.
fn asked(args: &CheckArgs, language: Language) -> Result<Filed, String> {
    let is_input = args.input.files.iter().any(|file| file.as_os_str() == "-");
    let can_ask = io::stdin().is_terminal() && io::stderr().is_terminal() && !is_input;
    let answered = can_ask.then(|| ask(io::stdin().lock(), io::stderr().lock(), language));
    let filed = answered.transpose().map_err(|error| error.to_string())?;
    let filed = filed.filter(|filed| *filed != Filed::default());
    filed.ok_or_else(|| Text::NothingFiled.text(language).to_owned())
}

/// A text as it is on the command line, or the text of the file that it names after an `@`.
fn given(text: Option<&String>, language: Language) -> Result<Option<String>, String> {
    match text.and_then(|text| text.strip_prefix('@')) {
        Some(path) => text_in(Path::new(path), language).map(Some),
        None => Ok(text.cloned()),
    }
}

/// The text of a file that holds a value.
fn text_in(path: &Path, language: Language) -> Result<String, String> {
    text_of(&bytes_of(path, language)?)
        .map_err(|error| named(path, &error.message(language), language))
}

/// The bytes of a file, and one more than may be where there are too many.
fn bytes_of(path: &Path, language: Language) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let limit = (MAX_SIZE as u64).saturating_add(1);
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    read.map_err(|error| named(path, &error.to_string(), language))?;
    Ok(bytes)
}

pub(super) fn named(path: &Path, message: &str, language: Language) -> String {
    format!("{}{}{message}", path.display(), Text::Colon.text(language))
}
