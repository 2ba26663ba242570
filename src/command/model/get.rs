//! `rehearse model get`.

use super::bench;
use super::shared::{folders, hash, used};
use crate::command::{Context, Exit, Failure};
use crate::model::{self, Bytes, FetchError, Known, Manifest, ModelFile, RetryPolicy, Step};
use crate::store::{SessionFolder, Settings, Store};
use crate::ui::progress::Transfer;
use crate::ui::signals::End;
use crate::words::count;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

/// Fetches the named model, else the one that suits this machine.
///
/// # Errors
/// When the name is unknown, the network or the disk fails, or another file arrives.
pub fn run(name: Option<&str>, context: &mut Context) -> Result<Exit, Failure> {
    let manifest = Manifest::builtin();
    let name = match name {
        Some(name) => name.to_owned(),
        None => suited(&manifest, context)?,
    };
    if name == manifest.bundled.name {
        context.say(format_args!(
            "{name} is part of the program: there is nothing to fetch."
        ));
        return Ok(Exit::Done);
    }
    let known = manifest
        .named(&name)
        .ok_or_else(|| Failure::usage(model::unknown(&name, &manifest)))?;
    if already_here(known, &manifest, context)? {
        return Ok(Exit::Done);
    }
    let path = fetch(known, &manifest, context)?;
    // The file is the published one; whether this program can use it is checked separately.
    ModelFile::open(&known.name, &path)?;
    context.say(format_args!(
        "{name} is installed and verified: {}",
        path.display()
    ));
    let (used, _) = used(&manifest, context)?;
    let used = used.name();
    if used != name {
        context.say(format_args!(
            "{used} stays the one that is used; `--model {name}` uses this one."
        ));
    }
    offer(&name, &manifest, context);
    Ok(Exit::Done)
}

/// Offers to transcribe the latest takes again that a smaller model transcribed.
fn offer(name: &str, manifest: &Manifest, context: &mut Context) {
    let store = Store::new(&context.folders.data);
    let found = heard_by_less(&store, name, manifest);
    let Some(last) = found.first() else {
        return;
    };
    context.tell(format_args!(
        "{} heard by a smaller model. To hear the last one again: rehearse sessions hear {last} --model {name}",
        count(found.len(), "take was", "takes were")
    ));
}

/// The takes of one's own that a smaller model than `name` heard and whose sound is there, the last one first.
fn heard_by_less(store: &Store, name: &str, manifest: &Manifest) -> Vec<String> {
    /// How many takes are examined.
    const LOOK_BACK: usize = 20;
    let size = |name: &str| manifest.named(name).map(|known| known.bytes.0);
    let smaller =
        |by: &str| by == manifest.bundled.name || (size(by).is_some() && size(by) < size(name));
    let takes = store.folders().unwrap_or_default();
    let heard = takes.iter().rev().take(LOOK_BACK).filter(|folder| {
        folder.load().is_ok_and(|session| {
            !session.take.synthetic && session.model.is_some_and(|by| smaller(&by))
        }) && folder.has_take()
    });
    heard.map(SessionFolder::id).collect()
}

/// The model in the settings if it can be fetched, else what a timing of this machine recommends.
fn suited(manifest: &Manifest, context: &mut Context) -> Result<String, Failure> {
    let chosen = Settings::load(&context.folders.config)?.model;
    if let Some(name) = chosen.filter(|name| manifest.named(name).is_some()) {
        return Ok(name);
    }
    within_reach(manifest, context)?;
    bench::choose(manifest, context)
}

/// Tests the connection before the machine is timed, since that takes half a minute. If one of the
/// models is installed already, no connection may be needed.
fn within_reach(manifest: &Manifest, context: &Context) -> Result<(), Failure> {
    let here = model::installed(manifest, &folders(context))?;
    let is_here = |known: &Known| here.iter().any(|model| model.name == known.name);
    let Some(known) = manifest.defaults().next_back() else {
        return Ok(());
    };
    if manifest.defaults().any(is_here) {
        return Ok(());
    }
    let url = manifest.url(known, context.model_base_url.as_deref());
    let folder = &context.folders.models;
    Ok(model::probe(known, &url, folder, RetryPolicy::default())?)
}

/// Whether the published file is installed; says so, or why it is fetched again.
fn already_here(
    known: &Known,
    manifest: &Manifest,
    context: &mut Context,
) -> Result<bool, Failure> {
    let here = model::installed(manifest, &folders(context))?;
    let Some(model) = here.iter().find(|model| model.name == known.name) else {
        return Ok(false);
    };
    let sound = hash(model, known, context.screen.animate).is_ok();
    let path = model.path.display();
    context.say(match sound {
        true => format!("{} is already here, and verified: {path}", known.name),
        false => format!(
            "{path} is not the published file; it is fetched again, and replaced once that is here."
        ),
    });
    Ok(sound)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the network has a thread of its own"
)]
fn fetch(known: &Known, manifest: &Manifest, context: &mut Context) -> Result<PathBuf, Failure> {
    let url = manifest.url(known, context.model_base_url.as_deref());
    context.say(format_args!(
        "Fetching {} ({}) from {url}",
        known.name, known.bytes
    ));
    let (news, heard) = channel();
    let stopped = news.clone();
    // Where Ctrl-C cannot be handled, it ends the program as usual, and what was received is kept too.
    let end = End::watch(move || drop(stopped.send(News::Stopped))).ok();
    let (wanted, folder) = (known.clone(), context.folders.models.clone());
    // On a separate thread: a silent network must not prevent leaving.
    std::thread::Builder::new()
        .name("fetch".into())
        .spawn(move || {
            let mut tell = |step| drop(news.send(News::Step(step)));
            let done = model::fetch(&wanted, &url, &folder, RetryPolicy::default(), &mut tell);
            drop(news.send(News::Done(done)));
        })
        .map_err(Failure::system("start a thread"))?;
    let done = follow(&heard, known, context);
    drop(end);
    done
}

/// Events of a download.
enum News {
    Step(Step),
    Done(Result<PathBuf, FetchError>),
    /// A request to stop.
    Stopped,
}

/// Shows the progress of a download until it ends or is stopped.
fn follow(
    heard: &Receiver<News>,
    known: &Known,
    context: &mut Context,
) -> Result<PathBuf, Failure> {
    let animate = context.screen.animate;
    let bar = |doing| Transfer::new(doing, known.bytes.0, animate);
    let (mut fetching, mut verifying) = (Some(bar("fetching")), None);
    let mut have = Bytes(0);
    for news in heard {
        match news {
            News::Done(done) => return Ok(done?),
            News::Stopped => break,
            News::Step(Step::Receiving { done }) => {
                have = done;
                if let Some(bar) = &fetching {
                    bar.at(done.0);
                }
            }
            News::Step(Step::Waiting { why, pause }) => match &fetching {
                Some(bar) if animate => bar.waiting(&why, pause),
                _ => context.say(format_args!(
                    "The connection broke ({why}); trying again in {} s.",
                    pause.as_secs()
                )),
            },
            News::Step(Step::Verifying { done }) => {
                have = known.bytes;
                fetching = None;
                verifying.get_or_insert_with(|| bar("verifying")).at(done.0);
            }
        }
    }
    let again = format!("`rehearse model get {}`", known.name);
    Err(Failure {
        exit: Exit::Interrupted,
        message: match have {
            Bytes(0) => format!("stopped before anything came; {again} begins anew"),
            have => format!(
                "stopped; {have} of {} are kept, and {again} goes on from there",
                known.bytes
            ),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Session;

    #[test]
    fn takes_that_a_smaller_model_heard_are_offered_the_last_one_first() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let facts = r#"{"format": 1, "id": "", "started": "2026-11-23T09:12:00Z", "scenario": "story",
            "title": "Story", "mode": "guided", "level": "sde2", "marks": [], "sections": [],
            "take": {"source": "USB", "rate": 48000, "frames": 0}}"#;
        let keep = |second: u32, model: Option<&str>, synthetic: bool, sound: bool| {
            let stamp = format!("20261123T0912{second:02}Z");
            let folder = store.create(&stamp, "story", "").unwrap();
            let mut session: Session = serde_json::from_str(facts).unwrap();
            session.model = model.map(str::to_owned);
            session.take.synthetic = synthetic;
            folder.save(&session).unwrap();
            if sound {
                crate::store::write_new(&folder.take_path(), b"RIFF").unwrap();
            }
            folder.id()
        };
        let manifest = Manifest::builtin();
        let bundled = Some(manifest.bundled.name.as_str());
        let first = keep(1, bundled, false, true);
        let second = keep(2, Some("base.en-q8_0"), false, true);
        keep(3, bundled, true, true);
        keep(4, bundled, false, false);
        keep(5, Some("small.en"), false, true);
        keep(6, Some("/somewhere/of-my-own.bin"), false, true);
        keep(7, None, false, true);
        let offered = |name| heard_by_less(&store, name, &manifest);
        assert_eq!(offered("small.en-q8_0"), [second, first.clone()]);
        assert_eq!(offered("tiny.en"), [first]);
    }
}
