//! One rule a row: what is changed of a good package, and what is said of it then.

use beian_fixtures::issued::{
    Block, Choice, Crl, Faulty, Form, Line, Names, Pem, Root, Signers, Time, Usage,
};

use super::check;

/// A name, what is changed, what is found then, and whether the values are filed.
type Row = (&'static str, fn(&mut Choice), &'static [&'static str], bool);

fn holds(base: fn() -> Choice, rows: &[Row]) {
    for (name, change, codes, is_filed) in rows {
        let mut choice = base();
        change(&mut choice);
        let expected = check(name, &choice);
        let mut codes = codes.to_vec();
        codes.sort_unstable();
        assert_eq!((expected.codes, expected.is_filed), (codes, *is_filed), "{name}");
    }
}

const NOBODY_ISSUED: &[&str] = &["chain-incomplete"];

#[test]
fn issuers_may_issue() {
    holds(
        Choice::good,
        &[
            ("none says so", |it| it.package.authority.ca = None, NOBODY_ISSUED, false),
            ("a leaf issues", |it| it.package.authority.ca = Some(false), NOBODY_ISSUED, false),
            (
                "its key is for content",
                |it| it.package.authority.usage = Usage::Content,
                NOBODY_ISSUED,
                false,
            ),
            (
                "its key is for everything",
                |it| it.package.authority.usage = Usage::Absent,
                &[],
                true,
            ),
            (
                "nobody knows what is critical",
                |it| it.package.authority.critical = Some(Faulty::Unknown),
                NOBODY_ISSUED,
                false,
            ),
            (
                "it is for servers",
                |it| it.package.authority.critical = Some(Faulty::ServersOnly),
                NOBODY_ISSUED,
                false,
            ),
            ("it is for code", |it| it.package.authority.critical = Some(Faulty::Code), &[], true),
            (
                "it may have none below it",
                |it| it.package.authority.path_length = Some(0),
                &[],
                true,
            ),
            (
                "the root may have none below it",
                |it| it.root_flags.path_length = Some(0),
                &["chain-incomplete", "profile-untrusted"],
                false,
            ),
            ("the root may have one below it", |it| it.root_flags.path_length = Some(1), &[], true),
            (
                "there are two below it",
                |it| {
                    it.root_flags.path_length = Some(1);
                    it.package.depth = 2;
                },
                NOBODY_ISSUED,
                false,
            ),
            (
                "there may be two below it",
                |it| {
                    it.root_flags.path_length = Some(2);
                    it.package.depth = 2;
                },
                &[],
                true,
            ),
            ("the root issues the leaf", |it| it.package.depth = 0, &[], true),
            (
                "the root is none",
                |it| it.root_flags.ca = Some(false),
                &["chain-incomplete", "profile-untrusted"],
                false,
            ),
            (
                "the leaf is not understood",
                |it| it.package.leaf_critical = true,
                NOBODY_ISSUED,
                false,
            ),
            ("the leaf says it is an authority's", |it| it.package.leaf_ca = true, &[], true),
            ("another signed the leaf", |it| it.package.forged = true, NOBODY_ISSUED, false),
            ("the leaf names another", |it| it.package.misnamed = true, NOBODY_ISSUED, false),
            (
                "the issuer is missing",
                |it| it.package.block = Block::WithoutIssuer,
                NOBODY_ISSUED,
                false,
            ),
            (
                "a twin that may not issue stands before it",
                |it| it.package.block = Block::Twin,
                &[],
                true,
            ),
            ("a namesake stands before it", |it| it.package.block = Block::Namesake, &[], true),
            ("in another order", |it| it.package.block = Block::Reversed, &[], true),
            ("each twice", |it| it.package.block = Block::Twice, &[], true),
            (
                "the root does not stand there",
                |it| it.package.root = Root::TrustedAbsent,
                &[],
                true,
            ),
            (
                "nobody trusts the root",
                |it| it.package.root = Root::Untrusted,
                &["chain-unknown-root", "profile-untrusted"],
                false,
            ),
            ("nobody has the root", |it| it.package.root = Root::Absent, NOBODY_ISSUED, false),
        ],
    );
}

#[test]
fn signatures_are_made_while_certificates_are_good() {
    holds(
        Choice::good,
        &[
            (
                "the leaf is none yet",
                |it| it.package.leaf_time = Time::Later,
                &["chain-expired"],
                false,
            ),
            (
                "the leaf is none any more",
                |it| it.package.leaf_time = Time::Earlier,
                &["chain-expired"],
                false,
            ),
            (
                "the authority is none any more",
                |it| it.package.authority_time = Time::Earlier,
                &["chain-expired"],
                false,
            ),
            ("the root is none any more", |it| it.root_time = Time::Earlier, &[], true),
            ("nobody knows when", |it| it.package.is_timed = false, &["chain-expired"], false),
            ("a list names nobody", |it| it.package.crl = Crl::Clean, &[], true),
            ("a list names another", |it| it.package.crl = Crl::NamesOther, &[], true),
            (
                "a list names the signer",
                |it| it.package.crl = Crl::NamesSigner,
                &["chain-revoked"],
                false,
            ),
            (
                "the second list names the signer",
                |it| it.package.crl = Crl::Two,
                &["chain-revoked"],
                false,
            ),
            (
                "the issuer did not sign the list",
                |it| it.package.crl = Crl::Unsigned,
                &["revocation-list-bad"],
                false,
            ),
            (
                "the list is none",
                |it| it.package.crl = Crl::Garbage,
                &["signature-unverifiable"],
                false,
            ),
            ("the list is another's", |it| it.package.crl = Crl::OfAnother, &[], true),
            (
                "a list of the root's, which issued the leaf and is not there",
                |it| {
                    (it.package.depth, it.package.root, it.package.crl) =
                        (0, Root::TrustedAbsent, Crl::NamesSigner)
                },
                &["chain-revoked"],
                false,
            ),
            ("signed twice", |it| it.package.signers = Signers::Twice, &[], true),
            (
                "signed twice, once at no time",
                |it| it.package.signers = Signers::TwiceUntimed,
                &["chain-expired"],
                false,
            ),
            (
                "signed twice, once badly",
                |it| it.package.signers = Signers::TwiceBad,
                &["signature-mismatch"],
                false,
            ),
            (
                "signed by two",
                |it| it.package.signers = Signers::Two,
                &["malformed-signature"],
                false,
            ),
            ("signed by nobody", |it| it.package.signers = Signers::Nobody, &["no-signers"], false),
            (
                "what is signed is no data",
                |it| it.package.is_data = false,
                &["malformed-signature"],
                false,
            ),
            (
                "signed by another key",
                |it| it.package.is_bad = true,
                &["signature-mismatch"],
                false,
            ),
        ],
    );
}

#[test]
fn a_store_is_called_so_and_stands_where_it_does() {
    const NO_STORE: &[&str] = &["profile-other-certificate", "profile-untrusted"];
    holds(
        Choice::store,
        &[
            ("one attribute more", |it| it.signer = Names::StoreAndMore, NO_STORE, false),
            ("in another order", |it| it.signer = Names::StoreReversed, NO_STORE, false),
            ("the common name alone", |it| it.signer = Names::StoreCommonName, NO_STORE, false),
            ("in other letters", |it| it.signer = Names::StoreLetters, NO_STORE, false),
            ("no name of a store", |it| it.signer = Names::Developer, NO_STORE, false),
            ("a chain of two", |it| it.package.depth = 0, NO_STORE, false),
            ("a chain of four", |it| it.package.depth = 2, NO_STORE, false),
            (
                "nobody trusts the root",
                |it| it.package.root = Root::Untrusted,
                &["chain-unknown-root", "profile-other-certificate", "profile-untrusted"],
                false,
            ),
            (
                "a developer issued it",
                |it| it.package.authority.ca = Some(false),
                &["chain-incomplete", "profile-other-certificate", "profile-untrusted"],
                false,
            ),
            (
                "it is revoked",
                |it| it.package.crl = Crl::NamesSigner,
                &["chain-revoked", "profile-other-certificate", "profile-untrusted"],
                false,
            ),
            ("the profile is signed", |it| it.form = Form::Signed, NO_STORE, false),
            (
                "the profile names the store",
                |it| it.fields.for_distribution = Pem::Signer,
                &["profile-other-certificate"],
                false,
            ),
            (
                "the profile lacks something",
                |it| it.fields.uuid = None,
                &["profile-invalid", "store-resigned"],
                false,
            ),
        ],
    );
}

#[test]
fn profiles_come_from_who_issues_profiles() {
    const UNTRUSTED: &[&str] = &["profile-untrusted"];
    holds(
        Choice::good,
        &[
            ("bare", |it| it.form = Form::Bare, UNTRUSTED, false),
            (
                "bare, with another's certificate",
                |it| (it.form, it.fields.for_distribution) = (Form::Bare, Pem::Other),
                &["profile-other-certificate", "profile-untrusted"],
                false,
            ),
            ("not there", |it| it.form = Form::Absent, &["profile-missing"], false),
            ("no profile", |it| it.form = Form::Garbage, &["profile-malformed"], false),
            ("the developer's own", |it| it.own_profile = true, UNTRUSTED, false),
            (
                "by the developer's key under another name",
                |it| it.same_key = true,
                UNTRUSTED,
                false,
            ),
            ("by one of another name", |it| it.profile_name = "Issued Signer", UNTRUSTED, false),
            ("below another root", |it| it.profile.root = Root::OtherTrusted, UNTRUSTED, false),
            (
                "both below another root",
                |it| (it.package.root, it.profile.root) = (Root::OtherTrusted, Root::OtherTrusted),
                &[],
                true,
            ),
            (
                "below a root that nobody trusts",
                |it| it.profile.root = Root::Untrusted,
                UNTRUSTED,
                false,
            ),
            ("without a chain", |it| it.profile.block = Block::WithoutIssuer, UNTRUSTED, false),
            ("issued by a leaf", |it| it.profile.authority.ca = Some(false), UNTRUSTED, false),
            ("at no time", |it| it.profile.is_timed = false, UNTRUSTED, false),
            ("too late", |it| it.profile.leaf_time = Time::Earlier, UNTRUSTED, false),
            ("by one who was revoked", |it| it.profile.crl = Crl::NamesSigner, UNTRUSTED, false),
            (
                "with a list that is none",
                |it| it.profile.crl = Crl::Garbage,
                &["profile-signature-bad"],
                false,
            ),
            ("with a list that names nobody", |it| it.profile.crl = Crl::Clean, &[], true),
            (
                "signed by another key",
                |it| it.profile.is_bad = true,
                &["profile-signature-bad"],
                false,
            ),
            (
                "what is signed is no data",
                |it| it.profile.is_data = false,
                &["profile-signature-bad"],
                false,
            ),
            (
                "signed by two",
                |it| it.profile.signers = Signers::Two,
                &["profile-signature-bad"],
                false,
            ),
            ("signed twice", |it| it.profile.signers = Signers::Twice, &[], true),
            (
                "signed by nobody",
                |it| it.profile.signers = Signers::Nobody,
                &["profile-signature-bad"],
                false,
            ),
        ],
    );
}

#[test]
fn profiles_say_what_devices_need() {
    const INVALID: &[&str] = &["profile-invalid"];
    holds(
        Choice::good,
        &[
            ("no distribution", |it| it.fields.distribution = None, INVALID, false),
            ("an empty distribution", |it| it.fields.distribution = Some(""), INVALID, false),
            (
                "an unknown distribution",
                |it| it.fields.distribution = Some("none"),
                &["profile-invalid", "profile-not-for-store"],
                false,
            ),
            (
                "os_integration",
                |it| it.fields.distribution = Some("os_integration"),
                &["profile-not-for-store"],
                true,
            ),
            (
                "crowdtesting",
                |it| it.fields.distribution = Some("crowdtesting"),
                &["profile-not-for-store"],
                false,
            ),
            ("no version code", |it| it.fields.version_code = None, INVALID, false),
            ("version code 0", |it| it.fields.version_code = Some("0"), INVALID, false),
            ("version code -1", |it| it.fields.version_code = Some("-1"), INVALID, false),
            ("version code in quotes", |it| it.fields.version_code = Some("\"2\""), INVALID, false),
            ("no version name", |it| it.fields.version_name = None, INVALID, false),
            ("an empty version name", |it| it.fields.version_name = Some(""), INVALID, false),
            ("no uuid", |it| it.fields.uuid = None, INVALID, false),
            ("no developer-id", |it| it.fields.developer_id = None, INVALID, false),
            ("no app-feature", |it| it.fields.app_feature = None, INVALID, false),
            ("no apl", |it| it.fields.apl = None, INVALID, false),
            (
                "no apl in version 1",
                |it| (it.fields.apl, it.fields.version_code) = (None, Some("1")),
                &[],
                true,
            ),
            (
                "no bundle name",
                |it| it.fields.bundle_name = None,
                &["profile-invalid", "profile-other-bundle"],
                false,
            ),
            (
                "an empty bundle name",
                |it| it.fields.bundle_name = Some(""),
                &["profile-invalid", "profile-other-bundle"],
                false,
            ),
            (
                "any bundle name",
                |it| it.fields.bundle_name = Some(".*"),
                &["profile-other-bundle"],
                false,
            ),
            (
                "a release for development",
                |it| {
                    (it.fields.for_distribution, it.fields.for_development) =
                        (Pem::Absent, Pem::Signer)
                },
                &["profile-invalid", "profile-without-certificate"],
                false,
            ),
            ("a release for both", |it| it.fields.for_development = Pem::Other, &[], true),
            (
                "another's, and the signer's for development",
                |it| {
                    (it.fields.for_distribution, it.fields.for_development) =
                        (Pem::Other, Pem::Signer)
                },
                &["profile-other-certificate"],
                false,
            ),
            (
                "without the store, without the right",
                |it| it.fields.distribution = Some("developer_id"),
                &["profile-invalid", "profile-not-for-store"],
                false,
            ),
            (
                "without the store, with the right",
                |it| (it.fields.distribution, it.may_distribute) = (Some("developer_id"), true),
                &["profile-not-for-store"],
                true,
            ),
            (
                "a name with NUL",
                |it| it.fields.front = "\"uuid\\u0000x\":\"y\",",
                &["profile-malformed"],
                false,
            ),
            (
                "a text with NUL",
                |it| it.fields.front = "\"note\":\"a\\u0000b\",",
                &["profile-malformed"],
                false,
            ),
            (
                "a name twice",
                |it| it.fields.front = "\"type\":\"debug\",",
                &["profile-malformed"],
                false,
            ),
            (
                "used too late",
                |it| it.fields.validity = Some((2020, 2026)),
                &["profile-expired"],
                true,
            ),
            (
                "used too early",
                |it| it.fields.validity = Some((2028, 2040)),
                &["profile-expired"],
                true,
            ),
            ("without dates", |it| it.fields.validity = None, &[], true),
            (
                "another's certificate first",
                |it| it.fields.for_distribution = Pem::OtherThenSigner,
                &["profile-other-certificate"],
                false,
            ),
            (
                "another's under the old label first",
                |it| it.fields.for_distribution = Pem::OldOtherThenSigner,
                &["profile-other-certificate"],
                false,
            ),
            (
                "another's as trusted first",
                |it| it.fields.for_distribution = Pem::TrustedOtherThenSigner,
                &["profile-other-certificate"],
                false,
            ),
            (
                "the signer's first",
                |it| it.fields.for_distribution = Pem::SignerThenOther,
                &[],
                true,
            ),
            (
                "a key first",
                |it| it.fields.for_distribution = Pem::KeyThenSigner,
                &["profile-without-certificate"],
                false,
            ),
            (
                "broken",
                |it| it.fields.for_distribution = Pem::Broken,
                &["profile-without-certificate"],
                false,
            ),
        ],
    );
    const DEBUG: &[&str] = &["profile-debug"];
    holds(
        Choice::debug,
        &[
            (
                "for debugging, with both",
                |it| it.fields.for_distribution = Pem::Other,
                DEBUG,
                false,
            ),
            (
                "for debugging, for distribution alone",
                |it| {
                    (it.fields.for_distribution, it.fields.for_development) =
                        (Pem::Signer, Pem::Absent)
                },
                &["profile-debug", "profile-invalid", "profile-without-certificate"],
                false,
            ),
            ("of no type", |it| it.fields.kind = None, DEBUG, false),
            (
                "for debugging, without the store",
                |it| (it.fields.distribution, it.may_distribute) = (Some("developer_id"), true),
                &["profile-debug", "profile-invalid"],
                false,
            ),
        ],
    );
}

#[test]
fn an_enterprise_signs_again_as_it_may() {
    const NOTES: &[&str] = &["code-signature-unchecked", "profile-not-for-store"];
    const UNTRUSTED: &[&str] =
        &["code-signature-unchecked", "enterprise-signature-untrusted", "profile-not-for-store"];
    fn line(choice: &mut Choice) -> &mut Line {
        choice.enterprise.line.as_mut().unwrap()
    }
    holds(
        Choice::enterprise,
        &[
            ("good", |_| {}, NOTES, false),
            (
                "no type of an enterprise",
                |it| it.fields.distribution = Some("os_integration"),
                UNTRUSTED,
                false,
            ),
            (
                "of the store",
                |it| it.fields.distribution = Some("app_gallery"),
                &["code-signature-unchecked", "enterprise-signature-untrusted"],
                false,
            ),
            ("without the right", |it| it.enterprise.may_sign_again = false, UNTRUSTED, false),
            ("issued by another", |it| it.enterprise.is_issued_by_huawei = false, UNTRUSTED, false),
            ("a chain of two", |it| line(it).depth = 0, UNTRUSTED, false),
            ("a chain of four", |it| line(it).depth = 2, UNTRUSTED, false),
            ("nobody trusts the root", |it| line(it).root = Root::Untrusted, UNTRUSTED, false),
            ("issued by a leaf", |it| line(it).authority.ca = Some(false), UNTRUSTED, false),
            ("too late", |it| line(it).leaf_time = Time::Earlier, UNTRUSTED, false),
            ("revoked", |it| line(it).crl = Crl::NamesSigner, UNTRUSTED, false),
            ("signed by another key", |it| line(it).is_bad = true, &["signature-mismatch"], false),
            (
                "without code",
                |it| it.enterprise.has_code = false,
                &["profile-not-for-store"],
                false,
            ),
            ("code alone", |it| it.enterprise.line = None, UNTRUSTED, false),
        ],
    );
}
