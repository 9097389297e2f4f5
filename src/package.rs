//! The front door: a package that was opened, whatever its kind.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use crate::android::apk::{self, Apk};
use crate::content_digest::Progress;
use crate::error::{Error, Hint, ReadContext};
use crate::harmony::hap::{self, Hap};
use crate::read_at::ReadAt;
use crate::report::{Kind, Report};
use crate::x509::Certificate;
use crate::zip::{Archive, Structure, ZipError};

/// What a package is verified for, and how.
#[derive(Default, Clone, Copy)]
#[non_exhaustive]
pub struct VerifyOptions<'a> {
    /// The oldest platform (Android: API level) to verify for; by default the oldest that the package installs on.
    pub min_sdk: Option<u32>,
    /// The newest platform to verify for; by default there is no end.
    pub max_sdk: Option<u32>,
    /// The v4 signature (`.idsig` file), which is verified only when given.
    pub idsig: Option<&'a dyn ReadAt>,
    /// Roots to be trusted besides those that are built in (HarmonyOS).
    pub trust_roots: &'a [Certificate],
    /// How many threads read content; by default as many as the machine runs at once.
    pub threads: Option<NonZeroUsize>,
    /// Who is told how far the reading of content has come. Called from several threads.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl<'a> VerifyOptions<'a> {
    /// Sets the oldest platform to verify for.
    #[must_use]
    pub fn with_min_sdk(mut self, sdk: u32) -> Self {
        self.min_sdk = Some(sdk);
        self
    }

    /// Sets the newest platform to verify for.
    #[must_use]
    pub fn with_max_sdk(mut self, sdk: u32) -> Self {
        self.max_sdk = Some(sdk);
        self
    }

    /// Sets the `.idsig` file to verify with the package.
    #[must_use]
    pub fn with_idsig(mut self, idsig: &'a dyn ReadAt) -> Self {
        self.idsig = Some(idsig);
        self
    }

    /// Sets the roots to be trusted besides those that are built in (HarmonyOS).
    #[must_use]
    pub fn with_trust_roots(mut self, roots: &'a [Certificate]) -> Self {
        self.trust_roots = roots;
        self
    }

    /// Sets how many threads read content.
    #[must_use]
    pub fn with_threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Sets who is told how far the reading of content has come.
    #[must_use]
    pub fn with_progress(mut self, progress: &'a (dyn Fn(Progress) + Sync)) -> Self {
        self.progress = Some(progress);
        self
    }
}

/// A package whose structure has been read. Its kind is told by content, never by a name.
pub struct Package<R> {
    reader: R,
    structure: Arc<Structure>,
    kind: Kind,
}

impl Package<File> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error`]: it cannot be opened or read, or is nothing that this crate reads.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let open = |path| {
            let file = File::open(path)?;
            if file.metadata()?.is_dir() { Err(std::io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
        };
        let file = open(path).map_err(|source| Error::Open { path: path.to_owned(), source })?;
        Self::from_reader(file)
    }
}

impl<R: ReadAt> Package<R> {
    /// Opens what a reader holds.
    ///
    /// # Errors
    /// [`Error`]: it cannot be read, or is nothing that this crate reads.
    pub fn from_reader(reader: R) -> Result<Self, Error> {
        let structure = Structure::read(&reader).or_else(|error| Err(explain(error, &reader)?))?;
        let structure = Arc::new(structure);
        let kind = kind(&Archive::new(&reader, Arc::clone(&structure)))?;
        Ok(Self { reader, structure, kind })
    }

    /// What the package is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Identity, and the signers that the signatures name, without reading content: quick at any size, and no
    /// proof that the content is the signers'. The verdict is [`Verdict::Unchecked`](crate::Verdict::Unchecked).
    ///
    /// # Errors
    /// [`Error`]: a read failed.
    pub fn inspect(&self) -> Result<Report, Error> {
        match self.kind {
            Kind::Apk | Kind::Jar => Apk::open(&self.reader, &self.structure)?.inspect(),
            kind => Hap::open(&self.reader, &self.structure, kind)?.inspect(&VerifyOptions::default()),
        }
    }

    /// Everything: every signature that a platform in the range would look at, over all content. A bad one is a
    /// verdict and not an error.
    ///
    /// # Errors
    /// [`Error`]: a read failed.
    pub fn verify(&self, options: &VerifyOptions<'_>) -> Result<Report, Error> {
        match self.kind {
            Kind::Apk | Kind::Jar => Apk::open(&self.reader, &self.structure)?.verify(options),
            kind => Hap::open(&self.reader, &self.structure, kind)?.verify(options),
        }
    }
}

/// What a ZIP is, by what it holds.
fn kind(archive: &Archive<'_>) -> Result<Kind, Error> {
    if apk::is_apk(archive) {
        return Ok(Kind::Apk);
    }
    if let Some(kind) = hap::kind(archive)? {
        return Ok(kind);
    }
    match no_app(archive) {
        Some((english, chinese)) => Err(Error::UnknownKind { hint: Hint::new(english, chinese) }),
        None => Ok(Kind::Jar),
    }
}

/// What a ZIP is that people take for an app package, and that is none that this crate reads.
fn no_app(archive: &Archive<'_>) -> Option<(&'static str, &'static str)> {
    let holds = |test: fn(&[u8]) -> bool| archive.entries().iter().any(|entry| test(archive.name(entry)));
    if holds(|name| name == b"BundleConfig.pb") {
        return Some((
            "it is an Android App Bundle (AAB), which this version does not read; give the APK",
            "这是 Android App Bundle（AAB），当前版本不支持，请使用 APK",
        ));
    }
    if holds(|name| name.ends_with(b".apk")) {
        return Some((
            "it holds several APKs (XAPK, APKS, APKM); unpack it and give the base APK",
            "其中包含多个 APK（XAPK、APKS、APKM 等），请先解压，再使用主 APK（base）",
        ));
    }
    (!holds(|name| name.starts_with(b"META-INF/")))
        .then_some(("it is a ZIP without an app in it", "这是普通 ZIP 文件，其中没有应用"))
}

/// Says what a file that is no ZIP looks like. Broken ZIPs stay what they are.
fn explain(error: Error, reader: &dyn ReadAt) -> Result<Error, Error> {
    if !matches!(error, Error::Zip(ZipError::NoEndRecord)) {
        return Ok(error);
    }
    let size = reader.size().reading("the size of the file")?;
    let mut start = [0; 8];
    let length = usize::try_from(size).unwrap_or(start.len()).min(start.len());
    let start = start.get_mut(..length).unwrap_or_default();
    reader.read_at(0, start).reading("the start of the file")?;
    Ok(hint(start).map_or(error, |hint| Error::UnknownKind { hint }))
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
        _ => ("it is not a ZIP file", "它不是 ZIP 格式的文件"),
    };
    Some(Hint::new(english, chinese))
}
