//! Reads an executable once, front to back: its load commands, digests of all pages, and the
//! signature, which stands at the end and says only then which digests it wanted.
//!
//! So pages are digested as nearly all signatures have them. Where one wants others, the file is
//! read once more.

use super::mach_o::{HEADER, Header, NoExecutable, Place, START, Start, slices};
use crate::crypto::digest::{DigestAlgorithm, Hasher};

/// How pages are cut and digested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageKind {
    pub(super) algorithm: DigestAlgorithm,
    /// The binary logarithm of their size; 0 for one page over everything.
    pub(super) log2: u8,
}

/// What all signatures since 2016 want.
pub(super) const USUAL: PageKind = PageKind { algorithm: DigestAlgorithm::Sha256, log2: 12 };

/// What those for old systems want besides.
const OLD: PageKind = PageKind { algorithm: DigestAlgorithm::Sha1, log2: 12 };

/// The digests of all pages of one kind.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) kind: PageKind,
    /// One behind the other.
    pub(super) digests: Vec<u8>,
}

/// What was read of a slice.
#[derive(Debug)]
pub(super) struct ScannedSlice {
    pub(super) header: Header,
    /// Of the slice, in bytes.
    pub(super) size: u64,
    pub(super) is_encrypted: bool,
    /// Where the signature begins, and its bytes.
    pub(super) signature: Option<(u64, Vec<u8>)>,
    pub(super) info_plist: Option<Vec<u8>>,
    pub(super) pages: Vec<Pages>,
}

/// What was read of a file.
#[derive(Debug)]
pub(super) enum Scanned {
    /// It does not begin as an executable.
    Other,
    Malformed(NoExecutable),
    Executable {
        slices: Vec<ScannedSlice>,
        has_data_outside: bool,
    },
}

/// The reading of a file.
pub(super) struct Scan {
    kinds: Vec<PageKind>,
    size: u64,
    position: u64,
    state: State,
}

enum State {
    /// The first bytes, or the table of a fat file; and how many are wanted.
    Start {
        bytes: Vec<u8>,
        wanted: usize,
    },
    Over(Scanned),
    Slices {
        slices: Vec<SliceScan>,
        has_data_outside: bool,
    },
}

impl Scan {
    pub(super) fn new(size: u64, kinds: Vec<PageKind>) -> Self {
        let state = State::Start { bytes: Vec::new(), wanted: START };
        Self { kinds, size, position: 0, state }
    }

    /// Takes the next run of the file.
    pub(super) fn feed(&mut self, mut run: &[u8]) {
        while !run.is_empty() {
            let taken = self.step(run).clamp(1, run.len());
            self.position = self.position.saturating_add(taken as u64);
            run = run.get(taken..).unwrap_or_default();
        }
    }

    /// Takes what belongs together of a run; gives how much.
    fn step(&mut self, run: &[u8]) -> usize {
        match &mut self.state {
            State::Over(_) => run.len(),
            State::Start { bytes, wanted } => {
                let taken = run.len().min(wanted.saturating_sub(bytes.len()));
                bytes.extend_from_slice(run.get(..taken).unwrap_or_default());
                if bytes.len() >= *wanted {
                    self.begin();
                }
                taken
            }
            State::Slices { slices, has_data_outside } => {
                let at = self.position;
                let end = at.saturating_add(run.len() as u64);
                let bounds = slices.iter().flat_map(|it| [it.place.offset, it.place.end()]);
                let next = bounds.filter(|&bound| bound > at).min().unwrap_or(end).min(end);
                let taken = usize::try_from(next.saturating_sub(at)).unwrap_or(usize::MAX);
                let part = run.get(..taken).unwrap_or(run);
                match slices.iter_mut().find(|it| it.place.has(at)) {
                    Some(slice) => slice.feed(part),
                    None => *has_data_outside |= part.iter().any(|&byte| byte != 0),
                }
                taken
            }
        }
    }

    /// Goes on behind the first bytes, or behind the table.
    fn begin(&mut self) {
        let State::Start { bytes, wanted } = &mut self.state else { return };
        let bytes = std::mem::take(bytes);
        match Start::read(&bytes) {
            Start::Fat { table, is_64 } if *wanted == table => {
                self.begin_slices(slices(&bytes, is_64, self.size));
            }
            Start::Fat { table, .. } => {
                self.state = State::Start { bytes, wanted: table };
            }
            Start::Thin => {
                self.begin_slices(Ok(vec![Place { offset: 0, size: self.size }]));
                if let State::Slices { slices, .. } = &mut self.state {
                    slices.iter_mut().for_each(|slice| slice.feed(&bytes));
                }
            }
            Start::Other => self.state = State::Over(Scanned::Other),
        }
    }

    fn begin_slices(&mut self, places: Result<Vec<Place>, NoExecutable>) {
        self.state = match places {
            Ok(places) => State::Slices {
                slices: places.into_iter().map(|it| SliceScan::new(it, &self.kinds)).collect(),
                has_data_outside: false,
            },
            Err(why) => State::Over(Scanned::Malformed(why)),
        };
    }

    /// Passes over what nothing is wanted of, where pages are not digested; gives where that ends.
    pub(super) fn skip(&mut self) -> u64 {
        let at = self.position;
        if let State::Slices { slices, .. } = &mut self.state {
            let slice = slices.iter_mut().find(|slice| slice.place.has(at));
            self.position = match slice {
                Some(slice) => slice.skip(),
                None => {
                    let begins = slices.iter().map(|slice| slice.place.offset);
                    begins.filter(|&begin| begin > at).min().unwrap_or(self.size)
                }
            };
        }
        self.position
    }

    /// What was read, once that was all of the file.
    pub(super) fn finish(self) -> Scanned {
        match self.state {
            State::Start { bytes, .. } => match Start::read(&bytes) {
                Start::Other => Scanned::Other,
                _ => Scanned::Malformed(NoExecutable::Header),
            },
            State::Over(scanned) => scanned,
            State::Slices { slices, has_data_outside } => {
                match slices.into_iter().map(SliceScan::finish).collect() {
                    Ok(slices) => Scanned::Executable { slices, has_data_outside },
                    Err(why) => Scanned::Malformed(why),
                }
            }
        }
    }
}

/// The reading of a slice.
struct SliceScan {
    place: Place,
    position: u64,
    /// The first bytes, up to the end of the load commands.
    head: Vec<u8>,
    header: Option<Header>,
    is_encrypted: bool,
    signature: Option<Captured>,
    info_plist: Option<Captured>,
    pages: Vec<PageScan>,
    fault: Option<NoExecutable>,
    is_head_read: bool,
}

/// A stretch that is kept.
struct Captured {
    place: Place,
    bytes: Vec<u8>,
}

impl Captured {
    fn new(place: Place) -> Self {
        Self { place, bytes: Vec::new() }
    }

    /// Takes what is in the stretch of a run that begins there.
    fn feed(&mut self, at: u64, run: &[u8]) {
        let from = usize::try_from(self.place.offset.saturating_sub(at)).unwrap_or(usize::MAX);
        let to = usize::try_from(self.place.end().saturating_sub(at)).unwrap_or(usize::MAX);
        self.bytes.extend_from_slice(run.get(from..to.min(run.len())).unwrap_or_default());
    }
}

impl SliceScan {
    fn new(place: Place, kinds: &[PageKind]) -> Self {
        Self {
            place,
            position: 0,
            head: Vec::new(),
            header: None,
            is_encrypted: false,
            signature: None,
            info_plist: None,
            pages: kinds.iter().map(|&kind| PageScan::new(kind)).collect(),
            fault: None,
            is_head_read: false,
        }
    }

    fn feed(&mut self, mut run: &[u8]) {
        while !run.is_empty() && self.fault.is_none() {
            // The head in runs of its own: until it is read, the end of the pages is not known.
            let taken = if self.is_head_read {
                run.len()
            } else {
                let wanted = self.header.map_or(HEADER, |header| header.end);
                wanted.saturating_sub(self.head.len()).clamp(1, run.len())
            };
            let (part, rest) = run.split_at_checked(taken).unwrap_or((run, &[]));
            self.feed_part(part);
            run = rest;
        }
    }

    fn feed_part(&mut self, part: &[u8]) {
        let at = self.position;
        self.position = at.saturating_add(part.len() as u64);
        for kept in [&mut self.signature, &mut self.info_plist].into_iter().flatten() {
            kept.feed(at, part);
        }
        let end = self.signature.as_ref().map_or(u64::MAX, |kept| kept.place.offset);
        let length = usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX);
        let covered = part.get(..length).unwrap_or(part);
        self.pages.iter_mut().for_each(|pages| pages.feed(covered));
        if !self.is_head_read {
            self.head.extend_from_slice(part);
            self.fault = self.read_head().err();
        }
    }

    fn read_head(&mut self) -> Result<(), NoExecutable> {
        if self.header.is_none() && self.head.len() >= HEADER {
            self.header = Some(Header::read(&self.head)?);
        }
        let Some(header) = self.header.filter(|it| self.head.len() >= it.end.max(HEADER)) else {
            return Ok(());
        };
        let commands = header.commands(&self.head, self.place.size)?;
        self.is_head_read = true;
        let head = std::mem::take(&mut self.head);
        if commands.is_for_old_systems() && self.pages.iter().any(|pages| pages.kind == USUAL) {
            let mut old = PageScan::new(OLD);
            old.feed(&head);
            self.pages.push(old);
        }
        self.is_encrypted = commands.is_encrypted;
        self.signature = commands.signature.map(Captured::new);
        self.info_plist = commands.info_plist.map(Captured::new);
        if self.signature.is_none() {
            self.pages.clear();
        }
        Ok(())
    }

    /// Passes over what nothing is wanted of; gives where in the file that ends.
    fn skip(&mut self) -> u64 {
        if self.fault.is_some() {
            self.position = self.place.size;
        } else if self.is_head_read && self.pages.is_empty() {
            let kept = [&self.signature, &self.info_plist].into_iter().flatten();
            let ahead = kept.filter(|kept| kept.place.end() > self.position);
            let next = ahead.map(|kept| kept.place.offset).min().unwrap_or(self.place.size);
            self.position = self.position.max(next);
        }
        self.place.offset.saturating_add(self.position)
    }

    fn finish(self) -> Result<ScannedSlice, NoExecutable> {
        if let Some(why) = self.fault {
            return Err(why);
        }
        let header = self.header.filter(|_| self.is_head_read).ok_or(NoExecutable::Header)?;
        if self.position != self.place.size {
            return Err(NoExecutable::Slices);
        }
        Ok(ScannedSlice {
            header,
            size: self.place.size,
            is_encrypted: self.is_encrypted,
            signature: self.signature.map(|kept| (kept.place.offset, kept.bytes)),
            info_plist: self.info_plist.map(|kept| kept.bytes),
            pages: self.pages.into_iter().map(PageScan::finish).collect(),
        })
    }
}

/// The digests of pages in the making.
struct PageScan {
    kind: PageKind,
    digests: Vec<u8>,
    /// The page that is begun, and how much of it is there.
    page: Hasher,
    filled: u64,
}

impl PageScan {
    fn new(kind: PageKind) -> Self {
        Self { kind, digests: Vec::new(), page: kind.algorithm.hasher(), filled: 0 }
    }

    fn size(&self) -> u64 {
        match self.kind.log2 {
            0 => u64::MAX,
            log2 => 1_u64.checked_shl(log2.into()).unwrap_or(u64::MAX),
        }
    }

    fn feed(&mut self, mut run: &[u8]) {
        while !run.is_empty() {
            let room = self.size().saturating_sub(self.filled);
            let taken = usize::try_from(room).unwrap_or(usize::MAX).min(run.len());
            let (part, rest) = run.split_at_checked(taken).unwrap_or((run, &[]));
            self.page.update(part);
            self.filled = self.filled.saturating_add(part.len() as u64);
            if self.filled >= self.size() {
                self.end_page();
            }
            run = rest;
        }
    }

    fn end_page(&mut self) {
        let page = std::mem::replace(&mut self.page, self.kind.algorithm.hasher());
        self.digests.extend(page.finish());
        self.filled = 0;
    }

    /// The last page is shorter, and nothing is put behind it.
    fn finish(mut self) -> Pages {
        if self.filled > 0 {
            self.end_page();
        }
        Pages { kind: self.kind, digests: self.digests }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slice of `code` bytes before a signature of `signature`.
    fn thin(code: usize, signature: &[u8]) -> Vec<u8> {
        let words = [
            0xfeed_facf,
            0x0100_000c,
            0,
            2,
            1,
            16,
            0,
            0,
            0x1d,
            16,
            code as u32,
            signature.len() as u32,
        ];
        let mut bytes: Vec<u8> = words.iter().flat_map(|word: &u32| word.to_le_bytes()).collect();
        bytes.extend((bytes.len()..code).map(|at| (at % 251) as u8));
        bytes.extend_from_slice(signature);
        bytes
    }

    fn fat(slices: &[&[u8]], filler: &[u8]) -> Vec<u8> {
        let mut bytes: Vec<u8> = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, slices.len() as u8];
        let mut offset = 4096;
        for slice in slices {
            let record = [12, 9, offset, slice.len() as u32, 12];
            bytes.extend(record.iter().flat_map(|field: &u32| field.to_be_bytes()));
            offset += slice.len() as u32 + filler.len() as u32;
        }
        bytes.resize(4096, 0);
        for slice in slices {
            bytes.extend_from_slice(slice);
            bytes.extend_from_slice(filler);
        }
        bytes
    }

    fn scan(bytes: &[u8], run: usize, kinds: &[PageKind]) -> Scanned {
        let mut scan = Scan::new(bytes.len() as u64, kinds.to_vec());
        bytes.chunks(run).for_each(|run| scan.feed(run));
        scan.finish()
    }

    #[test]
    fn runs_of_every_length_give_the_same() {
        let slices = [thin(4096 * 2 + 5, b"signature"), thin(100, b"other")];
        let file = fat(&[&slices[0], &slices[1]], &[]);
        let kinds = [USUAL, PageKind { algorithm: DigestAlgorithm::Sha1, log2: 0 }];
        for run in [1, 7, 31, 4095, 4096, 4097, 1 << 20] {
            let Scanned::Executable { slices: scanned, has_data_outside } =
                scan(&file, run, &kinds)
            else {
                panic!("{run}");
            };
            assert!(!has_data_outside);
            for (scanned, (bytes, code)) in
                scanned.iter().zip([(&slices[0], 8197), (&slices[1], 100)])
            {
                let signature = Some((code as u64, bytes[code..].to_vec()));
                assert_eq!(scanned.signature, signature, "{run}");
                let pages: Vec<u8> = bytes[..code]
                    .chunks(4096)
                    .flat_map(|page| DigestAlgorithm::Sha256.digest(page))
                    .collect();
                assert_eq!(scanned.pages[0].digests, pages, "{run}");
                let whole = DigestAlgorithm::Sha1.digest(&bytes[..code]);
                assert_eq!(scanned.pages[1].digests, whole, "{run}");
            }
        }
    }

    #[test]
    fn little_is_read_where_pages_are_not_digested() {
        let slices = [thin(1 << 20, b"signature"), thin(2 << 20, b"other")];
        for file in [fat(&[&slices[0], &slices[1]], &[0; 50_000]), slices[0].clone()] {
            let mut scan = Scan::new(file.len() as u64, Vec::new());
            let (mut at, mut read) = (0, 0);
            while at < file.len() {
                let run = &file[at..file.len().min(at + 1000)];
                scan.feed(run);
                read += run.len();
                at = scan.skip() as usize;
            }
            assert!(read < 8000, "{read}");
            let Scanned::Executable { slices: scanned, .. } = scan.finish() else { panic!() };
            for (scanned, bytes) in scanned.iter().zip(&slices) {
                let (at, signature) = scanned.signature.as_ref().unwrap();
                assert_eq!(signature[..], bytes[*at as usize..]);
            }
        }
    }

    #[test]
    fn what_stands_between_slices_is_seen() {
        let slice = thin(100, b"signature");
        for (filler, want) in [(&[][..], false), (&[0, 0], false), (&[0, 1], true)] {
            let file = fat(&[&slice, &slice], filler);
            let scanned = scan(&file, 1000, &[]);
            let Scanned::Executable { has_data_outside, .. } = scanned else { panic!() };
            assert_eq!(has_data_outside, want, "{filler:?}");
        }
    }

    #[test]
    fn no_prefix_is_an_executable() {
        for file in [thin(100, b"signature"), fat(&[&thin(100, b"signature")], &[])] {
            for length in 0..file.len() {
                let scanned = scan(&file[..length], 64, &[USUAL]);
                assert!(!matches!(scanned, Scanned::Executable { .. }), "{length}");
            }
            assert!(matches!(scan(&file, 64, &[USUAL]), Scanned::Executable { .. }));
        }
    }
}
