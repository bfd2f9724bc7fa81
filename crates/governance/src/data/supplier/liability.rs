//! What the liability of the other side leaves open: the loss that people expect less the most that it pays.

use record::Document;
use serde_json::{Value, json};

/// The part of the expected loss that the liability does not cover, and how it was counted.
///
/// Both are entered by people in the contract. `None` where one is missing or they are in two currencies: an empty cap is an
/// unknown one, and nothing is converted.
pub fn uncovered(contract: &Document) -> Option<(Value, String)> {
    let (loss, cap) = (money(contract, "expected_loss")?, money(contract, "liability_cap")?);
    if loss.currency != cap.currency {
        return None;
    }
    let scale = loss.scale.max(cap.scale);
    let open = loss.at(scale)?.checked_sub(cap.at(scale)?)?.max(0);
    let (amount, currency) = (written(open, scale), loss.currency);
    let why = format!("expected loss {} less liability of {} {currency}", loss.text, cap.text);
    Some((json!({ "amount": amount, "currency": currency }), why))
}

/// An amount of money: a whole number of units, ten of which to the power of `scale` make one.
struct Money<'a> {
    text: &'a str,
    units: i128,
    scale: u32,
    currency: &'a str,
}

impl Money<'_> {
    fn at(&self, scale: u32) -> Option<i128> {
        self.units.checked_mul(10_i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }
}

fn money<'a>(contract: &'a Document, field: &str) -> Option<Money<'a>> {
    let value = contract.get(field)?;
    let (text, currency) = (value["amount"].as_str()?, value["currency"].as_str()?);
    let fraction = text.split_once('.').map_or("", |it| it.1);
    let (units, scale) = (text.replace('.', "").parse().ok()?, u32::try_from(fraction.len()).ok()?);
    Some(Money { text, units, scale, currency })
}

fn written(units: i128, scale: u32) -> String {
    let (digits, places) = (units.to_string(), scale as usize);
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(loss: &str, cap: &str) -> Option<String> {
        let money = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        let document = json!({ "expected_loss": money(loss), "liability_cap": money(cap) });
        let found = uncovered(document.as_object().unwrap())?;
        Some(found.0["amount"].as_str().unwrap().to_owned())
    }

    #[test]
    fn what_is_open_is_counted_to_the_last_digit() {
        assert_eq!(open("750000", "500000").as_deref(), Some("250000"));
        assert_eq!(open("0.30", "0.1").as_deref(), Some("0.20"));
        assert_eq!(open("1", "0.999").as_deref(), Some("0.001"));
        assert_eq!(open("10", "20").as_deref(), Some("0"), "a liability above the loss leaves nothing open");
    }

    #[test]
    fn two_currencies_are_not_subtracted_and_no_cap_is_no_zero() {
        let loss = json!({ "amount": "5", "currency": "EUR" });
        let mixed = json!({ "expected_loss": loss, "liability_cap": { "amount": "1", "currency": "USD" } });
        assert!(uncovered(mixed.as_object().unwrap()).is_none());
        assert!(uncovered(json!({ "expected_loss": loss }).as_object().unwrap()).is_none());
    }
}
