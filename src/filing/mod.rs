//! The texts that the filing form asks for.
