//! Sentences for people, in both languages.
//!
//! A sentence is a variant of an enum that [`said!`] makes: what it names are fields, whose types
//! [`Say`] themselves. Text from a file is [`FromFile`], which escapes itself. A sentence without
//! its Chinese, or with a placeholder that is no field, does not compile.

mod language;
mod text;

use std::fmt;

pub use self::language::Language;
pub use self::text::{escape_control, is_hidden};

/// What can be said in each language.
pub(crate) trait Say {
    /// Writes it in that language.
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Something that is said in one language.
pub(crate) struct In<'a, T: ?Sized>(pub(crate) &'a T, pub(crate) Language);

impl<T: Say + ?Sized> fmt::Display for In<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.say(self.1, f)
    }
}

/// Numbers, and names that are the same in every language: of algorithms, of formats.
macro_rules! alike {
    ($($type:ty),+) => {
        $(impl Say for $type {
            fn say(&self, _: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        })+
    };
}

alike!(u8, u16, u32, u64, usize, i64, &'static str, crate::limits::Limit);

/// Makes an enum of sentences. Each variant has its fields, a stable code where the enum has codes,
/// and its text in both languages, in which `{field}` stands for what the field says. Behind `also`
/// stand variants that are sentences of another enum.
macro_rules! said {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[$doc:meta])*
                $variant:ident
                    $({ $( $(#[$field_doc:meta])* $field:ident: $type:ty ),+ $(,)? })?
                    $(= $code:literal)? => {
                    en: $en:literal,
                    zh: $zh:literal $(,)?
                }
            )+
        }
        $(also { $( $(#[$other_doc:meta])* $other:ident($inner:ty) )+ })?
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $(
                $(#[$doc])*
                $variant $({ $( $(#[$field_doc])* $field: $type ),+ })?,
            )+
            $($( $(#[$other_doc])* $other($inner), )+)?
        }

        $($(
            impl From<$inner> for $name {
                fn from(inner: $inner) -> Self {
                    Self::$other(inner)
                }
            }
        )+)?

        impl $crate::say::Say for $name {
            #[allow(unused_variables, reason = "a language may leave a field out")]
            fn say(
                &self,
                language: $crate::say::Language,
                f: &mut std::fmt::Formatter<'_>,
            ) -> std::fmt::Result {
                match self {
                    $(Self::$variant $({ $($field),+ })? => {
                        $($(let $field = $crate::say::In($field, language);)+)?
                        match language {
                            $crate::say::Language::English => write!(f, $en),
                            $crate::say::Language::Chinese => write!(f, $zh),
                        }
                    })+
                    $($( Self::$other(inner) => inner.say(language, f), )+)?
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::say::Say::say(self, $crate::say::Language::English, f)
            }
        }

        $crate::say::said!(@codes $name { $($variant $(= $code)?),+ } $({ $($other: $inner),+ })?);
    };
    (@codes $name:ident { $($variant:ident = $code:literal),+ } $({ $($other:ident: $inner:ty),+ })?) => {
        impl $name {
            /// Every name that [`code`](Self::code) can give. One may stand there twice.
            pub fn codes() -> impl Iterator<Item = &'static str> {
                let codes = [$($code),+].into_iter();
                $($( let codes = codes.chain(<$inner>::codes()); )+)?
                codes
            }

            /// A stable kebab-case name of the variant, as the command's JSON gives it.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)+
                    $($( Self::$other(inner) => inner.code(), )+)?
                }
            }
        }
    };
    (@codes $name:ident { $($variant:ident),+ }) => {};
}
pub(crate) use said;

/// Names that stand in the command's JSON for the variants of an enum.
macro_rules! named {
    ($type:ty { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// The stable name, as the command's JSON gives it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use named;

/// Writes `code`, and the list of all that it can give: a variant cannot have one without the
/// other. The variants behind `or` hold an error with codes of its own.
macro_rules! codes {
    (
        $vis:vis match self { $( $pattern:pat => $code:literal, )+ }
        $( or { $( $outer:pat => $inner:ident: $type:ty, )+ } )?
    ) => {
        /// Every name that [`code`](Self::code) can give. One may stand there twice.
        $vis fn codes() -> impl Iterator<Item = &'static str> {
            let codes = [ $($code),+ ].into_iter();
            $( $( let codes = codes.chain(<$type>::codes()); )+ )?
            codes
        }

        /// A stable kebab-case name of the variant, as the command's JSON gives it.
        #[must_use]
        $vis fn code(&self) -> &'static str {
            match self { $( $pattern => $code, )+ $( $( $outer => $inner.code(), )+ )? }
        }
    };
}
pub(crate) use codes;
