//! stub
use clap::Args;
use crate::context::Context;
use crate::exit::Failure;
/// stub
#[derive(Debug, Args)]
pub struct Serve {}
impl Serve { /// stub
pub async fn run(self, _: &Context) -> Result<(), Failure> { Ok(()) } }
