//! `beian inspect`: everything known of a file.

use crate::args::InspectArgs;
use crate::exit::ExitCode;
use crate::session::{self, Context};
use crate::view::ReportView;

pub(crate) fn run(args: &InspectArgs, mut context: Context<'_>) -> Result<ExitCode, String> {
    let platform = args.purpose.platform();
    context.reader =
        context.reader.with_platform(platform).with_certificates(true).with_fast(args.fast);
    session::run(&args.input.files, &context, &[], |_, outcome| {
        context.shown(outcome.exit(), &ReportView { outcome: &outcome, is_whole: true })
    })
}
