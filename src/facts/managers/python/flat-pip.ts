import type { FlatCommand } from "../../dockerfile/flat-command.ts";

/** `pip install` and `python -m pip install`, to a reader that goes by the first word. */
export function isPipInstall({ name, args }: FlatCommand): boolean {
  if (name.startsWith("pip") && !name.startsWith("pipenv")) return args.some(({ text }) => text === "install");
  if (!name.startsWith("python")) return false;
  return args.some(({ text }, at) => text === "-m" && args[at + 1]?.text === "pip" && args[at + 2]?.text === "install");
}
