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
  const asked = operands.filter(({ kind }) => kind !== "path");
  return {
    ...describe(
      manager,
      verb?.text ?? "install",
      open.map(({ name }) => name),
      installsBeside(call),
    ),
    at: first.word.span,
    severity: open.length >= asked.length ? "warning" : "info",
    evidence: [quote(dockerfile, isDirect(instruction) ? instruction.span : command.span), ...manualOf(manager)],
    about: { call, firstInRun },
  };
}

function describe(
  manager: string,
  verb: string,
  names: readonly string[],
  beside = false,
): { readonly message: string } {
  const shown = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const { pin, lock } = pinning.get(manager) ?? {};
  const [name = ""] = names;
  const how = pin !== undefined && /^[@\w./-]+$/.test(name) ? `write \`${pin(name)}\`` : "name the version";
  const more = beside || lock === undefined ? "" : `; ${lock}`;
  return { message: `\`${manager} ${verb}\` takes the newest ${shown} of the day: ${how}${more}` };
}

function manualOf(manager: string): readonly ReturnType<typeof reference>[] {
  const manual = pinning.get(manager)?.manual;
  return manual === undefined ? [] : [reference(...manual)];
}
