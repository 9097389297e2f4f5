//! The `beian` command.

fn main() {}
