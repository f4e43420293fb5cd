import type { Profile } from "../../domain/profile/profile.ts";
import type { Witness } from "../../domain/profile/witness.ts";
import { ownValue } from "../../domain/own-value.ts";
import { visible } from "./visible.ts";

/** Why one privilege stays or one limit has its value: `SETUID`, `without it t7 and t8 broke: ...`. */
export interface Reason {
  readonly field: Witness["field"];
  readonly value: string;
  /** How the privilege is called for a reader, without control characters. */
  readonly label: string;
  readonly text: string;
}

/**
 * One reason for each privilege that the profile keeps and each limit it sets, in the order of the flags. A witness
 * speaks where there is one, else the trials that the profile names; what has neither says so.
 */
export function reasons(profile: Profile, witnesses: readonly Witness[] = profile.witnesses ?? []): Reason[] {
  const say = (field: Reason["field"], value: string, label = value): Reason => ({
    field,
    value,
    label: visible(label, 120),
    text: because(profile, witnesses, field, value),
  });
  const { user } = profile;
  return [
    ...(user.uid === 0 ? [say("user", `${user.uid}:${user.gid}`, `user ${user.uid}:${user.gid}`)] : []),
    ...profile.capabilities.required.map((capability) => say("capabilities", capability)),
    ...(profile.noNewPrivileges ? [] : [say("noNewPrivileges", "false", "no new privileges off")]),
    ...(profile.readOnlyRootfs ? [] : [say("readOnlyRootfs", "false", "writable root file system")]),
    ...profile.tmpfs.map(({ path }) => say("tmpfs", path)),
    ...(profile.anonymousVolumes ?? []).map(({ path }) => say("anonymousVolumes", path)),
    ...(profile.devices ?? []).map(({ path }) => say("devices", path)),
    ...(profile.init ? [say("init", "true", "init process")] : []),
    ...(profile.network === "host" ? [say("network", "host", "network of the host")] : []),
  ];
}

/** Why the profile has this value of a field: what broke without it, else the trials that taught it. */
export function because(
  { because: taught }: Profile,
  witnesses: readonly Witness[],
  field: Reason["field"],
  value: string,
): string {
  // Only capabilities and mounts come in numbers; of the others there is one, whatever its witness calls it.
  const many = ["capabilities", "tmpfs", "anonymousVolumes", "devices"].includes(field);
  const witness = witnesses.find((one) => one.field === field && (!many || one.value === value));
  if (witness !== undefined) {
    const problem = witness.problem === "" ? "" : `: ${visible(witness.problem, 160)}`;
    return `without it ${inWords(witness.trials)} broke${problem}`;
  }
  const [single] = ownValue(taught, `${field} ${value}`) ?? [];
  if (single !== undefined) return visible(single, 200);
  const all = taught[field] ?? [];
  const own = all.filter((lesson) => lesson.includes(`without ${value}`));
  const lessons = own.length > 0 ? own : all;
  return lessons.length > 0 ? `learned from ${inWords(lessons)}` : "no trial is named for it";
}

function inWords(trials: readonly string[]): string {
  const shown = trials.map((trial) => visible(trial, 120));
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
