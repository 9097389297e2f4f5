//! Lines of comma-separated values after RFC 4180, safe to open in a spreadsheet.

/// What tells a spreadsheet that the text is UTF-8.
pub(super) const BOM: &str = "\u{feff}";

/// The line of the cells, with its end.
pub(super) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
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
}
