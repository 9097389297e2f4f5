//! A keystore's password: from the environment, from standard input, or from whoever sits at the
//! terminal. Never from an argument, which other users of the machine and the shell's history would
//! see.

use std::env::{self, VarError};
use std::io::{self, BufRead, IsTerminal, Read};

use beian::{Error, Language};
use zeroize::Zeroizing;

use crate::complaint::complain;
use crate::language::Text;

/// The environment variable that a password is taken from.
const VARIABLE: &str = "BEIAN_PASSWORD";
/// How often somebody at the terminal is asked.
const ATTEMPTS: u8 = 3;
/// The most bytes of a line on standard input.
const MAX_LINE: usize = 4096;

/// What to open keystores with.
pub(crate) struct Password {
    given: Option<Zeroizing<String>>,
    /// Whether somebody is there who can be asked.
    can_ask: bool,
}

impl Password {
    /// The password from standard input where that was asked for, else from the environment. An
    /// empty variable counts for none: pipelines set it so where a secret is missing.
    pub(crate) fn given(from_stdin: bool, language: Language) -> Result<Self, String> {
        if from_stdin {
            let line = read_line(&mut unbuffered())
                .map_err(|error| format!("--password-stdin: {error}"))?;
            return Ok(Self { given: Some(line), can_ask: false });
        }
        let given = match env::var(VARIABLE) {
            Ok(password) => Some(Zeroizing::new(password)).filter(|password| !password.is_empty()),
            Err(VarError::NotPresent) => None,
            Err(VarError::NotUnicode(_)) => {
                return Err(Text::PasswordNotUtf8.text(language).to_owned());
            }
        };
        let can_ask = given.is_none() && io::stdin().is_terminal() && io::stderr().is_terminal();
        Ok(Self { given, can_ask })
    }

    /// The password, where one was given.
    pub(crate) fn get(&self) -> Option<&str> {
        self.given.as_ref().map(|password| password.as_str())
    }

    /// What `read` makes of the file with the password. Somebody is asked for it only when it
    /// cannot be read without.
    pub(crate) fn offer<T>(
        &self,
        file: &str,
        language: Language,
        read: impl Fn(Option<&str>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if !self.can_ask {
            return read(self.get());
        }
        let prompt = Text::PasswordPrompt.text(language).replace("{}", file);
        let mut is_asked = false;
        ask(read, || {
            if std::mem::replace(&mut is_asked, true) {
                complain(Text::PasswordAgain.text(language));
            }
            rpassword::prompt_password(&prompt).ok().map(Zeroizing::new)
        })
    }
}

/// Reads without a password, and asks for one as long as that is what is missing. An empty answer
/// gives up.
fn ask<T>(
    read: impl Fn(Option<&str>) -> Result<T, Error>,
    mut answer: impl FnMut() -> Option<Zeroizing<String>>,
) -> Result<T, Error> {
    let mut outcome = read(None);
    for _ in 0..ATTEMPTS {
        if !outcome.as_ref().is_err_and(is_about_password) {
            break;
        }
        let Some(password) = answer().filter(|password| !password.is_empty()) else { break };
        outcome = read(Some(&password));
    }
    outcome
}

fn is_about_password(error: &Error) -> bool {
    matches!(error, Error::Keystore(error) if error.is_about_password())
}

/// Standard input a byte at a time: the buffer that all share would keep the password, and take
/// what stands behind it.
#[cfg(unix)]
fn unbuffered() -> impl BufRead {
    use std::os::fd::AsFd;
    let input = io::stdin().as_fd().try_clone_to_owned().map(std::fs::File::from);
    let input: Box<dyn Read> = match input {
        Ok(input) => Box::new(input),
        Err(_) => Box::new(io::stdin()),
    };
    io::BufReader::with_capacity(1, input)
}

#[cfg(not(unix))]
fn unbuffered() -> impl BufRead {
    io::stdin().lock()
}

/// The first line, without its end.
fn read_line(input: &mut impl BufRead) -> io::Result<Zeroizing<String>> {
    // With room for all: one that grows would leave pieces of the password behind.
    let mut line = Zeroizing::new(String::with_capacity(MAX_LINE));
    input.take(MAX_LINE as u64).read_line(&mut line)?;
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(line)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use beian::KeystoreError;

    use super::*;

    #[test]
    fn a_password_is_the_first_line() {
        for (input, want) in [
            ("storepw1\n", "storepw1"),
            ("storepw1", "storepw1"),
            ("密码123\r\nmore\n", "密码123"),
            (" a b \n", " a b "),
            ("\n", ""),
            ("", ""),
        ] {
            assert_eq!(*read_line(&mut input.as_bytes()).unwrap(), want, "{input:?}");
        }
        assert!(read_line(&mut &b"\xff\n"[..]).is_err());
    }

    #[test]
    fn somebody_is_asked_only_for_a_password_that_is_missing() {
        let needed = || KeystoreError::PasswordNeeded("JKS").into();
        let wrong = || KeystoreError::PasswordWrong("JKS").into();
        for (name, is_clear, answers, want, asked) in [
            ("not needed", true, &["a"][..], Ok("none"), 0),
            ("right", false, &["right"], Ok("right"), 1),
            ("right at the third", false, &["a", "b", "right"], Ok("right"), 3),
            ("wrong too often", false, &["a", "b", "c", "right"], Err("password-wrong"), 3),
            ("empty gives up", false, &["", "right"], Err("password-needed"), 1),
            ("interrupted", false, &[], Err("password-needed"), 1),
        ] {
            let count = Cell::new(0);
            let read = |password: Option<&str>| match password {
                None if is_clear => Ok("none"),
                None => Err(needed()),
                Some("right") => Ok("right"),
                Some(_) => Err(wrong()),
            };
            let outcome = ask(read, || {
                count.set(count.get() + 1);
                answers.get(count.get() - 1).map(|&answer| answer.to_owned().into())
            });
            assert_eq!(outcome.as_ref().map_err(Error::code).copied(), want, "{name}");
            assert_eq!(count.get(), asked, "{name}");
        }
    }

    #[test]
    fn other_errors_are_told_at_once() {
        let outcome = ask::<()>(|_| Err(KeystoreError::NoKey(1).into()), || panic!("asked"));
        assert_eq!(outcome.unwrap_err().code(), "no-key-entry");
    }
}
