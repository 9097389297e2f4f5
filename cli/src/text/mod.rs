//! What is shown to people of a file, and in which words.

pub(crate) mod check;
pub(crate) mod form;
pub(crate) mod inspect;
pub(crate) mod verify;

use beian::report::{Role, SdkRange, escape_control};
use beian::{Finding, Language, Report, Verdict};

use crate::language::Text;
use crate::outcome::Outcome;
use crate::sheet::{Part, Sheet, Tone};

/// How many findings of one code are shown where not all are asked for.
const ALIKE: usize = 3;

fn in_brackets(language: Language, text: &str) -> String {
    let (opening, closing) =
        (Text::OpeningBracket.text(language), Text::ClosingBracket.text(language));
    format!("{opening}{text}{closing}")
}

/// `verified (v1, v2; SDK 24+)`
fn verdict(outcome: &Outcome, language: Language) -> (Tone, &'static str, String) {
    let (report, is_unpackaged) = (&outcome.report, outcome.is_unpackaged());
    let (tone, text) = match report.verdict() {
        Verdict::Verified => (Tone::Good, Text::Verified),
        Verdict::Rejected => (Tone::Bad, Text::Rejected),
        Verdict::Unsigned => (Tone::Bad, Text::Unsigned),
        Verdict::Unchecked if is_unpackaged => (Tone::Doubt, Text::Unpackaged),
        Verdict::Unchecked => (Tone::Doubt, Text::Unchecked),
    };
    let text = text.text(language);
    let mut grounds = schemes(report, language);
    if grounds.is_empty() {
        return (tone, text, grounds);
    }
    if report.verdict() == Verdict::Verified
        && let Some(sdk) = report.verification.sdk
    {
        grounds += &format!("{}SDK {sdk}", Text::Semicolon.text(language));
    }
    (tone, text, in_brackets(language, &grounds))
}

fn schemes(report: &Report, language: Language) -> String {
    let names: Vec<_> = report.verification.schemes.iter().map(|scheme| scheme.as_str()).collect();
    names.join(Text::Enumeration.text(language))
}

fn sdk(range: Option<SdkRange>) -> Option<String> {
    range.map(|range| range.to_string())
}

fn role(role: Role, language: Language) -> &'static str {
    let text = match role {
        Role::Primary => Text::Primary,
        Role::Previous => Text::Previous,
        Role::Additional => Text::Additional,
        Role::Store => Text::Store,
        Role::Claimed => Text::Claimed,
        _ => Text::OtherRole,
    };
    text.text(language)
}

/// The file's name, and the app's name and version where they are known.
fn header(sheet: &mut Sheet, outcome: &Outcome) {
    sheet.push(Part::Title(escape_control(&outcome.file.text)));
    let identity = &outcome.report.identity;
    let facts = [&identity.app_name, &identity.version_name];
    let facts: Vec<_> = facts.into_iter().flatten().map(|fact| escape_control(fact)).collect();
    if !facts.is_empty() {
        sheet.line(Tone::Plain, facts.join(" "));
    }
    let (tone, text, grounds) = verdict(outcome, sheet.language);
    sheet.push(Part::Verdict(tone, text.to_owned(), grounds));
}

fn finding(sheet: &mut Sheet, finding: &Finding) {
    let subject = finding.subject.as_deref().map(escape_control);
    let (severity, code) = (finding.severity, finding.code.as_str());
    sheet.push(Part::Finding { severity, subject, message: finding.parts(sheet.language), code });
}

/// Each finding, after an empty line; of many alike only the first few.
fn findings<'a>(sheet: &mut Sheet, list: impl Iterator<Item = &'a Finding>) {
    let mut list: Vec<&Finding> = list.collect();
    list.sort_by_key(|finding| (finding.severity, finding.code));
    if !list.is_empty() {
        sheet.push(Part::Gap);
    }
    for alike in list.chunk_by(|a, b| a.code == b.code && a.severity == b.severity) {
        alike.iter().take(ALIKE).for_each(|shown| finding(sheet, shown));
        let more = alike.len().saturating_sub(ALIKE);
        if more > 0 {
            let text = Text::MoreLikeIt.text(sheet.language).replace("{}", &more.to_string());
            sheet.push(Part::Remark(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::outcome::tests::{outcome, rejected, samples};

    use super::*;

    type Renderer = fn(&Outcome, Language) -> String;
    const RENDERERS: [(&str, Renderer); 3] = [
        ("form", |outcome, language| form::sheet(outcome, language).plain()),
        ("inspect", inspect::render),
        ("verify", |outcome, language| verify::sheet(outcome, language).plain()),
    ];

    /// Every sample in both languages, as it looks without colours.
    #[test]
    fn texts_are_as_reviewed() {
        for (command, render) in RENDERERS {
            for (language, code) in [(Language::English, "en"), (Language::Chinese, "zh")] {
                let mut all = String::new();
                let samples = samples().into_iter().map(|(name, report)| (name, report, false));
                for (name, report, allowed) in
                    samples.chain([("rejected, values asked for", rejected(), true)])
                {
                    let text = render(&outcome(report, allowed), language);
                    all += &format!("=== {name}\n{}\n", anstream::adapter::strip_str(&text));
                }
                insta::assert_snapshot!(format!("{command}_{code}"), all);
            }
        }
    }

    #[test]
    fn nothing_from_a_file_reaches_the_terminal_as_a_control_character() {
        for (name, report) in samples() {
            for (_, render) in RENDERERS {
                let text = render(&outcome(report.clone(), true), Language::Chinese);
                let stripped = anstream::adapter::strip_str(&text).to_string();
                assert!(!stripped.contains(|c: char| c.is_control() && c != '\n'), "{name}");
                assert!(!text.contains("\u{1b}[31m应用"), "{name}");
            }
        }
    }
}
