//! Every cap on outside data, in one place, each with its unit in the name and its reason.

/// Caps that keep hostile or broken input from taking the machine.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// One article's source (a line of JSON, a page, a file): larger ones are rejected. The
    /// longest Wikipedia article is about 2 MB.
    pub article_bytes: usize,
    /// Parsed text in flight between reading and indexing: bounds memory whatever the input.
    pub in_flight_bytes: usize,
    /// One cluster of a ZIM file, unpacked: they are made of about 2 MiB, and larger only where one
    /// content is, which may be as long as an article.
    pub zim_cluster_bytes: usize,
    /// Links between languages kept of `langlinks` dumps: the largest Wikipedia of the six has
    /// some four million to the other five, 200 MB.
    pub langlinks_bytes: usize,
    /// Folders below an input folder.
    pub folder_depth: usize,
    /// Reasons for rejection that a report keeps in full; the rest is counted.
    pub report_rejections: usize,
    /// Articles taken, and as many left out, that a report names with what was decided about
    /// them; the rest is counted. About 300 bytes each.
    pub report_chosen: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            article_bytes: 64 << 20,
            in_flight_bytes: 16 << 20,
            zim_cluster_bytes: 64 << 20,
            langlinks_bytes: 2 << 30,
            folder_depth: 64,
            report_rejections: 1_000,
            report_chosen: 10_000,
        }
    }
}
