//! Changes of the manifest of an app bundle, in Protocol Buffers.

use crate::random::Random;

const ANDROID: &str = "http://schemas.android.com/apk/res/android";

/// An `aapt.pb.XmlAttribute`.
#[derive(Debug, Clone)]
struct Attribute {
    namespace: Vec<u8>,
    name: Vec<u8>,
    value: Vec<u8>,
    id: Option<u64>,
    /// An `aapt.pb.Item`.
    compiled: Option<Vec<u8>>,
}

/// An `aapt.pb.XmlElement`.
#[derive(Debug, Clone)]
struct Element {
    name: Vec<u8>,
    attributes: Vec<Attribute>,
    children: Vec<Element>,
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
    [&varint(field << 3 | 2)[..], &varint(content.len() as u64), content].concat()
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn integer(value: u64) -> Vec<u8> {
    bytes(7, &number(6, value))
}

fn text(value: &str) -> Vec<u8> {
    bytes(2, &bytes(1, value.as_bytes()))
}

impl Attribute {
    fn write(&self) -> Vec<u8> {
        let mut message =
            [bytes(1, &self.namespace), bytes(2, &self.name), bytes(3, &self.value)].concat();
        message.extend(self.id.map(|id| number(5, id)).unwrap_or_default());
        message.extend(self.compiled.as_ref().map(|item| bytes(6, item)).unwrap_or_default());
        message
    }
}

impl Element {
    fn write(&self) -> Vec<u8> {
        let mut message = bytes(3, &self.name);
        for attribute in &self.attributes {
            message.extend(bytes(4, &attribute.write()));
        }
        for child in &self.children {
            message.extend(bytes(5, &child.write()));
        }
        bytes(1, &message)
    }
}

fn plain(name: &str, value: &str) -> Attribute {
    let (name, value) = (name.into(), value.into());
    Attribute { namespace: Vec::new(), name, value, id: None, compiled: None }
}

fn android(name: &str, id: u64, value: Result<&str, u64>) -> Attribute {
    let shown = value.map_or_else(|number| number.to_string(), str::to_owned);
    let compiled = Some(value.map_or_else(integer, text));
    Attribute { namespace: ANDROID.into(), id: Some(id), compiled, ..plain(name, &shown) }
}

fn base(random: &mut Random) -> Element {
    let mut attributes = vec![
        android("versionCode", 0x0101_021b, Err(7)),
        android("versionName", 0x0101_021c, Ok("1.0")),
        plain("package", "com.example.first"),
    ];
    if random.once_in(4) {
        attributes.push(plain("split", "config.zh"));
    }
    let sdk = vec![
        android("minSdkVersion", 0x0101_020c, Err(24)),
        android("targetSdkVersion", 0x0101_0270, Err(34)),
    ];
    let element =
        |name: &str, attributes, children| Element { name: name.into(), attributes, children };
    let application =
        element("application", vec![android("label", 0x0101_0001, Ok("Label"))], Vec::new());
    element("manifest", attributes, vec![element("uses-sdk", sdk, Vec::new()), application])
}

/// A changed manifest, and what was done.
pub(super) fn manifest(random: &mut Random) -> (Vec<u8>, &'static str, String) {
    let mut root = base(random);
    let (mut family, mut history) = ("plain", String::new());
    for _ in 0..[0, 1, 1, 1, 2, 2, 3][random.below(7)] {
        let name = change(&mut root, random);
        history.push_str(&format!("{name} "));
        family = if family == "plain" { name } else { family };
    }
    let mut bytes = root.write();
    if random.once_in(8) {
        match random.below(3) {
            // Messages one behind the other are one.
            0 => bytes.extend(base(random).write()),
            1 => bytes.extend(self::bytes(2, b"text")),
            _ => random.spoil(&mut bytes),
        }
        history.push_str("bytes ");
        family = if family == "plain" { "bytes" } else { family };
    }
    (bytes, family, history)
}

fn pick<'e>(root: &'e mut Element, random: &mut Random) -> &'e mut Element {
    let at = random.below(root.children.len() + 2);
    if at < root.children.len() { &mut root.children[at] } else { root }
}

const TEXTS: [&str; 12] = [
    "com.example.second",
    "com.example.third",
    "config.en",
    "",
    "com",
    "30",
    "Baklava",
    "@string/a",
    "package",
    "2.0",
    "@0x7f010000",
    "包名",
];

fn change(root: &mut Element, random: &mut Random) -> &'static str {
    let element = pick(root, random);
    let at = random.below(element.attributes.len());
    match random.below(6) {
        0 => {
            let mut child = element.clone();
            values(&mut child, random);
            let to = random.below(root.children.len() + 1);
            root.children.insert(to, child);
            "repeated"
        }
        1 => {
            element.name = (*random.pick(&["manifest", "uses-sdk", "application", "x", ""])).into();
            "element"
        }
        2 | 3 => {
            let Some(mut attribute) = element.attributes.get(at).cloned() else { return "nothing" };
            one(&mut attribute, random);
            let to = random.below(element.attributes.len() + 1);
            element.attributes.insert(to, attribute);
            "attributes"
        }
        4 => {
            let to = random.below(element.attributes.len());
            if at < element.attributes.len() {
                element.attributes.swap(at, to);
            }
            "moved"
        }
        _ => {
            if let Some(attribute) = element.attributes.get_mut(at) {
                one(attribute, random);
            }
            "attribute"
        }
    }
}

fn values(element: &mut Element, random: &mut Random) {
    element.attributes.iter_mut().for_each(|attribute| one(attribute, random));
}

fn one(attribute: &mut Attribute, random: &mut Random) {
    match random.below(9) {
        0 => attribute.namespace = (*random.pick(&["", ANDROID, "x"])).into(),
        1 => {
            attribute.name =
                (*random.pick(&["package", "split", "versionCode", "minSdkVersion", "label", ""]))
                    .into();
        }
        2 | 3 => attribute.value = (*random.pick(&TEXTS)).into(),
        4 => {
            attribute.id = *random.pick(&[
                None,
                Some(0),
                Some(0x0101_021b),
                Some(0x0101_020c),
                Some(0x0101_0003),
                Some(1 << 32 | 0x0101_021b),
            ]);
        }
        5 => attribute.compiled = None,
        6 => attribute.compiled = Some(integer(random.below(40) as u64)),
        7 => attribute.compiled = Some(text(random.pick::<&str>(&TEXTS))),
        _ => {
            let item = [
                integer(random.below(40) as u64),
                text("com.example.fifth"),
                bytes(1, &number(2, 0x7f01_0000)),
            ];
            let first = random.pick(&item).clone();
            attribute.compiled = Some([first, random.pick(&item).clone()].concat());
        }
    }
}
