//! `beian verify`: the verdict, and why.

use crate::args::VerifyArgs;
use crate::exit::ExitCode;
use crate::session::{self, Context};
use crate::view::ReportView;

pub(crate) fn run<'a>(args: &'a VerifyArgs, mut context: Context<'a>) -> Result<ExitCode, String> {
    let platform = args.purpose.platform();
    context.reader = context.reader.with_platform(platform).with_idsig(args.idsig.as_deref());
    session::run(&args.input.files, &context, &[], |_, outcome| {
        context.shown(outcome.exit(), &ReportView { outcome: &outcome, is_whole: false })
    })
}
