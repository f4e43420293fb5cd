import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "crates.io",
  makes: "cargo",
  licence: "CC0-1.0 (RustSec); CC-BY-4.0 (GitHub Advisory Database)",
  maxMebibytes: 128,
});
