//! What is shown of a file, as a list of parts: a text, a page and a Markdown document are made of
//! the same.

pub(crate) mod html;
pub(crate) mod markdown;
mod plain;

use beian::report::Message;
use beian::{Language, Severity};

/// How a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Strong,
    Aside,
    Good,
    Bad,
    Doubt,
}

/// A part of what is shown. Texts from files in it have nothing hidden; they are escaped for the
/// format when they are written.
#[derive(Debug)]
pub(crate) enum Part {
    /// The file's name.
    Title(String),
    /// A line.
    Line(Tone, String),
    /// The verdict, and what it rests on.
    Verdict(Tone, String, String),
    /// A finding, with why and the next steps.
    Finding { severity: Severity, subject: Option<String>, message: Message, code: &'static str },
    /// Why, and the next steps, below a line.
    Advice(Message),
    /// A remark below what stands before it.
    Remark(String),
    /// What a value came to: its name, the outcome, and the code of what it was recognised as.
    Outcome { name: String, tone: Tone, outcome: String, code: Option<&'static str> },
    /// A value to copy, below the form's own words for it.
    Value { label: String, gloss: String, value: String },
    /// A value beside its name. Whether it is one to copy.
    Pair { name: String, value: String, is_for_copying: bool },
    /// An empty line.
    Gap,
}

/// The parts of what is shown of one file, in one language.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) language: Language,
    pub(crate) parts: Vec<Part>,
}

impl Sheet {
    pub(crate) fn new(language: Language) -> Self {
        Self { language, parts: Vec::new() }
    }

    pub(crate) fn push(&mut self, part: Part) {
        self.parts.push(part);
    }

    pub(crate) fn line(&mut self, tone: Tone, text: impl Into<String>) {
        self.push(Part::Line(tone, text.into()));
    }
}
