//! Headless Chromium, driven over its own pipe: no web driver, no Node, no crate. Two named pipes
//! carry JSON messages that end in a zero byte (`--remote-debugging-pipe`).

use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// One page in a browser that knows no network.
pub struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    session: Option<String>,
    sent: u64,
    /// Events of the page: requests, console messages.
    pub events: Vec<Value>,
}

impl Browser {
    /// Starts the browser, or says why it cannot.
    pub fn start(folder: &Path) -> Result<Self, String> {
        let name = ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find(|name| {
                Command::new(name)
                    .arg("--version")
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
                    .is_ok()
            })
            .ok_or("no Chromium is installed")?;
        let pipe = |name: &str| {
            let path = folder.join(name);
            let made = Command::new("mkfifo").arg(&path).status();
            made.is_ok_and(|made| made.success())
                .then_some(path)
                .ok_or("mkfifo does not work here")
        };
        let (input, output) = (pipe("to-browser")?, pipe("from-browser")?);
        // The time limit ends a browser that hangs, so that a test fails instead of waiting.
        let script = r#"exec timeout 120 "$0" "$@" 3<"$INPUT" 4>"$OUTPUT""#;
        let mut child = Command::new("sh")
            .args(["-c", script, name])
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .args([
                "--mute-audio",
                "--autoplay-policy=no-user-gesture-required",
                "--remote-debugging-pipe",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.join("profile").display()
            ))
            .env("INPUT", &input)
            .env("OUTPUT", &output)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let to = OpenOptions::new()
            .write(true)
            .open(&input)
            .map_err(|error| error.to_string())?;
        let from = File::open(&output).map_err(|error| error.to_string())?;
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("{name} ended at once: {status}"));
        }
        let mut browser = Self {
            child,
            to,
            from: BufReader::new(from),
            session: None,
            sent: 0,
            events: Vec::new(),
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attached = browser.call(
            "Target.attachToTarget",
            json!({"targetId": target["targetId"], "flatten": true}),
        );
        browser.session = attached["sessionId"].as_str().map(Into::into);
        for room in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{room}.enable"), json!({}));
        }
        Ok(browser)
    }

    /// Sends a command and waits for its answer.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let id = self.sent;
        let mut message = json!({"id": id, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to
            .write_all(format!("{message}\0").as_bytes())
            .unwrap();
        loop {
            let answer = self.read();
            if answer["id"] == json!(id) {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).unwrap();
        assert!(!bytes.is_empty(), "the browser has gone");
        let message: Value =
            serde_json::from_slice(bytes.strip_suffix(&[0]).unwrap_or(&bytes)).unwrap();
        if message["method"].is_string() {
            self.events.push(message.clone());
        }
        message
    }

    /// Opens a page and waits until it has loaded.
    pub fn open(&mut self, url: &str) {
        self.events.clear();
        self.call("Page.navigate", json!({"url": url}));
        while !self
            .events
            .iter()
            .any(|event| event["method"] == "Page.loadEventFired")
        {
            self.read();
        }
    }

    /// Runs a script in the page and returns its result.
    #[track_caller]
    pub fn run(&mut self, script: &str) -> Value {
        let done = self.call(
            "Runtime.evaluate",
            json!({"expression": script, "awaitPromise": true, "returnByValue": true}),
        );
        assert!(
            done["exceptionDetails"].is_null(),
            "{}",
            done["exceptionDetails"]
        );
        done["result"]["value"].clone()
    }

    /// A window of this size, dark or light.
    pub fn window(&mut self, width: u32, height: u32, dark: bool) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}),
        );
        let scheme = if dark { "dark" } else { "light" };
        self.call(
            "Emulation.setEmulatedMedia",
            json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}),
        );
    }

    /// Errors and warnings: console messages, log entries, exceptions.
    pub fn complaints(&self) -> Vec<String> {
        self.named(&[
            "Runtime.consoleAPICalled",
            "Runtime.exceptionThrown",
            "Log.entryAdded",
        ])
    }

    /// URLs that the page requested.
    pub fn requests(&self) -> Vec<String> {
        self.events
            .iter()
            .filter(|event| event["method"] == "Network.requestWillBeSent")
            .filter_map(|event| event["params"]["request"]["url"].as_str())
            .map(Into::into)
            .collect()
    }

    fn named(&self, names: &[&str]) -> Vec<String> {
        self.events
            .iter()
            .filter(|event| names.iter().any(|name| event["method"] == *name))
            .map(ToString::to_string)
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self
            .to
            .write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let _ = self.child.wait();
    }
}
