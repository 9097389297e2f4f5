//! How much of a file is read, and how much work is done for it.

use std::sync::atomic::{AtomicU64, Ordering};

/// A limit: its name in [`Limits`], and its value. It is said with both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) name: &'static str,
    pub(crate) value: u64,
}

impl Limit {
    /// A limit that cannot be set.
    pub(crate) fn fixed(value: u64) -> Self {
        Self { name: "", value }
    }

    /// The limit as a number of things in memory.
    pub(crate) fn count(self) -> usize {
        usize::try_from(self.value).unwrap_or(usize::MAX)
    }

    /// The limit, or a lower one that holds whatever was asked for.
    pub(crate) fn at_most(self, fixed: u64) -> Self {
        Self { value: self.value.min(fixed), ..self }
    }

    /// The same limit where some of it was used.
    pub(crate) fn without(self, used: u64) -> Self {
        Self { value: self.value.saturating_sub(used), ..self }
    }
}

/// What is left of a limit for the file that is being read: the one kind of budget there is.
///
/// A value that is made where reading a file begins, and handed down. It is of one thing, and one
/// file has three of them, because what they count cannot be exchanged:
/// - `crypto::budget::Work`: verifying signatures. Of a file that has none left nothing is shown.
/// - `zip::Budget`: bytes that are unpacked. What cannot be unpacked is a finding.
/// - `keystore::iterations::Budget`: iterations of key derivation. They depend on a password.
#[derive(Debug)]
pub(crate) struct Allowance {
    limit: Limit,
    left: AtomicU64,
}

impl Allowance {
    pub(crate) fn new(limit: Limit) -> Self {
        Self { limit, left: AtomicU64::new(limit.value) }
    }

    /// Takes as much from what is left. Where there is not as much nothing is taken, and the `Err`
    /// says how much would have been in all.
    pub(crate) fn take(&self, amount: u64) -> Result<(), u64> {
        let rest = |left: u64| left.checked_sub(amount);
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, rest);
        let used = |left: u64| self.limit.value.saturating_sub(left);
        taken.map(drop).map_err(|left| used(left).saturating_add(amount))
    }

    /// Leaves nothing.
    pub(crate) fn exhaust(&self) {
        self.left.store(0, Ordering::Relaxed);
    }

    /// What is left, which then is here no more.
    pub(crate) fn hand_over(&self) -> Self {
        Self { limit: self.limit, left: AtomicU64::new(self.left.swap(0, Ordering::Relaxed)) }
    }

    pub(crate) fn limit(&self) -> Limit {
        self.limit
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])+ $name:ident, $with:ident = $default:expr;)+) => {
        /// How much of a file is read, and how much work is done for it: what a hostile file may
        /// cost. Given to [`Package::open_with`](crate::Package::open_with) and
        /// [`from_reader_with`](crate::Package::from_reader_with), and kept with the package. The
        /// defaults let every real package through that we know; with them no file under 1 MB takes
        /// more than a second of one core or 64 MB (`docs/limits.md` has the worst that we could
        /// make).
        ///
        /// What exceeds a limit is refused with an error, or a finding of a package that is then
        /// not verified. Both name the limit as it is named here, and its value.
        ///
        /// # What is fixed
        /// - XML of app bundles: 64 elements in one another. JSON: 128 values in one another,
        ///   131,072 in all. DER and BER: 32 elements in one another. Packages in packages: one
        ///   level.
        /// - Signers: 10 of a JAR signature and of v2, which platforms refuse to exceed, 16 of one
        ///   JAR signature block, one of a HarmonyOS package and of a quick app. Certificates in
        ///   the lineage of one signer: 64.
        /// - One scheme's block inside an APK signing block: 1 MiB. Sub-blocks of a HarmonyOS
        ///   signing block: 10.
        /// - RSA keys of 512 bits and more, with an exponent below 2^33; DSA keys up to 3,072 bits.
        /// - Certificates above a signer's: 8 in a HarmonyOS chain, 32 looked at in a keystore's.
        /// - Resources: 4,096 configurations of one, 20 references from one to the next, some
        ///   100,000 look-ups in all, 1 MiB of text of one in all locales; a text of 64 KiB.
        /// - Packages inside an APP or a set of a quick app's parts that are looked into for the
        ///   identity: 4.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Limits {
            $( $name: u64, )+
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        impl Limits {
            $(
                $(#[$doc])+
                #[must_use]
                pub fn $with(mut self, limit: u64) -> Self {
                    self.$name = limit;
                    self
                }

                pub(crate) fn $name(&self) -> Limit {
                    Limit { name: stringify!($name), value: self.$name }
                }
            )+
        }
    };
}

limits! {
    /// Bytes of a ZIP's central directory. 65,535 entries with names of 100 bytes make 10 MB. 32
    /// MiB.
    directory_size, with_directory_size = 32 << 20;
    /// Entries of a ZIP's central directory. An ordinary ZIP has room for 65,535; more have apps
    /// for Apple's devices alone, of which ZIP64 is read. 262,144.
    directory_entries, with_directory_entries = 262_144;
    /// Bytes of an `AndroidManifest.xml`. Real ones have up to 1 MB. 16 MiB.
    manifest_size, with_manifest_size = 16 << 20;
    /// Bytes of `resources.arsc`, `resources.pb` or `resources.index` where it must be unpacked. A
    /// table that is stored is read where it stands, whatever its size. Real ones have up to 30 MB.
    /// 40 MiB.
    resources_size, with_resources_size = 40 << 20;
    /// Bytes of a description in JSON or Protocol Buffers: `module.json`, `pack.info`,
    /// `manifest.json` and the like. Real ones have some kilobytes. 4 MiB.
    description_size, with_description_size = 4 << 20;
    /// Bytes of `META-INF/MANIFEST.MF`, and of `META-INF/CERT` of a quick app and the list in it.
    /// 65,535 files with names of 200 bytes have 18 MB. 24 MiB.
    file_list_size, with_file_list_size = 24 << 20;
    /// Bytes of all `META-INF/*.SF` together. 24 MiB.
    signature_files_size, with_signature_files_size = 24 << 20;
    /// Bytes of one `META-INF/*.RSA`, `.DSA` or `.EC`. Real ones have some kilobytes. 1 MiB.
    signature_block_size, with_signature_block_size = 1 << 20;
    /// Bytes of the signing block of an APK or quick app. Real ones have some kilobytes. 16 MiB.
    signing_block_size, with_signing_block_size = 16 << 20;
    /// Bytes of the signing block of a HarmonyOS package, which may hold code signatures. 64 MiB.
    harmony_block_size, with_harmony_block_size = 64 << 20;
    /// Bytes that are unpacked of one file, all reads together, where it is small: the larger of
    /// this and `inflated_ratio` counts. What an entry of an inner
    /// package costs counts as 1 KiB. 256 MiB.
    inflated_size, with_inflated_size = 256 << 20;
    /// Bytes that are unpacked for each byte of the file. Real packages need up to 12, since those
    /// inside others are read several times. 32.
    inflated_ratio, with_inflated_ratio = 32;
    /// Packages inside a package: APKs of a set, modules of an APP, parts of a quick app. Those of
    /// one app have some dozens. 512.
    inner_packages, with_inner_packages = 512;
    /// Bytes of a package inside a package that is read whole: a part of a quick app. Their toolkit
    /// makes packages of at most 20 MiB. 32 MiB.
    inner_size, with_inner_size = 32 << 20;
    /// Signers of a v3 or v3.1 signature. Real packages have one for each rotation. Platforms take
    /// at most 10 of a JAR signature or of v2, so that a higher limit changes nothing there. 32.
    signers, with_signers = 32;
    /// Bits of an RSA modulus or DSA prime with which signatures are verified: what platforms
    /// verify. 16,384.
    key_bits, with_key_bits = 16_384;
    /// Work of verifying all signatures of one file, those of certificates and of packages inside
    /// among them, and one more for each KiB of the file. One is what an RSA signature of 2,048
    /// bits takes; one of 4,096 takes 4, and of 16,384 bits 64. Looking among long certificates for
    /// a signer's, and comparing long names, counts too. Packages have some ten. 2,000.
    signature_work, with_signature_work = 2_000;
    /// Bytes of a file of certificates, or of a keystore. It is read whole. 4 MiB.
    certificate_file_size, with_certificate_file_size = 4 << 20;
    /// Certificates in a file of certificates. A chain has three or four. 32.
    certificates, with_certificates = 32;
    /// Iterations of key derivation for one keystore. Tools ask for some 1,000 to 100,000, and
    /// three times that for all that they encrypt. 2,000,000.
    derivation_iterations, with_derivation_iterations = DERIVATION_ITERATIONS;
}

// A fuzzer is to try inputs and not to wait.
const DERIVATION_ITERATIONS: u64 = if cfg!(fuzzing) { 20_000 } else { 2_000_000 };

impl Limits {
    /// The most of a file of certificates or a keystore that is read, in bytes
    /// (`certificate_file_size`).
    #[must_use]
    pub fn max_certificate_file_size(&self) -> u64 {
        self.certificate_file_size
    }

    /// How much work the signatures of a file of that size may take.
    pub(crate) fn signature_work_for(&self, file_size: u64) -> Limit {
        let limit = self.signature_work();
        Limit { value: limit.value.saturating_add(file_size >> 10), ..limit }
    }

    /// How much may be unpacked of a file of that size.
    pub(crate) fn inflated_for(&self, file_size: u64) -> Limit {
        let by_size = file_size.saturating_mul(self.inflated_ratio);
        if by_size > self.inflated_size {
            Limit { value: by_size, ..self.inflated_ratio() }
        } else {
            self.inflated_size()
        }
    }
}
