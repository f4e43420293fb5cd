import type { SpecChange, SpecEdits } from "../../domain/container/spec-change.ts";
import type { ChangeIn, ContainerSpec } from "../../domain/container/container-spec.ts";
import { oncePer } from "../../text/once-per.ts";
import { parseUnit, type UnitFile } from "../../formats/quadlet/unit-file.ts";
import { addEntry, removeSaid, replaceSaid, setEntry, type UnitMade } from "./edit/unit-edits.ts";

/** Whether the unit's target version of Podman supports a key of `[Container]`. */
export type KnowsKey = (key: string) => boolean;

/**
 * A change of a Quadlet unit: in the file with the value, possibly a drop-in, else after the last key of the unit's `[Container]`. Settings without a
 * key in the version of Podman become a flag in `PodmanArgs=`.
 */
export function changeQuadlet(knows: KnowsKey): ChangeIn {
  return (container, change, texts): SpecEdits => {
    const unitEdit = changeIn(container, change, { texts, knows });
    return "refused" in unitEdit ? { refused: `${unitEdit.refused}; ${byHand(container, change)}` } : unitEdit;
  };
}

interface Unit {
  readonly texts: ReadonlyMap<string, string>;
  readonly knows: KnowsKey;
}

const parsed = oncePer(
  (texts: ReadonlyMap<string, string>): ReadonlyMap<string, UnitFile> =>
    new Map([...texts].map(([file, text]) => [file, parseUnit(file, text)])),
);

const keys = {
  readOnly: ["ReadOnly", "read-only"],
  noNewPrivileges: ["NoNewPrivileges", "security-opt=no-new-privileges"],
  init: ["RunInit", "init"],
  user: ["User", "user"],
  seccomp: ["SeccompProfile", "security-opt=seccomp"],
  network: ["Network", "network"],
  memoryBytes: ["Memory", "memory"],
  pids: ["PidsLimit", "pids-limit"],
  shmBytes: ["ShmSize", "shm-size"],
  memorySwapBytes: [undefined, "memory-swap"],
  cpus: [undefined, "cpus"],
} as const;

function changeIn(container: ContainerSpec, change: SpecChange, { texts, knows }: Unit): UnitMade {
  const units = parsed(texts);
  for (const { file, problems } of units.values())
    if (problems.length > 0) return { refused: `Podman does not take ${file} as it is` };
  if ("remove" in change) return removeSaid(units, texts, change.remove);
  if ("replace" in change) return replaceSaid(units, texts, change.replace, change.by);
  if ("fromCaller" in change) return { refused: "a unit has no caller whose variables it could take" };
  const { at } = container;
  const unit = "span" in at ? units.get(at.file) : undefined;
  const text = texts.get(unit?.file ?? "");
  if (unit === undefined || text === undefined) return { refused: "it stands in no text" };
  const add = (key: string, value: string): UnitMade => addEntry(unit, text, "Container", key, value);
  if ("add" in change) {
    if (change.add === "tmpfs" || change.add === "volume") {
      const [path = ""] = change.value.split(":");
      const isMount = container.mounts.some((mount) => mount.value.path === path);
      return isMount
        ? { refused: `${path} is a mount already` }
        : add(change.add === "tmpfs" ? "Tmpfs" : "Volume", change.value);
    }
    const capabilityName = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");
    if (container[change.add].some(({ value }) => capabilityName(value) === capabilityName(change.value)))
      return { refused: `${change.value} is said already` };
    return add(
      change.add === "capAdd" ? "AddCapability" : "DropCapability",
      change.value === "ALL" ? "all" : change.value,
    );
  }
  const { set } = change;
  const to = String(change.to);
  if ("insteadOf" in change && change.insteadOf !== undefined)
    return replaceSaid(units, texts, change.insteadOf, to, `--${keys[set][1]}`);
  if (set === "user" && container.user !== undefined)
    return { refused: "User= and Group= are two keys of one setting" };
  const currentValue = container[set];
  // `NoNewPrivileges=true` is a flag without a value.
  if (currentValue?.pointer.endsWith(".PodmanArgs") === true)
    return typeof change.to === "boolean"
      ? { refused: "it is said in PodmanArgs=" }
      : replaceSaid(units, texts, currentValue, to);
  const [key, flag] = keys[set];
  if (key !== undefined && knows(key)) return setEntry(units, texts, unit, key, to);
  return add("PodmanArgs", set === "noNewPrivileges" && change.to === true ? `--${flag}` : `--${flag}=${to}`);
}

/** Hint for a manual change. */
function byHand({ name }: ContainerSpec, change: SpecChange): string {
  if ("remove" in change) return "remove it by hand, and look what else uses it";
  if ("replace" in change) return `write ${change.by} there by hand`;
  if ("fromCaller" in change) {
    const secret = change.name.toLowerCase().replaceAll("_", "-");
    return `make it a secret, podman secret create ${secret} FILE, and write Secret=${secret},type=env,target=${change.name}`;
  }
  return `write it by hand in ${name}.container`;
}
