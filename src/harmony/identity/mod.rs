//! What a HarmonyOS package says of itself, as devices read it.

pub(crate) mod description;
pub(crate) mod index_parts;
pub(crate) mod index_v1;
pub(crate) mod index_v2;
pub(crate) mod label;
pub(crate) mod module;
pub(crate) mod nlohmann;
pub(crate) mod qualifier;
pub(crate) mod resource_index;
