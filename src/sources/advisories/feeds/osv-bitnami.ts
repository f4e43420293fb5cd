import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Bitnami",
  makes: "bitnami",
  licence: "Apache-2.0 (Bitnami Vulnerability Database)",
  maxMebibytes: 128,
});
