//! The library behind one door, for the page, for Workers and for Node: a request in JSON goes in,
//! an answer in JSON comes out. `page/glue.js` is the other side of it.

mod answer;
mod door;
mod keystore;
mod more;
mod request;
