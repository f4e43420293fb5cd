import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Ubuntu",
  makes: "ubuntu-*",
  licence: "CC-BY-SA-4.0 (Canonical Ltd.)",
  maxMebibytes: 2048,
});
