//! Android packages: the signing schemes and what the package says of itself.

pub(crate) mod aab;
pub(crate) mod apk;
pub(crate) mod apk_set;
mod bundle_modules;
pub(crate) mod evidence;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod hardening;
mod look_up;
mod notes;
mod platform;

pub(crate) mod identity;
pub(crate) mod signing;
