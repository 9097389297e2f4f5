//! Lines of comma-separated values after RFC 4180, safe to open in a spreadsheet.

/// What tells a spreadsheet that the text is UTF-8.
pub(crate) const BOM: &str = "\u{feff}";

/// The line of the cells, with its end.
pub(crate) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        push(&mut line, cell);
    }
    line + "\r\n"
}

fn push(line: &mut String, cell: &str) {
    let guard = if is_risky(cell) { "'" } else { "" };
    if cell.contains([',', '"', '\r', '\n']) {
        line.extend(["\"", guard, &cell.replace('"', "\"\""), "\""]);
    } else {
        line.extend([guard, cell]);
    }
}

/// Whether a spreadsheet would make something else of the cell. Such a cell gets a `'` before it,
/// and so does one that begins with `'` itself: who reads the cells takes one away where there is
/// one.
fn is_risky(cell: &str) -> bool {
    // Some spreadsheets take the wide forms for the narrow ones.
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\'', '＝', '＋', '－', '＠'];
    cell.starts_with(FORMULA) || is_long_number(cell)
}

/// A number of which a spreadsheet would keep the first 15 digits: a fingerprint may look like one.
fn is_long_number(cell: &str) -> bool {
    const EXACT: usize = 15;
    cell.len() > EXACT && cell.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The cells of a line that [`line`] made, guards and all. No cell of ours holds an end of line.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => push_to(&mut cells, '"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            _ => push_to(&mut cells, c),
        }
    }
    cells
}

fn push_to(cells: &mut [String], c: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(c);
    }
}

/// A cell without its guard.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_never_become_formulas() {
        for (cell, want) in [
            ("", ""),
            ("com.example", "com.example"),
            ("示例", "示例"),
            ("a b", "a b"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("\"", "\"\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("a\r", "\"a\r\""),
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\ta", "'\ta"),
            ("\ra", "\"'\ra\""),
            ("＝1", "'＝1"),
            ("'a", "''a"),
            ("a=1", "a=1"),
            ("1.10", "1.10"),
            ("10203", "10203"),
            ("123456789012345", "123456789012345"),
            ("1234567890123456", "'1234567890123456"),
            ("12345678901234567890123456789e12", "'12345678901234567890123456789e12"),
            ("1234567890123456789012345678e999", "1234567890123456789012345678e999"),
            ("4975dc5606fee92faddbefdac0a978ce", "4975dc5606fee92faddbefdac0a978ce"),
        ] {
            assert_eq!(line([cell]), format!("{want}\r\n"), "{cell:?}");
        }
        assert_eq!(line(["a", "", "b,c"]), "a,,\"b,c\"\r\n");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for cell in ["", "a,b", "\"", "a\"b,", "=1", "'a", "示例", "1234567890123456"] {
            let line = line([cell, "x"]);
            let cells = cells(line.trim_end());
            assert_eq!(cells.iter().map(|it| unguarded(it)).collect::<Vec<_>>(), [cell, "x"]);
        }
    }
}
