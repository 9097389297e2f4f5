//! What a caller may ask for beside the file itself.

use std::num::NonZeroUsize;

use crate::crypto::content_digest::Progress;
use crate::pki::x509::Certificate;
use crate::report::Platform;
use crate::source::read_at::ReadAt;

/// What opens a file, and what it is for where it does not say so itself. Only certificate files
/// and keystores need it: packages are in clear, and say what they are for.
#[derive(Debug, Default, Clone, Copy)]
#[non_exhaustive]
pub struct InspectOptions<'a> {
    pub(crate) platform: Option<Platform>,
    pub(crate) password: Option<&'a str>,
    pub(crate) alias: Option<&'a str>,
}

impl<'a> InspectOptions<'a> {
    /// Sets the platform that a certificate file or keystore is meant for.
    #[must_use]
    pub fn with_platform(mut self, platform: impl Into<Option<Platform>>) -> Self {
        self.platform = platform.into();
        self
    }

    /// Sets the password of a keystore. Without it only what is stored in clear can be read.
    #[must_use]
    pub fn with_password(mut self, password: impl Into<Option<&'a str>>) -> Self {
        self.password = password.into();
        self
    }

    /// Sets the entry of a keystore to take; needed where it holds several keys.
    #[must_use]
    pub fn with_alias(mut self, alias: impl Into<Option<&'a str>>) -> Self {
        self.alias = alias.into();
        self
    }
}

/// What a package is verified for, and how.
#[derive(Default, Clone, Copy)]
#[non_exhaustive]
pub struct VerifyOptions<'a> {
    pub(crate) inspect: InspectOptions<'a>,
    pub(crate) min_sdk: Option<u32>,
    pub(crate) max_sdk: Option<u32>,
    pub(crate) idsig: Option<&'a dyn ReadAt>,
    pub(crate) trust_roots: &'a [Certificate],
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl<'a> VerifyOptions<'a> {
    /// Sets the oldest platform (Android: API level) to verify for; by default the oldest that the
    /// package installs on.
    #[must_use]
    pub fn with_min_sdk(mut self, sdk: impl Into<Option<u32>>) -> Self {
        self.min_sdk = sdk.into();
        self
    }

    /// Sets the newest platform to verify for; by default there is no end.
    #[must_use]
    pub fn with_max_sdk(mut self, sdk: impl Into<Option<u32>>) -> Self {
        self.max_sdk = sdk.into();
        self
    }

    /// Sets the v4 signature (`.idsig` file), which is verified only when given.
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

    /// Sets how many threads read content; by default as many as the machine runs at once.
    #[must_use]
    pub fn with_threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Sets what is told how far the reading of content has come. Called from several threads.
    #[must_use]
    pub fn with_progress(mut self, progress: &'a (dyn Fn(Progress) + Sync)) -> Self {
        self.progress = Some(progress);
        self
    }
}

/// Verifies what opens so, for every platform that it installs on.
impl<'a> From<InspectOptions<'a>> for VerifyOptions<'a> {
    fn from(inspect: InspectOptions<'a>) -> Self {
        Self { inspect, ..Self::default() }
    }
}
