//! `beian explain`: what a code means, why it is there, and what to do.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use beian::Language;
use beian::explain::{Texts, codes, explanations};
use serde_json::json;

use crate::args::ExplainArgs;
use crate::complaint::{complain, output_failed};
use crate::exit::ExitCode;
use crate::language::Text;
use crate::sheet::Tone;

pub(crate) fn run(args: &ExplainArgs, is_json: bool, language: Language) -> ExitCode {
    let (mut out, mut exit) = (String::new(), ExitCode::Good);
    for asked in &args.codes {
        // As it stands behind a finding.
        let code = asked.trim().trim_matches(['[', ']']).to_ascii_lowercase();
        let before = out.len();
        for explanation in explanations(&code) {
            let texts = match language {
                Language::Chinese => explanation.in_chinese,
                _ => explanation.in_english,
            };
            if is_json {
                out += &line(explanation.code, texts);
            } else {
                text(&mut out, explanation.code, texts, language);
            }
        }
        if out.len() == before {
            exit = ExitCode::Trouble;
            complain(&unknown(&code, language));
        }
    }
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(out.as_bytes()).and_then(|()| stdout.flush());
    written.map_or_else(|error: io::Error| output_failed(&error, None, language), |()| exit)
}

fn line(code: &str, texts: Texts) -> String {
    let Texts { meaning, why, what_to_do, .. } = texts;
    let object = json!({
        "schema": beian::json::SCHEMA,
        "code": code,
        "meaning": meaning,
        "why": why,
        "what_to_do": what_to_do,
    });
    format!("{object}\n")
}

fn text(out: &mut String, code: &str, texts: Texts, language: Language) {
    let gap = if out.is_empty() { "" } else { "\n" };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{gap}{}", Tone::Strong.styled(code));
    let colon = Text::Colon.text(language);
    for (name, text) in [
        (Text::Meaning, texts.meaning),
        (Text::Reason, texts.why),
        (Text::WhatToDo, texts.what_to_do),
    ] {
        let _ = writeln!(out, "{}{colon}{}", name.text(language), text.replace('`', ""));
    }
}

/// That there is no such code, with those that are like it.
fn unknown(code: &str, language: Language) -> String {
    const MOST: usize = 8;
    let words: Vec<_> = code.split('-').filter(|word| word.len() > 3).collect();
    let shared = |known: &str| words.iter().filter(|word| known.contains(**word)).count();
    let mut like: Vec<_> = codes().filter(|known| shared(known) > 0).collect();
    like.sort_unstable_by_key(|known| (std::cmp::Reverse(shared(known)), *known));
    like.dedup();
    like.truncate(MOST);
    let text = Text::NoSuchCode.text(language).replace("{}", code);
    if like.is_empty() {
        return text;
    }
    let like = like.join(Text::Enumeration.text(language));
    format!("{text}{}{like}", Text::Similar.text(language))
}
