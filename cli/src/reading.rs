//! From a path and the options to a report: what every command that reads files does alike.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use beian::filing::Evidence;
use beian::report::escape_control;
use beian::x509::Certificate;
use beian::{
    Error, InspectOptions, Kind, Language, Limits, NamedAs, Package, Part, Platform, Report,
    VerifyOptions,
};

use crate::args::{BESIDE, Input};
use crate::language::Text;
use crate::password::Password;
use crate::progress::Bar;

/// Reads files by the options that stand for all of them. Threads may share one.
pub(crate) struct Reader<'a> {
    input: &'a Input,
    language: Language,
    roots: Vec<Certificate>,
    password: Password,
    platform: Option<Platform>,
    idsig: Option<&'a Path>,
    is_fast: bool,
    takes_certificates: bool,
}

impl<'a> Reader<'a> {
    /// Takes in what the options name: roots, and the password where it is not to be asked for.
    ///
    /// # Errors
    /// What is wrong with it, as one line for people.
    pub(crate) fn new(input: &'a Input, language: Language) -> Result<Self, String> {
        Ok(Self {
            input,
            language,
            roots: roots(&input.trust_root, language)?,
            password: Password::given(input.password_stdin, language)?,
            platform: None,
            idsig: None,
            is_fast: false,
            takes_certificates: false,
        })
    }

    /// Sets what a certificate file or keystore is for.
    pub(crate) fn with_platform(mut self, platform: Option<Platform>) -> Self {
        self.platform = platform;
        self
    }

    /// Sets the v4 signature, or [`BESIDE`] for the one beside each file.
    pub(crate) fn with_idsig(mut self, idsig: Option<&'a Path>) -> Self {
        self.idsig = idsig;
        self
    }

    /// Sets whether content is left unread.
    pub(crate) fn with_fast(mut self, is_fast: bool) -> Self {
        self.is_fast = is_fast;
        self
    }

    /// Sets whether certificates count under any name but a package's.
    pub(crate) fn with_certificates(mut self, takes_certificates: bool) -> Self {
        self.takes_certificates = takes_certificates;
        self
    }

    /// The report on the file at that path, with an error where a certificate is given as if it
    /// were a package.
    pub(crate) fn judged(&self, path: &Path, mut report: Report) -> Report {
        let counts = match NamedAs::of(path) {
            NamedAs::Certificate => true,
            NamedAs::Package => false,
            _ => self.takes_certificates,
        };
        if matches!(report.kind, Kind::Certificate | Kind::Keystore)
            && !counts
            && !self.input.certificate
        {
            report.refuse_as_package();
        }
        report
    }

    /// The report on a file, or on standard input ("-"). Shows how far it has come, and asks for a
    /// keystore's password, where a person is there.
    pub(crate) fn read(&self, path: &Path) -> Result<Report, Error> {
        let package = if path.as_os_str() == "-" {
            Package::from_reader(self.spool(io::stdin().lock(), Part::StandardInput)?)?
        } else if is_pipe(path) {
            Package::from_reader(self.spool(open(path.to_owned())?, Part::Pipe)?)?
        } else {
            Package::open(path)?
        };
        let idsig = self.idsig.map(|idsig| open(idsig_path(path, idsig))).transpose()?;
        let name = escape_control(&path.to_string_lossy());
        let bar = Bar::new(name.clone());
        let progress = |progress| bar.update(progress);
        let report = self.password.offer(&name, self.language, |password| {
            let inspect = self.inspect_options();
            let inspect = password.map_or(inspect, |password| inspect.with_password(password));
            if self.is_fast {
                return package.inspect(&inspect);
            }
            let mut options = self.verify_options(inspect).with_progress(&progress);
            if let Some(idsig) = &idsig {
                options = options.with_idsig(idsig);
            }
            package.verify(&options)
        })?;
        Ok(self.judged(path, report))
    }

    fn spool(&self, source: impl Read, part: Part) -> Result<File, Error> {
        let read = |source| Error::Read { part, source };
        match spool(source, MAX_SPOOLED).map_err(read)? {
            Ok(file) => Ok(file),
            Err(limit) => {
                let why = too_large(limit, self.language);
                Err(read(io::Error::new(io::ErrorKind::FileTooLarge, why)))
            }
        }
    }

    /// What a file holds beyond its report by which wrong values are recognised. None where it
    /// cannot be read once more: standard input, a pipe, and a keystore whose password was typed.
    pub(crate) fn evidence(&self, path: &Path) -> Evidence {
        if path.as_os_str() == "-" || is_pipe(path) {
            return Evidence::default();
        }
        let evidence =
            Package::open(path).and_then(|package| package.evidence(&self.inspect_options()));
        evidence.unwrap_or_default()
    }

    /// What is asked of every file alike, with the password if one was given.
    pub(crate) fn inspect_options(&self) -> InspectOptions<'_> {
        InspectOptions::default()
            .with_platform(self.platform)
            .with_alias(self.input.alias.as_deref())
            .with_password(self.password.get())
    }

    /// What every file is verified for that opens so.
    pub(crate) fn verify_options<'o>(&'o self, inspect: InspectOptions<'o>) -> VerifyOptions<'o> {
        VerifyOptions::from(inspect)
            .with_trust_roots(&self.roots)
            .with_min_sdk(self.input.min_sdk)
            .with_max_sdk(self.input.max_sdk)
    }
}

/// The roots to be trusted besides those that are built in.
fn roots(files: &[PathBuf], language: Language) -> Result<Vec<Certificate>, String> {
    let read = |file: &PathBuf| {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let limit = Limits::default().max_certificate_file_size();
        let mut bytes = Vec::new();
        // It may be a pipe, or a device that has no end.
        let read = File::open(file)
            .and_then(|it| it.take(limit.saturating_add(1)).read_to_end(&mut bytes));
        read.map_err(|error| named(&error))?;
        if bytes.len() as u64 > limit {
            return Err(named(&too_large(limit, language)));
        }
        beian::trust_roots(&bytes, &Limits::default())
            .map_err(|error| named(&Error::from(error).message(language)))
    };
    let roots: Result<Vec<Vec<_>>, _> = files.iter().map(read).collect();
    Ok(roots?.concat())
}

/// Whether a path names a pipe, as a shell's `<(command)` does.
fn is_pipe(path: &Path) -> bool {
    #[cfg(unix)]
    let is_pipe = |metadata: std::fs::Metadata| {
        std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
    };
    #[cfg(not(unix))]
    let is_pipe = |_| false;
    path.metadata().is_ok_and(is_pipe)
}

/// The most that is spooled of what can be read only once, in bytes. A ZIP without ZIP64, which no
/// platform takes in packages, has no room for more.
const MAX_SPOOLED: u64 = 1 << 32;
/// What the first entry of a ZIP begins with, and the end of one without entries.
const ZIP_MARKS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// What can be read only once, as a file that can be read anywhere. It has no name: nothing is left
/// behind. No more is taken than a certificate file may have, if nothing in it looks like a
/// package.
fn spool(mut source: impl Read, most: u64) -> io::Result<Result<File, u64>> {
    let limit = Limits::default().max_certificate_file_size();
    let mut start = Vec::new();
    (&mut source).take(limit).read_to_end(&mut start)?;
    let is_package = start.windows(4).any(|bytes| ZIP_MARKS.contains(&bytes));
    let most = if is_package { most } else { limit };
    let left = most.saturating_sub(start.len() as u64);
    let mut file = tempfile::tempfile()?;
    file.write_all(&start)?;
    let copied = io::copy(&mut source.take(left.saturating_add(1)), &mut file)?;
    Ok(if copied > left { Err(most) } else { Ok(file) })
}

fn too_large(limit: u64, language: Language) -> String {
    Text::TooLarge.text(language).replace("{}", &limit.to_string())
}

fn idsig_path(package: &Path, idsig: &Path) -> PathBuf {
    if idsig.as_os_str() != BESIDE {
        return idsig.to_owned();
    }
    let mut beside = OsString::from(package);
    beside.push(".idsig");
    beside.into()
}

fn open(path: PathBuf) -> Result<File, Error> {
    File::open(&path).map_err(|source| Error::Open { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_read_to_a_limit() {
        const LIMIT: u64 = 4 << 20;
        const MOST: u64 = 5 << 20;
        let bytes = |start: &[u8], length: u64| {
            let mut bytes = vec![0; usize::try_from(length).unwrap()];
            bytes.iter_mut().zip(start).for_each(|(byte, first)| *byte = *first);
            bytes
        };
        for (start, length, want) in [
            (&b""[..], 0, Ok(0)),
            (b"", LIMIT, Ok(LIMIT)),
            (b"", LIMIT + 1, Err(LIMIT)),
            (b"PK\x03\x04", LIMIT + 1, Ok(LIMIT + 1)),
            (b"dex\n035\0PK\x03\x04", LIMIT + 1, Ok(LIMIT + 1)),
            (b"PK\x03\x04", MOST, Ok(MOST)),
            (b"PK\x03\x04", MOST + 1, Err(MOST)),
        ] {
            let spooled = spool(&bytes(start, length)[..], MOST).unwrap();
            assert_eq!(
                spooled.map(|file| file.metadata().unwrap().len()),
                want,
                "{start:?} {length}"
            );
        }
        assert_eq!(spool(io::repeat(0), MOST).unwrap().map(|_| ()), Err(LIMIT));
    }

    #[test]
    fn an_idsig_is_named_or_stands_beside_its_package() {
        for (package, idsig, want) in [
            ("d/a.apk", "auto", "d/a.apk.idsig"),
            ("d/a.apk", "b.idsig", "b.idsig"),
            ("a", "./auto", "./auto"),
        ] {
            assert_eq!(idsig_path(Path::new(package), Path::new(idsig)), Path::new(want));
        }
    }
}
