//! Prints the public items that the rustdoc JSON named by the first argument describes, a line
//! each.

use std::process::ExitCode;

use public_api::Builder;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: beian-public-api RUSTDOC.json");
        return ExitCode::from(2);
    };
    let builder = Builder::from_rustdoc_json(path)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true);
    match builder.build() {
        Ok(api) => {
            for line in lines(api.items().map(ToString::to_string)) {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A line each: what a standard trait's implementation has is left out, its own line says that it
/// is there; variants without fields stand on the line of their enum; and what is handed on from
/// another module is listed once.
fn lines(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut in_trait = false;
    let mut variants_of: Option<String> = None;
    for item in items {
        let item = item.replace("beian::report::", "beian::");
        let is_impl = item.starts_with("impl");
        if is_impl {
            in_trait = item.contains(" for ");
        } else if !item.starts_with("pub fn") && !item.starts_with("pub type") {
            in_trait = false;
        }
        if !seen.insert(item.clone()) || (in_trait && !is_impl) {
            continue;
        }
        if let Some((_, name)) = item.split_once("pub enum ") {
            variants_of = Some(format!("pub {name}::"));
        }
        let variant = variants_of.as_deref().and_then(|start| item.strip_prefix(start));
        match (variant.filter(|it| !it.contains(['(', ':'])), lines.last_mut()) {
            (Some(variant), Some(line)) if line.contains("pub enum ") => {
                line.push_str(if line.contains(" = ") { " | " } else { " = " });
                line.push_str(variant);
            }
            _ => lines.push(item),
        }
    }
    lines
}
