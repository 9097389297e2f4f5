//! A value on the clipboard: by the system's own tool, or by the terminal (OSC 52), which works
//! over SSH too.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use beian::Language;
use beian::filing::Form;
use clap::ValueEnum;

use crate::language::Text;

/// The values of `--copy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Field {
    PackageName,
    PublicKey,
    Fingerprint,
    Platform,
}

impl Field {
    fn text(self) -> Text {
        match self {
            Self::PackageName => Text::PackageNameRow,
            Self::PublicKey => Text::PublicKey,
            Self::Fingerprint => Text::FingerprintRow,
            Self::Platform => Text::PlatformRow,
        }
    }

    fn of(self, form: &Form) -> Option<&str> {
        match self {
            Self::PackageName => form.package_name.as_deref(),
            Self::PublicKey => Some(&form.public_key),
            Self::Fingerprint => Some(&form.fingerprint),
            Self::Platform => Some(form.platform),
        }
    }
}

/// Puts the value on the clipboard. Whether that could be done, and what is to be said of it.
pub(crate) fn copy(field: Field, form: &Form, language: Language) -> (bool, String) {
    let name = field.text().text(language);
    let Some(value) = field.of(form) else {
        return (false, Text::NoPackageName.text(language).to_owned());
    };
    let is_copied = by_tool(value) || by_terminal(value).unwrap_or_default();
    let text = if is_copied { Text::CopiedField } else { Text::NotCopied };
    (is_copied, text.text(language).replace("{}", name))
}

/// The tools of the system, in the order in which they are tried. Over SSH they would copy on the
/// far machine.
fn tools(variable: impl Fn(&str) -> bool) -> Vec<&'static [&'static str]> {
    let mut tools: Vec<&[&str]> = Vec::new();
    if variable("SSH_TTY") || variable("SSH_CONNECTION") {
        return tools;
    }
    if cfg!(windows) {
        tools.push(&["clip.exe"]);
    } else if cfg!(target_os = "macos") {
        tools.push(&["pbcopy"]);
    }
    if variable("WAYLAND_DISPLAY") {
        tools.push(&["wl-copy"]);
    }
    if variable("DISPLAY") {
        tools.push(&["xclip", "-selection", "clipboard"]);
        tools.push(&["xsel", "--input", "--clipboard"]);
    }
    tools
}

fn by_tool(value: &str) -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    tools(is_set).into_iter().any(|tool| give(tool, value).unwrap_or_default())
}

fn give(tool: &[&str], value: &str) -> io::Result<bool> {
    let [program, arguments @ ..] = tool else { return Ok(false) };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(&for_tool(value)));
    Ok(child.wait()?.success() && written.is_some_and(|written| written.is_ok()))
}

/// The bytes that the tool takes: `clip.exe` knows UTF-16 by its mark.
fn for_tool(value: &str) -> Vec<u8> {
    if cfg!(windows) && !value.is_ascii() {
        let units = std::iter::once(0xfeff).chain(value.encode_utf16());
        return units.flat_map(u16::to_le_bytes).collect();
    }
    value.as_bytes().to_vec()
}

/// Asks the terminal: `ESC ] 52 ; c ; base64 BEL`.
fn by_terminal(value: &str) -> io::Result<bool> {
    let mut terminal = io::stderr();
    if !terminal.is_terminal() {
        return Ok(false);
    }
    terminal.write_all(osc52(value).as_bytes())?;
    terminal.flush()?;
    Ok(true)
}

fn osc52(value: &str) -> String {
    format!("\u{1b}]52;c;{}\u{7}", base64(value.as_bytes()))
}

/// RFC 4648, section 4.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0u32, |bits, at| {
            (bits << 8) | u32::from(three.get(at).copied().unwrap_or_default())
        });
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = usize::try_from((bits >> shift) & 63).unwrap_or_default();
            let digit = DIGITS.get(digit).copied().unwrap_or(b'=');
            text.push(if at > three.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_rfc_4648_section_10_has_it() {
        for (bytes, want) in [
            (&b""[..], ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (b"foobar", "Zm9vYmFy"),
            (b"\xff\xff\xfe", "///+"),
        ] {
            assert_eq!(base64(bytes), want);
        }
        assert_eq!(osc52("foo"), "\u{1b}]52;c;Zm9v\u{7}");
    }

    #[test]
    fn over_ssh_the_terminal_is_asked() {
        assert!(tools(|_| true).is_empty());
        let x11 = tools(|name| name == "DISPLAY");
        assert_eq!(x11.last(), Some(&&["xsel", "--input", "--clipboard"][..]));
    }
}
