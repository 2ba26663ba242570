//! The first start: microphone, model, folder, each tested or chosen and each confirmed
//! with Enter; then the first drill. No step fails: what is missing
//! is reported, with what works without it.

use super::live::OUTLIVED;
use super::live::check::{self, Sounding};
use super::wrap::WIDEST;
use super::{Context, Exit, Failure, demo, devices, folders, model, practice, scenarios};
use crate::audio::microphone::{self, Clock, DeviceInfo, Microphone};
use crate::cli;
use crate::model::Manifest;
use crate::session::Mode;
use crate::store::{self, SessionFolder, Settings, Store};
use crate::ui::menu::{Answer, Choice, Menu};
use crate::ui::signals::Signals;
use crate::ui::terminal::{Quiet, Terminal};
use crate::words::clean;
use std::path::{Path, PathBuf};

/// Whether this is the first start: neither a story nor a microphone is remembered, and nothing was
/// recorded. The demo's takes and a fetched model do not count.
pub fn is_due(context: &Context) -> bool {
    let settings = Settings::load(&context.folders.config);
    let fresh = settings.is_ok_and(|known| known.scenario.is_none() && known.device.is_none());
    let own = |folder: &SessionFolder| {
        let known = folder.summary();
        known.map_or(true, |known| !known.take.synthetic)
    };
    let folders = Store::new(&context.folders.data).folders();
    fresh && folders.is_ok_and(|folders| !folders.iter().any(own))
}

/// How a step ended: `None` where the candidate leaves.
type Step = Option<()>;

/// The three steps and the first drill.
///
/// # Errors
/// When the keyboard cannot be read, or the drill itself fails.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    context.tell(
        "Welcome. Three short steps, then the first drill. Enter goes on at every step, q leaves.",
    );
    let mut settings = Settings::default();
    let listed = devices::list().unwrap_or_default().into_iter();
    let (microphones, others): (Vec<_>, Vec<_>) = listed.partition(DeviceInfo::is_usable);
    if microphone(context, &mut settings, &microphones, !others.is_empty())?.is_none()
        || model(context)?.is_none()
        // Fetching a model stores its name in the settings, to which these choices are added.
        || folder(context, &mut settings)?.is_none()
    {
        keep(context, &settings);
        context.tell("\nAs you like. `rehearse` begins again, `rehearse --help` shows everything.");
        return Ok(Exit::Done);
    }
    // From now on a start asks what to practise.
    settings.scenario = Some(scenarios::DEFAULT.to_owned());
    keep(context, &settings);
    if microphones.is_empty() {
        without_microphone(context)
    } else {
        drill(context)
    }
}

/// What was typed, without the spaces around it; `None` for `q` and at the end of the input.
fn typed(context: &mut Context, prompt: &str) -> Result<Option<String>, Failure> {
    let typed = context.ask(prompt)?;
    Ok(typed
        .map(|typed| typed.trim().to_owned())
        .filter(|typed| typed != "q"))
}

/// Adds the choices to the settings. An error does not prevent continuing.
fn keep(context: &mut Context, chosen: &Settings) {
    let config = &context.folders.config;
    let saved = Settings::load(config).and_then(|mut settings| {
        settings.device = chosen.device.clone().or(settings.device);
        settings.scenario = chosen.scenario.clone().or(settings.scenario);
        settings.data_folder = chosen.data_folder.clone().or(settings.data_folder);
        settings.save(config)
    });
    if let Err(error) = saved {
        context.tell(format_args!("This cannot be remembered: {error}"));
    }
}

/// Chooses one of the microphones `found`; each can be tested first.
fn microphone(
    context: &mut Context,
    settings: &mut Settings,
    found: &[DeviceInfo],
    others: bool,
) -> Result<Step, Failure> {
    context.tell("\n1 of 3  Microphone");
    if found.is_empty() {
        context.tell(
            "No microphone answers. Connect one at any time; `rehearse doctor` tries it.\n\
             Without one there is still the demo, and recordings made elsewhere can be judged.",
        );
        return pause(context);
    }
    let mut menu = choices(found);
    context.say(menu.text(context.screen.width.min(WIDEST)).trim_end());
    if others {
        context.tell("Others do not answer: `rehearse devices` says why.");
    }
    loop {
        let Some(typed) = typed(context, &menu.prompt())? else {
            return Ok(None);
        };
        if typed.is_empty() {
            let kept = &found[menu.proposed];
            settings.device = (!kept.default).then(|| kept.name.clone());
            return Ok(Some(()));
        }
        match menu.answer(&typed) {
            Answer::Leave => return Ok(None),
            Answer::Take(at) => {
                menu.proposed = at;
                match try_out(context, &found[at]) {
                    Ok(Some(_)) => {}
                    Ok(None) => return Ok(None),
                    // Another one can be tried.
                    Err(failure) => context.tell(format_args!("  {}", failure.message)),
                }
            }
            Answer::Unclear(why) => context.tell(why),
            Answer::Back => {}
        }
    }
}

fn choices(found: &[DeviceInfo]) -> Menu {
    let choice = |device: &DeviceInfo| Choice {
        name: clean(&device.name),
        about: if device.default {
            "the system's own choice".into()
        } else {
            String::new()
        },
    };
    Menu {
        question: "A number tries that one for two seconds.".into(),
        choices: found.iter().map(choice).collect(),
        proposed: 0,
    }
}

/// Records for two seconds; `None` where the candidate leaves.
fn try_out(context: &Context, device: &DeviceInfo) -> Result<Option<Sounding>, Failure> {
    let _quiet = Quiet::nowhere();
    let clock = Clock::start();
    let mut microphone = Microphone::open(microphone::system(), Some(&device.name), clock)
        .map_err(Failure::unequipped)?;
    let (_watch, signals) = Signals::watch().map_err(Failure::system("listen for Ctrl-C"))?;
    let mut terminal = Terminal::take(&OUTLIVED).map_err(Failure::system("use the terminal"))?;
    let screen = &context.screen;
    let sounding = check::try_out(&mut microphone, clock, &mut terminal, screen, &signals)?;
    drop(terminal);
    microphone.let_go();
    Ok(sounding)
}

/// Enter continues, q leaves.
fn pause(context: &mut Context) -> Result<Step, Failure> {
    Ok(typed(context, "Enter goes on: ")?.map(|_| ()))
}

/// Chooses the model; it can be fetched at once.
fn model(context: &mut Context) -> Result<Step, Failure> {
    context.tell("\n2 of 3  Model");
    let manifest = Manifest::builtin();
    let folders = [context.folders.models.clone()];
    let choice = crate::model::choose(None, &manifest, &folders);
    context.tell(format_args!(
        "{} is here and writes down what you say, on this machine.",
        choice.model.name()
    ));
    if !choice.model.is_bundled() {
        return pause(context);
    }
    context.tell("It is built in, and small. A larger one hears more:");
    for known in manifest.defaults() {
        context.tell(format_args!(
            "  {:14} {:>7}  {}",
            known.name,
            known.bytes.to_string(),
            known.good_for.split(':').next().unwrap_or_default()
        ));
    }
    context.tell(
        "y fetches the one that this machine keeps up with; Enter goes on with the small one.",
    );
    let Some(typed) = typed(context, "y or Enter: ")? else {
        return Ok(None);
    };
    if !matches!(typed.as_str(), "y" | "Y" | "yes") {
        context.tell("`rehearse model get` fetches it at any time.");
        return Ok(Some(()));
    }
    match model::fetch(context) {
        Err(failure) if failure.exit != Exit::Interrupted => context.tell(format_args!(
            "{}\nThat can wait. `rehearse model get` tries again.",
            failure.message
        )),
        fetched => {
            fetched?;
        }
    }
    Ok(Some(()))
}

/// Chooses the data folder; another folder is tested first.
fn folder(context: &mut Context, settings: &mut Settings) -> Result<Step, Failure> {
    let now = context.folders.data.display().to_string();
    context.tell(format_args!(
        "\n3 of 3  Folder\n\
         Recordings, transcripts and your own stories stay on this machine, readable by you alone:"
    ));
    context.say(format_args!("  {now}"));
    if context.folders.data_is_given {
        context.tell("The environment says so (REHEARSE_DATA_DIR).");
        return pause(context);
    }
    loop {
        let question = "Enter keeps it there; or type another folder: ";
        let Some(typed) = typed(context, question)? else {
            return Ok(None);
        };
        if typed.is_empty() {
            return Ok(Some(()));
        }
        match prepared(&typed, context.home.as_deref()) {
            Ok(folder) => {
                context.say(format_args!("Kept in {}", folder.display()));
                context.folders.data.clone_from(&folder);
                settings.data_folder = Some(folder);
                return Ok(Some(()));
            }
            Err(why) => context.tell(why),
        }
    }
}

/// The folder that was typed, created and tested. A folder that contains other files gets a subfolder.
fn prepared(typed: &str, home: Option<&Path>) -> Result<PathBuf, String> {
    let path = folders::expanded(Path::new(typed), home)?;
    let path = std::path::absolute(&path).map_err(|error| error.to_string())?;
    let path = if store::holds_something(&path) {
        path.join("rehearse")
    } else {
        path
    };
    store::private_folder(&path)
        .and_then(|()| store::try_writing(&path))
        .map_err(|error| error.to_string())?;
    Ok(path)
}

/// The first section of the first story: read, then recorded.
fn drill(context: &mut Context) -> Result<Exit, Failure> {
    let found = scenarios::find(context, None)?;
    let Some(section) = found.scenario.sections.first() else {
        return Ok(Exit::Done);
    };
    context.tell(format_args!(
        "\nThe first drill: {} of “{}”, {} s. Read it once, then say it in your own words.",
        section.title,
        found.scenario.title,
        section.target.as_secs_f64()
    ));
    context.say("");
    let wanted = cli::Practice {
        scenario: Some(found.scenario.id.clone()),
        mode: Mode::Study,
        section: Some(section.id.clone()),
        ..cli::Practice::default()
    };
    match practice::run(&wanted, context) {
        // It was listed but does not respond.
        Err(failure) if failure.exit == Exit::Unequipped => {
            context.tell(format_args!("\n{}", failure.message));
            without_microphone(context)
        }
        Err(failure) => Err(failure),
        Ok(ended) => {
            context.tell("`rehearse` offers every story; `rehearse next` says what to drill.");
            Ok(ended)
        }
    }
}

/// What can be done without a microphone.
fn without_microphone(context: &mut Context) -> Result<Exit, Failure> {
    context.tell(
        "\nWithout a microphone there is no drill yet. This works all the same:\n\
         \x20 rehearse demo                           three bundled takes, judged\n\
         \x20 rehearse study                          the walkthrough, to read\n\
         \x20 rehearse practice --from-wav FILE...    your own recordings, one a section",
    );
    match typed(context, "Enter shows the demo, q leaves: ")? {
        None => Ok(Exit::Done),
        Some(_) => demo::run(&cli::Demo::default(), context),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "lays out folders")]
    fn a_folder_is_created_and_a_used_one_gets_a_subfolder() {
        let home = tempfile::tempdir().unwrap();
        let fresh = prepared("~/talks", Some(home.path())).unwrap();
        assert_eq!(fresh, home.path().join("talks"));
        assert!(fresh.is_dir());
        std::fs::write(home.path().join("letter.txt"), "x").unwrap();
        let inside = prepared(home.path().to_str().unwrap(), None).unwrap();
        assert_eq!(inside, home.path().join("rehearse"));
        let file = home.path().join("letter.txt");
        assert!(prepared(file.to_str().unwrap(), None).is_err());
    }
}
