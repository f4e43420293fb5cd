import { definePackageManager } from "../package-manager.ts";
import { pythonOperand, pythonOption } from "./python-operand.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";
import { pipPinning } from "./pip.ts";

/** Pipenv's manual, command line. */
const table: VerbTable = {
  valued: words(
    "--python --index -i --pypi-mirror --extra-pip-args --categories -r --requirements -e --editable -c --code --install-dir",
  ),
  actions: { install: "install", sync: "install", update: "upgrade", upgrade: "upgrade", uninstall: "remove" },
  operand: pythonOperand,
  fromOption: pythonOption,
};

export default definePackageManager({
  name: "pipenv",
  programs: ["pipenv"],
  read: (args) => readVerb(args, table),
  pinning: {
    ...pipPinning,
    lock: "`pipenv sync` installs what Pipfile.lock says",
    manual: ["pipenv sync installs all packages specified in Pipfile.lock", "Pipenv documentation, Commands"],
  },
});
