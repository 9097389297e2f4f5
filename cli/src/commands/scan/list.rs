//! `--files-from`: a list of files and folders, one a line.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The paths in a list, or on standard input ("-"). Empty lines are left out.
pub(super) fn listed(list: &Path) -> io::Result<Vec<PathBuf>> {
    let bytes = if list.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        bytes
    } else {
        fs::read(list)?
    };
    Ok(paths(&bytes))
}

/// PowerShell writes UTF-16; `find -print0` ends names with NUL.
fn paths(bytes: &[u8]) -> Vec<PathBuf> {
    let bytes = match bytes {
        [0xff, 0xfe, wide @ ..] => {
            let units = wide.as_chunks::<2>().0.iter().map(|&pair| u16::from_le_bytes(pair));
            let text: String = char::decode_utf16(units)
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect();
            text.into_bytes()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.to_vec(),
        _ => bytes.to_vec(),
    };
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines =
        bytes.split(|&byte| byte == end).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// Names are no bytes there: what is no UTF-8 is GBK, as cmd.exe writes it.
#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    beian::filing::record::text_of(bytes)
        .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_shells_write_it() {
        let wide: Vec<u8> =
            "\u{feff}a.apk\r\n示例.apk\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, want) in [
            (&b"a.apk\n\nb c.apk"[..], &["a.apk", "b c.apk"][..]),
            (b"a.apk\0b\n.apk\0", &["a.apk", "b\n.apk"]),
            (b"\xef\xbb\xbfa.apk\r\n", &["a.apk"]),
            (&wide, &["a.apk", "示例.apk"]),
            (b"", &[]),
        ] {
            assert_eq!(paths(bytes), want.iter().map(PathBuf::from).collect::<Vec<_>>());
        }
    }
}
