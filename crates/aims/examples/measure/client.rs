//! A client of HTTP/1.1 on one kept connection, small enough to cost little beside the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A kept connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    address: String,
    token: String,
}

/// Status, entity tag and body of an answer.
pub struct Answer {
    pub status: u16,
    pub tag: Option<String>,
    pub body: Vec<u8>,
}

impl Client {
    pub fn connect(address: &str, token: &str) -> Result<Client, String> {
        let stream = TcpStream::connect(address).map_err(|cause| format!("no connection to {address}: {cause}"))?;
        stream.set_nodelay(true).map_err(|cause| cause.to_string())?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(|cause| cause.to_string())?;
        Ok(Client { stream: BufReader::new(stream), address: address.to_owned(), token: token.to_owned() })
    }

    /// Sends a request and reads its answer; `headers` end with line breaks.
    pub fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Answer, String> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{headers}\r\n{body}",
            self.address,
            self.token,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).map_err(|cause| cause.to_string())?;
        self.answer()
    }

    fn line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        self.stream.read_line(&mut line).map_err(|cause| cause.to_string())?;
        Ok(line.trim_end().to_owned())
    }

    fn answer(&mut self) -> Result<Answer, String> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|it| it.parse().ok()).ok_or(format!("no status in `{first}`"))?;
        let (mut length, mut chunked, mut tag) = (0, false, None);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap_or(0),
                "transfer-encoding" => chunked = true,
                "etag" => tag = Some(value.to_owned()),
                _ => {}
            }
        }
        let body = if chunked { self.chunks()? } else { self.exactly(length)? };
        Ok(Answer { status, tag, body })
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, String> {
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).map_err(|cause| cause.to_string())?;
        Ok(body)
    }

    fn chunks(&mut self) -> Result<Vec<u8>, String> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line()?, 16).map_err(|cause| cause.to_string())?;
            body.extend(self.exactly(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }
}
