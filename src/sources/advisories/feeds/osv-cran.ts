import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "CRAN",
  makes: "cran",
  licence: "Apache-2.0 (R Consortium Advisory Database)",
  maxMebibytes: 64,
});
