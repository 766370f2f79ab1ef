//! What is tuned, and the values that are tried.

use crate::index::TextField;
use crate::search::Bm25f;

/// A number of [`Bm25f`] that is tuned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Knob {
    place: Target,
    /// The values that are tried, ascending; steps are about as wide as a difference shows.
    grid: &'static [f32],
}

#[derive(Debug, Clone, Copy)]
enum Target {
    Of(&'static str, fn(&mut Bm25f) -> &mut f32),
    Boost(TextField),
    B(TextField),
}

const K1: &[f32] = &[0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0];
const IDF: &[f32] = &[0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.4];
const LENGTH: &[f32] = &[0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0];
const BOOST: &[f32] = &[0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0];
const EXACT: &[f32] = &[0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.0];
const CLOSENESS: &[f32] = &[0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2, 1.6];
const RELATED: &[f32] = &[0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6];
const STOP: &[f32] = &[0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0];

/// Everything that ranks a plain query. The body's boost is left at its value: boosts and `k1` only
/// mean something beside one another. So is `rescored`, which trades time for the same ranking.
pub(super) const KNOBS: [Knob; 18] = {
    use TextField::{Aliases, Body, Definition, Headings, Keywords, Title};
    [
        Knob { place: Target::Of("k1", |p| &mut p.k1), grid: K1 },
        Knob { place: Target::Of("idf_power", |p| &mut p.idf_power), grid: IDF },
        Knob { place: Target::B(Body), grid: LENGTH },
        Knob { place: Target::Boost(Title), grid: BOOST },
        Knob { place: Target::B(Title), grid: LENGTH },
        Knob { place: Target::Boost(Definition), grid: BOOST },
        Knob { place: Target::B(Definition), grid: LENGTH },
        Knob { place: Target::Of("exact_boost", |p| &mut p.exact_boost), grid: EXACT },
        Knob { place: Target::Of("exact_b", |p| &mut p.exact_b), grid: LENGTH },
        Knob { place: Target::Of("proximity", |p| &mut p.proximity), grid: CLOSENESS },
        Knob { place: Target::Of("related", |p| &mut p.related), grid: RELATED },
        Knob { place: Target::Of("stop_word_weight", |p| &mut p.stop_word_weight), grid: STOP },
        Knob { place: Target::Boost(Aliases), grid: BOOST },
        Knob { place: Target::B(Aliases), grid: LENGTH },
        Knob { place: Target::Boost(Headings), grid: BOOST },
        Knob { place: Target::B(Headings), grid: LENGTH },
        Knob { place: Target::Boost(Keywords), grid: BOOST },
        Knob { place: Target::B(Keywords), grid: LENGTH },
    ]
};

impl Knob {
    /// The name, as in the JSON of [`Bm25f`]: `k1`, `boosts.title`.
    pub(super) fn name(&self) -> String {
        match self.place {
            Target::Of(name, _) => name.to_owned(),
            Target::Boost(field) => format!("boosts.{}", field.name()),
            Target::B(field) => format!("b.{}", field.name()),
        }
    }

    fn slot<'a>(&self, params: &'a mut Bm25f) -> &'a mut f32 {
        match self.place {
            Target::Of(_, slot) => slot(params),
            Target::Boost(field) => params.boosts.entry(field).or_default(),
            Target::B(field) => {
                let default = params.b(field);
                params.b.entry(field).or_insert(default)
            }
        }
    }

    pub(super) fn value(&self, params: &Bm25f) -> f32 {
        *self.slot(&mut params.clone())
    }

    /// The parameters with the next value of the grid, upward or downward; `None` at its end.
    pub(super) fn step(&self, params: &Bm25f, up: bool) -> Option<Bm25f> {
        let now = self.value(params);
        let mut grid = self.grid.iter().copied();
        let next = if up { grid.find(|x| *x > now) } else { grid.rev().find(|x| *x < now) };
        let mut stepped = params.clone();
        *self.slot(&mut stepped) = next?;
        Some(stepped)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_parameter_is_tuned_or_left_out_on_purpose() {
        let left_out = ["rescored", "boosts.body", "boosts.references", "b.references"];
        let tuned = KNOBS.iter().map(Knob::name);
        let known: BTreeSet<String> = tuned.chain(left_out.map(str::to_owned)).collect();
        let mut written = BTreeSet::new();
        let json = serde_json::to_value(Bm25f::default()).unwrap();
        for (key, value) in json.as_object().unwrap() {
            match value.as_object() {
                Some(fields) => {
                    written.extend(fields.keys().map(|field| format!("{key}.{field}")));
                }
                None => {
                    written.insert(key.clone());
                }
            }
        }
        assert_eq!(known, written);
    }

    #[test]
    fn steps_stay_on_the_grid_and_in_range() {
        for knob in KNOBS {
            assert!(knob.grid.is_sorted(), "{}", knob.name());
            for up in [true, false] {
                let (mut params, mut steps) = (Bm25f::default(), 0);
                while let Some(next) = knob.step(&params, up) {
                    assert_eq!(knob.value(&next) > knob.value(&params), up, "{}", knob.name());
                    // What is written can be read, so it is in range.
                    let json = serde_json::to_string(&next).unwrap();
                    assert_eq!(serde_json::from_str::<Bm25f>(&json).unwrap(), next);
                    (params, steps) = (next, steps + 1);
                }
                assert!(steps > 0 && steps < knob.grid.len(), "{}", knob.name());
            }
        }
    }
}
