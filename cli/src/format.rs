//! How results are written: by `--json`, and by the name of the file that `-o` names.

use std::path::Path;

use beian::Language;

use crate::language::Text;

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Html,
    Markdown,
    Csv,
}

impl Format {
    /// The format that was asked for.
    ///
    /// # Errors
    /// What contradicts, as one line for people.
    pub(crate) fn asked(
        output: Option<&Path>,
        json: bool,
        language: Language,
    ) -> Result<Self, String> {
        let Some(output) = output else {
            return Ok(if json { Self::Json } else { Self::Text });
        };
        let format = Self::of_name(output).ok_or_else(|| {
            let text = Text::OutputKind.text(language);
            text.replace("{}", &output.display().to_string())
        })?;
        match format {
            Self::Json => Ok(Self::Json),
            _ if json => Err(Text::JsonOutput.text(language).to_owned()),
            _ => Ok(format),
        }
    }

    pub(crate) fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "html" | "htm" => Self::Html,
            "txt" => Self::Text,
            "json" | "jsonl" => Self::Json,
            "csv" => Self::Csv,
            "md" => Self::Markdown,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_format() {
        for (output, json, want) in [
            (None, false, Some(Format::Text)),
            (None, true, Some(Format::Json)),
            (Some("a/b.HTML"), false, Some(Format::Html)),
            (Some("b.md"), false, Some(Format::Markdown)),
            (Some("b.csv"), false, Some(Format::Csv)),
            (Some("b.txt"), false, Some(Format::Text)),
            (Some("b.jsonl"), false, Some(Format::Json)),
            (Some("b.json"), true, Some(Format::Json)),
            (Some("b.html"), true, None),
            (Some("b.apk"), false, None),
            (Some("b"), false, None),
        ] {
            let asked = Format::asked(output.map(Path::new), json, Language::English);
            assert_eq!(asked.ok(), want, "{output:?} {json}");
        }
    }
}
