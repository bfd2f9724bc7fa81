//! A real Chromium, driven by the DevTools protocol over a pipe: messages in, answers and events out.
//!
//! A pipe needs no driver program, no port and no library, and Chromium ends by itself when the pipe closes, however
//! the test ends. Knows nothing of the product; what a page must be is for the other modules.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long Chromium may take for one answer before the test is given up; a debug build on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long nothing at all may happen before it is taken that nothing will.
const DOUBT: Duration = Duration::from_secs(20);

/// Silent, without a screen, without anything fetched by itself, and able to run as root.
const FLAGS: &str = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
                     --disable-component-update --disable-sync --disable-default-apps --disable-dev-shm-usage \
                     --hide-scrollbars --force-color-profile=srgb --lang=en-GB --remote-debugging-pipe about:blank";

/// A running Chromium with one page.
pub struct Browser {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    events: Vec<Value>,
    session: Option<String>,
    last: u64,
    _profile: TempDir,
}

/// Width and appearance of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
    /// Light, and more contrast is wished for.
    Contrast,
}

impl Browser {
    /// Starts Chromium with a new profile and an empty page.
    pub fn open() -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let script = format!(
            "command -v chromium > /dev/null || exit 127\n\
             exec 3<&0 4>&1 > /dev/null 2>&1 chromium --user-data-dir=\"$1\" {FLAGS}"
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh"]).arg(profile.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take(), child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(output).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else { continue };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut browser =
            Browser { child, input, messages, events: Vec::new(), session: None, last: 0, _profile: profile };
        browser.attach();
        browser
    }

    fn attach(&mut self) {
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = self.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        self.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log", "DOM"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        self.width(1280);
        self.theme(Theme::Light);
    }

    /// Sends a command and waits for its answer; events that come meanwhile are kept.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        let answer = self.try_call(method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same for commands that may fail.
    #[track_caller]
    pub fn try_call(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.last += 1;
        let number = self.last;
        let mut message = json!({ "id": number, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let sent = self.input.as_mut().unwrap().write_all(&bytes);
        assert!(sent.is_ok(), "{}", self.gone());
        loop {
            let mut message = self.receive();
            if message["id"] != number {
                self.events.push(message);
                continue;
            }
            return match message.get("error") {
                Some(error) => Err(error.clone()),
                None => Ok(message["result"].take()),
            };
        }
    }

    #[track_caller]
    fn receive(&mut self) -> Value {
        self.messages.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{}", self.gone()))
    }

    /// Why there is no Chromium, as far as can be told.
    fn gone(&mut self) -> String {
        match self.child.try_wait().ok().flatten().and_then(|it| it.code()) {
            Some(127) => "Chromium is not installed; run scripts/install, then the tests again".to_owned(),
            Some(code) => format!("Chromium ended with code {code}"),
            None => format!("Chromium did not answer within {} seconds", PATIENCE.as_secs()),
        }
    }

    /// The events of these methods that came so far; all others are forgotten.
    pub fn take_events(&mut self, methods: &[&str]) -> Vec<Value> {
        // A command and its answer bring along what was under way.
        self.call("Runtime.evaluate", json!({ "expression": "0" }));
        let events = std::mem::take(&mut self.events);
        events.into_iter().filter(|it| methods.iter().any(|method| it["method"] == *method)).collect()
    }

    /// Goes to an address and waits until everything there is loaded.
    #[track_caller]
    pub fn goto(&mut self, address: &str) {
        self.events.clear();
        let gone = self.call("Page.navigate", json!({ "url": address }));
        assert!(gone["errorText"].is_null(), "{address}: {}", gone["errorText"]);
        self.wait_for("Page.loadEventFired");
    }

    /// Does something that leads to another page, and waits until that is loaded.
    #[track_caller]
    pub fn follow(&mut self, act: impl FnOnce(&mut Browser)) {
        self.events.clear();
        act(self);
        self.wait_for("Page.loadEventFired");
    }

    /// The same where it is not certain that anything comes of it; whether it did.
    pub fn follows(&mut self, act: impl FnOnce(&mut Browser)) -> bool {
        self.events.clear();
        act(self);
        while !self.events.iter().any(|it| it["method"] == "Page.loadEventFired") {
            let Ok(message) = self.messages.recv_timeout(DOUBT) else { return false };
            self.events.push(message);
        }
        true
    }

    #[track_caller]
    fn wait_for(&mut self, event: &str) {
        while !self.events.iter().any(|it| it["method"] == event) {
            let message = self.receive();
            self.events.push(message);
        }
    }

    /// The value of an expression in the page, whatever its content policy; promises are awaited.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut done = self.call("Runtime.evaluate", params);
        let broken = done.get("exceptionDetails").map(Value::to_string);
        assert!(broken.is_none(), "{}: {expression:.200}", broken.unwrap_or_default());
        done["result"]["value"].take()
    }

    /// The same as a text, empty when it is none.
    #[track_caller]
    pub fn text(&mut self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_default().to_owned()
    }

    /// Makes the page so wide, in CSS pixels.
    pub fn width(&mut self, width: u32) {
        let params = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    /// What the system prefers; never motion, so that nothing is measured half-way.
    pub fn theme(&mut self, theme: Theme) {
        let scheme = if theme == Theme::Dark { "dark" } else { "light" };
        let contrast = if theme == Theme::Contrast { "more" } else { "no-preference" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-contrast", "value": contrast },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.call("Emulation.setEmulatedMedia", json!({ "media": "", "features": features }));
    }

    /// Shows the page as on paper, until a theme is chosen.
    pub fn paper(&mut self) {
        self.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// Whether the page's own scripts run from the next page on.
    pub fn scripts(&mut self, run: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !run }));
    }

    /// Carries this one cookie for `address`, or none.
    pub fn cookie(&mut self, address: &str, cookie: Option<(&str, &str)>) {
        self.call("Network.clearBrowserCookies", json!({}));
        if let Some((name, value)) = cookie {
            let params = json!({ "name": name, "value": value, "url": address, "httpOnly": true, "sameSite": "Lax" });
            self.call("Network.setCookie", params);
        }
    }

    /// A picture of the whole page as PNG, in base64.
    pub fn picture(&mut self) -> String {
        let size = self.call("Page.getLayoutMetrics", json!({}))["cssContentSize"].clone();
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let params = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        self.call("Page.captureScreenshot", params)["data"].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium ends when its pipe closes; waiting for it lets its profile be removed.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
