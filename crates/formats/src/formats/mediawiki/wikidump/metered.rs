//! Owns the bound on how much of a dump one XML event can bring into memory: text that is too
//! long is cut, any other event that is too long is an error. Does not know XML beyond `<` and
//! `&`.

use std::io::{self, BufRead, Read};

use memchr::memchr2;

/// Bytes of a UTF-8 character after its first one.
const MAX_CONTINUATION_BYTES: usize = 3;

/// An input that counts its bytes and lets at most about `limit` of them through for each event.
pub(super) struct Metered<R> {
    inner: R,
    limit: usize,
    offset: u64,
    /// Bytes let through for this event.
    used: usize,
    is_markup: bool,
    is_at_end: bool,
}

impl<R: BufRead> Metered<R> {
    pub(super) fn new(inner: R, limit: usize) -> Self {
        Self { inner, limit: limit.max(1), offset: 0, used: 0, is_markup: false, is_at_end: false }
    }

    /// The same limit for `inner`, which stands at byte `offset`.
    pub(super) fn go_on(self, inner: R, offset: u64) -> Self {
        Self { offset, ..Self::new(inner, self.limit) }
    }

    /// Bytes read so far, those cut included.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the end of the input was seen.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// From here on the bytes belong to the next event.
    pub(super) fn begin_event(&mut self) {
        self.used = 0;
    }

    /// Passes over the rest of a text.
    fn skip_text(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.inner.fill_buf()?;
            let end = memchr2(b'<', b'&', bytes);
            let len = end.unwrap_or(bytes.len());
            self.inner.consume(len);
            self.offset += len as u64;
            if end.is_some() || len == 0 {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let mut most = self.limit.saturating_sub(self.used);
        if most == 0 {
            if self.is_markup {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "markup is too long"));
            }
            // The character that the limit falls into stays whole.
            let bytes = self.inner.fill_buf()?;
            let rest = (self.limit + MAX_CONTINUATION_BYTES).saturating_sub(self.used);
            most = bytes.iter().take(rest).take_while(|byte| **byte & 0xC0 == 0x80).count();
            if most == 0 {
                self.skip_text()?;
                most = 1;
            }
        }
        let bytes = self.inner.fill_buf()?;
        self.is_at_end = bytes.is_empty();
        Ok(bytes.get(..most).unwrap_or(bytes))
    }

    fn consume(&mut self, len: usize) {
        if self.used == 0 && len > 0 {
            // What was given by `fill_buf` is still there, so this reads nothing.
            self.is_markup = self.inner.fill_buf().is_ok_and(|bytes| bytes.first() == Some(&b'<'));
        }
        self.used += len;
        self.offset += len as u64;
        self.inner.consume(len);
    }
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(into)?;
        self.consume(len);
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_character() {
        let source = "яяяяя<b>&x";
        let mut input = Metered::new(source.as_bytes(), 3);
        let mut text = Vec::new();
        while let Ok([byte, ..]) = input.fill_buf()
            && *byte != b'<'
        {
            text.push(*byte);
            input.consume(1);
        }
        assert_eq!(String::from_utf8_lossy(&text), "яя");
        assert_eq!(input.offset(), 10);
        input.begin_event();
        input.consume(3);
        assert!(input.fill_buf().is_err());
        input.begin_event();
        let mut rest = String::new();
        assert!(input.read_to_string(&mut rest).is_ok());
        assert_eq!((rest.as_str(), input.is_at_end(), input.offset()), ("&x", true, 15));
    }
}
