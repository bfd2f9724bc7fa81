//! Encryption on the way to PostgreSQL: which servers are trusted.
//!
//! `sslmode` in the address says whether the wire is encrypted: as the server offers when it is left out, always with
//! `require`, never with `disable`. A server that encrypts must show a certificate of a public authority, or of the one
//! that `sslrootcert=FILE` names. The traffic of a local socket never leaves the machine and is not encrypted.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Word of an address that names the file of an authority's certificate; libpq knows it too.
const AUTHORITY: &str = "sslrootcert=";

/// The address without the file that it names as authority, and that file.
pub(crate) fn without_authority(address: &str) -> (String, Option<String>) {
    let Some(at) = address.find(AUTHORITY) else { return (address.to_owned(), None) };
    let (before, after) = (&address[..at], &address[at + AUTHORITY.len()..]);
    let end = after.find(|it: char| it == '&' || it.is_whitespace()).unwrap_or(after.len());
    let (file, rest) = (after[..end].trim_matches('\''), after[end..].trim_start_matches(['&', ' ']));
    let address = format!("{before}{rest}");
    (address.trim_end_matches(['?', '&', ' ']).to_owned(), Some(file.to_owned()))
}

/// What trusts the authority in a file, or the public ones where no file is named.
pub(crate) fn connector(authority: Option<&str>) -> Result<MakeRustlsConnect, String> {
    let mut roots = RootCertStore::empty();
    match authority {
        Some(file) => {
            let unread = |it| format!("`{file}` cannot be read as certificates: {it}; name a file in PEM form");
            for certificate in CertificateDer::pem_file_iter(Path::new(file)).map_err(unread)? {
                let certificate = certificate.map_err(unread)?;
                roots.add(certificate).map_err(|it| format!("`{file}` holds no certificate of an authority: {it}"))?;
            }
            if roots.is_empty() {
                return Err(format!("`{file}` holds no certificate; name a file in PEM form"));
            }
        }
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
    }
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|it| it.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// What a failed connection means, where the certificate is the reason.
pub(crate) fn explained(why: String) -> String {
    if why.contains("not valid for name") {
        return format!("{why}; write the server in the address by the name that its certificate holds");
    }
    match why.contains("certificate") {
        true => format!(
            "{why}; name the authority that signed it as `sslrootcert=FILE` in the address, or write `sslmode=disable` \
             where the way to the database is trusted"
        ),
        false => why,
    }
}

#[cfg(test)]
mod tests {
    use super::without_authority;

    #[test]
    fn the_authority_is_taken_out_of_an_address() {
        let cases = [
            ("host=db dbname=a", "host=db dbname=a", None),
            ("host=db sslrootcert=/etc/ca.pem dbname=a", "host=db dbname=a", Some("/etc/ca.pem")),
            ("postgres://db/a?sslrootcert=/ca.pem", "postgres://db/a", Some("/ca.pem")),
            ("postgres://db/a?sslmode=require&sslrootcert=/ca.pem", "postgres://db/a?sslmode=require", Some("/ca.pem")),
            ("postgres://db/a?sslrootcert=/ca.pem&sslmode=require", "postgres://db/a?sslmode=require", Some("/ca.pem")),
        ];
        for (address, rest, file) in cases {
            assert_eq!(without_authority(address), (rest.to_owned(), file.map(str::to_owned)), "{address}");
        }
    }
}
