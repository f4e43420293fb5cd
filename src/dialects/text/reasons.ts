import type { Profile } from "../../domain/profile/profile.ts";
import type { Witness } from "../../domain/profile/witness.ts";
import { ownValue } from "../../domain/own-value.ts";
import { visible } from "./visible.ts";

/** Why one privilege stays or one limit has its value: `SETUID`, `without it t7 and t8 broke: ...`. */
export interface Reason {
  readonly field: Witness["field"];
  readonly value: string;
  /** Displayed name of the privilege, without control characters. */
  readonly label: string;
  readonly text: string;
}

/**
 * One reason for each kept privilege and each limit, in the order of the flags: from a witness if there is one, else
 * from the trials listed in the profile, else a note that no trial is listed.
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

/** Why the profile has this value of a field: what broke without it, else the trials that it was learned from. */
export function because(
  { because: taught }: Profile,
  witnesses: readonly Witness[],
  field: Reason["field"],
  value: string,
): string {
  // Only capabilities and mounts have several entries; the other fields have one, whatever the witness calls it.
  const many = ["capabilities", "tmpfs", "anonymousVolumes", "devices"].includes(field);
  const witness = witnesses.find((one) => one.field === field && (!many || one.value === value));
  if (witness !== undefined) {
    const problem = witness.problem === "" ? "" : `: ${visible(witness.problem, 160)}`;
    return `without it ${inWords(witness.trials)} broke${problem}`;
  }
  const [single] = ownValue(taught, `${field} ${value}`) ?? [];
  if (single !== undefined) return visible(single, 200);
  const fieldLessons = taught[field] ?? [];
  const valueLessons = fieldLessons.filter((lesson) => lesson.includes(`without ${value}`));
  const lessons = valueLessons.length > 0 ? valueLessons : fieldLessons;
  return lessons.length > 0 ? `learned from ${inWords(lessons)}` : "no trial is named for it";
}

function inWords(trials: readonly string[]): string {
  const trialNames = trials.map((trial) => visible(trial, 120));
  const last = trialNames.at(-1) ?? "";
  return trialNames.length < 2 ? last : `${trialNames.slice(0, -1).join(", ")} and ${last}`;
}
