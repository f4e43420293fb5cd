import { packageManagers } from "./index.ts";
import type { PackageCall, PackageOperand } from "./package-call.ts";
import type { Pinning } from "./traits.ts";

/** By `PackageCall.manager`. */
export const pinning: ReadonlyMap<string, Pinning> = new Map(
  packageManagers.flatMap(({ name, pinning: rules }) => (rules === undefined ? [] : [[name, rules]])),
);

/** Installed outside any project, so that no lock file applies. */
export function installsBeside({ manager, options, command }: PackageCall): boolean {
  const { beside } = pinning.get(manager) ?? {};
  if (beside === undefined) return false;
  return options.some(({ name }) => beside.test(name)) || beside.test(command.words[1]?.text ?? "");
}

const looksLikeFile = /\/|\.(?:whl|zip|tgz|tar|gem)\b/;

/** Operands whose version the day of the build decides; where none is named, those that the build fills in and that show none. */
export function unpinnedOperands({ manager, verb, operands, options, action }: PackageCall): readonly PackageOperand[] {
  const rules = pinning.get(manager);
  if (rules === undefined || verb === undefined || !rules.verbs.test(verb.text)) return [];
  const runs = rules.runs?.test(verb.text) === true;
  if (action !== "install" && !runs) return [];
  if (rules.elsewhere !== undefined && options.some(({ name }) => rules.elsewhere?.test(name))) return [];
  const packageOperands = runs ? operands.slice(0, 1) : operands;
  const unpinnedPackages = packageOperands.filter(({ kind, name, version }) => {
    if (rules.isPackage?.(name) === false) return false;
    if (version !== undefined) return kind === "named" && rules.moving?.test(version) === true;
    return kind === "named" || (kind === "url" && /^git|^ssh:|\.git$|^(?:github|gitlab|bitbucket):/.test(name));
  });
  // Beside a list of requirements it may as well be an option.
  if (unpinnedPackages.length > 0 || packageOperands.some(({ kind }) => kind === "requirements"))
    return unpinnedPackages;
  return packageOperands.filter(
    ({ kind, name, version }) =>
      kind === "dynamic" && version === undefined && (rules.isPackage !== undefined || !looksLikeFile.test(name)),
  );
}
