//! Messages out: a webhook that its receiver can check, mail to an owner, and what happens when nobody answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

use governance::account::NewAccount;
use governance::notify::{Mail, Webhook, signature};
use serde_json::{Value, json};

use crate::house::{House, On, operator};

/// Answers HTTP requests with these statuses, one after the other, and passes on header and body.
fn receiver(statuses: Vec<u16>) -> (String, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (send, received) = channel();
    std::thread::spawn(move || {
        for status in statuses {
            let (stream, _) = listener.accept().unwrap();
            send.send(answer(stream, status)).unwrap();
        }
    });
    (url, received)
}

fn answer(stream: TcpStream, status: u16) -> (String, String) {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line == "\r\n" {
            break;
        }
        if let Some(count) = line.to_lowercase().strip_prefix("content-length:") {
            length = count.trim().parse().unwrap();
        }
        head += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let reply = format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    reader.into_inner().write_all(reply.as_bytes()).unwrap();
    (head, String::from_utf8(body).unwrap())
}

#[test]
fn a_webhook_is_told_once_signed_and_again_after_a_failure() {
    let (url, received) = receiver(vec![500, 200]);
    let webhook = Webhook { url, secret: "shared".to_owned(), kinds: vec!["risk".to_owned()] };
    let house = House::build_with(On::Sqlite, |options| options.webhooks = vec![webhook]);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        house.add("ai_system", json!({ "title": "Not told" })).await;
        house.add("risk", json!({ "title": "Told", "event": "e" })).await;
        assert_eq!(house.aims.run_due().await.unwrap(), 0, "the receiver failed");
        let (_, first) = received.recv().unwrap();
        assert_eq!(house.aims.run_due().await.unwrap(), 0, "it is not tried again at once");
        house.later(1);
        assert_eq!(house.aims.run_due().await.unwrap(), 1);
        let (head, second) = received.recv().unwrap();
        assert_eq!(first, second);
        let message: Value = serde_json::from_str(&second).unwrap();
        assert_eq!((&message["record"], &message["act"]), (&json!("RSK-0001"), &json!("create")));
        let header =
            head.lines().find_map(|it| it.to_lowercase().strip_prefix("aims-signature: ").map(str::to_owned)).unwrap();
        let (time, signed) = header.trim().split_once(",v1=").unwrap();
        let seconds: i64 = time.trim_start_matches("t=").parse().unwrap();
        assert_eq!(signature("shared", seconds, &second).unwrap(), signed);
        assert_ne!(signature("other", seconds, &second).unwrap(), signed);
        house.later(1);
        assert_eq!(house.aims.run_due().await.unwrap(), 0, "what was told is not told twice");
    });
}

/// A mail server that takes one mail and passes on its text.
pub fn mail_server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let (send, received) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut out = stream.try_clone().unwrap();
        let mut lines = BufReader::new(stream).lines();
        out.write_all(b"220 here\r\n").unwrap();
        let mut said = String::new();
        while let Some(Ok(line)) = lines.next() {
            said += &format!("{line}\n");
            let reply: &[u8] = match line.split(' ').next().unwrap_or_default() {
                "EHLO" => b"250 here\r\n",
                "DATA" => b"354 go on\r\n",
                "QUIT" => break,
                "." | "MAIL" | "RCPT" => b"250 ok\r\n",
                _ => continue,
            };
            out.write_all(reply).unwrap();
            if line == "." {
                break;
            }
        }
        send.send(said).unwrap();
    });
    (address, received)
}

#[test]
fn the_owner_is_told_by_mail_when_a_date_has_passed_and_not_when_it_was_done() {
    let (server, received) = mail_server();
    let mail = Mail { server, from: "aims <aims@example.org>".to_owned() };
    let house = House::build_with(On::Sqlite, |options| options.mail = Some(mail));
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let ann = house.add("person", json!({ "title": "Ann" })).await.id;
        let account = NewAccount {
            name: "Ann".to_owned(),
            email: "ann@example.org".to_owned(),
            password: None,
            person: Some(ann.clone()),
            service: false,
        };
        house.aims.add_account(&operator(), account).await.unwrap();
        for title in ["Late one", "Done one"] {
            house.add("action", json!({ "title": title, "form": "task", "due": "2026-03-03", "owner": ann })).await;
        }
        let done = "ACT-0002".parse().unwrap();
        house.move_as(&operator(), &done, "start", json!({})).await.unwrap();
        house.move_as(&operator(), &done, "finish", json!({ "result": "fixed" })).await.unwrap();
        house.later(72);
        house.aims.run_due().await.unwrap();
        let said = received.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        assert!(
            said.contains("RCPT TO:<ann@example.org>") && said.contains("ACT-0001") && said.contains("Late one"),
            "{said}"
        );
        assert!(!said.contains("ACT-0002"), "{said}");
    });
}
