import { osvFeed } from "../osv-feed.ts";

export default osvFeed({
  ecosystem: "PyPI",
  makes: "pypi",
  licence: "CC-BY-4.0 (PyPA Advisory Database, GitHub Advisory Database); Apache-2.0 (OpenSSF Malicious Packages)",
  maxMebibytes: 256,
});
