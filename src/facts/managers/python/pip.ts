import type { ShellCommand, ShellWord } from "../../dockerfile/dockerfile.ts";
import { definePackageManager } from "../package-manager.ts";
import { pythonOperand, pythonOption } from "./python-operand.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";
import type { Pinning } from "../traits.ts";

/** pip's manual: general options, `pip install`, package index options. */
export const pipValued = words(
  "--python --log --keyring-provider --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert --cache-dir " +
    "--use-feature --use-deprecated --resume-retries -r --requirement -c --constraint --build-constraint -e --editable -t --target " +
    "--platform --python-version --implementation --abi --root --prefix --src -b --build --upgrade-strategy -C --config-settings " +
    "--global-option --install-option --progress-bar --root-user-action --report --group -i --index-url --pypi-url " +
    "--extra-index-url -f --find-links --no-binary --only-binary -d --dest -w --wheel-dir --hash",
);

const table: VerbTable = {
  valued: pipValued,
  actions: { install: "install", uninstall: "remove", "cache purge": "clean" },
  operand: pythonOperand,
  fromOption: pythonOption,
};

/** Of pip, and of what calls it. */
export const pipPinning: Pinning = {
  verbs: /^install$/,
  elsewhere: /^(?:-c|--constraint)$/,
  pin: (name) => `${name}==VERSION`,
  lock: "`pip install --require-hashes -r requirements.txt` pins what they need in turn as well",
  manual: ["without a version, pip installs the newest one that fits", "pip documentation, Repeatable Installs"],
};

export default definePackageManager({
  name: "pip",
  programs: ["pip", "pip2", "pip3", "python", "python2", "python3"],
  read(args, command) {
    const pipArguments = isPython(command) ? moduleArguments(args) : args;
    return pipArguments && readVerb(pipArguments, table);
  },
  pinning: pipPinning,
  unverified: {
    hint: /trust/,
    options: [
      {
        program: /^(pip3?(\.\d+)?|python3?(\.\d+)?)$/,
        option: /^--trusted-host[ =]/,
        lacks: "server",
        exceptLocal: true,
      },
    ],
    variables: [{ name: /^PIP_TRUSTED_HOST$/, value: /./ }],
  },
  purlType: "pypi",
  bump: (name, to) => `pip install --upgrade '${name}>=${to}'`,
});

function isPython({ name = "" }: ShellCommand): boolean {
  return name.slice(name.lastIndexOf("/") + 1).startsWith("python");
}

/** Words after `-m pip`; python's own options end at the first other word. */
function moduleArguments(args: readonly ShellWord[]): readonly ShellWord[] | undefined {
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (text === "-m") return args[at + 1]?.text === "pip" ? args.slice(at + 2) : undefined;
    if (text === "-W" || text === "-X") at++;
    else if (!text.startsWith("-") || text === "-c") return undefined;
  }
  return undefined;
}
