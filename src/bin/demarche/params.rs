//! Parameters of the ranking as files.

use std::path::Path;

use demarche::Bm25f;

use crate::output::Failure;

/// The parameters of a JSON file; what it does not name keeps its default.
pub(crate) fn read_params(path: &Path) -> Result<Bm25f, Failure> {
    let at = |e: String| Failure::Usage(format!("{}: {e}", path.display()));
    let json = std::fs::read_to_string(path).map_err(|e| at(e.to_string()))?;
    serde_json::from_str(&json).map_err(|e| at(e.to_string()))
}

/// Writes parameters so that they can be read again.
pub(crate) fn write_params(path: &Path, params: &Bm25f) -> Result<(), Failure> {
    let at = |e: std::io::Error| Failure::Usage(format!("{}: {e}", path.display()));
    let json = serde_json::to_string_pretty(params).map_err(|e| at(e.into()))?;
    std::fs::write(path, json + "\n").map_err(at)
}
