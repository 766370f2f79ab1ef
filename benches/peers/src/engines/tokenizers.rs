//! UAX 29 words, lowercased, and Snowball's stems, as filters of tantivy.

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_segmentation::UnicodeSegmentation;

/// The analyzer of a language: UAX 29, lowercase, and its Snowball stemmer if there is one.
pub fn analyzer(lang: &str) -> TextAnalyzer {
    let algorithm = match lang {
        "tr" => Some(Algorithm::Turkish),
        "ru" => Some(Algorithm::Russian),
        "uk" => Some(Algorithm::Ukrainian),
        "en" => Some(Algorithm::English),
        _ => None,
    };
    TextAnalyzer::from(Words { algorithm, token: Token::default() })
}

#[derive(Clone)]
struct Words {
    algorithm: Option<Algorithm>,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream {
            words: text.unicode_word_indices(),
            stemmer: self.algorithm.map(Stemmer::new),
            token: &mut self.token,
        }
    }
}

struct WordStream<'a> {
    words: unicode_segmentation::UnicodeWordIndices<'a>,
    stemmer: Option<Stemmer>,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((from, word)) = self.words.next() else { return false };
        let token = &mut *self.token;
        token.position = token.position.wrapping_add(1);
        token.offset_from = from;
        token.offset_to = from + word.len();
        token.text.clear();
        token.text.extend(word.chars().flat_map(char::to_lowercase));
        if let Some(stemmer) = &self.stemmer {
            let stem = stemmer.stem(&token.text);
            if *stem != *token.text {
                token.text = stem.into_owned();
            }
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
