import { actionsOf } from "../actions.ts";
import { readDebCall } from "./deb-words.ts";
import { definePackageManager } from "../package-manager.ts";
import { debConsent } from "./deb-consent.ts";

/** aptitude(8), options that take the next word. */
const valued = new Set(
  "-F --display-format -O --sort -o -t --target-release -w --width --log-file --log-level --add-user-tag --add-user-tag-to --remove-user-tag --remove-user-tag-from --group-by --with-source".split(
    " ",
  ),
);

const actions = actionsOf({
  install: "install reinstall build-dep build-depends",
  update: "update",
  upgrade: "safe-upgrade upgrade",
  "dist-upgrade": "full-upgrade dist-upgrade",
  remove: "remove purge",
  clean: "clean autoclean",
});

export default definePackageManager({
  name: "aptitude",
  programs: ["aptitude", "aptitude-curses"],
  read: (args) => readDebCall(args, valued, actions),
  consent: { ...debConsent, manual: "aptitude(8)" },
  system: "archive",
  forgetsVersions: true,
  milderUpgrade: "safe-upgrade",
  withoutRecommends: "--without-recommends",
});
