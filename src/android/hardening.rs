//! The files by which services that harden packages (加固) are known. Such a service takes the
//! signature away, or leaves one that no longer fits; the package has to be signed again.
//!
//! The names are those that the services' own manuals and tools that identify packers (APKiD,
//! ApkScan-PKID) list.

use crate::report::{Finding, issue};
use crate::zip::Archive;

/// Beginnings of names of files, without folders, and the service of each.
const FILES: &[(&[u8], &str)] = &[
    (b"libjiagu", "360 Jiagu"),
    (b"libprotectClass", "360 Jiagu"),
    (b"libshella", "Tencent Legu"),
    (b"libshellx", "Tencent Legu"),
    (b"libshell-super", "Tencent Legu"),
    (b"tosversion", "Tencent Legu"),
    (b"libDexHelper", "Bangcle"),
    (b"libSecShell", "Bangcle"),
    (b"libsecexe", "Bangcle"),
    (b"libsecmain", "Bangcle"),
    (b"ijiami", "iJiami"),
    (b"libexecmain", "iJiami"),
    (b"libnesec", "NetEase Yidun"),
    (b"libbaiduprotect", "Baidu"),
    (b"libmobisec", "Alibaba"),
    (b"libpreverify1", "Alibaba"),
    (b"libchaosvmp", "Nagapt"),
    (b"libddog", "Nagapt"),
    (b"libfdog", "Nagapt"),
    (b"libuusafe", "UUSafe"),
    (b"libkwscmm", "Kiwisec"),
    (b"libkwslinker", "Kiwisec"),
];

/// That the package was hardened, and by which file it is known.
pub(super) fn find(archive: &Archive<'_>) -> Option<Finding> {
    let (name, service) = archive.entries().iter().find_map(|entry| {
        let name = archive.name(entry);
        let file = name.rsplit(|&byte| byte == b'/').next()?;
        let (_, service) = FILES.iter().find(|(start, _)| file.starts_with(start))?;
        Some((name, service))
    })?;
    Some(Finding::new(issue::Jar::HardenedPackage {
        service: service.to_string(),
        file: String::from_utf8_lossy(name).into_owned(),
    }))
}
