import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Maven",
  makes: "maven",
  licence: "CC-BY-4.0 (GitHub Advisory Database)",
  maxMebibytes: 256,
});
