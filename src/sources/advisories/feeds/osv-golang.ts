import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Go",
  makes: "golang",
  licence: "CC-BY-4.0 (Go Vulnerability Database, GitHub Advisory Database)",
  maxMebibytes: 128,
});
