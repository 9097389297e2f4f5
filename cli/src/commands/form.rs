//! `beian form`: the values to paste into the form.

use crate::args::FormArgs;
use crate::exit::ExitCode;
use crate::session::{self, Context};
use crate::{json, text};

pub(crate) fn run(args: &FormArgs, mut context: Context<'_>) -> ExitCode {
    let platform = args.purpose.platform();
    context.reader = context.reader.with_platform(platform).with_certificates(true);
    session::run(&args.input.files, &context, |_, outcome| {
        let exit = outcome.exit().max(ExitCode::of(!outcome.lacks_values()));
        context.shown(
            exit,
            |language| text::form::render(&outcome, language),
            |language| json::line(&outcome, language),
        )
    })
}
