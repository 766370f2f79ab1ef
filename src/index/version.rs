//! What an index was made by, and what this program can do with it.
//!
//! Searching and writing need an index of exactly this version. Its stored articles can be read out
//! of any format from [`OLDEST_READ`] on: an index of it can be upgraded, exported and repaired.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analysis;
use crate::error::{Error, ErrorKind};

/// Number of the layout of fields and files; raised when an older index can't be searched any more.
const FORMAT: u32 = 4;

/// The oldest format whose stored articles are read: the one before [`FORMAT`] at least, so that
/// there is a way from each version to the next. What an upgrade reads of it is `demarche.json`,
/// `meta.json` with its seal, and the `.art` and `.del` files. Format 3 is the first so kept.
const OLDEST_READ: u32 = 3;

const _: () = assert!(OLDEST_READ < FORMAT, "the format before must be readable");

/// What an index was made by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// Layout of fields and files.
    pub format: u32,
    /// Rules of analysis, [`analysis::version`].
    pub analysis: String,
}

impl Version {
    /// Of the indexes that this program makes.
    #[must_use]
    pub fn current() -> Self {
        Self { format: FORMAT, analysis: analysis::version() }
    }

    /// Whether this program searches and writes an index of this version.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.age(&Program::this()) == Age::Current
    }

    /// Whether this program reads the articles that an index of this version stores: then it can
    /// be upgraded if it is not current.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        !matches!(self.age(&Program::this()), Age::TooOld | Age::Newer)
    }

    fn age(&self, program: &Program) -> Age {
        let Program { makes, oldest_read } = program;
        if self == makes {
            Age::Current
        } else if self.format > makes.format {
            Age::Newer
        } else if self.format < *oldest_read {
            Age::TooOld
        } else if self.format < makes.format {
            Age::Older
        } else if is_later(&self.analysis, &makes.analysis) {
            Age::NewerRules
        } else {
            Age::OlderRules
        }
    }

    /// The error of who needs an index of this program's version and finds one of this in `dir`.
    pub(super) fn refused(&self, dir: &Path) -> Error {
        Error::new(ErrorKind::Corrupt, self.refusal(dir, &Program::this()))
    }

    fn refusal(&self, dir: &Path, program: &Program) -> String {
        let Program { makes, oldest_read } = program;
        let dir = dir.display();
        let advice = match self.age(program) {
            Age::Current | Age::Older | Age::OlderRules => {
                format!("make it anew from its stored articles with `demarche upgrade -i {dir}`")
            }
            Age::NewerRules => format!(
                "a newer demarche made it: use that one, or make it anew by the rules of this one \
                 with `demarche upgrade -i {dir}`"
            ),
            Age::TooOld => format!(
                "articles stored in format {} can't be read any more (only from format \
                 {oldest_read} on): index your inputs again into a new folder",
                self.format
            ),
            Age::Newer => "a newer demarche made it: use that one, or index your inputs again \
                           into a new folder"
                .to_owned(),
        };
        format!("{dir}: reindex needed: the index has {self}, this program reads {makes}; {advice}")
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "format {} and analysis {}", self.format, self.analysis)
    }
}

/// What a program makes and reads.
struct Program {
    makes: Version,
    oldest_read: u32,
}

impl Program {
    fn this() -> Self {
        Self { makes: Version::current(), oldest_read: OLDEST_READ }
    }
}

/// Whether rules are surely newer than others, by their numbers.
fn is_later(rules: &str, than: &str) -> bool {
    let number = |rules: &str| rules.parse::<u32>().ok();
    number(rules).zip(number(than)).is_some_and(|(rules, than)| rules > than)
}

/// How an index stands to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Age {
    Current,
    /// Of its format, by other rules.
    OlderRules,
    NewerRules,
    /// Of an older format whose articles it reads.
    Older,
    TooOld,
    Newer,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(format: u32, analysis: &str) -> Version {
        Version { format, analysis: analysis.to_owned() }
    }

    #[test]
    fn each_age_says_what_to_do() {
        let program = Program { makes: version(5, "7"), oldest_read: 3 };
        let upgrade = "with `demarche upgrade -i some/where`";
        for (found, age, advice) in [
            (version(5, "7"), Age::Current, upgrade),
            (version(5, "6"), Age::OlderRules, upgrade),
            (version(5, "0+older"), Age::OlderRules, upgrade),
            (version(5, "8"), Age::NewerRules, upgrade),
            (version(4, "7"), Age::Older, upgrade),
            (version(3, "1"), Age::Older, upgrade),
            (version(2, "1"), Age::TooOld, "format 2 can't be read any more (only from format 3"),
            (version(6, "7"), Age::Newer, "a newer demarche made it"),
        ] {
            assert_eq!(found.age(&program), age, "{found}");
            let refusal = found.refusal(Path::new("some/where"), &program);
            assert!(refusal.contains(advice), "{refusal}");
            assert!(refusal.contains(&format!("reindex needed: the index has {found}")));
            assert_eq!(refusal.contains("upgrade"), age != Age::TooOld && age != Age::Newer);
        }
    }

    #[test]
    fn what_this_program_makes_is_current_and_readable() {
        let current = Version::current();
        assert!(current.is_current() && current.is_readable());
        let other = Version { analysis: "other".to_owned(), ..current.clone() };
        assert!(!other.is_current() && other.is_readable());
        let newer = Version { format: current.format + 1, ..current };
        assert!(!newer.is_current() && !newer.is_readable());
    }
}
