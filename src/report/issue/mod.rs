//! What findings say: an enum of sentences for each room of the house, with what the sentence
//! names as fields.
//!
//! A variant has the name of its [`Code`]. One that forbids filing has three parts in each
//! language, `[title, why, step, …]`; the others are one sentence.

mod block;
mod certificate;
mod container;
mod filing;
mod harmony;
mod identity;
mod idsig;
mod ios;
mod jar;
mod quick_app;
mod rotation;
mod sets;
mod signature;
mod signature_part;
mod stamp;

use std::fmt;

pub(crate) use self::block::Block;
pub(crate) use self::certificate::CertificateFile;
pub(crate) use self::container::Container;
pub(crate) use self::filing::Filing;
pub(crate) use self::harmony::Harmony;
pub(crate) use self::identity::Identity;
pub(crate) use self::idsig::Idsig;
pub(crate) use self::ios::Ios;
pub(crate) use self::jar::Jar;
pub(crate) use self::quick_app::QuickApp;
pub(crate) use self::rotation::Rotation;
pub(crate) use self::sets::Sets;
pub(crate) use self::signature::Signature;
pub(crate) use self::signature_part::SignaturePart;
pub(crate) use self::stamp::Stamp;
use super::Code;
use crate::say::{Language, Message, Say};

/// The sentences of one room.
macro_rules! issues {
    (
        $(#[$meta:meta])*
        $room:ident {
            $( $(#[$attribute:meta])* $code:ident $({ $( $field:ident: $type:ty ),+ $(,)? })? => {
                en: $en:tt,
                zh: $zh:tt $(,)?
            } )+
        }
    ) => {
        $crate::say::said! {
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Eq)]
            #[allow(clippy::enum_variant_names, reason = "they have the names of the codes")]
            pub(crate) enum $room {
                $( $(#[$attribute])* $code $({ $( $field: $type ),+ })? => { en: $en, zh: $zh } )+
            }
        }

        impl $room {
            /// What the finding is about.
            pub(crate) fn code(&self) -> $crate::report::Code {
                match self { $( Self::$code { .. } => $crate::report::Code::$code ),+ }
            }
        }

        #[cfg(test)]
        impl $room {
            /// Every code, and whether its sentence has three parts.
            pub(crate) const PARTS: &'static [($crate::report::Code, bool)] = &[
                $( ($crate::report::Code::$code, matches!(
                    ($crate::report::issue::parts!($en), $crate::report::issue::parts!($zh)),
                    (true, true)
                )) ),+
            ];
        }
    };
}
use issues;

/// Whether a text has three parts.
#[cfg(test)]
macro_rules! parts {
    ([$($part:tt)+]) => {
        true
    };
    ($sentence:literal) => {
        false
    };
}
#[cfg(test)]
use parts;

macro_rules! rooms {
    ($($room:ident),+ $(,)?) => {
        /// What a finding says.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) enum Issue {
            $($room($room)),+
        }

        $(
            impl From<$room> for Issue {
                fn from(issue: $room) -> Self {
                    Self::$room(issue)
                }
            }
        )+

        impl Issue {
            /// What the finding is about.
            pub(crate) fn code(&self) -> Code {
                match self { $( Self::$room(issue) => issue.code() ),+ }
            }
        }

        impl Say for Issue {
            fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $( Self::$room(issue) => issue.say(language, f) ),+ }
            }

            fn message(&self, language: Language) -> Message {
                match self { $( Self::$room(issue) => issue.message(language) ),+ }
            }
        }

        #[cfg(test)]
        const ROOMS: &[&[(Code, bool)]] = &[$($room::PARTS),+];
    };
}

rooms!(
    Container,
    Sets,
    Identity,
    Block,
    Signature,
    Rotation,
    Jar,
    Idsig,
    Stamp,
    Harmony,
    QuickApp,
    Ios,
    Filing,
    CertificateFile,
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Severity;

    #[test]
    fn every_code_has_its_sentence_in_parts_where_it_forbids_filing() {
        let said: Vec<_> = ROOMS.iter().flat_map(|room| room.iter()).collect();
        for &code in Code::ALL {
            let of: Vec<_> = said.iter().filter(|(it, _)| *it == code).collect();
            // One code may have a sentence in the rooms of two platforms.
            assert!(!of.is_empty() && of.len() <= 2, "{code}: {of:?}");
            let forbids = code.forbids_filing() || code.severity() == Severity::Error;
            for (_, has_parts) in of {
                assert_eq!(
                    *has_parts, forbids,
                    "{code}: parts where it forbids filing, and only there"
                );
            }
        }
    }
}
