//! Changed copies of files, the same ones each time.

/// Numbers by chance, by a seed (xorshift64*).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16;
        usize::try_from(number).unwrap() % end.max(1)
    }

    /// A copy in which one to three places are changed: a bit, a byte, a byte more or less, a run
    /// that stands there once more, the end cut off. `place` says where.
    pub(crate) fn mutant(
        &mut self,
        bytes: &[u8],
        place: impl Fn(&mut Self, &[u8]) -> usize,
    ) -> Vec<u8> {
        const BYTES: [u8; 12] = [0, 1, 2, 5, 0x0c, 0x13, 0x30, 0x31, 0x7f, 0x80, 0x81, 0xff];
        let mut changed = bytes.to_vec();
        for _ in 0..=self.below(3) {
            let at = place(self, &changed).min(changed.len().saturating_sub(1));
            if changed.is_empty() {
                break;
            }
            match self.below(10) {
                0..=3 => changed[at] ^= 1 << self.below(8),
                4 | 5 => changed[at] = BYTES[self.below(BYTES.len())],
                6 => changed[at] = changed[at].wrapping_add(1),
                7 => drop(changed.remove(at)),
                8 => changed.insert(at, BYTES[self.below(BYTES.len())]),
                _ => {
                    let end = (at + 1 + self.below(16)).min(changed.len());
                    let run = changed[at..end].to_vec();
                    changed.splice(at..at, run);
                }
            }
        }
        if self.below(20) == 0 {
            let length = self.below(changed.len());
            changed.truncate(length);
        }
        changed
    }
}
