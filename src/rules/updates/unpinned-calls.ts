import type { Observation } from "../observation.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { isDirect } from "../../facts/dockerfile/exec-form.ts";
import { quote, reference } from "../shared/evidence.ts";
import { installsBeside, pinning, unpinnedOperands } from "../../facts/managers/unpinned-operands.ts";

export function unpinnedCall(
  dockerfile: DockerfileFact,
  call: PackageCall,
  firstInRun: boolean,
): Observation | undefined {
  const { manager, verb, instruction, command, operands } = call;
  const open = unpinnedOperands(call);
  const [first] = open;
  if (first === undefined) return undefined;
  const requestedPackages = operands.filter(({ kind }) => kind !== "path");
  return {
    ...describe(
      manager,
      verb?.text ?? "install",
      open.map(({ name }) => name),
      installsBeside(call),
    ),
    at: first.word.span,
    severity: open.length >= requestedPackages.length ? "warning" : "info",
    evidence: [quote(dockerfile, isDirect(instruction) ? instruction.span : command.span), ...manualOf(manager)],
    about: { call, firstInRun },
  };
}

function describe(
  manager: string,
  verb: string,
  names: readonly string[],
  hasEarlierCall = false,
): { readonly message: string } {
  const nameText = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const { pin, lock } = pinning.get(manager) ?? {};
  const [name = ""] = names;
  const pinAdvice = pin !== undefined && /^[@\w./-]+$/.test(name) ? `write \`${pin(name)}\`` : "name the version";
  const lockAdvice = hasEarlierCall || lock === undefined ? "" : `; ${lock}`;
  return { message: `\`${manager} ${verb}\` takes the newest ${nameText} of the day: ${pinAdvice}${lockAdvice}` };
}

function manualOf(manager: string): readonly ReturnType<typeof reference>[] {
  const manual = pinning.get(manager)?.manual;
  return manual === undefined ? [] : [reference(...manual)];
}
