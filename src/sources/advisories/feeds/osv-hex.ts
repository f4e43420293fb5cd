import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "Hex",
  makes: "hex",
  licence: "CC-BY-4.0 (GitHub Advisory Database, Erlang Ecosystem Foundation)",
  maxMebibytes: 64,
});
