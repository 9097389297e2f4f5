//! Sheets as a page to hand over: one file, with nothing from elsewhere, and a button beside each
//! value that copies it. Everything that a file says is escaped, and the page lets no script run
//! but its own.

use beian::report::Message;
use beian::{Language, Severity};

use super::plain::severity;
use super::{Part, Sheet, Tone};
use crate::language::Text;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// The digest by which browsers know the script, as `Content-Security-Policy` writes it.
const SCRIPT_DIGEST: &str = "sha256-7EuzjMHnndpcUQhsSVf0vOURDx2bJdo48MZgzMqSbHA=";

/// What stands before the sheets.
pub(crate) fn head(language: Language) -> String {
    let code = if language == Language::Chinese { "zh-CN" } else { "en" };
    let title = Text::PageTitle.text(language);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
        style-src 'unsafe-inline'; script-src '{SCRIPT_DIGEST}'\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
        <h1>{title}</h1>\n"
    )
}

/// What stands behind the sheets.
pub(crate) fn tail() -> String {
    format!("</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

impl Sheet {
    /// The part of the page for one file.
    pub(crate) fn html(&self) -> String {
        let parts: String = self.parts.iter().map(|part| self.html_of(part)).collect();
        format!("<section>\n{parts}</section>\n")
    }

    fn html_of(&self, part: &Part) -> String {
        let colon = Text::Colon.text(self.language);
        match part {
            Part::Title(text) => format!("<h2>{}</h2>\n", escaped(text)),
            Part::Line(tone, text) => format!("<p{}>{}</p>\n", class(*tone), escaped(text)),
            Part::Verdict(tone, text, grounds) => {
                let (text, grounds) = (escaped(text), escaped(grounds));
                format!("<p><b{}>{text}</b>{grounds}</p>\n", class(*tone))
            }
            Part::Finding { severity, subject, message, code } => {
                self.finding(*severity, subject.as_deref(), message, code)
            }
            Part::Advice(message) => advice(message),
            Part::Remark(text) => format!("<p{}>{}</p>\n", class(Tone::Aside), escaped(text)),
            Part::Outcome { name, tone, outcome, code } => {
                let (name, outcome, code) = (escaped(name), escaped(outcome), code_of(*code));
                format!("<h3>{name}{colon}<span{}>{outcome}</span>{code}</h3>\n", class(*tone))
            }
            Part::Value { label, gloss, value } => {
                let (label, gloss) = (escaped(label), escaped(gloss));
                format!("<h3>{label}<small>{gloss}</small></h3>\n{}", self.copied(value))
            }
            Part::Pair { name, value, is_for_copying: true } => {
                format!("<p>{}{colon}</p>\n{}", escaped(name), self.copied(value))
            }
            Part::Pair { name, value, is_for_copying: false } => {
                format!("<p>{}{colon}<code>{}</code></p>\n", escaped(name), escaped(value))
            }
            Part::Gap => String::new(),
        }
    }

    /// A value with its button.
    fn copied(&self, value: &str) -> String {
        let (copy, done) = (Text::Copy.text(self.language), Text::Copied.text(self.language));
        let value = escaped(value);
        format!(
            "<div class=\"value\"><pre>{value}</pre>\
            <button type=\"button\" data-done=\"{done}\">{copy}</button></div>\n"
        )
    }

    fn finding(
        &self,
        level: Severity,
        subject: Option<&str>,
        message: &Message,
        code: &'static str,
    ) -> String {
        let colon = Text::Colon.text(self.language);
        let (tone, word) = severity(level);
        let subject = subject.map(|it| escaped(it) + colon).unwrap_or_default();
        let (title, code) = (escaped(&message.title), code_of(Some(code)));
        format!(
            "<div class=\"finding\">\n<p><b{}>{}</b>{colon}{subject}{title}{code}</p>\n{}</div>\n",
            class(tone),
            word.text(self.language),
            advice(message)
        )
    }
}

fn advice(message: &Message) -> String {
    let why = message.why.as_ref().map(|why| format!("<p>{}</p>\n", escaped(why)));
    let steps: String =
        message.steps.iter().map(|step| format!("<li>{}</li>\n", escaped(step))).collect();
    let steps = if steps.is_empty() { steps } else { format!("<ol>\n{steps}</ol>\n") };
    why.unwrap_or_default() + &steps
}

fn code_of(code: Option<&str>) -> String {
    code.map(|code| format!(" <code>[{}]</code>", escaped(code))).unwrap_or_default()
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Strong => " class=\"strong\"",
        Tone::Aside => " class=\"aside\"",
        Tone::Good => " class=\"good\"",
        Tone::Bad => " class=\"bad\"",
        Tone::Doubt => " class=\"doubt\"",
    }
}

/// A text in which nothing is a tag, an entity or the end of an attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use beian::DigestAlgorithm;

    use super::*;
    use crate::clipboard::base64;
    use crate::outcome::tests::found;

    #[test]
    fn the_script_is_the_one_that_the_page_lets_run() {
        let digest = base64(&DigestAlgorithm::Sha256.digest(SCRIPT.as_bytes()));
        assert_eq!(SCRIPT_DIGEST, format!("sha256-{digest}"));
    }

    #[test]
    fn nothing_of_a_file_becomes_a_tag() {
        let bad = "</pre></script><img src=x onerror='alert(1)'>\"&";
        let finding = found("android/debuggable.apk", beian::Code::Debuggable);
        let message = || {
            let mut message = finding.parts(Language::Chinese);
            message.title = bad.to_owned();
            message.why = Some(bad.to_owned());
            message.steps = vec![bad.to_owned()];
            message
        };
        let text = || bad.to_owned();
        for part in [
            Part::Title(text()),
            Part::Line(Tone::Bad, text()),
            Part::Verdict(Tone::Good, text(), text()),
            Part::Finding {
                severity: Severity::Error,
                subject: Some(text()),
                message: message(),
                code: "x",
            },
            Part::Advice(message()),
            Part::Remark(text()),
            Part::Outcome { name: text(), tone: Tone::Bad, outcome: text(), code: None },
            Part::Value { label: text(), gloss: text(), value: text() },
            Part::Pair { name: text(), value: text(), is_for_copying: true },
            Part::Pair { name: text(), value: text(), is_for_copying: false },
            Part::Gap,
        ] {
            let sheet = Sheet { language: Language::Chinese, parts: vec![part] };
            let html = sheet.html();
            assert!(!html.contains("<img") && !html.contains("</script"), "{html}");
            assert!(!html.contains('\'') && !html.contains("\"&\""), "{html}");
        }
    }
}
