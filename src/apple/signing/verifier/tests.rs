//! Apps in memory, with signatures that are right but for a CMS that is none.

use std::collections::BTreeMap;

use super::*;
use crate::apple::signing::facts::{Component, SlotFault};
use crate::apple::signing::files::File;

fn sha256(bytes: &[u8]) -> Vec<u8> {
    DigestAlgorithm::Sha256.digest(bytes)
}

fn big(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn little(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// An executable of a page and a bit, with those special slots and a CMS that is none:
/// where everything else is right, that alone is wrong.
fn executable(slots: &[&[u8]]) -> Vec<u8> {
    const CODE: u32 = 5000;
    let count = slots.len() as u32;
    let hashes = 44 + 2 + 32 * count;
    let length = hashes + 64;
    let cms = b"none";
    let total = 28 + length + 8 + cms.len() as u32;
    let command = [0x1d, 16, CODE, total];
    let mut code = little(&[0xfeed_facf, 0x0100_000c, 0, 2, 1, 16, 0, 0]);
    code.extend(little(&command));
    code.resize(CODE as usize, 7);
    let mut directory =
        big(&[0xfade_0c02, length, 0x20001, 0, hashes, 44, count, 2, CODE, 0x2002_000c, 0]);
    directory.extend(b"a\0");
    slots.iter().rev().for_each(|slot| directory.extend_from_slice(slot));
    code.chunks(4096).for_each(|page| directory.extend(sha256(page)));
    let head = big(&[0xfade_0cc0, total, 2, 0, 28, 0x1_0000, 28 + length]);
    let wrapper = big(&[0xfade_0b01, 8 + cms.len() as u32]);
    [code, head, directory, wrapper, cms.to_vec()].concat()
}

/// The files of a bundle by their paths, sealed as Apple's tools do.
fn bundle(name: &str, files: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
    use base64ct::{Base64, Encoding};
    let info =
        format!("<plist><dict><key>CFBundleExecutable</key><string>{name}</string></dict></plist>");
    let entry = |(path, content): &(&str, &[u8])| {
        let digest = Base64::encode_string(&sha256(content));
        format!("<key>{path}</key><dict><key>hash2</key><data>{digest}</data></dict>")
    };
    let list: String = files.iter().map(entry).collect();
    let rules = "<key>^.*</key><true/><key>^Info\\.plist$</key><false/>";
    let list = format!(
        "<plist><dict><key>files2</key><dict>{list}</dict>\
        <key>rules2</key><dict>{rules}</dict></dict></plist>"
    );
    let slots = [&sha256(info.as_bytes())[..], &[0; 32], &sha256(list.as_bytes())];
    let mut all: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(path, content)| ((*path).to_owned(), content.to_vec())).collect();
    all.insert(name.to_owned(), executable(&slots));
    all.insert("Info.plist".to_owned(), info.into_bytes());
    all.insert("_CodeSignature/CodeResources".to_owned(), list.into_bytes());
    all
}

struct Held {
    list: Vec<File>,
    contents: Vec<Vec<u8>>,
}

struct Reader<'h>(&'h Held);

impl Files for Held {
    fn list(&self) -> &[File] {
        &self.list
    }

    fn reader(&self) -> Box<dyn FileReader + '_> {
        Box::new(Reader(self))
    }
}

impl FileReader for Reader<'_> {
    fn stream(&mut self, file: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), NoContent> {
        match &self.0.contents[file][..] {
            b"broken" => Err(NoContent::Broken("deflate".to_owned())),
            content => {
                content.chunks(100).for_each(sink);
                Ok(())
            }
        }
    }
}

fn verified(files: &BTreeMap<String, Vec<u8>>, links: &[&str]) -> AppSignature {
    let file = |(path, content): (&String, &Vec<u8>)| File {
        path: path.clone().into_bytes(),
        size: content.len() as u64,
        kind: if links.contains(&&**path) { FileKind::Link } else { FileKind::File },
    };
    let held = Held {
        list: files.iter().map(file).collect(),
        contents: files.values().cloned().collect(),
    };
    let case = Case {
        files: &held,
        executable: Some("Demo"),
        threads: NonZeroUsize::new(2).unwrap(),
        progress: None,
    };
    verify(&case, &Work::default()).unwrap()
}

const NO_CMS: Fault = Fault::CmsMalformed { why: NoCms::Malformed };

#[test]
fn every_file_is_held_against_the_list() {
    let good = bundle("Demo", &[("a.txt", b"text"), ("b/c.txt", b"more")]);
    let path = |path: &str| path.to_owned();
    let set = |at: &str, content: &[u8]| {
        let mut files = good.clone();
        files.insert(at.to_owned(), content.to_vec());
        files
    };
    let without = |at: &str| {
        let mut files = good.clone();
        files.remove(at);
        files
    };
    let slot = |component, fault| Fault::Slot { component, fault };
    for (name, files, links, want) in [
        ("as it is", good.clone(), &[][..], vec![]),
        (
            "changed",
            set("a.txt", b"Text"),
            &[],
            vec![Fault::ResourceChanged { path: path("a.txt") }],
        ),
        (
            "broken",
            set("a.txt", b"broken"),
            &[],
            vec![Fault::ResourceChanged { path: path("a.txt") }],
        ),
        ("a link", good.clone(), &["a.txt"], vec![Fault::ResourceChanged { path: path("a.txt") }]),
        (
            "removed",
            without("b/c.txt"),
            &[],
            vec![Fault::ResourceMissing { path: path("b/c.txt") }],
        ),
        ("added", set("d", b""), &[], vec![Fault::ResourceAdded { path: path("d") }]),
        (
            "a link added",
            set("d", b"a.txt"),
            &["d"],
            vec![Fault::ResourceAdded { path: path("d") }],
        ),
        ("what the store adds", set("SC_Info/Demo.sinf", b""), &[], vec![]),
        (
            "another Info.plist",
            set("Info.plist", b"<plist><dict/></plist>"),
            &[],
            vec![slot(Component::InfoPlist, SlotFault::Mismatch)],
        ),
        (
            "no list",
            without("_CodeSignature/CodeResources"),
            &[],
            vec![slot(Component::CodeResources, SlotFault::Missing)],
        ),
    ] {
        let main = verified(&files, links).main;
        let want = [&[NO_CMS][..], &want].concat();
        assert_eq!(
            main.faults.iter().filter(|it| !want.contains(it)).count(),
            0,
            "{name}: {:?}",
            main.faults
        );
        assert_eq!(main.faults.len(), want.len(), "{name}: {:?}", main.faults);
    }
}

#[test]
fn pages_are_held_against_the_directory() {
    let good = bundle("Demo", &[]);
    for (at, want) in [
        (100, Fault::PageMismatch { page: 0, count: 1 }),
        (4999, Fault::PageMismatch { page: 1, count: 1 }),
    ] {
        let mut files = good.clone();
        files.get_mut("Demo").unwrap()[at] ^= 1;
        assert_eq!(verified(&files, &[]).main.faults, [want, NO_CMS], "{at}");
    }
    let mut files = good.clone();
    files.get_mut("Demo").unwrap().push(0);
    assert_eq!(verified(&files, &[]).main.faults, [Fault::DataAfterSignature, NO_CMS]);
}

#[test]
fn code_inside_is_found_and_verified_by_itself() {
    let inner = bundle("Kit", &[("k.txt", b"text")]);
    let folder = "Frameworks/Kit.framework/";
    let mut files: Vec<(String, Vec<u8>)> =
        inner.into_iter().map(|(path, content)| ([folder, &path].concat(), content)).collect();
    files.push(("lib.dylib".to_owned(), executable(&[])));
    files.push(("plain.dylib".to_owned(), {
        let mut unsigned = executable(&[]);
        unsigned[32] = 0x26;
        unsigned
    }));
    files.push(("Watch/_WatchKitStub/WK".to_owned(), executable(&[])));
    let listed: Vec<_> = files.iter().map(|(path, it)| (&**path, &it[..])).collect();
    let good = bundle("Demo", &listed);
    let signature = verified(&good, &[]);
    assert_eq!(signature.main.faults, [NO_CMS]);
    let nested: Vec<_> = signature
        .nested
        .iter()
        .map(|it| (&*it.path, it.bundle.as_deref(), it.state, &it.faults[..]))
        .collect();
    let unsigned = State::Unsigned(Unsigned::NoSignature);
    assert_eq!(
        nested,
        [
            ("Frameworks/Kit.framework/Kit", Some(folder), State::Signed, &[NO_CMS][..]),
            ("lib.dylib", None, State::Signed, &[NO_CMS]),
            ("plain.dylib", None, unsigned, &[]),
        ]
    );
    let mut changed = good.clone();
    changed.insert([folder, "k.txt"].concat(), b"Text".to_vec());
    let signature = verified(&changed, &[]);
    let path = [folder, "k.txt"].concat();
    assert_eq!(signature.main.faults, [NO_CMS, Fault::ResourceChanged { path }]);
    let path = "k.txt".to_owned();
    assert_eq!(signature.nested[0].faults, [NO_CMS, Fault::ResourceChanged { path }]);
}

#[test]
fn an_app_without_an_executable_is_unsigned() {
    let mut files = bundle("Demo", &[]);
    let script = files.insert("Demo".to_owned(), b"#!/bin/sh".to_vec());
    let magic = Fault::ExecutableMalformed { why: NoExecutable::Magic };
    let got = verified(&files, &[]).main;
    assert_eq!((got.state, &got.faults[..]), (State::Signed, &[magic][..]));
    files.insert("Demo".to_owned(), script.unwrap());
    let missing = State::Unsigned(Unsigned::NoExecutable);
    assert_eq!(verified(&files, &["Demo"]).main.state, missing);
    files.remove("Demo");
    assert_eq!(verified(&files, &[]).main.state, missing);
}
