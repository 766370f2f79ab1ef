//! Made-up words and names: numbers written in syllables.

/// Syllables of a consonant and a vowel. As each is two letters of two kinds, a word reads in one
/// way only: different numbers are different words.
pub(super) struct Syllables {
    pub(super) consonants: &'static [char],
    pub(super) vowels: &'static [char],
}

/// Prime, and so without a factor in common with any count of syllables: multiplying by it leaves
/// no two numbers equal, and parts neighbours.
const SCATTER: u64 = 2_654_435_761;

/// Syllables of a word at most; 60 to the power of 10 has 18 digits.
const MOST: u32 = 10;

impl Syllables {
    /// Writes word `number`, of at least `least` syllables; a capital first where `capital` says so.
    pub(super) fn push(&self, number: u64, least: u32, capital: bool, out: &mut String) {
        let base = (self.consonants.len() * self.vowels.len()) as u64;
        let (mut number, mut syllables) = (number, least);
        let mut words = base.saturating_pow(syllables);
        while number >= words && syllables < MOST {
            number -= words;
            syllables += 1;
            words = base.saturating_pow(syllables);
        }
        let mut rest = (u128::from(number) * u128::from(SCATTER) % u128::from(words)) as u64;
        for at in 0..syllables {
            let syllable = (rest % base) as usize;
            rest /= base;
            let consonant = self.consonants.get(syllable / self.vowels.len());
            let vowel = self.vowels.get(syllable % self.vowels.len());
            let (Some(consonant), Some(vowel)) = (consonant, vowel) else { return };
            if capital && at == 0 {
                out.extend(consonant.to_uppercase());
            } else {
                out.push(*consonant);
            }
            out.push(*vowel);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn different_numbers_are_different_words() {
        let syllables =
            Syllables { consonants: &['b', 'd', 'g', 'k'], vowels: &['a', 'e', 'i', 'o', 'u'] };
        let mut words = HashSet::new();
        for number in 0..200_000 {
            let mut word = String::new();
            syllables.push(number, 2, false, &mut word);
            assert!(words.insert(word.clone()), "{number} is {word} again");
        }
        assert!(words.iter().any(|word| word.len() == 8), "longer words come after shorter ones");
    }
}
