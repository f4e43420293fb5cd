import { ownValue } from "../../domain/own-value.ts";
import { defaultCapabilities } from "../../domain/profile/capability.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Report } from "../../domain/report/report.ts";
import { allowedBy } from "../../text/allowed-by.ts";
import { bytesText, countText } from "./units.ts";

/**
 * `kept`: it stays. `limited`: its amount is limited. `soft`: it is used, but its loss is tolerated, so it is
 * dropped. `dropped`: nothing needs it.
 */
export type Fate = "kept" | "limited" | "soft" | "dropped";

/** One privilege and its outcome. */
export interface PrivilegeRow {
  readonly name: string;
  readonly fate: Fate;
  readonly why: string;
  /** Trials that show it. */
  readonly trials: readonly string[];
  /** Last log lines of the first broken trial. */
  readonly log: readonly string[];
}

export interface PrivilegeGroup {
  readonly title: string;
  readonly rows: readonly PrivilegeRow[];
}

type Proof = NonNullable<Report["proof"]>;

/** Every privilege that learning covered: capabilities, syscalls, identity, paths and limits. */
export function privileges(proof: Proof): PrivilegeGroup[] {
  const groups = [
    { title: "Capabilities", rows: capabilityRows(proof) },
    { title: "System calls", rows: callRows(proof) },
    { title: "Identity and isolation", rows: identityRows(proof) },
    { title: "Paths it may write to", rows: pathRows(proof) },
    { title: "Limits", rows: limitRows(proof) },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

/** The breakage without the privilege, with its log; without a witness, the trials that taught the field. */
function privilegeEvidence(
  proof: Proof,
  field: keyof Profile,
  value?: string,
): Pick<PrivilegeRow, "trials" | "log"> & { readonly problem?: string } {
  const witness = proof.witnesses.find((one) => one.field === field && (value === undefined || one.value === value));
  if (witness === undefined) {
    const taught = new Map(Object.entries(proof.profile.because)).get(field) ?? [];
    // Some reasons are not trials but observations.
    return { trials: taught.filter((id) => proof.trials.some((trial) => trial.id === id)), log: [] };
  }
  const broke = proof.trials.find(({ id, outcome }) => outcome === "breaks" && witness.trials.includes(id));
  return { trials: witness.trials, log: broke?.logTail ?? [], problem: witness.problem };
}

function keptPrivilege(
  proof: Proof,
  name: string,
  field: keyof Profile,
  value?: string,
  otherwise = "no trial asked what breaks without it",
): PrivilegeRow {
  const { trials, log, problem } = privilegeEvidence(proof, field, value);
  return { name, fate: "kept", why: problem ?? otherwise, trials, log };
}

const dropped = (name: string, reason: string, fate: Fate = "dropped"): PrivilegeRow => ({
  name,
  fate,
  why: reason,
  trials: [],
  log: [],
});

function capabilityRows(proof: Proof): PrivilegeRow[] {
  const { required, soft, unused } = proof.profile.capabilities;
  const uses = new Map(proof.observed?.capabilities.map(({ name, commands }) => [name, commands.join(", ")]));
  const notGranted = defaultCapabilities.filter((name) => ![...required, ...soft, ...unused].includes(name));
  return [
    ...required.map((name) => keptPrivilege(proof, name, "capabilities", name)),
    ...soft.map((name) => {
      const by = uses.get(name);
      return dropped(name, `used${by === undefined ? "" : ` by ${by}`}, and nothing broke without it`, "soft");
    }),
    ...unused.map((name) => dropped(name, "never used, never missed")),
    ...(notGranted.length === 0 ? [] : [dropped(notGranted.join(", "), "not granted")]),
  ];
}

function callRows(proof: Proof): PrivilegeRow[] {
  const { seccomp } = proof.profile;
  if (seccomp === undefined)
    return [
      { name: "the engine's default list", fate: "kept", why: "calls could not be learned here", trials: [], log: [] },
    ];
  const { always, sometimes } = allowedBy(seccomp);
  const allowed = [...new Set([...always, ...sometimes])].toSorted();
  const observedCalls = new Set(proof.observed?.syscalls.names);
  const unseen = observedCalls.size === 0 ? [] : allowed.filter((name) => !observedCalls.has(name));
  const { trials, log, problem } = privilegeEvidence(proof, "seccomp");
  return [
    {
      name: `${countText(allowed.length, "call")} allowed`,
      fate: "kept",
      why: problem ?? allowed.join(", "),
      trials,
      log,
    },
    ...(unseen.length === 0
      ? []
      : [
          {
            name: `of these ${unseen.length} were not seen`,
            fate: "kept" as const,
            why: `kept for the runtime, or as kin of a call that was seen: ${unseen.join(", ")}`,
            trials: [],
            log: [],
          },
        ]),
    dropped("every other call", `refused with error ${seccomp.defaultErrnoRet}`),
  ];
}

function identityRows(proof: Proof): PrivilegeRow[] {
  const { user, noNewPrivileges, network = "private", init, devices = [] } = proof.profile;
  const name = `user ${user.uid}:${user.gid}`;
  return [
    user.uid === 0 ? keptPrivilege(proof, `root (${name})`, "user") : dropped("root", `runs as ${name}`),
    noNewPrivileges
      ? dropped("gaining privileges by set-uid files", "no-new-privileges is set")
      : keptPrivilege(proof, "gaining privileges by set-uid files", "noNewPrivileges"),
    network === "none"
      ? dropped("network", "it has loopback only")
      : keptPrivilege(proof, network === "host" ? "the host's network" : "a network of its own", "network"),
    ...(init === true ? [keptPrivilege(proof, "an init process", "init")] : []),
    ...devices.map(({ path, permissions }) => keptPrivilege(proof, `${path} (${permissions})`, "devices", path)),
  ];
}

function pathRows(proof: Proof): PrivilegeRow[] {
  const { readOnlyRootfs, tmpfs, volumes, anonymousVolumes = [], because } = proof.profile;
  return [
    readOnlyRootfs
      ? dropped("the root file system", "read-only")
      : keptPrivilege(proof, "the root file system", "readOnlyRootfs"),
    ...tmpfs.map(({ path, sizeBytes }) => {
      const [reason] = ownValue(because, `tmpfs ${path}`) ?? [];
      return keptPrivilege(proof, `${path}, a tmpfs of ${bytesText(sizeBytes)}`, "tmpfs", path, reason);
    }),
    ...anonymousVolumes.map(({ path }) =>
      keptPrivilege(proof, `${path}, a volume that lasts as long as the container`, "anonymousVolumes", path),
    ),
    ...volumes.map(({ path }) =>
      keptPrivilege(proof, `${path}, a volume`, "volumes", path, "declared by the workload or the image"),
    ),
  ];
}

function limitRows(proof: Proof): PrivilegeRow[] {
  const { memoryBytes, pids, cpus, shmBytes, ulimits = [] } = proof.profile;
  const limited = (name: string, field: keyof Profile, value?: string): PrivilegeRow => ({
    ...keptPrivilege(proof, name, field, value, "learned from what the trials took"),
    fate: "limited",
  });
  return [
    limited(`memory ${bytesText(memoryBytes)}`, "memoryBytes"),
    limited(countText(pids, "process", "processes"), "pids"),
    limited(cpus === undefined ? "all CPUs" : `${cpus} CPUs`, "cpus"),
    ...(shmBytes === undefined ? [] : [limited(`/dev/shm ${bytesText(shmBytes)}`, "shmBytes")]),
    ...ulimits.map(({ name, soft, hard }) => limited(`${name} ${soft}:${hard}`, "ulimits", name)),
  ];
}
