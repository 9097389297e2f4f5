//! What openssl reads of signed data.
