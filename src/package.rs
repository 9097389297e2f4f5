//! The front door: a package that was opened, whatever its kind.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::android::aab::Bundle;
use crate::android::apk::Apk;
use crate::android::apk_set::SplitSet;
use crate::apple::ipa::Ipa;
use crate::certificate::apple_profile::ProfileFile;
use crate::certificate::file::{CertificateFile, CertificateFileError};
use crate::certificate::keystore::Keystore;
use crate::crypto::budget::Work;
use crate::detect;
use crate::detect::Detected;
use crate::encoding::{pem, text};
use crate::error::Error;
use crate::evidence;
use crate::filing::Evidence;
use crate::harmony::hap::Hap;
use crate::limits::{Limit, Limits};
use crate::options::{InspectOptions, VerifyOptions};
use crate::quick_app::rpk::QuickApp;
use crate::report::{Finding, Kind, Report, issue};
use crate::source::read_at::{ReadAt, State};
use crate::source::unread::{Part, ReadContext};
use crate::zip::witness::{Seen, Witness};
use crate::zip::{Archive, Structure, StructureError, Zip64, ZipError};

/// A package after its structure has been read, or a file of certificates. Its kind is told by
/// content, never by a name.
pub struct Package<R> {
    kind: Kind,
    content: Content<R>,
    limits: Limits,
    /// Of the file, in bytes.
    size: u64,
}

enum Content<R> {
    Zip {
        reader: R,
        structure: Arc<Structure>,
        state: State,
        detected: Detected,
        /// What was read to detect it.
        seen: Seen,
    },
    Certificates(Box<CertificateFile>),
    /// A provisioning profile of Apple's.
    Profile(Box<ProfileFile>),
    Keystore(Keystore),
}

/// How much of a file is read to see whether it is worth reading whole.
const START: u64 = 1 << 10;

impl Package<File> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error`]: it cannot be opened or read, is no regular file, or is nothing that this crate
    /// reads.
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
    /// let error = Package::from_reader_with(&bytes[..], &limits).err();
    /// let message = error.map(|error| error.to_string()).unwrap_or_default();
    /// assert!(message.contains("more than the 100 that are read (directory_size)"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_reader`](Self::from_reader); what the limits refuse at once is an error too.
    pub fn from_reader_with(reader: R, limits: &Limits) -> Result<Self, Error> {
        let state = State::of(&reader).reading(Part::Size)?;
        let structure = match Structure::read(&reader, limits) {
            Ok(structure) => Arc::new(structure),
            Err(StructureError::Zip(ZipError::NoEndRecord)) => {
                let size = reader.size().reading(Part::Size)?;
                return limited(limits, size, |work| Self::unpackaged(&reader, size, limits, work));
            }
            Err(StructureError::Zip(ZipError::Zip64)) => {
                Arc::new(Structure::read_as(&reader, limits, Zip64::Read)?)
            }
            Err(error) => return Err(error.into()),
        };
        let witness = Witness::first(&reader);
        let archive = Archive::new(&witness, Arc::clone(&structure));
        let size = archive.size();
        let (kind, detected) = match detect::kind(&archive) {
            // Of all that is read here only Apple's systems take ZIP64 whatever the signature.
            Ok((kind, _)) if structure.has_zip64() && kind != Kind::Ipa => {
                return Err(ZipError::Zip64.into());
            }
            Err(Error::UnknownKind { .. }) if structure.has_zip64() => {
                return Err(ZipError::Zip64.into());
            }
            outcome => outcome?,
        };
        let seen = witness.seen();
        let content = Content::Zip { reader, structure, state, detected, seen };
        Ok(Self { kind, content, limits: *limits, size })
    }

    /// A keystore or a file of certificates.
    fn unpackaged(reader: &R, size: u64, limits: &Limits, work: &Work) -> Result<Self, Error> {
        let package = |kind, content| Ok(Self { kind, content, limits: *limits, size });
        let read = |length: u64| {
            let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
            reader.read_at(0, &mut bytes).reading(Part::File).map(|()| bytes)
        };
        let start = read(size.min(START))?;
        let limit = limits.certificate_file_size().value;
        if size > limit && (Keystore::may_begin(&start) || start.starts_with(b"-----BEGIN ")) {
            return Err(CertificateFileError::TooLarge { size, limit }.into());
        }
        let may_begin = Keystore::may_begin(&start)
            || CertificateFile::may_begin(&start)
            || start.starts_with(b"bplist");
        if size <= limit && may_begin {
            let bytes = read(size)?;
            // A pipeline's secrets are texts: a keystore stands in them as base64.
            let is_text = text::is_text(&start);
            let encoded = |bytes| is_text.then(|| pem::single(bytes)).flatten();
            let keystore = Keystore::recognise(&bytes, limits)
                .or_else(|| Keystore::recognise(&encoded(&bytes)?, limits));
            if let Some(keystore) = keystore {
                return package(Kind::Keystore, Content::Keystore(keystore));
            }
            if let Some(profile) = ProfileFile::read(&bytes, work) {
                return package(Kind::Certificate, Content::Profile(Box::new(profile?)));
            }
            if let Some(certificates) = CertificateFile::read(&bytes, limits, work) {
                return package(Kind::Certificate, Content::Certificates(Box::new(certificates?)));
            }
        }
        let why = detect::by_start(&start, size);
        Err(why.map_or(ZipError::NoEndRecord.into(), |why| Error::UnknownKind { why }))
    }

    /// What the package is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Identity, and the signers that the signatures name, without reading content or verifying
    /// anything: quick at any size, and no proof of anything. The verdict is
    /// [`Verdict::Unchecked`](crate::Verdict::Unchecked), and what a signature names stands in
    /// [`Report::claimed_signers`].
    ///
    /// # Errors
    /// [`Error`]: a read failed, the file was changed meanwhile, or looking for its signers takes
    /// too much work.
    pub fn inspect(&self, options: &InspectOptions<'_>) -> Result<Report, Error> {
        let report = limited(&self.limits, self.size, |work| self.inspect_content(options, work))?;
        self.unchanged(report)
    }

    fn inspect_content(&self, options: &InspectOptions<'_>, work: &Work) -> Result<Report, Error> {
        let (reader, structure, detected) = match &self.content {
            Content::Zip { reader, structure, detected, .. } => (reader, structure, detected),
            Content::Certificates(file) => return Ok(file.report(options, work)),
            Content::Profile(file) => return Ok(file.report(options, &[], work)),
            Content::Keystore(keystore) => return Ok(keystore.report(options, work)?),
        };
        match detected {
            Detected::Apk => Ok(Apk::open(reader, structure)?.inspect(work)?),
            Detected::QuickApp(manifest) => {
                Ok(QuickApp::open(reader, structure, manifest)?.inspect())
            }
            Detected::Bundle => Ok(Bundle::open(reader, structure)?.inspect(work)?),
            Detected::Set(manifest) => {
                let set = SplitSet::open(reader, structure, self.kind, manifest.as_ref())?;
                Ok(set.inspect(work)?)
            }
            Detected::Harmony(described) => {
                Ok(Hap::open(reader, structure, self.kind, described)?.inspect(work)?)
            }
            Detected::Ipa(root) => Ok(Ipa::open(reader, structure, root, Ipa::FEW)?.inspect(work)?),
        }
    }

    /// Everything: every signature that a platform in the range would look at, over all content. A
    /// bad one is a verdict and not an error.
    ///
    /// # Errors
    /// [`Error`]: a read failed, the file was changed meanwhile, or its signatures take too much
    /// work.
    pub fn verify(&self, options: &VerifyOptions<'_>) -> Result<Report, Error> {
        let report = limited(&self.limits, self.size, |work| self.verify_content(options, work))?;
        let mut report = self.unchanged(report)?;
        if options.idsig.is_some() && !matches!(self.kind, Kind::Apk | Kind::Jar) {
            report.findings.push(Finding::new(issue::Idsig::V4NotLookedAt { kind: self.kind }));
            report.findings.sort_by_key(|finding| finding.severity);
        }
        Ok(report)
    }

    fn verify_content(&self, options: &VerifyOptions<'_>, work: &Work) -> Result<Report, Error> {
        let (reader, structure, detected, seen) = match &self.content {
            Content::Zip { reader, structure, detected, seen, .. } => {
                (reader, structure, detected, seen)
            }
            Content::Certificates(file) => return Ok(file.report(&options.inspect, work)),
            Content::Profile(file) => {
                return Ok(file.report(&options.inspect, options.trust_roots, work));
            }
            Content::Keystore(keystore) => return Ok(keystore.report(&options.inspect, work)?),
        };
        let witness = Witness::new(reader, structure, seen);
        macro_rules! verified {
            ($opened:expr) => {{
                let opened = $opened;
                witness.hold();
                opened.verify(options, work)?
            }};
        }
        let report = match detected {
            Detected::Apk => verified!(Apk::open(&witness, structure)?),
            Detected::QuickApp(manifest) => {
                verified!(QuickApp::open(&witness, structure, manifest)?)
            }
            Detected::Bundle => verified!(Bundle::open(&witness, structure)?),
            Detected::Set(manifest) => {
                verified!(SplitSet::open(&witness, structure, self.kind, manifest.as_ref())?)
            }
            Detected::Harmony(described) => {
                verified!(Hap::open(&witness, structure, self.kind, described)?)
            }
            Detected::Ipa(root) => {
                verified!(Ipa::open(&witness, structure, root, Ipa::ALL)?)
            }
        };
        if !witness.agrees() {
            return Err(Error::Changed);
        }
        Ok(report)
    }

    /// The report, unless what it speaks of may be two packages: one read before a change, and one
    /// after it.
    fn unchanged(&self, report: Report) -> Result<Report, Error> {
        match &self.content {
            Content::Zip { reader, state, .. }
                if State::of(reader).reading(Part::Size)? != *state =>
            {
                Err(Error::Changed)
            }
            _ => Ok(report),
        }
    }
}

impl<R: ReadAt> Package<R> {
    /// What [`filing::Check`](crate::filing::Check) needs beyond a report to recognise wrong values
    /// by name: the digests of the whole file, which is read once for that, those of its JAR
    /// signature's blocks, and the certificates of authorities. Nothing of it is verified, or ever
    /// a value to file.
    ///
    /// # Errors
    /// [`Error`]: a read failed, or the keystore cannot be opened.
    pub fn evidence(&self, options: &InspectOptions<'_>) -> Result<Evidence, Error> {
        limited(&self.limits, self.size, |work| match &self.content {
            Content::Zip { reader, structure, .. } => Ok(evidence::of_package(
                reader,
                &Archive::new(reader, Arc::clone(structure)),
                work,
            )?),
            Content::Certificates(file) => {
                Ok(evidence::of_certificates(file.certificates().iter().cloned(), work))
            }
            Content::Profile(file) => {
                Ok(evidence::of_certificates(file.certificates().iter().cloned(), work))
            }
            Content::Keystore(keystore) => {
                Ok(evidence::of_certificates(keystore.certificates(options, work)?, work))
            }
        })
    }
}

/// What `read` gives, unless it had to leave signatures unverified.
fn limited<T>(
    limits: &Limits,
    size: u64,
    read: impl FnOnce(&Work) -> Result<T, Error>,
) -> Result<T, Error> {
    let work = Work::new(limits, size);
    let too_much = |limit: Limit| Error::TooMuchWork { limit: limit.value };
    work.finish(read(&work)).map_err(too_much)?
}
