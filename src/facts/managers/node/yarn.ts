import { nodeOperand } from "./node-operand.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";
import { elsewhere } from "./elsewhere.ts";
import { nodePinning } from "./node-pinning.ts";
import { strictSsl } from "./strict-ssl.ts";

/** Manuals of Yarn 1 and of Yarn 2 and later. `yarn` alone installs. */
const table: VerbTable = {
  valued: words(
    "--cwd --modules-folder --cache-folder --mutex --registry --network-timeout --network-concurrency --preferred-cache-folder " +
      "--use-yarnrc --mode --global-folder --link-folder --proxy --https-proxy --prefix",
  ),
  actions: {
    install: "install",
    add: "install",
    "global add": "install",
    "workspaces focus": "install",
    upgrade: "upgrade",
    up: "upgrade",
    "global upgrade": "upgrade",
    remove: "remove",
    autoclean: "clean",
    "cache clean": "clean",
  },
  bare: "install",
  operand: nodeOperand,
};

export default definePackageManager({
  name: "yarn",
  programs: ["yarn", "yarnpkg"],
  read(args) {
    if (args.some(({ text }) => /^(?:-v|-h|--version|--help)$/.test(text)))
      return { action: "other", options: [], operands: [] };
    return readVerb(args, table);
  },
  lockFile: {
    verbs: /^(?:install)?$/,
    list: "package.json",
    files: ["yarn.lock"],
    frozen: new RegExp(`^(?:${elsewhere}|--frozen-lockfile|--immutable|--pure-lockfile|--no-lockfile)$`),
    settings: /YARN_ENABLE_IMMUTABLE_INSTALLS/,
    instead: "with `--frozen-lockfile` (`--immutable` since Yarn 2) it does not",
    title: "keep to yarn.lock",
    option: "--frozen-lockfile",
    // The settings file of Yarn 2 and later.
    optionBeside: { file: ".yarnrc.yml", option: "--immutable" },
    manual: [
      "--frozen-lockfile: don't generate a lockfile and fail if an update is needed",
      "Yarn documentation, yarn install",
    ],
  },
  pinning: {
    ...nodePinning,
    verbs: /^add$/,
    lock: "`yarn install --frozen-lockfile` installs what yarn.lock says",
    manual: ["yarn add installs the latest version unless one is given", "Yarn documentation, yarn add"],
  },
  unverified: strictSsl(/^yarn$/),
});
