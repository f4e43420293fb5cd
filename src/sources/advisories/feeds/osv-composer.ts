import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Packagist",
  makes: "composer",
  licence: "CC-BY-4.0 (GitHub Advisory Database)",
  maxMebibytes: 128,
});
