//! The texts that the filing form asks for.
//!
//! The regulator's own form asks for a package name, a public key and an MD5
//! (「包名ID」「公钥MD5」) and says nothing of how they are to be written. Every text in use comes
//! from the viewer that an access provider's manual opens; a [`Provider`] holds what one such
//! manual shows, and [`Form`] applies it to a [`Report`](crate::Report). [`Check`] goes the other
//! way: it compares what was filed with a report, and says what a wrong value is. Nothing here
//! reads a byte of a package.

mod check;
mod evidence;
mod form;
mod no_form;
mod outcome;
#[doc(hidden)] // for the command, the tests and the targets of fuzzing
pub mod paste;
mod provider;
mod reason;
#[cfg(feature = "record")]
pub mod record;
mod same;

pub use self::check::{Check, Checked, CheckedField, Filed, Notice, Row};
pub use self::evidence::{Authority, Digests, Evidence};

pub use self::form::{Case, Field, FieldForm, Form, FormOptions, Separator};
pub use self::no_form::NoForm;
pub use self::outcome::Outcome;
pub use self::provider::{PlatformForms, Provider, UnknownProvider};
pub use self::reason::{FieldOutcome, Reason};
pub use self::same::Relation;
