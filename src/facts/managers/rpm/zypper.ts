import { actionsOf } from "../actions.ts";
import { definePackageManager } from "../package-manager.ts";
import { rpmOperand } from "./rpm-words.ts";
import { splitWords } from "../split-words.ts";
import { rpmUnsigned } from "./unsigned.ts";

/** zypper(8), options before the command that take the next word; after the command, `-C` and `-n` mean something else. */
const globalValued = new Set(
  (
    "-c --config -C --cache-dir -D --reposd-dir -p --plus-repo -R --root --installroot --plus-content --pkg-cache-dir --raw-cache-dir " +
    "--solv-cache-dir --userdata --releasever"
  ).split(" "),
);
const valued = new Set(
  "-r --repo --from -t --type --download --bugzilla -b --cve --category --severity --date".split(" "),
);

/** zypper(8) with its aliases; `refresh` fetches the lists, `update` upgrades. */
const actions = actionsOf({
  install: "install in source-install si install-new-recommends inr",
  update: "refresh ref",
  upgrade: "update up patch",
  "dist-upgrade": "dist-upgrade dup",
  remove: "remove rm",
  clean: "clean cc",
});

export default definePackageManager({
  name: "zypper",
  programs: ["zypper"],
  read(args) {
    const [verb] = splitWords(args, globalValued).plain;
    if (verb === undefined) return undefined;
    const at = args.indexOf(verb);
    const { options, plain } = splitWords(args.slice(at + 1), valued);
    return {
      action: actions.get(verb.text) ?? "other",
      verb,
      options: [...splitWords(args.slice(0, at), globalValued).options, ...options],
      operands: plain.map(rpmOperand),
    };
  },
  consent: {
    names: ["-y", "--no-confirm", "-n", "--non-interactive", "--no-conf"],
    word: "-y",
    setting: /ZYPP_NON_?INTERACTIVE/i,
    manual: "zypper(8)",
  },
  layerCache: { paths: ["/var/cache/zypp"], clean: "zypper clean --all" },
  system: "archive",
  unverified: rpmUnsigned(/^zypper$/),
  milderUpgrade: "update",
  purlType: "rpm",
  upgrade: {
    isOf: ({ id = "", idLike = [] }) => [id, ...idLike].some((name) => /suse|^sles/.test(name)),
    command: (names) => `zypper --non-interactive update ${names}`,
  },
});
