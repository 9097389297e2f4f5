//! What a page shows beside the report.

use beian::filing::{Case, Evidence, Form, FormOptions, Outcome, Provider, Separator};
use serde_json::{Map, Value, json};

/// The values as every profile has them, in each way of writing, so that a choice reads no file
/// again; and those of earlier certificates. Empty where nothing may be filed.
pub(crate) fn besides(outcome: &Outcome) -> String {
    let mut forms = Map::new();
    if outcome.form.is_ok() {
        for provider in Provider::all() {
            for (case, separator, written) in WAYS {
                let options = FormOptions::default()
                    .with_accept_certificate(true)
                    .with_provider(provider)
                    .with_case(case)
                    .with_separator(separator);
                if let Ok(values) = Form::new(&outcome.report, &options) {
                    let earlier = Form::earlier(&outcome.report, &options).unwrap_or_default();
                    let mut object = form(&values);
                    object["earlier"] = earlier.iter().map(form).collect();
                    forms.insert(format!("{} {written}", provider.name), object);
                }
            }
        }
    }
    json!({ "forms": forms }).to_string()
}

const WAYS: [(Case, Separator, &str); 6] = [
    (Case::Upper, Separator::None, "upper none"),
    (Case::Upper, Separator::Space, "upper space"),
    (Case::Upper, Separator::Colon, "upper colon"),
    (Case::Lower, Separator::None, "lower none"),
    (Case::Lower, Separator::Space, "lower space"),
    (Case::Lower, Separator::Colon, "lower colon"),
];

fn form(form: &Form) -> Value {
    let fields = form.fields.iter().map(|field| {
        json!({
            "label": field.label,
            "form": field.form.as_str(),
            "value": field.value,
            "alternative": field.alternative,
        })
    });
    json!({ "fields": fields.collect::<Vec<_>>() })
}

/// The digests of the file itself. **Never values to file.**
pub(crate) fn digests(evidence: &Evidence) -> String {
    let digests = evidence.file.as_ref();
    json!({ "sha256": digests.map(|it| hex::encode(&it.sha256)) }).to_string()
}
