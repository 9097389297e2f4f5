//! A package that was opened.
#![allow(missing_docs)]

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::Path;

use crate::{Error, Kind, Platform, Progress, ReadAt, Report, Scheme, Verdict, Verification};

#[derive(Default, Clone, Copy)]
#[non_exhaustive]
pub struct VerifyOptions<'a> {
    pub min_sdk: Option<u32>,
    pub max_sdk: Option<u32>,
    pub idsig: Option<&'a dyn ReadAt>,
    pub threads: Option<NonZeroUsize>,
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl<'a> VerifyOptions<'a> {
    pub fn with_min_sdk(mut self, sdk: u32) -> Self {
        self.min_sdk = Some(sdk);
        self
    }
    pub fn with_max_sdk(mut self, sdk: u32) -> Self {
        self.max_sdk = Some(sdk);
        self
    }
    pub fn with_idsig(mut self, idsig: &'a dyn ReadAt) -> Self {
        self.idsig = Some(idsig);
        self
    }
    pub fn with_progress(mut self, progress: &'a (dyn Fn(Progress) + Sync)) -> Self {
        self.progress = Some(progress);
        self
    }
}

pub struct Package<R> {
    reader: R,
}

impl Package<File> {
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| Error::Open { path: path.to_owned(), source })?;
        Self::from_reader(file)
    }
}

impl<R: ReadAt> Package<R> {
    pub fn from_reader(reader: R) -> Result<Self, Error> {
        if reader.size().unwrap_or(0) < 22 {
            return Err(Error::UnknownKind { hint: crate::Hint::new("it is too short", "文件太短") });
        }
        Ok(Self { reader })
    }
    pub fn inspect(&self) -> Result<Report, Error> {
        self.stub(Verdict::Unchecked)
    }
    pub fn verify(&self, _options: &VerifyOptions<'_>) -> Result<Report, Error> {
        let unsigned = self.reader.size().unwrap_or(0) < 100;
        self.stub(if unsigned { Verdict::Unsigned } else { Verdict::Verified })
    }
    fn stub(&self, verdict: Verdict) -> Result<Report, Error> {
        let mut verification = Verification::new(verdict);
        if verdict == Verdict::Verified {
            verification.schemes.push(Scheme::V2);
        }
        Ok(Report::new(Kind::Apk, Some(Platform::Android), verification))
    }
}
