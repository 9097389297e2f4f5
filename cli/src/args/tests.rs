//! Which command lines are accepted.

use super::*;

fn parse(line: &str, language: Language) -> Result<Cli, clap::Error> {
    try_parse(line.split(' ').map(OsString::from), language)
}

#[test]
fn the_command_line_is_consistent() {
    for language in [Language::English, Language::Chinese] {
        command(language).debug_assert();
    }
}

#[test]
fn every_command_and_argument_has_chinese_help() {
    let command = command(Language::English);
    for sub in command.get_subcommands() {
        assert!(chinese::help(sub.get_name()).is_some(), "{}", sub.get_name());
    }
    for arg in command
        .get_subcommands()
        .flat_map(clap::Command::get_arguments)
        .chain(command.get_arguments())
    {
        assert!(chinese::help(arg.get_id().as_str()).is_some(), "{}", arg.get_id());
    }
}

#[test]
fn arguments_are_accepted_or_refused() {
    for (line, accepted) in [
        ("beian form a.apk", true),
        ("beian form a.apk b.apk --json --lower --separator colon --profile huawei", true),
        ("beian --lang zh form - --allow-unverified --min-sdk 24", true),
        ("beian inspect --fast a.apk", true),
        ("beian --json inspect --json --lower a.apk --lower", true),
        ("beian verify --min-sdk 21 --max-sdk 34 --idsig a.idsig a.apk", true),
        ("beian verify --idsig auto a.apk b.apk", true),
        ("beian scan a b.apk --format csv --bom --jobs 4 --fast --min-sdk 24", true),
        ("beian scan", false),
        ("beian scan --files-from list.txt", true),
        ("beian scan -o a.txt --format csv a", false),
        ("beian scan --resume a.jsonl -o b.jsonl a", false),
        ("beian a.apk b.apk --json", true),
        ("beian --lang zh --profile HUAWEI a.apk", true),
        ("beian form -o a.html a.apk", true),
        ("beian form --output a.md --copy public-key a.apk", true),
        ("beian form --copy key a.apk", false),
        ("beian form --profile baidu a.apk", false),
        ("beian check a.apk", true),
        ("beian check --public-key-file k.txt --fingerprint-file f.txt a.apk", true),
        ("beian check --public-key-file k.txt --public-key 00 a.apk", false),
        ("beian check --write-record -o a.html a.apk", false),
        ("beian explain debuggable [not-a-package]", true),
        ("beian explain", false),
        ("beian scan --format xml a", false),
        ("beian scan --jobs 0 a", false),
        ("beian scan --idsig auto a", false),
        (
            "beian check --fingerprint 00 --public-key @k.txt --package-name a.b --platform 安\
                卓 a.apk",
            true,
        ),
        ("beian check --public-key -----BEGIN a.apk", true),
        ("beian check --public-key 00 --accept-truncated --certificate a.cer", true),
        ("beian scan --certificate a", true),
        ("beian verify --certificate a", true),
        ("beian verify --accept-truncated a", false),
        ("beian check --record beian.toml a.apk b.apk --json", true),
        ("beian check --write-record a.apk", true),
        ("beian check --write-record=beian.toml a.apk", true),
        ("beian check --same a.apk b.apk", true),
        ("beian check --record beian.toml --fingerprint 00 a.apk", false),
        ("beian check --write-record --same a.apk", false),
        ("beian check --fingerprint 00", false),
        ("beian form --alias key0 --password-stdin a.jks", true),
        ("beian form --platform 鸿蒙 a.cer", true),
        ("beian inspect --platform 安卓 --platform iOS a.cer", true),
        ("beian verify --platform harmonyos a.cer", true),
        ("beian verify --platform quickapp a.cer", false),
        ("beian form --password secret a.jks", false),
        ("beian verify --min-sdk -1 a.apk", false),
        ("beian form", false),
        ("beian form --fast a.apk", false),
        ("beian form --idsig a.idsig a.apk", false),
        ("beian form --lang fr a.apk", false),
        ("beian form --separator dash a.apk", false),
        ("beian sign a.apk", false),
    ] {
        for language in [Language::English, Language::Chinese] {
            let parsed = parse(line, language);
            assert_eq!(parsed.is_ok(), accepted, "{line}");
            if let Err(error) = parsed {
                assert_eq!(error.exit_code(), 2, "{line}");
                assert!(chinese::usage_error(&error).is_some(), "{line}");
            }
        }
    }
}

#[test]
fn arguments_that_contradict_one_another_are_noticed() {
    for (line, contradicts) in [
        ("beian verify --min-sdk 24 --max-sdk 24 a.apk", false),
        ("beian verify --min-sdk 30 --max-sdk 29 a.apk", true),
        ("beian verify --idsig a.idsig a.apk", false),
        ("beian verify --idsig a.idsig a.apk b.apk", true),
        ("beian verify --idsig auto a.apk b.apk", false),
        ("beian scan --json a", false),
        ("beian scan --json --format csv a", true),
        ("beian scan --bom a", true),
        ("beian check a.apk", false),
        ("beian form --copy fingerprint a.apk", false),
        ("beian form --copy fingerprint a.apk b.apk", true),
        ("beian scan -o a.csv --bom a", false),
        ("beian scan -o a.html a", true),
        ("beian scan -o a.apk a.apk", true),
        ("beian scan --resume a.jsonl a", false),
        ("beian scan --json -o a.csv a", true),
        ("beian check --fingerprint 00 a.apk", false),
        ("beian check --record r.toml a.apk b.apk", false),
        ("beian check --same a.apk", true),
        ("beian check --same a.apk b.apk", false),
        ("beian check --write-record a.apk", false),
        ("beian check --write-record a.apk b.apk", true),
        ("beian scan --min-sdk 30 --max-sdk 29 a", true),
        ("beian form --password-stdin a.jks b.p12", false),
        ("beian form --password-stdin a.jks -", true),
        ("beian form -", false),
    ] {
        let cli = parse(line, Language::English).unwrap();
        assert_eq!(cli.contradiction(Language::Chinese).is_some(), contradicts, "{line}");
    }
}
