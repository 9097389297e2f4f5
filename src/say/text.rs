//! Text from files, made safe to print.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::{Language, Say};

/// How much of a list is shown.
const SHOWN: usize = 20;

/// A text that a file holds, or a person gave: what hides in it is written out.
impl Say for String {
    fn say(&self, _: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape_control(self))
    }
}

/// Such texts, as many as are worth reading.
impl Say for Vec<String> {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close, separator) = match language {
            Language::English => ("", "", "; "),
            Language::Chinese => ("“", "”", "、"),
        };
        for (at, text) in self.iter().take(SHOWN).enumerate() {
            f.write_str(if at > 0 { separator } else { "" })?;
            f.write_str(open)?;
            text.say(language, f)?;
            f.write_str(close)?;
        }
        f.write_str(if self.len() > SHOWN { " …" } else { "" })
    }
}

/// The name of a file.
impl Say for PathBuf {
    fn say(&self, _: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape_control(&self.to_string_lossy()))
    }
}

/// What the system said, in Chinese where it is one of the things that people meet.
impl Say for io::Error {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chinese = match self.kind() {
            io::ErrorKind::NotFound => "文件不存在",
            io::ErrorKind::PermissionDenied => "没有读取权限",
            io::ErrorKind::IsADirectory => "这是一个目录",
            io::ErrorKind::Unsupported => "这是管道或设备，不是文件",
            io::ErrorKind::UnexpectedEof => "文件不完整，数据在此之前就已结束",
            _ => return f.write_str(&escape_control(&self.to_string())),
        };
        match language {
            Language::English => f.write_str(&escape_control(&self.to_string())),
            Language::Chinese => f.write_str(chinese),
        }
    }
}

/// Text from a file, made safe to print: characters that [hide](is_hidden) are written as escapes
/// (`\u{1b}`). Those behind an emoji (U+FE0F, U+200D) too: where they may stand is no question for
/// what prints a name.
#[must_use]
pub fn escape_control(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Whether a character controls the terminal, changes the direction of text, or shows nothing, so
/// that two texts that differ look alike: controls (C0, C1), line and paragraph separators, format
/// characters (`Cf`), and the rest of Unicode's `Default_Ignorable_Code_Point` (fillers, variation
/// selectors, tags), with the blank pattern of Braille.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
            | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_written_out_and_what_is_seen_is_left() {
        for (first, last) in [
            (0x0, 0x1f),
            (0x7f, 0x9f),
            (0xad, 0xad),
            (0x34f, 0x34f),
            (0x61c, 0x61c),
            (0x115f, 0x1160),
            (0x180b, 0x180f),
            (0x200b, 0x200f),
            (0x2028, 0x202e),
            (0x2060, 0x206f),
            (0x2800, 0x2800),
            (0x3164, 0x3164),
            (0xfe00, 0xfe0f),
            (0xfeff, 0xfeff),
            (0xffa0, 0xffa0),
            (0xfff9, 0xfffb),
            (0x1bca0, 0x1bca3),
            (0x1d173, 0x1d17a),
            (0xe0001, 0xe0001),
            (0xe0020, 0xe007f),
            (0xe0100, 0xe01ef),
        ] {
            for c in (first..=last).filter_map(char::from_u32) {
                assert_eq!(escape_control(&c.to_string()), format!("\\u{{{:x}}}", u32::from(c)));
            }
        }
        for seen in [
            "com.example.app",
            "示例 应用",
            "Ünïcödé",
            "\u{1f4f7}",
            "مثال",
            "\u{3000}\u{a0}",
            "\u{fffd}",
        ] {
            assert_eq!(escape_control(seen), seen);
        }
        assert_eq!(escape_control("\u{2764}\u{fe0f}"), "\u{2764}\\u{fe0f}");
    }
}
