import { shownEnv, suppliedBy } from "../../secrets/env-by-name.ts";
import { byName, type Flag } from "./restriction-flags.ts";
import { shellQuote } from "./shell-quote.ts";

/** `--env NAME=value` for harmless values; for others only the name, whose value docker reads from its environment. */
export function envFlags(env: Readonly<Record<string, string>>): Flag[] {
  return byName(shownEnv(env)).map(([name, value]): Flag => {
    const supplier = suppliedBy(value);
    if (supplier === undefined) return ["--env", `${name}=${value}`];
    // No shell exports a name with a dot or a dash in it.
    return supplier === name ? ["--env", name] : ["--env", `${shellQuote(`${name}=`)}"\${${supplier}:?}"`, true];
  });
}

/** A flag with its value, ready for a POSIX shell. */
export function flagText([flag, value, quoted]: Flag): string {
  return value === undefined ? flag : `${flag} ${quoted === true ? value : shellQuote(value)}`;
}
