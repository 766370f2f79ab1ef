//! Looking for better parameters of the ranking, and telling whether they are better.
//!
//! Coordinate ascent: one parameter after the other goes along its grid, up or down, as long as the
//! mean over sets of nDCG@10 rises; rounds go on until none moves. Whether the gain is real is told
//! by sets that were not tuned on: for each set in turn, the same search on all others, measured on
//! it. Queries of one set are too much alike for that.

use serde::Serialize;

use super::data::{Qrels, Topic};
use super::knobs::{KNOBS, Knob};
use super::objective::{self, Remembered};
use crate::error::{Error, ErrorKind, Result};
use crate::lang::Lang;
use crate::search::{Bm25f, Searcher};

/// The least gain that a step must bring: less is more often chance than not, even on hundreds of
/// queries.
const MIN_GAIN: f64 = 0.0005;

/// Rounds through all parameters; few searches need more than four.
const MAX_ROUNDS: usize = 8;

/// What to tune on, and from where.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TuneOptions {
    /// Languages to search in; empty for all.
    pub langs: Vec<Lang>,
    /// Queries of a set to use, at most; the same ones on each run.
    pub queries: usize,
    /// Where the search begins, and what it is compared with.
    pub start: Bm25f,
}

impl Default for TuneOptions {
    /// All languages, 150 queries a set, from the defaults.
    fn default() -> Self {
        Self { langs: Vec::new(), queries: 150, start: Bm25f::default() }
    }
}

/// A parameter before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TunedParam {
    /// Its name, as in the JSON of [`Bm25f`]: `k1`, `boosts.title`.
    pub name: String,
    /// Its value at the start.
    pub before: f32,
    /// Its tuned value.
    pub after: f32,
    /// Whether a step of it changed the measure of any set; one that did not was left alone.
    pub has_effect: bool,
}

/// nDCG@10 of a set before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetGain {
    /// Name of the set.
    pub set: String,
    /// Queries that it was measured on.
    pub queries: usize,
    /// With the parameters of the start.
    pub before: f64,
    /// With the parameters tuned on all sets.
    pub after: f64,
    /// With the parameters tuned on all *other* sets; `None` when there is no other.
    pub left_out: Option<f64>,
}

/// What came of tuning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tuning {
    /// The parameters tuned on all sets.
    pub params: Bm25f,
    /// What changed.
    pub tuned: Vec<TunedParam>,
    /// Mean of the sets' nDCG@10 with the parameters of the start.
    pub before: f64,
    /// The same with the tuned ones.
    pub after: f64,
    /// The sets.
    pub sets: Vec<SetGain>,
    /// Mean gain of the sets when left out; `None` with one set, which can't be cross-validated.
    pub cross_validated_gain: Option<f64>,
}

/// Tunes the parameters on an index. Each query is searched in the languages of the articles that
/// are relevant to it, as far as they are among the wanted ones. Calls `on_search` before each
/// search with the name of the set that is left out. Costs some 50 to 100 passes over the queries,
/// on all cores, for the tuning and for each set; gives the same on each run.
///
/// # Errors
/// `User` when no query has a relevant article in these languages; those of searching.
pub fn tune(
    searcher: &Searcher,
    topics: &[Topic],
    qrels: &Qrels,
    options: &TuneOptions,
    on_search: &mut dyn FnMut(Option<&str>),
) -> Result<Tuning> {
    let sets = objective::sets(searcher, topics, qrels, &options.langs, options.queries)?;
    if sets.is_empty() {
        let message = "nothing to tune on: none of the queries has a relevant article in the \
                       index, in the languages asked for; check queries, judgments and languages";
        return Err(Error::new(ErrorKind::User, message));
    }
    let measure = |params: &Bm25f, set: usize| match sets.get(set) {
        Some(set) => objective::ndcg(searcher, set, qrels, params),
        None => Err(Error::new(ErrorKind::Internal, "a set of topics is lost")),
    };
    let names: Vec<(&str, usize)> = sets.iter().map(|s| (s.name.as_str(), s.len())).collect();
    tune_by(&names, &mut Remembered::new(measure), &options.start, on_search)
}

/// Tunes by any measure of the sets, which are named with their number of queries.
fn tune_by<F: FnMut(&Bm25f, usize) -> Result<f64>>(
    names: &[(&str, usize)],
    measure: &mut Remembered<F>,
    start: &Bm25f,
    on_search: &mut dyn FnMut(Option<&str>),
) -> Result<Tuning> {
    let all: Vec<usize> = (0..names.len()).collect();
    on_search(None);
    let knobs = effective(measure, &all, start)?;
    let params = climb(&knobs, measure, &all, start)?;
    let mut sets = Vec::new();
    for (set, (name, queries)) in names.iter().enumerate() {
        let others: Vec<usize> = all.iter().copied().filter(|other| *other != set).collect();
        let left_out = if others.is_empty() {
            None
        } else {
            on_search(Some(name));
            let without = climb(&knobs, measure, &others, start)?;
            Some(measure.of(&without, set)?)
        };
        sets.push(SetGain {
            set: (*name).to_owned(),
            queries: *queries,
            before: measure.of(start, set)?,
            after: measure.of(&params, set)?,
            left_out,
        });
    }
    let gains: Vec<f64> = sets.iter().filter_map(|set| Some(set.left_out? - set.before)).collect();
    let cross_validated_gain =
        (!gains.is_empty()).then(|| gains.iter().sum::<f64>() / gains.len() as f64);
    let tuned = KNOBS.iter().map(|knob| TunedParam {
        name: knob.name(),
        before: knob.value(start),
        after: knob.value(&params),
        has_effect: knobs.iter().any(|with| with.name() == knob.name()),
    });
    Ok(Tuning {
        tuned: tuned.collect(),
        before: measure.mean(start, &all)?,
        after: measure.mean(&params, &all)?,
        params,
        sets,
        cross_validated_gain,
    })
}

/// The parameters of which a step from the start changes the measure of any set. What articles do
/// not have, such as keywords, would cost time in each round.
fn effective<F: FnMut(&Bm25f, usize) -> Result<f64>>(
    measure: &mut Remembered<F>,
    sets: &[usize],
    start: &Bm25f,
) -> Result<Vec<Knob>> {
    let mut knobs = Vec::new();
    for knob in KNOBS {
        let mut changes = false;
        for stepped in [true, false].into_iter().filter_map(|up| knob.step(start, up)) {
            for set in sets {
                changes |= measure.of(&stepped, *set)? != measure.of(start, *set)?;
            }
        }
        if changes {
            knobs.push(knob);
        }
    }
    Ok(knobs)
}

/// The parameters that no step of one of them improves, as found from `start`.
fn climb<F: FnMut(&Bm25f, usize) -> Result<f64>>(
    knobs: &[Knob],
    measure: &mut Remembered<F>,
    sets: &[usize],
    start: &Bm25f,
) -> Result<Bm25f> {
    let mut best = start.clone();
    let mut highest = measure.mean(&best, sets)?;
    for _ in 0..MAX_ROUNDS {
        let before = highest;
        for knob in knobs {
            for up in [true, false] {
                let reached = highest;
                while let Some(next) = knob.step(&best, up) {
                    let value = measure.mean(&next, sets)?;
                    if value < highest + MIN_GAIN {
                        break;
                    }
                    (best, highest) = (next, value);
                }
                if highest > reached {
                    break;
                }
            }
        }
        if highest <= before {
            break;
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::TextField;

    /// Highest where `k1` is `at` and the body's `b` is 0.5; nothing else matters.
    fn hill(params: &Bm25f, at: f32) -> f64 {
        let (k1, b) = (params.k1 - at, params.b(TextField::Body) - 0.5);
        0.9 - 0.05 * f64::from(k1 * k1) - 0.2 * f64::from(b * b)
    }

    fn tuned(names: &[(&str, usize)], hills: &[f32]) -> (Tuning, Vec<Option<String>>, usize) {
        let (mut steps, mut asked) = (Vec::new(), 0);
        let mut measure = Remembered::new(|params: &Bm25f, set: usize| {
            asked += 1;
            Ok(hill(params, hills[set]))
        });
        let mut on_search = |left_out: Option<&str>| steps.push(left_out.map(str::to_owned));
        let tuning = tune_by(names, &mut measure, &Bm25f::default(), &mut on_search).unwrap();
        (tuning, steps, asked)
    }

    #[test]
    fn it_finds_the_top() {
        let (tuning, steps, _) = tuned(&[("x", 7)], &[1.2]);
        assert_eq!(tuning.params.k1, 1.2);
        assert_eq!(tuning.params.b(TextField::Body), 0.5);
        assert!((tuning.after - 0.9).abs() < 1e-9 && tuning.after > tuning.before);
        let effects = tuning.tuned.iter().filter(|param| param.has_effect);
        assert_eq!(effects.map(|param| param.name.as_str()).collect::<Vec<_>>(), ["k1", "b.body"]);
        let mut untouched = tuning.params.clone();
        untouched.k1 = Bm25f::default().k1;
        untouched.b = Bm25f::default().b;
        assert_eq!(untouched, Bm25f::default());
        // One set can't be cross-validated.
        assert_eq!((tuning.cross_validated_gain, tuning.sets[0].left_out), (None, None));
        assert_eq!(steps, [None]);
    }

    #[test]
    fn gains_that_do_not_carry_over_are_told() {
        // Each of two sets wants what harms the other.
        let (tuning, steps, _) = tuned(&[("low", 1), ("high", 1)], &[0.4, 4.0]);
        let gain = tuning.cross_validated_gain.unwrap();
        assert!(gain < -0.05, "{tuning:?}");
        assert!(tuning.after >= tuning.before);
        assert_eq!(steps, [None, Some("low".to_owned()), Some("high".to_owned())]);
        // The other set alone drew k1 away from what this one likes.
        assert!(tuning.sets[0].left_out.unwrap() < tuning.sets[0].before, "{tuning:?}");
    }

    #[test]
    fn gains_that_carry_over_are_told() {
        let (tuning, ..) = tuned(&[("a", 1), ("b", 1), ("c", 1)], &[1.0, 1.2, 1.0]);
        let gain = tuning.cross_validated_gain.unwrap();
        assert!(gain > 0.05 && gain <= tuning.after - tuning.before + 1e-9, "{tuning:?}");
    }

    #[test]
    fn a_gain_too_small_to_mean_something_moves_nothing() {
        let mut measure =
            Remembered::new(|params: &Bm25f, _| Ok(f64::from(params.proximity) * 0.001));
        let tuning = tune_by(&[("x", 1)], &mut measure, &Bm25f::default(), &mut |_| ()).unwrap();
        assert_eq!(tuning.params, Bm25f::default());
    }

    #[test]
    fn nothing_is_measured_twice() {
        let names = [("a", 1), ("b", 1), ("c", 1)];
        let (first, _, asked) = tuned(&names, &[1.0, 1.2, 1.0]);
        let (again, _, as_often) = tuned(&names, &[1.0, 1.2, 1.0]);
        assert_eq!((&first, asked), (&again, as_often));
        assert!(asked < 300, "{asked}");
    }
}
