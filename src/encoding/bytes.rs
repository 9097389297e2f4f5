//! A little-endian cursor over borrowed bytes that cannot panic.

/// Reads integers and runs of bytes from the front of a slice. Every method gives `None`, and takes
/// nothing, when the slice is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// A cursor at `offset` of `bytes`.
    pub(crate) fn at(bytes: &'a [u8], offset: usize) -> Option<Self> {
        bytes.get(offset..).map(Self)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(crate) fn skip(&mut self, count: usize) -> Option<()> {
        self.take(count).map(|_| ())
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    /// A run of bytes behind its length, a `u32`.
    pub(crate) fn prefixed(&mut self) -> Option<Bytes<'a>> {
        let mut ahead = *self;
        let length = usize::try_from(ahead.u32()?).ok()?;
        let run = ahead.take(length)?;
        *self = ahead;
        Some(Bytes(run))
    }

    /// Runs of bytes behind their lengths, up to the end.
    pub(crate) fn runs(mut self) -> Option<Vec<Bytes<'a>>> {
        let mut runs = Vec::new();
        while !self.is_empty() {
            runs.push(self.prefixed()?);
        }
        Some(runs)
    }

    /// Runs that each hold a 32-bit id and a run of bytes behind its length.
    pub(crate) fn numbered_runs(self) -> Option<Vec<(u32, &'a [u8])>> {
        let records = self.runs()?.into_iter();
        records.map(|mut record| Some((record.u32()?, record.prefixed()?.rest()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_not_taken() {
        let mut bytes = Bytes::new(&[1, 2, 3]);
        assert_eq!(bytes.u32(), None);
        assert_eq!(bytes.u16(), Some(0x0201));
        assert_eq!((bytes.u16(), bytes.u8(), bytes.u8()), (None, Some(3), None));
        assert!(bytes.is_empty());
    }

    #[test]
    fn a_run_longer_than_the_rest_is_refused_whole() {
        let mut bytes = Bytes::new(&[2, 0, 0, 0, 7, 8, 9, 0, 0, 0, 1]);
        assert_eq!(bytes.prefixed().map(|run| run.rest()), Some([7, 8].as_slice()));
        assert_eq!(bytes.prefixed(), None);
        assert_eq!(bytes.len(), 5);
    }
}
