import type { ComposeService } from "./compose-shape.ts";

/** Settings that trials apply. */
const trialSettings = new Set(
  [
    "image build command entrypoint environment env_file volumes ports expose healthcheck depends_on links networks",
    "cap_add network_mode container_name user stop_signal stop_grace_period profiles working_dir",
    "devices ulimits sysctls shm_size tmpfs init secrets configs",
  ].flatMap((line) => line.split(" ")),
);

/** Restrictions and descriptions: a trial has its own restrictions, and descriptions do not affect it. */
const leftToTrials = new Set(
  [
    "cap_drop cpu_count cpu_percent cpu_period cpu_quota cpu_shares cpus labels logging mem_limit mem_reservation memswap_limit oom_score_adj pids_limit",
    "platform pull_policy read_only restart attach annotations develop label_file",
  ].flatMap((line) => line.split(" ")),
);

/** Settings that trials omit although the file keeps them: the proof does not cover them. */
export function notInTrials(service: ComposeService): readonly string[] {
  const without = Object.entries(service).flatMap(([key, value]) => lacking(key, value));
  const { network_mode: mode } = service;
  return [
    ...without.map((what) => `trials run it without ${what}`),
    ...(mode === undefined || ["host", "none", "bridge"].includes(mode) ? [] : [`network_mode ${mode} is not read`]),
  ];
}

function lacking(key: string, value: unknown): readonly string[] {
  switch (key) {
    case "privileged":
    case "tty":
    case "stdin_open":
      // Most files set it to false.
      return value === true ? [key] : [];
    case "scale":
      return moreThanOne(value);
    case "deploy": {
      const { replicas, resources } = (value ?? {}) as Deploy;
      return [
        ...moreThanOne(replicas),
        ...((resources?.reservations?.devices ?? []).length > 0 ? ["the devices that deploy reserves"] : []),
      ];
    }
    case "security_opt":
      return (Array.isArray(value) ? value : []).flatMap((option) =>
        isOwn(String(option)) ? [] : [`${key} ${String(option)}`],
      );
    default:
      return trialSettings.has(key) || leftToTrials.has(key) || key.startsWith("x-") ? [] : [key];
  }
}

/** The schema of the specification was applied before. */
interface Deploy {
  readonly replicas?: unknown;
  readonly resources?: { readonly reservations?: { readonly devices?: readonly unknown[] | null } | null } | null;
}

function moreThanOne(value: unknown): readonly string[] {
  return Number(value) > 1 ? [`the others of its ${Number(value)} containers`] : [];
}

/** Settings that a trial decides itself, and that the hardened file repeats. */
function isOwn(option: string): boolean {
  return /^(?:no-new-privileges|seccomp)\b|^systempaths[:=]unconfined$|^apparmor[:=]docker-default$/u.test(option);
}
