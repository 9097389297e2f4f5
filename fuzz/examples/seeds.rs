//! Writes the seed corpora: `seeds CORPUS [PACKAGES…]`. Takes the fixtures apart for each target,
//! and whatever packages and keystores are in the other folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use beian::filing::{Form, FormOptions, Profile, Separator};
use beian_fuzz::assemble::{join, signing_block};
use beian_fuzz::key::{KEYS, Key};
use beian_fuzz::rotated::{NODE, node};
use beian_fuzz::unzip::{self, sub_block, value};
use beian_fuzz::{der, key};

/// Larger seeds are left to the targets that take packages in parts.
const MAX_SEED: usize = 64 << 10;

struct Seeds {
    folder: PathBuf,
    written: BTreeSet<(String, Vec<u8>)>,
}

impl Seeds {
    fn add(&mut self, target: &str, bytes: &[u8]) {
        if bytes.len() > MAX_SEED || !self.written.insert((target.to_owned(), bytes.to_vec())) {
            return;
        }
        let folder = self.folder.join(target);
        let name = format!("seed-{:04}", self.written.len());
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join(name), bytes))
            .expect("a seed is written");
    }

    fn add_parts(&mut self, target: &str, parts: &[&[u8]]) {
        self.add(target, &join(parts));
    }

    fn package(&mut self, bytes: &[u8]) {
        self.add("package", bytes);
        self.add("container", bytes);
        let Some(entries) = unzip::entries(bytes) else { return };
        let entry = |name: &str| {
            let found = entries.iter().find(|(found, _)| found == name.as_bytes());
            found.map(|(_, content)| content.as_slice()).unwrap_or_default()
        };
        let manifest = entry("AndroidManifest.xml");
        if !manifest.is_empty() {
            let resources = entry("resources.arsc");
            let block = unzip::signing_block(bytes).unwrap_or_default();
            self.add("axml", manifest);
            self.add("arsc", resources);
            self.add_parts("manifest", &[manifest, resources]);
            self.add_parts("apk_parts", &[manifest, resources, block]);
            self.signing_block(block);
        }
        self.jar(&entries);
        let proto = entry("base/manifest/AndroidManifest.xml");
        if !proto.is_empty() {
            let resources = entry("base/resources.pb");
            self.add_parts("proto_manifest", &[proto, resources]);
            self.add_parts("aab_parts", &[proto, resources, entry("META-INF/MANIFEST.MF")]);
        }
        let mut apks =
            entries.iter().filter(|(name, _)| name.ends_with(b".apk")).map(|(_, apk)| apk);
        if let Some(base) = apks.next() {
            let described = ["manifest.json", "info.json"].map(entry);
            let json = described.into_iter().find(|json| !json.is_empty()).unwrap_or_default();
            self.add_parts("split_set", &[json, base, apks.next().map_or(&[], Vec::as_slice)]);
        }
        let quick_app = entry("manifest.json");
        if !quick_app.is_empty() {
            self.add("quick_app_manifest", quick_app);
            self.add_parts("signed_rpk", &[quick_app, b"", b"content"]);
        }
        if let Some(block) = unzip::quick_app_block(bytes) {
            self.add("quick_app_block", block);
        }
        let module = ["module.json", "config.json", "patch.json", "pack.info"].map(entry);
        if let Some(module) = module.into_iter().find(|module| !module.is_empty()) {
            let index = entry("resources.index");
            self.add("resource_index", index);
            self.add_parts("module", &[module, index]);
            self.add("nlohmann", module);
            self.harmony(module, index, unzip::hap_signing_block(bytes).unwrap_or_default());
        }
        for (name, content) in &entries {
            if [&b".hap"[..], b".hsp", b".apk", b".rpk"].iter().any(|suffix| name.ends_with(suffix))
            {
                self.package(content);
            }
        }
    }

    fn signing_block(&mut self, block: &[u8]) {
        self.add("signing_block", block);
        if let Some(v2) = value(block, 0x7109_871a) {
            self.add("v2", v2);
        }
        for id in [0xf053_68c0, 0x1b93_ad61] {
            let Some(v3) = value(block, id) else { continue };
            self.add("v3", v3);
            let attribute = 0x3ba0_6f8c_u32.to_le_bytes();
            if let Some(at) = v3.windows(4).position(|window| window == attribute) {
                let size = v3[at - 4..at].try_into().map_or(0, u32::from_le_bytes) as usize;
                self.add("lineage", v3.get(at + 4..at + size).unwrap_or_default());
                self.rotated(v3.get(at..at + size).unwrap_or_default());
            }
        }
        if let Some(stamp) = value(block, 0x6dff_800d) {
            self.add("stamp", stamp);
        }
    }

    /// A lineage as an attribute of signatures that are good.
    fn rotated(&mut self, attribute: &[u8]) {
        let range = |min: u32, max: u32| [min.to_le_bytes(), max.to_le_bytes()].concat();
        let min_sdk = key::prefixed(&[0x559f_8b02_u32, 33].map(u32::to_le_bytes).concat());
        let lineage = key::prefixed(attribute);
        let v2 = key::prefixed(&[0xbeef_f00d_u32, 3].map(u32::to_le_bytes).concat());
        let old = [range(28, 32), min_sdk].concat();
        let new = [range(33, i32::MAX as u32), lineage].concat();
        self.add_parts("signed_apk", &[&v2, &range(28, i32::MAX as u32), b""]);
        self.add_parts("signed_apk", &[&v2, b"", b""]);
        self.add_parts("signed_apk", &[&v2, &old, &new]);
        self.add_parts("signed_apk", &[b"", &old, &range(33, i32::MAX as u32)]);
    }

    fn jar(&mut self, entries: &[(Vec<u8>, Vec<u8>)]) {
        let ending = |suffixes: &[&str]| {
            let mut all = entries.iter().filter(|(name, _)| name.starts_with(b"META-INF/"));
            all.find(|(name, _)| suffixes.iter().any(|suffix| name.ends_with(suffix.as_bytes())))
        };
        let Some((_, manifest)) = ending(&["MANIFEST.MF"]) else { return };
        self.add("jar_manifest", manifest);
        let Some((_, file)) = ending(&[".SF"]) else { return };
        self.add("jar_manifest", file);
        self.add_parts("jar_signature_file", &[manifest, file]);
        let Some((_, block)) = ending(&[".RSA", ".DSA", ".EC"]) else { return };
        self.add_parts("cms", &[file, block]);
        self.add_parts("jar_signature_block", &[file, block]);
    }

    fn harmony(&mut self, module: &[u8], index: &[u8], block: &[u8]) {
        self.add("hap_signing_block", block);
        if let Some(signature) = sub_block(block, 0x2000_0000) {
            self.add("package_signature", signature);
            self.add_parts("cms", &[b"", signature]);
        }
        let property = sub_block(block, 0x2000_0003).unwrap_or_default();
        self.add_parts("properties", &[key::CERTIFICATE, property]);
        let Some(profile) = sub_block(block, 0x2000_0002) else { return };
        self.add("profile", profile);
        self.add("certificate_file", profile);
        let start = profile.iter().position(|&byte| byte == b'{').unwrap_or(0);
        let end = profile.iter().rposition(|&byte| byte == b'}').map_or(0, |end| end + 1);
        let bare = profile.get(start..end).unwrap_or_default();
        self.add("profile", bare);
        self.add_parts("signed_hap", &[module, index, bare, property]);
        self.add_parts("signed_hap", &[module, index, &[b"!", bare].concat(), property]);
    }

    fn certificate(&mut self, der: &[u8]) {
        self.add("certificate", der);
        self.add("certificate_file", der);
        let (certificate, _) = der::split(der);
        let (tbs, _) = der::split(certificate);
        let mut rest = tbs;
        while !rest.is_empty() {
            let (element, after) = der::first(rest);
            // The only one that is a sequence and a bit string.
            let (content, _) = der::split(element);
            if element[0] == 0x30 && content[0] == 0x30 && der::first(content).1.first() == Some(&3)
            {
                self.add("public_key", element);
            }
            rest = after;
        }
    }

    /// What people paste: every field that a form gives, in every way of writing.
    fn pasted(&mut self) {
        let package =
            beian::Package::open("../fixtures/android/v31-rotated.apk").expect("the fixture");
        let report = package.verify(&beian::VerifyOptions::default()).expect("the fixture is read");
        for profile in Profile::all() {
            for separator in [Separator::None, Separator::Colon, Separator::Space] {
                let options =
                    FormOptions::default().with_profile(profile).with_separator(separator);
                let Ok(form) = Form::new(&report, &options) else { continue };
                for field in form.fields {
                    self.add("filing_paste", field.value.as_bytes());
                    self.add(
                        "filing_paste",
                        format!("{}：{}", field.label, field.value).as_bytes(),
                    );
                }
                self.add("filing_paste", form.platform.as_bytes());
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let Ok(bytes) = fs::read(path) else { return };
        let name = path.to_string_lossy().to_lowercase();
        match bytes.get(..4).unwrap_or_default() {
            _ if name.ends_with(".idsig") => {
                self.add("idsig", &bytes);
                if let Ok(package) = fs::read(path.with_extension("")) {
                    self.add_parts("package_idsig", &[&package, &bytes]);
                }
            }
            [b'P', b'K', ..] => self.package(&bytes),
            [0xfe | 0xce, ..] => self.add("keystore_jks", &bytes),
            [0, 0, 0, _] => self.add("keystore_bks", &bytes),
            [0x30, ..] if [".p12", ".pfx", ".keystore"].iter().any(|it| name.ends_with(it)) => {
                self.add("keystore_pkcs12", &bytes);
            }
            [0x30, ..] if name.ends_with(".cert.der") => self.certificate(&bytes),
            [0x30, ..] => self.add("certificate_file", &bytes),
            _ if [".pem", ".cer", ".crt", ".p7b"].iter().any(|it| name.ends_with(it)) => {
                self.add("certificate_file", &bytes);
                self.add("certificate", &bytes);
            }
            _ if name.ends_with(".index") => self.add("resource_index", &bytes),
            _ => {}
        }
    }

    fn folder(&mut self, folder: &Path) {
        let Ok(files) = fs::read_dir(folder) else { return };
        let mut files: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
        files.sort();
        for path in files {
            if path.is_dir() { self.folder(&path) } else { self.file(&path) }
        }
    }

    /// Good lineages and `.idsig` files, and some with one thing odd.
    fn signed(&mut self) {
        let all = KEYS.map(node).concat();
        let two = [Key::First, Key::P256].map(node).concat();
        let lineages = [&all[..NODE], &two, &all];
        for (v3, v31) in
            lineages.iter().flat_map(|v3| [(*v3, &[][..]), (&[], v3), (&v3[..NODE], v3)])
        {
            self.add_parts("signed_lineage", &[v3, v31]);
        }
        for place in 0..2 * NODE {
            let mut odd = two.clone();
            odd[place] ^= 1;
            self.add_parts("signed_lineage", &[&odd, b""]);
        }
        for package in 0..3 {
            let good = [&[package][..], b"", b"", b"", b"", b"", b"", b""];
            self.add_parts("signed_idsig", &good);
            for part in 1..good.len() {
                let mut odd = good;
                odd[part] = b"odd";
                self.add_parts("signed_idsig", &odd);
            }
            for place in 1..28 {
                let mut head = [0; 28];
                (head[0], head[place]) = (package, 1);
                self.add_parts("signed_idsig", &[&head, b"", b"", b"", b"", b"", b"", b""]);
            }
        }
    }

    /// Seeds that no file holds.
    fn made(&mut self) {
        let manifest = b"Manifest-Version: 1.0\r\n\r\nName: a\r\nSHA-256-Digest: AAAA\r\n\r\n";
        let file =
            b"Signature-Version: 1.0\r\nX-Android-APK-Signed: 2\r\nSHA-256-Digest-Manifest: \
                AAAA\r\n\r\n";
        self.add_parts("jar_signature_file", &[manifest, file]);
        self.add_parts("signed_jar", &[manifest, file, b"content"]);
        self.add("v2", &key::scheme_block(&[0; 12], None));
        self.add("v3", &key::scheme_block(&[0; 20], Some([28, 33])));
        self.add(
            "signing_block",
            &signing_block(&[(1, b"one"), (0x7177_7777, b"{\"channel\":\"a\"}")]),
        );
        self.signed();
        self.pasted();
        for name in ["rsa2048", "p256"] {
            self.file(&Path::new("../tests/data").join(format!("{name}.der")));
        }
    }
}

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().expect("usage: seeds CORPUS [FOLDER…]");
    let mut seeds = Seeds { folder, written: BTreeSet::new() };
    seeds.made();
    arguments.for_each(|folder| seeds.folder(&folder));
    println!("{} seeds", seeds.written.len());
}
