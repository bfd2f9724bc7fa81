//! What people must be able to do for the roles that they hold, and what proves that they can: which proof counts and why another does not, who
//! lacks what, and until when. Serves ISO/IEC 42001 7.2, 7.3 and A.4.6.
//!
//! - [`library`]: how long before the end somebody is told, which role audits, as data.
//! - [`proof`]: whether one proof counts on a day, and why not. [`standing`]: how a person stands to what is asked, from all of their proofs.
//! - [`around`]: roles, proofs, competences and AI systems, read as sets. `answers`: derived fields and facts for policies.
//! - [`quiz`]: taking a quiz, in one's own name. [`items`]: what attempts say of its questions.
//! - [`effect`]: what records say of the effect of training. [`aware`]: who knows what everybody is to know.
//! - [`whole`]: for those who ask. [`paper`]: the same as files.

pub(crate) mod answers;
pub mod around;
pub mod aware;
pub mod effect;
pub mod items;
pub mod library;
pub mod paper;
pub mod proof;
pub mod quiz;
pub mod standing;
pub mod whole;

/// The kind of competences.
pub const COMPETENCE: &str = "competence";
/// The kind of proofs.
pub const RECORD: &str = "competence_record";
/// The kind of quizzes.
pub const QUIZ: &str = "quiz";
/// The kind of attempts at them.
pub const ATTEMPT: &str = "quiz_attempt";
/// The kind of evidence.
pub(crate) const EVIDENCE: &str = "evidence";
