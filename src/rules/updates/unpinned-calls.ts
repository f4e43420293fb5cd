import type { Observation } from "../observation.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { officialName } from "../../facts/dockerfile/official-image.ts";
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
  const knowsVersions = manager !== "go" || !isBeforeModules(dockerfile, call.stage);
  const requestedPackages = operands.filter(({ kind }) => kind !== "path");
  return {
    ...describe(
      manager,
      verb?.text ?? "install",
      open.map(({ name }) => name),
      { hasEarlierCall: installsBeside(call), knowsVersions },
    ),
    at: first.word.span,
    severity: knowsVersions && open.length >= requestedPackages.length ? "warning" : "info",
    evidence: [quote(dockerfile, isDirect(instruction) ? instruction.span : command.span), ...manualOf(manager)],
    about: { call, firstInRun },
  };
}

/** Go learned versions in 1.11 (go.dev/doc/go1.11); before, `go get x@v1` is an error. */
function isBeforeModules({ stages }: DockerfileFact, stage: number): boolean {
  const base = stages[stage]?.base;
  return officialName(base) === "golang" && /^1\.\d(?!\d)|^1\.10(?!\d)/.test(base?.tag ?? "");
}

function describe(
  manager: string,
  verb: string,
  names: readonly string[],
  { hasEarlierCall, knowsVersions }: { readonly hasEarlierCall: boolean; readonly knowsVersions: boolean },
): { readonly message: string } {
  const nameText = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const newest = `\`${manager} ${verb}\` takes the newest ${nameText} of the day`;
  if (!knowsVersions) return { message: `${newest}, and Go before 1.11 knows no versions: check out a commit` };
  const { pin, lock } = pinning.get(manager) ?? {};
  const [name = ""] = names;
  const pinAdvice = pin !== undefined && /^[@\w./-]+$/.test(name) ? `write \`${pin(name)}\`` : "name the version";
  const lockAdvice = hasEarlierCall || lock === undefined ? "" : `; ${lock}`;
  return { message: `${newest}: ${pinAdvice}${lockAdvice}` };
}

function manualOf(manager: string): readonly ReturnType<typeof reference>[] {
  const manual = pinning.get(manager)?.manual;
  return manual === undefined ? [] : [reference(...manual)];
}
