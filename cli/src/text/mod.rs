//! Texts for people. Styles are always written; the output drops them where it is no terminal.

pub(crate) mod check;
pub(crate) mod form;
pub(crate) mod inspect;
pub(crate) mod verify;

use std::fmt::{self, Write};

use anstyle::{AnsiColor, Style};
use beian::report::{Message, Role, SdkRange, escape_control};
use beian::{Finding, Language, Report, Severity, Verdict};

use crate::language::Text;
use crate::outcome::Outcome;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DOUBT: Style = AnsiColor::Yellow.on_default().bold();

/// How many findings of one code are shown where not all are asked for.
const ALIKE: usize = 3;

/// A text of the lines that `write` makes.
fn render(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text);
    text
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

fn in_brackets(language: Language, text: &str) -> String {
    let (opening, closing) =
        (Text::OpeningBracket.text(language), Text::ClosingBracket.text(language));
    format!("{opening}{text}{closing}")
}

/// `verified (v1, v2; SDK 24+)`
fn verdict(outcome: &Outcome, language: Language) -> String {
    let (report, is_unpackaged) = (&outcome.report, outcome.is_unpackaged());
    let (style, text) = match report.verdict() {
        Verdict::Verified => (GOOD, Text::Verified),
        Verdict::Rejected => (BAD, Text::Rejected),
        Verdict::Unsigned => (BAD, Text::Unsigned),
        Verdict::Unchecked if is_unpackaged => (DOUBT, Text::Unpackaged),
        Verdict::Unchecked => (DOUBT, Text::Unchecked),
    };
    let text = styled(style, text.text(language));
    let mut grounds = schemes(report, language);
    if grounds.is_empty() {
        return text;
    }
    if report.verdict() == Verdict::Verified
        && let Some(sdk) = report.verification.sdk
    {
        grounds += &format!("{}SDK {sdk}", Text::Semicolon.text(language));
    }
    text + &in_brackets(language, &grounds)
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
fn header(out: &mut String, outcome: &Outcome, language: Language) -> fmt::Result {
    writeln!(out, "{}", styled(BOLD, &escape_control(&outcome.file.text)))?;
    let identity = &outcome.report.identity;
    let facts = [&identity.app_name, &identity.version_name];
    let facts: Vec<_> = facts.into_iter().flatten().map(|fact| escape_control(fact)).collect();
    if !facts.is_empty() {
        writeln!(out, "{}", facts.join(" "))?;
    }
    writeln!(out, "{}", verdict(outcome, language))
}

fn finding(out: &mut String, finding: &Finding, language: Language) -> fmt::Result {
    let (style, severity) = match finding.severity {
        Severity::Error => (BAD, Text::Error),
        Severity::Warning => (DOUBT, Text::Warning),
        Severity::Info => (BOLD, Text::Info),
    };
    let colon = Text::Colon.text(language);
    write!(out, "{}{colon}", styled(style, severity.text(language)))?;
    if let Some(subject) = &finding.subject {
        write!(out, "{}{colon}", escape_control(subject))?;
    }
    let code = styled(DIM, &format!("[{}]", finding.code.as_str()));
    let parts = finding.parts(language);
    writeln!(out, "{} {code}", parts.title)?;
    advice(out, &parts)
}

/// Why, and the next steps, below a title.
fn advice(out: &mut String, parts: &Message) -> fmt::Result {
    if let Some(why) = &parts.why {
        writeln!(out, "  {why}")?;
    }
    for (step, number) in parts.steps.iter().zip(1..) {
        writeln!(out, "  {number}. {step}")?;
    }
    Ok(())
}

/// Each finding on a line, after an empty one; of many alike only the first few.
fn findings<'a>(
    out: &mut String,
    list: impl Iterator<Item = &'a Finding>,
    language: Language,
) -> fmt::Result {
    let mut list: Vec<&Finding> = list.collect();
    list.sort_by_key(|finding| (finding.severity, finding.code));
    if !list.is_empty() {
        writeln!(out)?;
    }
    for alike in list.chunk_by(|a, b| a.code == b.code && a.severity == b.severity) {
        for shown in alike.iter().take(ALIKE) {
            finding(out, shown, language)?;
        }
        let more = alike.len().saturating_sub(ALIKE);
        if more > 0 {
            let text = Text::MoreLikeIt.text(language).replace("{}", &more.to_string());
            writeln!(out, "  {}", styled(DIM, &text))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::outcome::tests::{outcome, rejected, samples};

    use super::*;

    /// Every sample in both languages, as it looks without colours.
    #[test]
    fn texts_are_as_reviewed() {
        type Renderer = fn(&Outcome, Language) -> String;
        let renderers: [(&str, Renderer); 3] =
            [("form", form::render), ("inspect", inspect::render), ("verify", verify::render)];
        for (command, render) in renderers {
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
            for render in [form::render, inspect::render, verify::render] {
                let text = render(&outcome(report.clone(), true), Language::Chinese);
                let stripped = anstream::adapter::strip_str(&text).to_string();
                assert!(!stripped.contains(|c: char| c.is_control() && c != '\n'), "{name}");
                assert!(!text.contains("\u{1b}[31m应用"), "{name}");
            }
        }
    }
}
