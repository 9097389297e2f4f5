//! `--resume`: what the rows of an earlier scan say, so that no file is read twice.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use beian::report::escape_control;
use serde_json::Value;

use crate::args::RowFormat;
use crate::csv;
use crate::exit::ExitCode;
use crate::file_name::FileName;

/// What the earlier rows say.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    files: HashSet<Key>,
    /// How many rows there are.
    pub(super) count: u64,
    /// The worst that they came to.
    pub(super) exit: ExitCode,
}

/// The name as rows have it, and the bytes of one that is no text.
type Key = (String, String);

impl Earlier {
    pub(super) fn has(&self, name: &FileName) -> bool {
        let bytes = name.bytes.clone().unwrap_or_default();
        !self.files.is_empty() && self.files.contains(&(escape_control(&name.text), bytes))
    }

    fn add(&mut self, file: &str, bytes: &str, is_ok: bool, is_read: bool) {
        let exit = match (is_ok, is_read) {
            (true, _) => ExitCode::Good,
            (false, true) => ExitCode::NotGood,
            (false, false) => ExitCode::Trouble,
        };
        self.exit = self.exit.max(exit);
        self.count = self.count.saturating_add(1);
        self.files.insert((escape_control(file), bytes.to_owned()));
    }

    fn add_json(&mut self, line: &str) -> Option<()> {
        let row: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| row.get(name).and_then(Value::as_str);
        let is_ok = row.get("ok")?.as_bool()?;
        let bytes = text("file_bytes").unwrap_or_default();
        self.add(text("file")?, bytes, is_ok, row.get("error").is_none());
        Some(())
    }

    fn add_cells(&mut self, columns: &[String], cells: &[String]) -> Option<()> {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column.trim_start_matches(csv::BOM) == name);
            at.and_then(|at| cells.get(at)).map(|cell| csv::unguarded(cell))
        };
        let is_ok = cell("ok")?.parse().ok()?;
        let is_read = !cell("verdict")?.is_empty();
        self.add(cell("file")?, cell("file_bytes").unwrap_or_default(), is_ok, is_read);
        Some(())
    }
}

/// Reads the rows of a scan that was broken off, and opens the file for those that follow: behind
/// the last whole row. A file that is not there is begun.
pub(super) fn resumed(path: &Path, format: RowFormat) -> io::Result<(Earlier, File)> {
    let mut options = OpenOptions::new();
    let mut file = options.read(true).write(true).create(true).truncate(false).open(path)?;
    let mut earlier = Earlier::default();
    let end = match format {
        RowFormat::Jsonl => rows_of(&mut file, &mut earlier, Earlier::add_json)?,
        RowFormat::Csv => {
            let mut columns: Option<Vec<String>> = None;
            rows_of(&mut file, &mut earlier, |earlier, line| {
                let cells = csv::cells(line);
                match &columns {
                    Some(columns) => earlier.add_cells(columns, &cells),
                    None => cells.iter().any(|it| it == "verdict").then(|| columns = Some(cells)),
                }
            })?
        }
    };
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end))?;
    Ok((earlier, file))
}

/// Gives each whole line to `add`, and says where the last one ends.
fn rows_of(
    file: &mut File,
    earlier: &mut Earlier,
    mut add: impl FnMut(&mut Earlier, &str) -> Option<()>,
) -> io::Result<u64> {
    /// A row may have many names and keys, and is never as long.
    const LONGEST: u64 = 1 << 26;
    let mut lines = BufReader::new(file);
    let mut end = 0u64;
    loop {
        let mut line = Vec::new();
        let length = (&mut lines).take(LONGEST).read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            return Ok(end);
        }
        let text = String::from_utf8_lossy(&line);
        if add(earlier, text.trim_end()).is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not a row of a scan"));
        }
        end = end.saturating_add(length as u64);
    }
}

/// Whether the file is empty, so that what stands before the rows is to be written.
pub(super) fn is_new(file: &File) -> bool {
    file.metadata().is_ok_and(|data| data.len() == 0)
}

/// A new file for rows, or a device.
pub(super) fn created(path: &Path) -> io::Result<File> {
    File::create(path)
}

/// Rows go to files from all threads.
pub(super) type Out = Box<dyn Write + Send>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_rows_are_kept_and_a_torn_one_is_not() {
        let json = |file: &str, rest: &str| format!("{{\"file\":\"{file}\",{rest}}}\n");
        let good = json("a", "\"ok\":true");
        let bad = json("b", "\"ok\":false");
        let unread = json("c", "\"ok\":false,\"error\":{}");
        let head = "\u{feff}file,verdict,ok,file_bytes\r\n";
        for (format, text, kept, count, exit) in [
            (RowFormat::Jsonl, String::new(), 0, 0, Some(ExitCode::Good)),
            (RowFormat::Jsonl, good.clone(), good.len(), 1, Some(ExitCode::Good)),
            (
                RowFormat::Jsonl,
                format!("{good}{bad}{{\"file\":\"x"),
                good.len() + bad.len(),
                2,
                Some(ExitCode::NotGood),
            ),
            (RowFormat::Jsonl, format!("{good}{unread}"), good.len() + unread.len(), 2, {
                Some(ExitCode::Trouble)
            }),
            (RowFormat::Jsonl, "no row\n".to_owned(), 0, 0, None),
            (RowFormat::Csv, head.to_owned(), head.len(), 0, Some(ExitCode::Good)),
            (RowFormat::Csv, format!("{head}'=1,verified,true,\r\n\"a"), head.len() + 20, 1, {
                Some(ExitCode::Good)
            }),
            (RowFormat::Csv, "a,b\r\n".to_owned(), 0, 0, None),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("rows");
            std::fs::write(&path, &text).unwrap();
            match (resumed(&path, format), exit) {
                (Ok((earlier, file)), Some(exit)) => {
                    assert_eq!(file.metadata().unwrap().len(), kept as u64, "{text}");
                    assert_eq!((earlier.count, earlier.exit), (count, exit), "{text}");
                    let first = if format == RowFormat::Csv { "=1" } else { "a" };
                    assert_eq!(earlier.has(&first.into()), count > 0, "{text}");
                    assert!(!earlier.has(&"x".into()), "{text}");
                }
                (Err(_), None) => assert_eq!(std::fs::read_to_string(&path).unwrap(), text),
                (result, _) => panic!("{text}: {result:?}"),
            }
        }
    }
}
