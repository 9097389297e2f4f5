//! Numbers that look random and are the same for the same seed (splitmix64, Steele, Lea and Flood
//! 2014).

/// A generator.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The generator for one mutant of a run.
    #[must_use]
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        let mut random = Self(seed ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 where that is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// The place of one of several; `None` where there are none.
    pub(crate) fn place<T>(&mut self, among: &[T]) -> Option<usize> {
        (!among.is_empty()).then(|| self.below(among.len()))
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next() as u8
    }

    /// A number of the kind that breaks readers, or one near `old`.
    pub(crate) fn odd_number(&mut self, old: u64) -> u64 {
        match self.below(10) {
            0 => 0,
            1 => u64::MAX,
            2 => 0x7fff_ffff,
            3 => 0x8000_0000,
            4 => old.wrapping_add(1),
            5 => old.wrapping_sub(1),
            6 => old ^ (1 << self.below(32)),
            7 => old.wrapping_add(self.below(64) as u64),
            8 => 1 << self.below(40),
            _ => self.next() >> self.below(64),
        }
    }

    /// Changes, drops, adds or moves some bytes.
    pub(crate) fn spoil(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(6) {
            _ if bytes.is_empty() => bytes.push(self.byte()),
            0 | 1 => bytes[at] ^= 1 << self.below(8),
            2 => bytes[at] = self.byte(),
            3 => bytes.truncate(at),
            4 => bytes.insert(at, self.byte()),
            _ => {
                let more = self.below(8) + 1;
                bytes.extend(std::iter::repeat_n(0, more));
            }
        }
    }
}
