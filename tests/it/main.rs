//! The behaviour of the library, one module a theme: `fixtures_*` (each fixture), `rules` (each
//! rule of signing broken by itself), `hostile_*` (every prefix and changed byte), `conformance_*`
//! (the corpus, where it is).

mod conformance_aab;
mod conformance_android;
mod conformance_certificates;
mod conformance_containers;
mod conformance_harmony;
mod conformance_ios;
mod conformance_rpk;
mod corpus;
mod faults;
mod filing_check;
mod findings_document;
mod fixtures_android;
mod fixtures_bundles;
mod fixtures_certificates;
mod fixtures_harmony;
mod fixtures_ios;
mod fixtures_labels;
mod fixtures_quick_app;
mod harmony_index;
mod harmony_trust;
mod hostile_android;
mod hostile_bombs;
mod hostile_bundles;
mod hostile_certificates;
mod hostile_quick_app;
mod hostile_sizes;
#[cfg(feature = "json")]
mod json;
mod limits;
mod mutants;
mod oracle_x509;
mod pasted;
mod properties;
mod properties_check;
mod reads_once;
mod reasons;
mod rules;
mod shapes_of_certificates;
