//! How each command shows a file.

use beian::filing::Reason;
use beian::report::escape_control;
use beian::{Language, Severity};

use crate::commands::check::Compared;
use crate::outcome::Outcome;
use crate::session::View;
use crate::sheet::Sheet;
use crate::{json, text};

/// The values to file.
pub(crate) struct FormView<'a>(pub(crate) &'a Outcome);

/// The columns of [`FormView`]'s rows.
pub(crate) const FORM_COLUMNS: [&str; 8] = [
    "file",
    "error",
    "error_message",
    "platform",
    "package_name",
    "public_key",
    "fingerprint",
    "warnings",
];

impl View for FormView<'_> {
    fn sheet(&self, language: Language) -> Sheet {
        text::form::sheet(self.0, language)
    }

    fn json(&self, language: Language) -> serde_json::Result<String> {
        json::line(self.0, language)
    }

    /// The current certificate's values, and those of earlier ones.
    fn rows(&self, language: Language) -> Vec<Vec<String>> {
        let file = escape_control(&self.0.file.text);
        let warnings = self.0.codes(Severity::Warning).join(" ");
        match &self.0.form {
            Err(why) => {
                let why = [why.code().to_owned(), escape_control(&why.message(language))];
                let values = [const { String::new() }; 4];
                vec![[vec![file], why.to_vec(), values.to_vec(), vec![warnings]].concat()]
            }
            Ok(form) => std::iter::once(form)
                .chain(&self.0.earlier)
                .map(|form| {
                    let name = form.package_name.as_deref().unwrap_or_default();
                    let values = [form.platform, name, &form.public_key, &form.fingerprint];
                    let values = values.map(escape_control).to_vec();
                    // Values that were asked for stand beside what is wrong with them.
                    let errors = vec![self.0.codes(Severity::Error).join(" "), String::new()];
                    [vec![file.clone()], errors, values, vec![warnings.clone()]].concat()
                })
                .collect(),
        }
    }
}

/// The verdict and why, or everything known.
pub(crate) struct ReportView<'a> {
    pub(crate) outcome: &'a Outcome,
    pub(crate) is_whole: bool,
}

impl View for ReportView<'_> {
    fn text(&self, language: Language) -> String {
        if self.is_whole {
            text::inspect::render(self.outcome, language)
        } else {
            self.sheet(language).plain()
        }
    }

    fn sheet(&self, language: Language) -> Sheet {
        text::verify::sheet(self.outcome, language)
    }

    fn json(&self, language: Language) -> serde_json::Result<String> {
        json::line(self.outcome, language)
    }

    fn rows(&self, _: Language) -> Vec<Vec<String>> {
        Vec::new()
    }
}

/// The columns of a comparison's rows.
pub(crate) const CHECK_COLUMNS: [&str; 11] = [
    "file",
    "error",
    "error_message",
    "matches",
    "field",
    "filed",
    "expected",
    "outcome",
    "recognised_as",
    "notice",
    "message",
];

impl View for Compared<'_> {
    fn sheet(&self, language: Language) -> Sheet {
        text::check::sheet(self, language)
    }

    fn json(&self, language: Language) -> serde_json::Result<String> {
        json::check_line(self, language)
    }

    /// A row for every value that was filed, and one for the signer.
    fn rows(&self, language: Language) -> Vec<Vec<String>> {
        let start = || {
            let (file, matches) = (escape_control(&self.outcome.file.text), self.matches());
            vec![file, String::new(), String::new(), matches.to_string()]
        };
        let field = |field: &beian::filing::CheckedField| {
            let cells = [
                field.row.as_str(),
                &field.filed,
                field.expected.as_deref().unwrap_or_default(),
                field.outcome().as_str(),
                field.recognised_as().map(Reason::as_str).unwrap_or_default(),
                field.notice().map(beian::filing::Notice::as_str).unwrap_or_default(),
                &field.message(language),
            ];
            [start(), cells.map(escape_control).to_vec()].concat()
        };
        let same = self.same.as_ref().map(|same| {
            let message = same.sameness.message(language);
            let cells = ["signer", "", "", same.sameness.code(), "", "", &message];
            [start(), cells.map(escape_control).to_vec()].concat()
        });
        self.check.iter().flat_map(|check| &check.fields).map(field).chain(same).collect()
    }
}
