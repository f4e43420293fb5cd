import { actionsOf } from "../actions.ts";
import { readDebCall } from "./deb-words.ts";
import { definePackageManager } from "../package-manager.ts";
import { debConsent } from "./deb-consent.ts";
import { debUnsigned } from "./unsigned.ts";

/** apt-get(8), options that take the next word. */
const valued = new Set(
  (
    "-o --option -c --config-file -t --target-release --default-release -a --host-architecture -P --build-profiles -S --snapshot " +
    "--solver --planner --with-source"
  ).split(" "),
);

const actions = actionsOf({
  install: "install reinstall build-dep satisfy",
  update: "update",
  upgrade: "upgrade",
  "dist-upgrade": "dist-upgrade full-upgrade",
  remove: "remove purge",
  autoremove: "autoremove auto-remove autopurge",
  clean: "clean autoclean auto-clean distclean dist-clean",
});

export default definePackageManager({
  name: "apt-get",
  programs: ["apt-get"],
  read: (args) => readDebCall(args, valued, actions),
  consent: debConsent,
  system: "archive",
  forgetsVersions: true,
  milderUpgrade: "upgrade",
  unverified: debUnsigned(/^apt-get$/),
  withoutRecommends: "--no-install-recommends",
  purlType: "deb",
  upgrade: { command: (names) => `apt-get update && apt-get install -y --only-upgrade ${names}` },
});
