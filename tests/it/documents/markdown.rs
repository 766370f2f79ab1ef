//! Reading Markdown as far as the documents need it: headings, links and fenced blocks.

/// A document.
pub struct Page {
    /// Its path below the project's folder.
    pub name: String,
    /// What its headings can be linked to by.
    pub anchors: Vec<String>,
    pub links: Vec<Link>,
    /// What stands between backticks in its text, each with its line.
    pub code: Vec<(usize, String)>,
    pub blocks: Vec<Block>,
}

/// A link, with the line that it is in.
pub struct Link {
    pub line: usize,
    pub target: String,
}

/// A fenced block.
pub struct Block {
    /// The line of its fence.
    pub line: usize,
    /// The word behind the fence.
    pub kind: String,
    pub text: String,
    /// The command of a comment `<!-- run: … -->` on the line before.
    pub before: Option<String>,
}

impl Page {
    pub fn new(name: String, text: &str) -> Self {
        let (anchors, links, code, blocks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut page = Self { name, anchors, links, code, blocks };
        let (mut open, mut previous) = (None::<Block>, "");
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(block) = &mut open {
                if line.trim() == "```" {
                    page.blocks.extend(open.take());
                } else {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            } else if let Some(kind) = line.trim_start().strip_prefix("```") {
                let comment = previous.strip_prefix("<!-- run: ");
                let before = comment.and_then(|c| c.strip_suffix(" -->")).map(str::to_owned);
                let (kind, text) = (kind.to_owned(), String::new());
                open = Some(Block { line: number, kind, text, before });
            } else {
                page.read(number, line);
            }
            previous = line;
        }
        assert!(open.is_none(), "{}: a block has no end", page.name);
        page
    }

    /// Reads a line outside of blocks.
    fn read(&mut self, number: usize, line: &str) {
        let level = line.len() - line.trim_start_matches('#').len();
        if (1..=6).contains(&level) && line[level..].starts_with(' ') {
            let anchor = anchor(line[level..].trim());
            let same = |a: &&String| **a == anchor || is_numbered(a, &anchor);
            let anchor = match self.anchors.iter().filter(same).count() {
                0 => anchor,
                count => format!("{anchor}-{count}"),
            };
            self.anchors.push(anchor);
        }
        let (line, code) = without_code(line);
        self.code.extend(code.into_iter().map(|code| (number, code.to_owned())));
        for (at, _) in line.match_indices("](") {
            let target = line[at + 2..].split([')', ' ']).next().unwrap_or_default();
            self.links.push(Link { line: number, target: target.to_owned() });
        }
        if let Some((_, target)) = line.strip_prefix('[').and_then(|l| l.split_once("]: ")) {
            self.links.push(Link { line: number, target: target.trim().to_owned() });
        }
    }
}

/// Whether `name` is `anchor` with a number behind it, which parts headings that are alike.
fn is_numbered(name: &str, anchor: &str) -> bool {
    let number = name.strip_prefix(anchor).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| number.parse::<usize>().is_ok())
}

/// What forges and mdBook make of a heading: small letters, digits, hyphens and underscores.
fn anchor(heading: &str) -> String {
    // Of a link in a heading its text counts.
    let mut text = heading.to_owned();
    while let Some((start, end)) = text.find("](").and_then(|at| {
        let end = text[at..].find(')')?;
        Some((at, at + end + 1))
    }) {
        text.replace_range(start..end, "");
    }
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// A line without its code, and that: what stands between backticks is no link, but the text of one.
fn without_code(line: &str) -> (String, Vec<&str>) {
    let (mut kept, mut codes, mut rest) = (String::new(), Vec::new(), line);
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let (fence, code) = rest[start..].split_at(ticks);
        let Some(end) = code.find(fence) else { break };
        kept.push_str(&rest[..start]);
        codes.push(&code[..end]);
        rest = &code[end + ticks..];
    }
    (kept + rest, codes)
}

/// The commands of a `console` block, each with what it prints.
pub fn commands(text: &str) -> Vec<(&str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push((command, String::new()));
        } else {
            let (_, output) = commands.last_mut().expect("a block begins with a command");
            output.push_str(line);
            output.push('\n');
        }
    }
    commands
}

#[test]
fn parts_of_a_page_are_read() {
    let text = "# A `b/c` [d](e.md)\n\n[x](f.md#g), `[y](no.md)`, [`z`](h.md)\n\n# A\n## A\n\n\
                <!-- run: rm a -->\n```console\n$ ls\nb\n$ true\n```\n";
    let page = Page::new("page.md".to_owned(), text);
    assert_eq!(page.anchors, ["a-bc-d", "a", "a-1"]);
    let targets: Vec<&str> = page.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["e.md", "f.md#g", "h.md"]);
    assert_eq!(
        page.code.iter().map(|(_, code)| code.as_str()).collect::<Vec<_>>(),
        ["b/c", "[y](no.md)", "z"]
    );
    let [block] = page.blocks.as_slice() else { panic!("expected one block") };
    assert_eq!((block.kind.as_str(), block.before.as_deref()), ("console", Some("rm a")));
    let expected = [("ls", "b\n".to_owned()), ("true", String::new())];
    assert_eq!(commands(&block.text), expected);
}
