//! What stands between tantivy and the disk: every byte that is read was written by us.
//!
//! tantivy keeps a checksum in each file and never looks at it. Here each file's size and the
//! checksum of each of its blocks of 64 KiB ([`Sums`]) are taken while it is written. The list of
//! a generation's files with their sums, the [`Seal`], is written *into* `meta.json`, behind what
//! tantivy writes there, and ends in a checksum of all before it. [`Guard`] is the `Directory` that
//! does this; [`Folder`] is the one below it, on a folder.
//!
//! Invariants, at every instant, whatever is killed and wherever the power fails:
//! 1. A generation and its list of files are one file, replaced by one rename: they can't
//!    disagree, and there is no instant between them.
//! 2. A file that `meta.json` names is whole and durable before `meta.json` names it: tantivy
//!    syncs each file when it is finished, and the folder before it writes `meta.json`.
//! 3. `meta.json` is durable (folder synced) before `commit` returns, and before any file of an
//!    older generation is deleted.
//! 4. A file that has a name in a generation is never changed. Names are random, so that the same
//!    name means the same bytes.
//! 5. `demarche.json` is written last when an index is made: a folder without it holds no index,
//!    and what an unfinished creation left is made again.
//! 6. `meta.json` and `.managed.json` carry the id that `demarche.json` has: files of another
//!    index are known even where it is empty. While an index of another version takes the place of
//!    one, `demarche.json` has both ids; `meta.json` decides, and `.managed.json` may have either.
//! 7. Nothing is handed to tantivy from a block whose checksum was not found right in this
//!    process. Damage found anywhere is remembered ([`Guard::damage`]), so that an error which
//!    somebody on the way swallowed is not lost.
//!
//! So opening costs a mapping for each file, and the sums are paid for where bytes are used, once
//! for each block. What this does not do: notice that a block changed after it was
//! checked in this process, or that a folder was set back to an older state as a whole.
//!
//! An index opened in memory pays for all of it when it is opened for search: each file is read and
//! checked whole, so that neither a change nor a cut of it can reach a search any more.

mod directory;
mod folder;
mod loaded;
mod seal;
mod sums;
mod verified;
mod windowed;

pub(crate) use directory::Guard;
pub(crate) use folder::{Folder, TEMPORARY, write_atomically};
#[cfg(fuzzing)]
pub(crate) use seal::seal_around;
pub(crate) use seal::{MANAGED, META, Seal, Sealed, SegmentLine, segments};
pub(crate) use sums::{BLOCK_BYTES, Sums};
