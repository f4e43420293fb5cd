import type { Capability } from "../../domain/profile/capability.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Witness } from "../../domain/profile/witness.ts";
import type { WitnessField } from "../../domain/profile/witness-field.ts";
import { idsOf, proof, describeResult, witness } from "../experiment/describe-result.ts";
import { findCulprit, type Culprit } from "../experiment/culprit/culprit.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../experiment/experiment-result.ts";
import { deviceBytes } from "../restrictions/budget.ts";
import { mib } from "../restrictions/mib.ts";
import type { Lesson } from "./lesson.ts";

/** A field of the profile that was widened. */
export interface Widening {
  readonly field: WitnessField;
  /** Displayed name: `CHOWN`, `/srv`. */
  readonly value: string;
  /** The widened restrictions without only this one. */
  readonly without: Restrictions;
}

export interface RestoredPrivileges {
  readonly culprit: Culprit;
  /** Undefined if no restriction is the culprit, or if it also breaks with all missing privileges. */
  readonly lesson?: Lesson;
}

/**
 * Privileges that `runner` breaks without, though each restriction passed alone: a privilege or a writable path that only
 * its load needs. `current` broke with `broken`. Each restored privilege is needed: with all of them it passes, and
 * without that one alone it breaks, which is its witness. `used` are capabilities that the original used.
 */
export async function restorePrivileges(
  runner: ExperimentRunner,
  current: Restrictions,
  broken: ExperimentResult,
  used: readonly Capability[],
): Promise<RestoredPrivileges> {
  const culprit = await findCulprit(runner, current, broken, { capabilities: used, ownUser: true });
  let widened = culprit.widened === undefined ? current : withLiftedFields(runner, current, culprit.widened);
  const witnesses: Witness[] = [];
  for (const { field, value, without } of wideningsOf(current, widened)) {
    const result = await runner.run(`everything so far without ${value}`, without);
    // Another privilege covers both.
    if (result.passes) widened = without;
    else if (result.unsure !== true) witnesses.push(witness(field, value, result));
  }
  if (witnesses.length === 0) return { culprit };
  const names = witnesses.map(({ value }) => value).join(", ");
  const whole = await runner.run(`everything so far with ${names}`, widened);
  if (!whole.passes) return { culprit };
  const previousCapabilities = current.addCapabilities ?? [];
  const required = (widened.addCapabilities ?? []).filter((name) => !previousCapabilities.includes(name));
  const reasons = [
    `everything learned step by step breaks under load: ${culprit.detail}`,
    describeResult(whole, `with ${names}`),
  ];
  const fields = [...new Set(witnesses.map(({ field }) => field))];
  const lesson: Lesson = {
    restrictions: difference(current, widened),
    witnesses,
    proofs: [proof(`needs ${names} under load`, whole, `without, ${idsOf(broken.trials).join(", ")} broke`)],
    because: Object.fromEntries(fields.map((field) => [field, reasons])),
    ...(required.length > 0 && { required }),
  };
  return { culprit, lesson };
}

/** Lifted fields with their new values: an absent one would keep the learned value. */
function withLiftedFields({ workload }: ExperimentRunner, before: Restrictions, after: Restrictions): Restrictions {
  const off: Restrictions = {
    readOnlyRootfs: false,
    noNewPrivileges: false,
    init: false,
    ulimits: [],
    shmBytes: deviceBytes,
    network: workload.grants?.network ?? "private",
  };
  const lifted = Object.entries(off).filter(([name]) => Object.hasOwn(before, name) && !Object.hasOwn(after, name));
  return { ...after, ...Object.fromEntries(lifted) };
}

/** Each capability, tmpfs and volume that was added, each other field that differs. */
export function wideningsOf(before: Restrictions, after: Restrictions): Widening[] {
  const { addCapabilities = [], tmpfs = [], anonymousVolumes = [] } = after;
  const capabilities = addCapabilities
    .filter((name) => before.addCapabilities?.includes(name) !== true)
    .map((name): Widening => {
      const otherCapabilities = addCapabilities.filter((other) => other !== name);
      return { field: "capabilities", value: name, without: { ...after, addCapabilities: otherCapabilities } };
    });
  const mounts = tmpfs.flatMap((mount): Widening[] => {
    const had = before.tmpfs?.find(({ path }) => path === mount.path);
    if (JSON.stringify(had) === JSON.stringify(mount)) return [];
    const otherMounts = tmpfs.flatMap((other) => (other === mount ? (had ?? []) : other));
    return [{ field: "tmpfs", value: mount.path, without: { ...after, tmpfs: otherMounts } }];
  });
  const volumes = anonymousVolumes
    .filter(({ path }) => before.anonymousVolumes?.some((volume) => volume.path === path) !== true)
    .map((volume): Widening => {
      const otherVolumes = anonymousVolumes.filter((other) => other !== volume);
      return { field: "anonymousVolumes", value: volume.path, without: { ...after, anonymousVolumes: otherVolumes } };
    });
  const { addCapabilities: _, tmpfs: __, anonymousVolumes: ____, ...changed } = difference(before, after);
  const otherWidenings = (Object.keys(changed) as (keyof typeof changed)[]).flatMap((field): Widening[] => {
    const value = valueOf(field, after);
    if (value === undefined) return [];
    const { [field]: ___, ...others } = after;
    return [{ ...value, without: field in before ? { ...others, [field]: before[field] } : others }];
  });
  return [...capabilities, ...mounts, ...volumes, ...otherWidenings];
}

function difference(before: Restrictions, after: Restrictions): Restrictions {
  const entries = Object.entries(after) as [keyof Restrictions, unknown][];
  return Object.fromEntries(entries.filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)));
}

/** Undefined for a field that depends on another one. */
function valueOf(field: keyof Restrictions, widened: Restrictions): Pick<Widening, "field" | "value"> | undefined {
  switch (field) {
    case "readOnlyRootfs":
      return { field, value: "writable root" };
    case "noNewPrivileges":
      return { field, value: "new privileges" };
    case "init":
      return { field, value: "no init process" };
    case "seccomp":
      return { field, value: "a wider list of calls" };
    case "user":
      return { field, value: widened.user ?? "0:0" };
    case "network":
      return { field, value: widened.network ?? "private" };
    case "ulimits":
      return { field, value: "the engine's ulimits" };
    case "memoryBytes":
      return { field, value: mib(widened.memoryBytes ?? 0) };
    case "pids":
      return { field, value: `${widened.pids} tasks` };
    case "cpus":
      return { field, value: `${widened.cpus} CPUs` };
    default:
      return undefined;
  }
}
