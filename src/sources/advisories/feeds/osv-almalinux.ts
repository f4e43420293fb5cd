import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "AlmaLinux",
  makes: "almalinux-*",
  licence: "MIT (AlmaLinux OS Foundation)",
  maxMebibytes: 512,
});
