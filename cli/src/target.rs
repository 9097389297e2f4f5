//! Where results go: standard output, or a file that is whole or not there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use beian::Language;
use tempfile::NamedTempFile;

use crate::language::Text;

/// Where results go.
pub(crate) enum Target {
    Stream(Box<dyn Write>),
    /// A file that takes its name when all is written.
    File {
        file: io::BufWriter<NamedTempFile>,
        to: PathBuf,
    },
}

impl Target {
    /// Standard output. JSON escapes what could colour a terminal, so that nothing is to be taken
    /// out of it.
    pub(crate) fn stdout(is_json: bool) -> Self {
        let out: Box<dyn Write> = if is_json {
            Box::new(io::stdout().lock())
        } else {
            Box::new(anstream::stdout().lock())
        };
        Self::Stream(Box::new(io::BufWriter::new(out)))
    }

    /// A file of that name, which is none of those that are read.
    pub(crate) fn file(to: &Path, inputs: &[PathBuf], language: Language) -> Result<Self, String> {
        let colon = Text::Colon.text(language);
        let named = |error: io::Error| format!("{}{colon}{error}", to.display());
        let known = fs::canonicalize(to).ok();
        if known.is_some() && inputs.iter().any(|input| fs::canonicalize(input).ok() == known) {
            return Err(format!("{}{colon}{}", to.display(), Text::OutputIsInput.text(language)));
        }
        // A link is written through, and a device is written to.
        let to = known.as_deref().unwrap_or(to);
        if to.metadata().is_ok_and(|data| !data.is_file()) {
            let file = fs::OpenOptions::new().write(true).open(to).map_err(named)?;
            return Ok(Self::Stream(Box::new(file)));
        }
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        #[cfg_attr(not(unix), expect(unused_mut, reason = "modes are of Unix"))]
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder.unwrap_or(Path::new("."))).map_err(named)?;
        Ok(Self::File { file: io::BufWriter::new(file), to: to.to_owned() })
    }

    /// Gives a file its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut out) => out.flush(),
            Self::File { file, to } => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(to).map(drop).map_err(|error| error.error)
            }
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(out) => out.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}
