import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "NuGet",
  makes: "nuget",
  licence: "CC-BY-4.0 (GitHub Advisory Database); Apache-2.0 (OpenSSF Malicious Packages)",
  maxMebibytes: 128,
});
