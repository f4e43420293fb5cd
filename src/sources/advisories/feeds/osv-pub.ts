import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Pub",
  makes: "pub",
  licence: "CC-BY-4.0 (GitHub Advisory Database)",
  maxMebibytes: 64,
});
