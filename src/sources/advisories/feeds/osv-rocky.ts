import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Rocky Linux",
  makes: "rocky-*",
  licence: "BSD-3-Clause (Rocky Enterprise Software Foundation)",
  maxMebibytes: 512,
});
