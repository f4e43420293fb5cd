import { packageManagers } from "../../../facts/managers/index.ts";
import type { PackageCall } from "../../../facts/managers/package-call.ts";
import type { Consent } from "../../../facts/managers/traits.ts";
import { hasOption, isSimulation } from "../../../facts/managers/package-steps.ts";

export const consents: ReadonlyMap<string, Consent> = new Map(
  packageManagers.flatMap(({ name, consent }) => (consent === undefined ? [] : [[name, consent]])),
);

/** The call would stop at a prompt: it changes packages and has no answer for it. */
export function asks(call: PackageCall): boolean {
  const consent = consents.get(call.manager);
  if (consent === undefined || !/^(install|upgrade|dist-upgrade|remove|autoremove)$/.test(call.action)) return false;
  if (isSimulation(call) || hasOption(call, ...consent.names)) return false;
  if (call.command.after === "|" || call.options.some(({ value }) => consent.setting.test(value ?? ""))) return false;
  return consent.quiet !== true || !isVeryQuiet(call);
}

/** `-qq` implies `-y` (apt-get(8)). */
function isVeryQuiet({ options }: PackageCall): boolean {
  const quiet = options.filter(({ name }) => name === "-q" || name === "--quiet");
  return quiet.length > 1 || quiet.some(({ value }) => Number(value) > 1);
}
