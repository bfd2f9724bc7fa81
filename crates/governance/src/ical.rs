//! Dates as an iCalendar file, RFC 5545: all-day events, lines folded at 75 octets, text escaped.

use jiff::Timestamp;
use jiff::civil::Date;

/// A calendar of all-day events.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Name that calendar programs show.
    pub name: String,
    /// The moment at which it was made.
    pub made: Timestamp,
    /// The events.
    pub events: Vec<Event>,
}

/// An all-day event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Names it for ever, so that calendar programs move it rather than double it.
    pub uid: String,
    /// The day.
    pub on: Date,
    /// What it is, in one line.
    pub summary: String,
    /// More about it.
    pub description: String,
    /// Where its record is; left out when empty.
    pub url: String,
    /// When its record last changed.
    pub changed: Timestamp,
    /// Version of its record.
    pub version: i64,
    /// What it belongs to, such as the kind of its record.
    pub category: String,
}

/// Octets of a line, without its end.
const LINE: usize = 75;

impl Calendar {
    /// The file.
    pub fn text(&self) -> String {
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//aims//calendar//EN".to_owned(),
            "CALSCALE:GREGORIAN".to_owned(),
            "METHOD:PUBLISH".to_owned(),
            format!("NAME:{}", escaped(&self.name)),
            format!("X-WR-CALNAME:{}", escaped(&self.name)),
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H".to_owned(),
        ];
        lines.extend(self.events.iter().flat_map(|it| it.lines(self.made)));
        lines.push("END:VCALENDAR".to_owned());
        lines.iter().map(|it| folded(it)).collect()
    }
}

impl Event {
    fn lines(&self, made: Timestamp) -> Vec<String> {
        let day = |it: Date| it.strftime("%Y%m%d").to_string();
        let next = self.on.tomorrow().unwrap_or(self.on);
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(&self.uid)),
            format!("DTSTAMP:{}", moment(made)),
            format!("LAST-MODIFIED:{}", moment(self.changed)),
            format!("SEQUENCE:{}", self.version - 1),
            format!("DTSTART;VALUE=DATE:{}", day(self.on)),
            format!("DTEND;VALUE=DATE:{}", day(next)),
            format!("SUMMARY:{}", escaped(&self.summary)),
            format!("DESCRIPTION:{}", escaped(&self.description)),
            format!("CATEGORIES:{}", escaped(&self.category)),
            "TRANSP:TRANSPARENT".to_owned(),
        ];
        if !self.url.is_empty() {
            lines.push(format!("URL:{}", self.url.replace(|it: char| it.is_control() || it == ' ', "")));
        }
        lines.push("END:VEVENT".to_owned());
        lines
    }
}

fn moment(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text with its signs escaped and without letters that control a device.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            it if it.is_control() => {}
            it => out.push(it),
        }
    }
    out
}

/// A line in pieces of at most 75 octets, never within a letter, each ended as the format asks.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for letter in line.chars() {
        if octets + letter.len_utf8() > LINE {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(letter);
        octets += letter.len_utf8();
    }
    out + "\r\n"
}
