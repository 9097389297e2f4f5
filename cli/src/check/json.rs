//! The line of `check --json`.

use beian::{Language, json};

use super::Compared;

pub(super) fn line(compared: &Compared<'_>, language: Language) -> serde_json::Result<String> {
    json::line(&json::check(compared.outcome.file.as_json(), &compared.as_json(), language))
}
