//! `.idsig` files beside packages: signed with odd fields, changed after, or those of another
//! package.

use super::block::{V2, V3, V31};
use super::{Mutant, change, choose, platforms};
use crate::judge::Question;
use crate::parts::Parts;
use crate::random::Random;
use crate::seeds::Seed;
use crate::signers::{Reader, Signer, parse, prefixed};

/// A file in its parts. What is no part stands behind them.
struct Idsig {
    version: u32,
    algorithm: u32,
    log2_block_size: Vec<u8>,
    /// Salt and root.
    hashing: [Vec<u8>; 2],
    behind_hashing: Vec<u8>,
    first: Info,
    /// Each behind the id of its block.
    others: Vec<(u32, Info)>,
    tree: Option<Vec<u8>>,
    behind: Vec<u8>,
}

#[derive(Clone)]
struct Info {
    /// Content digest, certificate, additional data and public key.
    fields: [Vec<u8>; 4],
    algorithm: u32,
    signature: Vec<u8>,
}

impl Info {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut field = || Some(reader.prefixed()?.0.to_vec());
        let fields = [field()?, field()?, field()?, field()?];
        Some(Self { fields, algorithm: reader.u32()?, signature: reader.prefixed()?.0.to_vec() })
    }

    fn write(&self) -> Vec<u8> {
        let fields = self.fields.iter().flat_map(|field| prefixed(field)).collect::<Vec<_>>();
        [fields, self.algorithm.to_le_bytes().to_vec(), prefixed(&self.signature)].concat()
    }
}

impl Idsig {
    fn read(file: &[u8]) -> Option<Self> {
        let mut file = Reader(file);
        let version = file.u32()?;
        let mut hashing = file.prefixed()?;
        let mut infos = file.prefixed()?;
        let algorithm = hashing.u32()?;
        let (log2_block_size, rest) = hashing.0.split_at_checked(1)?;
        hashing.0 = rest;
        let fields = [hashing.prefixed()?.0.to_vec(), hashing.prefixed()?.0.to_vec()];
        let first = Info::read(&mut infos)?;
        let mut others = Vec::new();
        while !infos.0.is_empty() {
            others.push((infos.u32()?, Info::read(&mut infos.prefixed()?)?));
        }
        let tree = file.prefixed().map(|tree| tree.0.to_vec());
        Some(Self {
            version,
            algorithm,
            log2_block_size: log2_block_size.to_vec(),
            hashing: fields,
            behind_hashing: hashing.0.to_vec(),
            first,
            others,
            tree,
            behind: file.0.to_vec(),
        })
    }

    fn write(&self) -> Vec<u8> {
        let [salt, root] = &self.hashing;
        let algorithm = self.algorithm.to_le_bytes();
        let hashing =
            [&algorithm, &self.log2_block_size[..], &prefixed(salt), &prefixed(root)].concat();
        let hashing = [hashing, self.behind_hashing.clone()].concat();
        let others = self
            .others
            .iter()
            .flat_map(|(id, info)| [&id.to_le_bytes()[..], &prefixed(&info.write())].concat());
        let infos = [self.first.write(), others.collect()].concat();
        let tree = self.tree.as_ref().map(|tree| prefixed(tree)).unwrap_or_default();
        let version = self.version.to_le_bytes();
        [&version[..], &prefixed(&hashing), &prefixed(&infos), &tree, &self.behind].concat()
    }

    /// One thing changed; nothing is signed anew.
    fn change(&mut self, random: &mut Random) {
        match random.below(14) {
            0 => self.version = random.odd_number(self.version.into()) as u32,
            1 => self.algorithm = random.odd_number(self.algorithm.into()) as u32,
            2 => random.spoil(&mut self.log2_block_size),
            3 => random.spoil(&mut self.hashing[0]),
            4 => random.spoil(&mut self.hashing[1]),
            5 => random.spoil(&mut self.behind_hashing),
            6 => self.tree = None,
            7 => random.spoil(self.tree.get_or_insert_default()),
            8 => random.spoil(&mut self.behind),
            9 => {
                let id = *random.pick(&[0, V2, V3, V31, 0x1234_5678]);
                match self.others.first_mut() {
                    Some((other, _)) => *other = id,
                    None => self.others.push((id, self.first.clone())),
                }
            }
            10 => match self.others.pop() {
                Some((_, info)) if random.once_in(2) => self.first = info,
                _ => {}
            },
            11 => {
                let copies = random.below(4);
                self.others.extend(vec![(V31, self.first.clone()); copies]);
            }
            _ => {
                let others = self.others.iter_mut().map(|(_, info)| info);
                let mut infos: Vec<_> = std::iter::once(&mut self.first).chain(others).collect();
                let at = random.below(infos.len());
                let info = &mut infos[at];
                match random.below(6) {
                    4 => info.algorithm = random.odd_number(info.algorithm.into()) as u32,
                    5 => random.spoil(&mut info.signature),
                    field => random.spoil(&mut info.fields[field]),
                }
            }
        }
    }
}

/// A signer's certificate and the content digest that it signed.
type Signed = (Vec<u8>, Vec<u8>);

/// How strong the digests of an algorithm are for v4: SHA-512, fs-verity, SHA-256.
fn strength(algorithm: u32) -> u32 {
    match algorithm {
        0x0102 | 0x0104 | 0x0202 => 3,
        0x0421 | 0x0423 | 0x0425 => 2,
        _ => 1,
    }
}

/// The certificates and digests that a good file for the package has.
fn signers(package: &[u8]) -> Option<Vec<Signed>> {
    let pairs = Parts::read(package)?.pairs?;
    let last = |wanted: u32| -> Option<Signer> {
        let (_, value) = pairs.iter().find(|(id, _)| *id == wanted)?;
        parse(value, wanted != V2)?.pop()
    };
    let all: Vec<_> = last(V3).or_else(|| last(V2)).into_iter().chain(last(V31)).collect();
    let of = |signer: &Signer| -> Option<Signed> {
        let best = signer.digests.iter().rev().max_by_key(|(algorithm, _)| strength(*algorithm));
        let digest = best.map(|(_, digest)| digest.clone())?;
        Some((signer.certificates.first()?.clone(), digest))
    };
    let all: Option<Vec<_>> = all.iter().map(of).collect();
    all.filter(|all| !all.is_empty() && all.iter().all(|(_, digest)| !digest.is_empty()))
}

/// A package with a signing block, and its signers.
fn package(random: &mut Random, seeds: &[Seed]) -> (String, Vec<u8>, Vec<Signed>) {
    loop {
        let (name, bytes) = if random.once_in(3) {
            ("signed".to_owned(), beian_fixtures::resigned(&mut |limit| random.below(limit)))
        } else {
            let seed = choose(random, seeds);
            (seed.name.clone(), seed.bytes.clone())
        };
        if let Some(signers) = signers(&bytes) {
            return (name, bytes, signers);
        }
    }
}

/// A mutant of a run over `.idsig` files: the same for the same seed, number and packages.
#[must_use]
pub fn idsig_mutant(seed: u64, number: u64, seeds: &[Seed]) -> Mutant {
    let mut random = Random::new(seed, number);
    let random = &mut random;
    let (mut history, mut bytes, of) = package(random, seeds);
    let mut file = beian_fixtures::resigned_idsig(&bytes, &of, &mut |limit| random.below(limit));
    let family = match random.below(10) {
        0..4 => "idsig-signed",
        4..7 => {
            if let Some(mut parts) = Idsig::read(&file) {
                (0..=random.below(2)).for_each(|_| parts.change(random));
                file = parts.write();
            }
            "idsig-fields"
        }
        7 => {
            random.spoil(&mut file);
            "idsig-bytes"
        }
        8 => {
            let (name, other, of) = package(random, seeds);
            // That of another, or that of another with this one's signers.
            let of = if random.once_in(2) { of } else { signers(&bytes).unwrap_or(of) };
            file = beian_fixtures::resigned_idsig(&other, &of, &mut |limit| random.below(limit));
            history = format!("{history} beside {name}");
            "idsig-swapped"
        }
        _ => {
            let (name, changed) = change(&bytes, random, seeds);
            bytes = changed;
            history = format!("{history} {name}");
            "idsig-package"
        }
    };
    let (min_sdk, max_sdk) = platforms(random);
    let question = Question { idsig: Some(file), min_sdk, max_sdk, ..Question::new(bytes) };
    Mutant { number, family, history, question }
}
