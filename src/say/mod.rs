//! Sentences for people, in both languages.
//!
//! A sentence is a variant of an enum that [`said!`] makes: what it names are fields, of types
//! that [`Say`] themselves. Text from a file is a `String`, which escapes itself. A sentence
//! without its Chinese, or with a placeholder that is no field, does not compile.

mod because;
mod language;
mod message;
mod text;

use std::fmt;

use crate::limits::Limit;

pub(crate) use self::because::Because;
pub use self::language::Language;
pub use self::message::Message;
pub use self::text::{escape_control, is_hidden};

/// What can be said in each language.
pub(crate) trait Say {
    /// Writes it in that language, in one line.
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// It in that language, in its parts.
    fn message(&self, language: Language) -> Message {
        let title = In(self, language).to_string();
        Message { title, why: None, steps: Vec::new() }
    }
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
        $(impl $crate::say::Say for $type {
            fn say(
                &self,
                _: $crate::say::Language,
                f: &mut std::fmt::Formatter<'_>,
            ) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        })+
    };
}

alike!(u8, u16, u32, u64, usize, i32, i64, &'static str, Id16, Id32);

impl Say for Limit {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name, language) {
            ("", _) => write!(f, "{}", self.value),
            (name, Language::English) => write!(f, "{} ({name})", self.value),
            (name, Language::Chinese) => write!(f, "{}（{name}）", self.value),
        }
    }
}

/// An id as specifications write it, in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Id32(pub(crate) u32);

/// An id of two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Id16(pub(crate) u16);

impl fmt::Display for Id32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#010x}", self.0)
    }
}

impl fmt::Display for Id16 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#06x}", self.0)
    }
}

pub(crate) use alike;

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
                    $(($one:ident: $one_type:ty))?
                    $({ $( $(#[$field_doc:meta])* $field:ident: $type:ty ),+ $(,)? })?
                    $(= $code:literal)? => {
                    en: $en:tt,
                    zh: $zh:tt $(,)?
                }
            )+
        }
        $(also { $( $(#[$other_doc:meta])* $other:ident($inner:ty) )+ })?
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $(
                $(#[$doc])*
                $variant $(($one_type))? $({ $( $(#[$field_doc])* $field: $type ),+ })?,
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
            fn say(
                &self,
                language: $crate::say::Language,
                f: &mut std::fmt::Formatter<'_>,
            ) -> std::fmt::Result {
                $crate::say::Say::message(self, language).write(language, f)
            }

            #[allow(unused_variables, reason = "a language may leave a field out")]
            fn message(&self, language: $crate::say::Language) -> $crate::say::Message {
                match self {
                    $(Self::$variant $(($one))? $({ $($field),+ })? => {
                        $(let $one = $crate::say::In($one, language);)?
                        $($(let $field = $crate::say::In($field, language);)+)?
                        match language {
                            $crate::say::Language::English => $crate::say::said!(@message $en),
                            $crate::say::Language::Chinese => $crate::say::said!(@message $zh),
                        }
                    })+
                    $($( Self::$other(inner) => $crate::say::Say::message(inner, language), )+)?
                }
            }
        }

        impl From<$name> for $crate::say::Because
        where
            $name: std::fmt::Debug + Send + Sync + 'static,
        {
            fn from(why: $name) -> Self {
                Self::new(why)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::say::Say::say(self, $crate::say::Language::English, f)
            }
        }

        $crate::say::said!(@codes $name { $($variant $(= $code)?),+ } $({ $($other: $inner),+ })?);
    };
    (@message $sentence:literal) => {
        $crate::say::Message { title: format!($sentence), why: None, steps: Vec::new() }
    };
    (@message [$title:literal, $why:literal, $($step:literal),+ $(,)?]) => {
        $crate::say::Message {
            title: format!($title),
            why: Some(format!($why)),
            steps: vec![$(format!($step)),+],
        }
    };
    (
        @codes $name:ident { $($variant:ident = $code:literal),+ }
        $({ $($other:ident: $inner:ty),+ })?
    ) => {
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
    (@codes $name:ident { $($variant:ident),+ } $({ $($other:ident: $inner:ty),+ })?) => {};
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

        impl std::str::FromStr for $type {
            type Err = $crate::say::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                match name {
                    $($name => Ok(Self::$variant),)+
                    _ => Err($crate::say::UnknownName::new(name, &[$($name),+])),
                }
            }
        }
    };
}
pub(crate) use named;

/// A name that is none of those that an enum's variants have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    name: String,
    known: &'static [&'static str],
}

impl UnknownName {
    pub(crate) fn new(name: &str, known: &'static [&'static str]) -> Self {
        Self { name: name.to_owned(), known }
    }

    /// The name that was asked for.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names that there are.
    #[must_use]
    pub fn known(&self) -> &'static [&'static str] {
        self.known
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = escape_control(&self.name);
        write!(f, "\"{name}\" is none of {}", self.known.join(", "))
    }
}

impl std::error::Error for UnknownName {}

#[cfg(test)]
mod tests {
    use crate::crypto::digest::DigestAlgorithm;
    use crate::filing::{FieldOutcome, Notice, Provider, Reason, Row};
    use crate::pki::x509::{KeyAlgorithm, KeyForm};
    use crate::report::{Chain, Code, Integrity, Kind, Platform, Role, Scheme, Severity, Verdict};

    #[test]
    fn every_name_is_read_back() {
        for code in Code::ALL {
            assert_eq!(code.as_str().parse(), Ok(*code));
        }
        for reason in Reason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(*reason));
        }
        assert_eq!("v3.1".parse(), Ok(Scheme::V31));
        assert_eq!("hap".parse(), Ok(Kind::Hap));
        assert_eq!("harmonyos".parse(), Ok(Platform::HarmonyOs));
        assert_eq!("verified".parse(), Ok(Verdict::Verified));
        assert_eq!("post-quantum".parse(), Ok(Role::PostQuantum));
        assert_eq!("warning".parse(), Ok(Severity::Warning));
        assert_eq!("huawei".parse(), Ok(Chain::Huawei));
        assert_eq!("ok".parse(), Ok(Integrity::Ok));
        assert_eq!("match-untidy".parse(), Ok(FieldOutcome::MatchUntidy));
        assert_eq!("public_key".parse(), Ok(Row::PublicKey));
        assert!("APP包名不准确".parse::<Notice>().is_ok());
        assert_eq!("SHA-256".parse(), Ok(DigestAlgorithm::Sha256));
        assert_eq!("point-base64".parse(), Ok(KeyForm::RawBase64));
        for name in ["RSA", "EC", "DSA", "Ed25519", "ML-DSA-65", "1.3.101.113"] {
            assert_eq!(name.parse::<KeyAlgorithm>().map(|it| it.to_string()).as_deref(), Ok(name));
        }
        let error = "rsa".parse::<KeyAlgorithm>().unwrap_err();
        assert_eq!((error.name(), error.known().len()), ("rsa", 7));
        let provider: &Provider = "Tencent".parse().unwrap();
        assert_eq!(provider.to_string(), "default");
        assert!("baidu".parse::<&Provider>().is_err_and(|error| error.name() == "baidu"));
        let error = "V2\u{1b}".parse::<Scheme>().unwrap_err().to_string();
        assert!(error.starts_with("\"V2\\u{1b}\" is none of v1, v2"), "{error}");
    }
}
