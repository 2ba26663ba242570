//! Compares what was found with the truth.

use rehearse::audio::Activity;
use rehearse::time::{Millis, Span};

/// The shortest pause that counts.
const PAUSE: Millis = Millis(250);

/// Totals over takes.
#[derive(Default)]
pub struct Score {
    voiced: u64,
    missed: u64,
    silent: u64,
    false_alarm: u64,
    /// Distance of each border to the nearest found one of its kind.
    borders: Vec<u64>,
    pauses: usize,
    /// Found pauses whose length is right to a tenth of a second.
    found: usize,
    /// Pauses found inside speech.
    invented: usize,
}

impl Score {
    pub fn add(&mut self, truth: &Activity, found: &Activity) {
        let (is, was) = (by_millisecond(truth), by_millisecond(found));
        for (is, was) in is.into_iter().zip(was) {
            *(if is {
                &mut self.voiced
            } else {
                &mut self.silent
            }) += 1;
            self.missed += u64::from(is && !was);
            self.false_alarm += u64::from(was && !is);
        }
        for border in [|span: &Span| span.start, |span: &Span| span.end] {
            let distance = |wanted: Millis| {
                let distances = found.voiced.iter();
                distances
                    .map(|span| border(span).0.abs_diff(wanted.0))
                    .min()
            };
            let wanted = truth.voiced.iter().map(border);
            self.borders
                .extend(wanted.map(|wanted| distance(wanted).unwrap_or(u64::MAX)));
        }
        let (wanted, got) = (pauses(truth), pauses(found));
        self.pauses += wanted.len();
        self.found += wanted
            .iter()
            .filter(|wanted| {
                let same = |got: &&Span| {
                    got.overlaps(**wanted) && got.length().0.abs_diff(wanted.length().0) <= 100
                };
                got.iter().filter(same).count() == 1
            })
            .count();
        let invented = |got: &&Span| !wanted.iter().any(|wanted| wanted.overlaps(**got));
        self.invented += got.iter().filter(invented).count();
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut borders = self.borders.clone();
        borders.sort_unstable();
        let near = borders.iter().filter(|distance| **distance <= 30).count();
        let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
        write!(
            f,
            "{:6.1} % {:9.1} % {:8} ms {:9} % {:>9} {:>9}",
            share(self.missed, self.voiced),
            share(self.false_alarm, self.silent),
            borders[borders.len() / 2],
            near * 100 / borders.len(),
            format!("{}/{}", self.found, self.pauses),
            self.invented,
        )
    }
}

pub const HEADER: &str = "missed  false alarm   border  to 30 ms   pauses   invented";

fn by_millisecond(activity: &Activity) -> Vec<bool> {
    let mut voiced = vec![false; activity.length.0 as usize];
    for span in &activity.voiced {
        for moment in span.start.0..span.end.0.min(activity.length.0) {
            voiced[moment as usize] = true;
        }
    }
    voiced
}

fn pauses(activity: &Activity) -> Vec<Span> {
    let silences = activity.silences().into_iter();
    silences
        .filter(|silence| silence.length() >= PAUSE)
        .collect()
}
