import { nodeOperand } from "./node-operand.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";
import { elsewhere } from "./elsewhere.ts";
import { nodePinning } from "./node-pinning.ts";
import { strictSsl } from "./strict-ssl.ts";

/** npm's manual, config: the options that have a value; npm-install(1) and npm-ci(1): the aliases. */
const table: VerbTable = {
  valued: words(
    "--prefix -C --registry --loglevel --cache --userconfig --globalconfig --workspace -w --tag --omit --include --only " +
      "--save-prefix --otp --script-shell --fetch-retries --fetch-timeout --fetch-retry-mintimeout --fetch-retry-maxtimeout " +
      "--maxsockets --install-strategy --cpu --os --libc --before --proxy --https-proxy --noproxy --cafile --location",
  ),
  actions: {
    ...Object.fromEntries(
      "install i in ins inst insta instal add ci clean-install ic install-clean install-test it install-ci-test cit"
        .split(" ")
        .map((verb) => [verb, "install" as const]),
    ),
    update: "upgrade",
    upgrade: "upgrade",
    up: "upgrade",
    uninstall: "remove",
    remove: "remove",
    rm: "remove",
    un: "remove",
    prune: "autoremove",
    "cache clean": "clean",
  },
  operand: nodeOperand,
};

export default definePackageManager({
  name: "npm",
  programs: ["npm"],
  read: (args) => readVerb(args, table),
  lockFile: {
    verbs: /^(?:install|i)$/,
    list: "package.json",
    files: ["npm-shrinkwrap.json", "package-lock.json"],
    frozen: new RegExp(`^(?:${elsewhere}|--package-lock-only|--no-package-lock|--package-lock)$`),
    settings: /npm_config_package_lock/i,
    instead: "`npm ci` does not",
    title: "use `npm ci`",
    verb: "ci",
    manual: [
      "npm ci never writes to package.json or the lock file, and exits with an error when they do not match",
      "npm documentation, npm-ci",
    ],
  },
  pinning: {
    ...nodePinning,
    verbs: /^(?:i|in|ins|inst|insta|instal|install|add|it|install-test)$/,
    lock: "`npm ci` installs what package-lock.json says",
    manual: ["without a version, npm installs the `latest` tag", "npm documentation, npm-install"],
  },
  unverified: {
    ...strictSsl(/^npm$/),
    variables: [{ name: /^npm_config_strict_ssl$/i, value: /^(false|0)?$/i }],
  },
  purlType: "npm",
  bump: (name, to) => `npm install ${name}@${to}`,
  ownCopies: { holder: holderOf, command: (program) => `npm install --global ${program}@latest` },
});

/** `npm` of `/usr/lib/node_modules/npm/node_modules/tar/package.json` (npm documentation, folders: global installs are in PREFIX/lib/node_modules). */
function holderOf(path: string): string | undefined {
  const mark = "/lib/node_modules/";
  const at = path.indexOf(mark);
  const modulePath = at === -1 ? "" : path.slice(at + mark.length);
  const name = /^((?:@[^/]+\/)?[^/]+)\//.exec(modulePath)?.[1];
  return name !== undefined && modulePath.includes("/node_modules/", name.length) ? name : undefined;
}
