//! `beian inspect`: everything known of a file.

use crate::args::InspectArgs;
use crate::exit::ExitCode;
use crate::session::{self, Context};
use crate::{json, text};

pub(crate) fn run(args: &InspectArgs, mut context: Context<'_>) -> ExitCode {
    let platform = args.purpose.platform();
    context.reader =
        context.reader.with_platform(platform).with_certificates(true).with_fast(args.fast);
    session::run(&args.input.files, &context, |_, outcome| {
        context.shown(
            outcome.exit(),
            |language| text::inspect::render(&outcome, language),
            |language| json::line(&outcome, language),
        )
    })
}
