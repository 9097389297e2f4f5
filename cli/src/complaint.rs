//! Lines on standard error.

use std::io::{self, Write};
use std::path::Path;

use beian::report::escape_control;
use beian::{Error, Language};

use crate::exit::ExitCode;
use crate::language::Text;

/// One line on standard error. If that cannot be written there is nowhere left to say so.
pub(crate) fn complain(message: &str) {
    let _ = writeln!(anstream::stderr(), "beian: {}", escape_control(message));
}

/// The error with the file's name before it, where it does not name the file itself.
pub(crate) fn named(file: &str, error: &Error, language: Language) -> String {
    let message = error.message(language);
    match error {
        Error::Open { path, .. } if path.as_os_str() == file => message,
        _ => format!("{file}: {message}"),
    }
}

/// Says that not everything could be written: to that file, or printed. A pipe may be closed
/// because enough was seen; but what waits for the exit status must not take what is missing for
/// success.
pub(crate) fn output_failed(
    error: &io::Error,
    output: Option<&Path>,
    language: Language,
) -> ExitCode {
    let colon = Text::Colon.text(language);
    complain(&match (error.kind(), output) {
        (_, Some(output)) => format!("{}{colon}{error}", output.display()),
        (io::ErrorKind::BrokenPipe, None) => Text::OutputBroken.text(language).to_owned(),
        (_, None) => format!("{}{colon}{error}", Text::Output.text(language)),
    });
    ExitCode::Trouble
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_names_the_file_once() {
        let missing =
            |path: &str| Error::Open { path: path.into(), source: io::ErrorKind::NotFound.into() };
        let english = |error| named("a.apk", &error, Language::English);
        assert_eq!(english(missing("a.apk")), "cannot open a.apk: entity not found");
        assert_eq!(english(missing("a.idsig")), "a.apk: cannot open a.idsig: entity not found");
    }
}
