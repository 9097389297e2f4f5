//! What a caller may ask for beside the file itself.

use std::num::NonZeroUsize;

use crate::crypto::content_digest::Progress;
use crate::pki::x509::Certificate;
use crate::report::Platform;
use crate::source::read_at::ReadAt;

/// What a package is verified for, and how.
#[derive(Default, Clone, Copy)]
#[non_exhaustive]
pub struct VerifyOptions<'a> {
    /// The oldest platform (Android: API level) to verify for; by default the oldest that the
    /// package installs on.
    pub min_sdk: Option<u32>,
    /// The newest platform to verify for; by default there is no end.
    pub max_sdk: Option<u32>,
    /// The v4 signature (`.idsig` file), which is verified only when given.
    pub idsig: Option<&'a dyn ReadAt>,
    /// Roots to be trusted besides those that are built in (HarmonyOS).
    pub trust_roots: &'a [Certificate],
    /// The platform that a certificate file or keystore is meant for, which it mostly does not say
    /// itself. Packages say it, and are not touched by this.
    pub platform: Option<Platform>,
    /// The password of a keystore. Without it only what is stored in clear can be read.
    pub password: Option<&'a str>,
    /// The entry of a keystore to take; needed where it holds several keys.
    pub alias: Option<&'a str>,
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

    /// Sets the platform that a certificate file or keystore is meant for.
    #[must_use]
    pub fn with_platform(mut self, platform: Platform) -> Self {
        self.platform = Some(platform);
        self
    }

    /// Sets the password of a keystore.
    #[must_use]
    pub fn with_password(mut self, password: &'a str) -> Self {
        self.password = Some(password);
        self
    }

    /// Sets the entry of a keystore to take.
    #[must_use]
    pub fn with_alias(mut self, alias: &'a str) -> Self {
        self.alias = Some(alias);
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
