//! Owns the step from bytes to the few elements of a dump, with their nesting checked. Does not
//! know what the elements mean.

use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};

use super::DumpError;
use super::draft::Value;
use super::element::Element;
use super::metered::Metered;

/// Elements nested deeper than this are no dump; a real one has five levels.
const MAX_DEPTH: usize = 32;

/// One step through the XML.
#[derive(Debug)]
pub(super) enum Step {
    /// An element begins, with the value of its attribute.
    Open(Element, Option<String>),
    /// The element opened last ends, or the dump of which this is a part.
    Close(Element),
    /// More text of the element, which went to the value.
    Text,
    /// Text or markup that is not UTF-8 was left out.
    NotUtf8,
    /// The input has ended.
    End,
}

/// The steps through an XML, with the elements that are open.
pub(super) struct Xml<R> {
    input: Metered<R>,
    buffer: Vec<u8>,
    path: Vec<Element>,
    /// An element without content was opened and is to be closed.
    is_empty: bool,
}

impl<R: BufRead> Xml<R> {
    /// Brings at most about `max_event_bytes` into memory at a time.
    pub(super) fn new(reader: R, max_event_bytes: usize) -> Self {
        let input = Metered::new(reader, max_event_bytes);
        Self { input, buffer: Vec::new(), path: Vec::new(), is_empty: false }
    }

    /// The same within the same elements, in `reader`, which stands at byte `offset`.
    pub(super) fn go_on(self, reader: R, offset: u64) -> Self {
        Self { input: self.input.go_on(reader, offset), is_empty: false, ..self }
    }

    /// Takes the element opened last for closed.
    pub(super) fn leave(&mut self) {
        self.path.pop();
    }

    pub(super) fn offset(&self) -> u64 {
        self.input.offset()
    }

    /// The elements that are open, outermost first.
    pub(super) fn path(&self) -> &[Element] {
        &self.path
    }

    /// The next step; text is added to `value`, which begins anew with each element. Every error
    /// is the last step.
    pub(super) fn step(&mut self, value: &mut Value) -> Result<Step, DumpError> {
        if std::mem::take(&mut self.is_empty) {
            return Ok(Step::Close(self.path.pop().unwrap_or(Element::Other)));
        }
        self.buffer.clear();
        self.input.begin_event();
        // A reader keeps nothing between two events but the open elements, which `path` keeps;
        // a new one for each event goes on after text that is not UTF-8.
        let mut reader = Reader::from_reader(&mut self.input);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let event = reader.read_event_into(&mut self.buffer);
        match event {
            Ok(Event::Start(tag)) => {
                value.begin();
                open(&mut self.path, &tag, self.input.offset())
            }
            Ok(Event::Empty(tag)) => {
                value.begin();
                self.is_empty = true;
                open(&mut self.path, &tag, self.input.offset())
            }
            Ok(Event::End(tag)) => {
                let element = Element::named(tag.name().as_ref());
                match self.path.pop() {
                    Some(open) if open == element => Ok(Step::Close(element)),
                    None if element == Element::MediaWiki => Ok(Step::Close(element)),
                    _ => Err(malformed(self.input.offset(), "an end tag without its start tag")),
                }
            }
            Ok(Event::Text(text)) => {
                value.push(&text);
                Ok(Step::Text)
            }
            Ok(Event::CData(text)) => {
                value.push(&text);
                Ok(Step::Text)
            }
            Ok(Event::GeneralRef(name)) => {
                push_reference(value, &name);
                Ok(Step::Text)
            }
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {
                Ok(Step::Text)
            }
            Ok(Event::Eof) => Ok(Step::End),
            Err(Error::Encoding(_)) => Ok(Step::NotUtf8),
            Err(error) => Err(failed(&self.input, error)),
        }
    }
}

fn open(path: &mut Vec<Element>, tag: &BytesStart<'_>, offset: u64) -> Result<Step, DumpError> {
    if path.len() >= MAX_DEPTH {
        return Err(malformed(offset, "elements are nested too deep"));
    }
    let element = Element::named(tag.name().into_inner());
    path.push(element);
    let value = element.attribute().and_then(|name| {
        let attribute = tag.try_get_attribute(name).ok().flatten()?;
        Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    });
    Ok(Step::Open(element, value))
}

/// Adds what an entity of XML or a reference by number stands for; another entity, which only a
/// DTD could explain, stays as it is written.
fn push_reference(value: &mut Value, name: &str) {
    let number = || {
        let number = name.strip_prefix('#')?;
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)
    };
    let c = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number(),
    };
    match c {
        Some(c) => value.push(c.encode_utf8(&mut [0; 4])),
        None => ["&", name, ";"].into_iter().for_each(|part| value.push(part)),
    }
}

fn malformed(offset: u64, what: &str) -> DumpError {
    DumpError::Malformed { offset, what: what.to_owned() }
}

/// An error of the XML reader; markup that stops at the end of the input is no fault of the XML.
fn failed<R: BufRead>(input: &Metered<R>, error: Error) -> DumpError {
    let offset = input.offset();
    match error {
        Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            malformed(offset, &error.to_string())
        }
        Error::Io(error) => DumpError::Io(io::Error::new(error.kind(), error)),
        Error::Syntax(_) if input.is_at_end() => DumpError::Truncated { offset },
        error => malformed(offset, &error.to_string()),
    }
}
