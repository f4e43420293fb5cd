import { nodeOperand } from "./node-operand.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

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

export default definePackageManager({ name: "npm", programs: ["npm"], read: (args) => readVerb(args, table) });
