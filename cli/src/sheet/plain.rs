//! A sheet as text for a terminal. Styles are always written; the output drops them where it is no
//! terminal.

use std::fmt::{self, Write};

use anstyle::{AnsiColor, Style};
use beian::report::Message;
use beian::{Language, Severity};

use super::{Part, Sheet, Tone};
use crate::language::Text;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DOUBT: Style = AnsiColor::Yellow.on_default().bold();

impl Tone {
    pub(crate) fn styled(self, text: &str) -> String {
        let style = match self {
            Self::Plain => return text.to_owned(),
            Self::Strong => BOLD,
            Self::Aside => DIM,
            Self::Good => GOOD,
            Self::Bad => BAD,
            Self::Doubt => DOUBT,
        };
        format!("{style}{text}{style:#}")
    }
}

/// The word for a severity, and how it is meant.
pub(super) fn severity(severity: Severity) -> (Tone, Text) {
    match severity {
        Severity::Error => (Tone::Bad, Text::Error),
        Severity::Warning => (Tone::Doubt, Text::Warning),
        Severity::Info => (Tone::Strong, Text::Info),
    }
}

impl Sheet {
    /// The text.
    pub(crate) fn plain(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            // Writing to a String cannot fail.
            let _ = self.part(&mut text, part);
        }
        text
    }

    fn part(&self, out: &mut String, part: &Part) -> fmt::Result {
        let colon = Text::Colon.text(self.language);
        match part {
            Part::Title(text) => writeln!(out, "{}", Tone::Strong.styled(text)),
            Part::Line(tone, text) => writeln!(out, "{}", tone.styled(text)),
            Part::Verdict(tone, text, grounds) => writeln!(out, "{}{grounds}", tone.styled(text)),
            Part::Finding { severity, subject, message, code } => {
                let subject = subject.as_deref();
                finding(out, (*severity, subject, message, code), self.language)
            }
            Part::Advice(message) => advice(out, message),
            Part::Remark(text) => writeln!(out, "  {}", Tone::Aside.styled(text)),
            Part::Outcome { name, tone, outcome, code } => {
                let name = Tone::Strong.styled(name);
                write!(out, "\n{name}{colon}{}", tone.styled(outcome))?;
                if let Some(code) = code {
                    write!(out, " {}", Tone::Aside.styled(&format!("[{code}]")))?;
                }
                writeln!(out)
            }
            Part::Value { label, gloss, value } => {
                writeln!(out, "\n{}{}", Tone::Strong.styled(label), Tone::Aside.styled(gloss))?;
                writeln!(out, "{value}")
            }
            Part::Pair { name, value, .. } => writeln!(out, "  {name}{colon}{value}"),
            Part::Gap => writeln!(out),
        }
    }
}

fn finding(
    out: &mut String,
    (level, subject, message, code): (Severity, Option<&str>, &Message, &str),
    language: Language,
) -> fmt::Result {
    let colon = Text::Colon.text(language);
    let (tone, word) = severity(level);
    write!(out, "{}{colon}", tone.styled(word.text(language)))?;
    if let Some(subject) = subject {
        write!(out, "{subject}{colon}")?;
    }
    writeln!(out, "{} {}", message.title, Tone::Aside.styled(&format!("[{code}]")))?;
    advice(out, message)
}

/// Why, and the next steps, below a title.
fn advice(out: &mut String, message: &Message) -> fmt::Result {
    if let Some(why) = &message.why {
        writeln!(out, "  {why}")?;
    }
    for (step, number) in message.steps.iter().zip(1..) {
        writeln!(out, "  {number}. {step}")?;
    }
    Ok(())
}
