//! Notes and checkpoints: against the vectors of the specification, somebody else's code, and bent input.

use ledger::{Checkpoint, LedgerError, SignerKey, VerifierKey, note};
use signed_note::{Signer as _, Verifier as _};

const NAME: &str = "aims.example/ledger/acme/1";

fn key() -> SignerKey {
    SignerKey::new(NAME, &[9; 32]).unwrap()
}

#[test]
fn the_specification_s_example_is_accepted() {
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let signed = format!(
        "{text}\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    );
    let key = VerifierKey::parse(vkey).unwrap();
    assert_eq!(key.to_string(), vkey);
    let note = note::open(&signed, &[key]).unwrap();
    assert_eq!((note.text.as_str(), note.signed_by.as_slice()), (text, &["PeterNeumann".to_owned()][..]));
}

#[test]
fn somebody_else_accepts_our_signature_and_we_theirs() {
    let (ours, text) = (key(), "origin\n1\nAAAA\n");
    let signed = note::sign(text, &[&ours]).unwrap();
    let theirs = signed_note::StandardVerifier::new(&ours.verifier().to_string()).unwrap();
    let list = signed_note::VerifierList::new(vec![Box::new(theirs)]);
    let read = signed_note::Note::from_bytes(signed.as_bytes()).unwrap();
    assert_eq!(read.verify(&list).unwrap().0.len(), 1);

    let signer = signed_note::StandardSigner::new(&ours.to_secret_text()).unwrap();
    assert_eq!(signer.name(), NAME);
    let mut other = signed_note::Note::new(text.as_bytes(), &[]).unwrap();
    other.add_sigs(&[&signer]).unwrap();
    assert_eq!(String::from_utf8(other.to_bytes()).unwrap(), signed, "Ed25519 is deterministic, so the bytes agree");
    let verifier = signed_note::StandardVerifier::new(&ours.verifier().to_string()).unwrap();
    assert_eq!(verifier.name(), NAME);
}

#[test]
fn keys_survive_their_text_and_hide_their_secret() {
    let secret = key().to_secret_text();
    assert_eq!(SignerKey::parse(&secret).unwrap().to_secret_text(), secret);
    assert!(!format!("{:?}", key()).contains("CQkJ"));
    for bent in [secret.replace("PRIVATE", "PUBLIC"), secret.replace("acme", "evil"), String::new()] {
        let error = SignerKey::parse(&bent).unwrap_err().to_string();
        assert!(!error.contains("CQkJ"), "{error}");
    }
    let public = key().verifier().to_string();
    for bent in [public.replace("acme", "evil"), public.replace('+', "-"), "a+b".to_owned(), public[..40].to_owned()] {
        assert!(VerifierKey::parse(&bent).is_err(), "{bent}");
    }
    assert!(SignerKey::new("two words", &[1; 32]).is_err());
    assert!(SignerKey::new("a+b", &[1; 32]).is_err());
    let list = format!("# the log\n\n{public}\n{public}\n");
    assert_eq!(VerifierKey::parse_all(&list).unwrap().len(), 2);
}

#[test]
fn unknown_signatures_are_ignored_and_wrong_ones_are_not() {
    let (one, two) = (key(), SignerKey::new("witness.example", &[2; 32]).unwrap());
    let signed = note::sign("text\n", &[&one, &two]).unwrap();
    assert_eq!(note::open(&signed, &[one.verifier()]).unwrap().signed_by, [NAME]);
    assert_eq!(note::open(&signed, &[one.verifier(), two.verifier()]).unwrap().signed_by.len(), 2);
    assert_eq!(note::open(&signed, &[]), Err(LedgerError::Unsigned));
    let stranger = SignerKey::new(NAME, &[3; 32]).unwrap();
    assert_eq!(note::open(&signed, &[stranger.verifier()]), Err(LedgerError::Unsigned));
    let altered = signed.replace("text\n", "test\n");
    assert!(matches!(note::open(&altered, &[one.verifier()]), Err(LedgerError::Note(_))));
}

#[test]
fn malformed_notes_are_refused() {
    let signed = note::sign("text\n", &[&key()]).unwrap();
    let keys = [key().verifier()];
    let trimmed = signed.trim_end();
    let flat = signed.replace("\n\n", "\n");
    for bent in
        [trimmed, &flat, "", "\n\n", "text\n\n", &signed.replace('\u{2014}', "-"), &signed.replace("text", "te\txt")]
    {
        assert!(note::open(bent, &keys).is_err(), "{bent:?}");
    }
    assert!(note::sign("no line break", &[&key()]).is_err());
    assert!(note::sign("tab\there\n", &[&key()]).is_err());
}

#[test]
fn checkpoints_have_exactly_three_lines() {
    let checkpoint = Checkpoint { origin: NAME.to_owned(), size: 70_000, root: [5; 32] };
    let signed = checkpoint.sign(&[&key()]).unwrap();
    assert_eq!(Checkpoint::open(&signed, &[key().verifier()]), Ok(checkpoint.clone()));
    assert_eq!(Checkpoint::claimed(&signed), Ok(checkpoint.clone()));
    let text = checkpoint.to_text();
    for bent in [
        text.replace("70000", "070000"),
        text.replace("70000", "-1"),
        text.replace("70000", "99999999999999999999"),
        text.replace("BQU=", "BQV="),
        format!("{text}extension\n"),
        text.replace(NAME, ""),
        text.trim_end().to_owned(),
    ] {
        assert!(Checkpoint::parse(&bent).is_err(), "{bent:?}");
    }
}
