//! Sheets as Markdown, for a wiki or a ticket. What a file says is escaped, or stands in a block of
//! its own.

use beian::report::Message;

use super::plain::severity;
use super::{Part, Sheet, Tone};
use crate::language::Text;

impl Sheet {
    /// The part of the document for one file.
    pub(crate) fn markdown(&self) -> String {
        self.parts.iter().map(|part| self.markdown_of(part)).collect()
    }

    fn markdown_of(&self, part: &Part) -> String {
        let colon = Text::Colon.text(self.language);
        match part {
            Part::Title(text) => format!("## {}\n\n", escaped(text)),
            Part::Line(Tone::Plain | Tone::Aside, text) => format!("{}\n\n", escaped(text)),
            Part::Line(_, text) => format!("**{}**\n\n", escaped(text)),
            Part::Verdict(_, text, grounds) => {
                format!("**{}**{}\n\n", escaped(text), escaped(grounds))
            }
            Part::Finding { severity: level, subject, message, code } => {
                let word = severity(*level).1.text(self.language);
                let subject = subject.as_ref().map(|it| escaped(it) + colon).unwrap_or_default();
                let title = escaped(&message.title);
                format!("**{word}**{colon}{subject}{title} `{code}`\n\n{}", advice(message))
            }
            Part::Advice(message) => advice(message),
            Part::Remark(text) => format!("{}\n\n", escaped(text)),
            Part::Outcome { name, outcome, code, .. } => {
                let code = code.map(|code| format!(" `{code}`")).unwrap_or_default();
                format!("### {}{colon}{}{code}\n\n", escaped(name), escaped(outcome))
            }
            Part::Value { label, gloss, value } => {
                format!("### {}{}\n\n{}", escaped(label), escaped(gloss), fenced(value))
            }
            Part::Pair { name, value, is_for_copying: true } => {
                format!("{}{colon}\n\n{}", escaped(name), fenced(value))
            }
            Part::Pair { name, value, is_for_copying: false } => {
                format!("{}{colon}{}\n\n", escaped(name), escaped(value))
            }
            Part::Gap => String::new(),
        }
    }
}

fn advice(message: &Message) -> String {
    let why = message.why.as_ref().map(|why| format!("{}\n\n", escaped(why)));
    let steps = (1..).zip(&message.steps);
    let steps: String =
        steps.map(|(number, step)| format!("{number}. {}\n", escaped(step))).collect();
    let steps = if steps.is_empty() { steps } else { steps + "\n" };
    why.unwrap_or_default() + &steps
}

/// A value in a block whose fence does not stand in it.
fn fenced(value: &str) -> String {
    let longest = value.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.saturating_add(1).max(3));
    format!("{fence}\n{value}\n{fence}\n\n")
}

/// A text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#&|~".contains(c) {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_file_is_markup() {
        for (text, want) in [
            ("a.apk", "a.apk"),
            ("<b>[x](y)*_`#", "\\<b\\>\\[x\\](y)\\*\\_\\`\\#"),
            ("示例 1:2", "示例 1:2"),
            ("&lt;", "\\&lt;"),
        ] {
            assert_eq!(escaped(text), want);
        }
        assert_eq!(fenced("a```b"), "````\na```b\n````\n\n");
        assert_eq!(fenced("ab"), "```\nab\n```\n\n");
    }
}
