//! A reason inside a sentence.

use std::fmt;
use std::sync::Arc;

use super::{In, Language, Say};

trait Reason: Say + fmt::Debug + Send + Sync {}

impl<T: Say + fmt::Debug + Send + Sync> Reason for T {}

/// Why something is said: a sentence of any module's own, which says itself in the language of the
/// sentence that it stands in.
#[derive(Clone)]
pub(crate) struct Because(Arc<dyn Reason>);

impl Because {
    pub(crate) fn new(why: impl Say + fmt::Debug + Send + Sync + 'static) -> Self {
        Self(Arc::new(why))
    }

    fn text(&self, language: Language) -> String {
        In(&*self.0, language).to_string()
    }
}

impl<T: Clone> From<&T> for Because
where
    Self: From<T>,
{
    fn from(why: &T) -> Self {
        why.clone().into()
    }
}

impl Say for Because {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.say(language, f)
    }
}

impl fmt::Debug for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Two reasons are one where they read alike in both languages.
impl PartialEq for Because {
    fn eq(&self, other: &Self) -> bool {
        let alike = |language| self.text(language) == other.text(language);
        alike(Language::English) && alike(Language::Chinese)
    }
}

impl Eq for Because {}
