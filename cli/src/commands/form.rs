//! `beian form`: the values to paste into the form.

use crate::args::FormArgs;
use crate::clipboard;
use crate::exit::ExitCode;
use crate::session::{self, Context};
use crate::view::{FORM_COLUMNS, FormView};

pub(crate) fn run(args: &FormArgs, mut context: Context<'_>) -> Result<ExitCode, String> {
    let platform = args.purpose.platform();
    context.reader = context.reader.with_platform(platform).with_certificates(true);
    session::run(&args.input.files, &context, &FORM_COLUMNS, |_, outcome| {
        let exit = outcome.exit().max(ExitCode::of(!outcome.lacks_values()));
        let mut shown = context.shown(exit, &FormView(&outcome))?;
        if let (Some(field), Ok(form)) = (args.copy, &outcome.form) {
            let (is_copied, said) = clipboard::copy(field, form, context.language);
            shown.complaints.push(said);
            shown.exit = shown.exit.max(if is_copied { exit } else { ExitCode::Trouble });
        }
        Ok(shown)
    })
}
