import aptGet from "./apt-get.ts";
import { definePackageManager } from "../package-manager.ts";
import { debConsent } from "./deb-consent.ts";
import { debUnsigned } from "./unsigned.ts";

/** apt(8) accepts the options and verbs of apt-get(8), and a few interactive ones (`list`, `show`, `edit-sources`). */
export default definePackageManager({
  name: "apt",
  programs: ["apt"],
  read: (args, command) => aptGet.read(args, command),
  consent: debConsent,
  system: "archive",
  forgetsVersions: true,
  milderUpgrade: "upgrade",
  unverified: debUnsigned(/^apt$/),
  withoutRecommends: "--no-install-recommends",
});
