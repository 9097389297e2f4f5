//! The front door: a package that was opened, whatever its kind.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::android::apk::{self, Apk};
use crate::android::bundle::{self, Bundle};
use crate::android::split_set::{self, SplitSet};
use crate::certificate_file::{self, CertificateFile, CertificateFileError};
use crate::error::{Error, Hint, ReadContext};
use crate::evidence;
use crate::filing::Evidence;
use crate::harmony::hap::{self, Hap};
use crate::keystore::Keystore;
use crate::limits::{Limit, Limits};
use crate::options::VerifyOptions;
use crate::quick_app::rpk::{self, QuickApp};
use crate::read_at::{ReadAt, State};
use crate::report::{Code, Finding, Kind, Report};
use crate::witness::Witness;
use crate::work::Work;
use crate::zip::{Archive, Structure, ZipError};

/// A package whose structure has been read, or a file of certificates. Its kind is told by content, never by a name.
pub struct Package<R> {
    kind: Kind,
    content: Content<R>,
    limits: Limits,
    /// Of the file, in bytes.
    size: u64,
}

enum Content<R> {
    Zip { reader: R, structure: Arc<Structure>, state: State },
    Certificates(Box<CertificateFile>),
    Keystore(Keystore),
}

/// How much of a file is read to see whether it is worth reading whole.
const START: u64 = 1 << 10;

impl Package<File> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error`]: it cannot be opened or read, is no regular file, or is nothing that this crate reads.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(path, &Limits::default())
    }

    /// The same with other limits, which hold for everything that is read of the package.
    ///
    /// # Errors
    /// As [`open`](Self::open); what the limits refuse at once is an error too.
    pub fn open_with(path: impl AsRef<Path>, limits: &Limits) -> Result<Self, Error> {
        let path = path.as_ref();
        let open = |path: &Path| {
            // Asked before the file is opened: a pipe would be waited for, and a device has no end.
            let kind = path.metadata()?.file_type();
            if kind.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            } else if !kind.is_file() {
                return Err(io::Error::new(
                    io::ErrorKind::Unsupported,
                    "it is a pipe or device, and no file",
                ));
            }
            File::open(path)
        };
        let file = open(path).map_err(|source| Error::Open { path: path.to_owned(), source })?;
        Self::from_reader_with(file, limits)
    }
}

impl<R: ReadAt> Package<R> {
    /// Opens what a reader holds.
    ///
    /// # Errors
    /// [`Error`]: it cannot be read, or is nothing that this crate reads.
    pub fn from_reader(reader: R) -> Result<Self, Error> {
        Self::from_reader_with(reader, &Limits::default())
    }

    /// The same with other limits, which hold for everything that is read of the package.
    ///
    /// ```
    /// use beian::{Limits, Package};
    ///
    /// let bytes = std::fs::read("fixtures/android/v1v2v3.apk")?;
    /// let limits = Limits::default().with_directory_size(100);
    /// let error = Package::from_reader_with(&bytes[..], &limits).err().map(|error| error.to_string());
    /// assert!(error.is_some_and(|error| error.contains("more than the 100 that are read (directory_size)")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_reader`](Self::from_reader); what the limits refuse at once is an error too.
    pub fn from_reader_with(reader: R, limits: &Limits) -> Result<Self, Error> {
        let state = State::of(&reader).reading("the size of the file")?;
        let structure = match Structure::read(&reader, limits) {
            Ok(structure) => Arc::new(structure),
            Err(Error::Zip(ZipError::NoEndRecord)) => {
                let size = reader.size().reading("the size of the file")?;
                return limited(limits, size, |work| Self::unpackaged(&reader, size, limits, work));
            }
            Err(error) => return Err(error),
        };
        let archive = Archive::new(&reader, Arc::clone(&structure));
        let (kind, size) = (kind(&archive)?, archive.size());
        Ok(Self { kind, content: Content::Zip { reader, structure, state }, limits: *limits, size })
    }

    /// A keystore or a file of certificates.
    fn unpackaged(reader: &R, size: u64, limits: &Limits, work: &Work) -> Result<Self, Error> {
        let package = |kind, content| Ok(Self { kind, content, limits: *limits, size });
        let read = |length: u64| {
            let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
            reader.read_at(0, &mut bytes).reading("the file").map(|()| bytes)
        };
        let start = read(size.min(START))?;
        let limit = limits.certificate_file_size().value;
        if size > limit && (Keystore::may_begin(&start) || start.starts_with(b"-----BEGIN ")) {
            return Err(CertificateFileError::TooLarge { size, limit }.into());
        }
        if size <= limit && (Keystore::may_begin(&start) || CertificateFile::may_begin(&start)) {
            let bytes = read(size)?;
            if let Some(keystore) = Keystore::recognise(&bytes, limits) {
                return package(Kind::Keystore, Content::Keystore(keystore));
            }
            if let Some(certificates) = CertificateFile::read(&bytes, limits, work) {
                return package(Kind::Certificate, Content::Certificates(Box::new(certificates?)));
            }
            // A pipeline's secrets are texts: a keystore stands in them as base64.
            if let Some(keystore) =
                certificate_file::bare(&bytes).and_then(|it| Keystore::recognise(&it, limits))
            {
                return package(Kind::Keystore, Content::Keystore(keystore));
            }
        }
        let hint = hint(&start);
        Err(hint.map_or(Error::Zip(ZipError::NoEndRecord), |hint| Error::UnknownKind { hint }))
    }

    /// What the package is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Identity, and the signers that the signatures name, without reading content or verifying anything: quick at any size,
    /// and no proof of anything. The verdict is [`Verdict::Unchecked`](crate::Verdict::Unchecked), and what a signature names
    /// stands in [`Report::claimed_signers`]. Of the options only those matter that open a keystore or say what a certificate
    /// is for.
    ///
    /// # Errors
    /// [`Error`]: a read failed, the file was changed meanwhile, or looking for its signers takes too much work.
    pub fn inspect(&self, options: &VerifyOptions<'_>) -> Result<Report, Error> {
        let report = limited(&self.limits, self.size, |work| self.inspect_content(options, work))?;
        self.unchanged(report)
    }

    fn inspect_content(&self, options: &VerifyOptions<'_>, work: &Work) -> Result<Report, Error> {
        let (reader, structure) = match &self.content {
            Content::Zip { reader, structure, .. } => (reader, structure),
            Content::Certificates(file) => return Ok(file.report(options, work)),
            Content::Keystore(keystore) => return Ok(keystore.report(options, work)?),
        };
        match self.kind {
            Kind::Apk | Kind::Jar => Apk::open(reader, structure)?.inspect(work),
            Kind::Rpk => Ok(QuickApp::open(reader, structure)?.inspect()),
            Kind::Aab => Bundle::open(reader, structure)?.inspect(work),
            Kind::Apks | Kind::Xapk | Kind::Apkm => {
                SplitSet::open(reader, structure, self.kind)?.inspect(work)
            }
            kind => Hap::open(reader, structure, kind)?.inspect(work),
        }
    }

    /// Everything: every signature that a platform in the range would look at, over all content. A bad one is a
    /// verdict and not an error.
    ///
    /// # Errors
    /// [`Error`]: a read failed, the file was changed meanwhile, or its signatures take too much work.
    pub fn verify(&self, options: &VerifyOptions<'_>) -> Result<Report, Error> {
        let report = limited(&self.limits, self.size, |work| self.verify_content(options, work))?;
        let mut report = self.unchanged(report)?;
        if options.idsig.is_some() && !matches!(self.kind, Kind::Apk | Kind::Jar) {
            report.findings.push(Finding::new(Code::V4NotLookedAt).arg(self.kind));
            report.findings.sort_by_key(|finding| finding.severity);
        }
        Ok(report)
    }

    fn verify_content(&self, options: &VerifyOptions<'_>, work: &Work) -> Result<Report, Error> {
        let (reader, structure) = match &self.content {
            Content::Zip { reader, structure, .. } => (reader, structure),
            Content::Certificates(file) => return Ok(file.report(options, work)),
            Content::Keystore(keystore) => return Ok(keystore.report(options, work)?),
        };
        let witness = Witness::new(reader, structure);
        macro_rules! verified {
            ($opened:expr) => {{
                let opened = $opened;
                witness.hold();
                opened.verify(options, work)?
            }};
        }
        let report = match self.kind {
            Kind::Apk | Kind::Jar => verified!(Apk::open(&witness, structure)?),
            Kind::Rpk => verified!(QuickApp::open(&witness, structure)?),
            Kind::Aab => verified!(Bundle::open(&witness, structure)?),
            Kind::Apks | Kind::Xapk | Kind::Apkm => {
                verified!(SplitSet::open(&witness, structure, self.kind)?)
            }
            kind => verified!(Hap::open(&witness, structure, kind)?),
        };
        witness.agrees()?;
        Ok(report)
    }

    /// The report, unless what it speaks of may be two packages: one read before a change, and one after it.
    fn unchanged(&self, report: Report) -> Result<Report, Error> {
        match &self.content {
            Content::Zip { reader, state, .. }
                if State::of(reader).reading("the size of the file")? != *state =>
            {
                Err(Error::Changed)
            }
            _ => Ok(report),
        }
    }
}

impl<R: ReadAt> Package<R> {
    /// What [`filing::Check`](crate::filing::Check) needs beyond a report to recognise wrong values by name: the digests of the
    /// whole file, which is read once for that, those of its JAR signature's blocks, and the certificates of authorities. Of the
    /// options only those matter that open a keystore. Nothing of it is verified, or ever a value to file.
    ///
    /// # Errors
    /// [`Error`]: a read failed, or the keystore cannot be opened.
    pub fn evidence(&self, options: &VerifyOptions<'_>) -> Result<Evidence, Error> {
        limited(&self.limits, self.size, |work| match &self.content {
            Content::Zip { reader, structure, .. } => {
                evidence::of_package(reader, &Archive::new(reader, Arc::clone(structure)), work)
            }
            Content::Certificates(file) => {
                Ok(evidence::of_certificates(file.certificates().iter().cloned(), work))
            }
            Content::Keystore(keystore) => {
                Ok(evidence::of_certificates(keystore.certificates(options, work)?, work))
            }
        })
    }
}

/// What `read` gives, unless it had to leave signatures unverified.
fn limited<T>(limits: &Limits, size: u64, read: impl FnOnce(&Work) -> Result<T, Error>) -> Result<T, Error> {
    let work = Work::new(limits, size);
    let too_much = |limit: Limit| Error::TooMuchWork { limit: limit.value };
    work.finish(read(&work)).map_err(too_much)?
}

/// What a ZIP is, by what it holds.
fn kind(archive: &Archive<'_>) -> Result<Kind, Error> {
    if apk::is_apk(archive) {
        return Ok(Kind::Apk);
    }
    // A HarmonyOS package may hold a file of a quick app's.
    if !hap::is_signed(archive)? && rpk::is_quick_app(archive)? {
        return Ok(Kind::Rpk);
    }
    if let Some(kind) = hap::kind(archive)? {
        return Ok(kind);
    }
    if bundle::is_bundle(archive) {
        return Ok(Kind::Aab);
    }
    if let Some(kind) = split_set::kind(archive) {
        return Ok(kind);
    }
    // A ZIP without even a manifest of a JAR is nobody's app.
    let holds_meta_inf = archive.entries().iter().any(|entry| archive.name(entry).starts_with(b"META-INF/"));
    if holds_meta_inf {
        return Ok(Kind::Jar);
    }
    let hint = Hint::new("it is a ZIP without an app in it", "这是普通 ZIP 文件，其中没有应用");
    Err(Error::UnknownKind { hint })
}

/// What files that people take for packages begin with. `None` for a ZIP.
fn hint(start: &[u8]) -> Option<Hint> {
    let (english, chinese) = match start {
        [] => ("the file is empty", "文件是空的"),
        [b'P', b'K', 3 | 5, ..] => return None,
        [b'R', b'a', b'r', b'!', ..] => ("it is a RAR archive; unpack it first", "这是 RAR 压缩包，请先解压"),
        [0x1f, 0x8b, ..] => ("it is a gzip file; unpack it first", "这是 gzip 压缩文件，请先解压"),
        [b'7', b'z', 0xbc, 0xaf, ..] => ("it is a 7z archive; unpack it first", "这是 7z 压缩包，请先解压"),
        [b'<', ..] => {
            ("it is a web page or XML, perhaps an incomplete download", "这是网页或 XML，可能下载不完整")
        }
        _ => (
            "it is neither a ZIP file nor a certificate or keystore; an early .apkm is encrypted, get another",
            "它不是 ZIP 格式，也不是证书或密钥库文件（早期的 .apkm 经过加密，无法读取，请改用其他安装包）",
        ),
    };
    Some(Hint::new(english, chinese))
}
