import type { Loss } from "../../domain/profile/loss.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { ProfileField } from "../../domain/profile/profile-field.ts";
import type { EmitOptions } from "../emitter.ts";

/** A loss before it is known for which target it is. Without a field of its own it is about the field that it stands at. */
export type FieldLoss = Omit<Loss, "field" | "target" | "targetVersion"> & { readonly field?: string };

/**
 * What a dialect makes of a field. `said`: its text holds the value, or does without where the profile does. `about`: it is no part of how the
 * container is run. `other`: a dialect that says one thing alone leaves it to others. Else what is lost of it, which may be nothing.
 */
export type FieldMeaning =
  | "said"
  | "about"
  | "other"
  | ((profile: Profile, options: EmitOptions & { readonly version: string }) => readonly FieldLoss[]);

/** A dialect that forgets a field does not compile. */
export type EveryField = Readonly<Record<ProfileField, FieldMeaning>>;

/** What tells how the values were found, and how to ask again: it is the same for every dialect. */
export const aboutTheProof = {
  schemaVersion: "about",
  engine: "about",
  kernel: "about",
  assumptions: "about",
  because: "about",
  tolerated: "about",
  untested: "about",
  growing: "about",
  brokenTools: "about",
  setIdPrograms: "about",
  witnesses: "about",
  provenFor: "about",
  provenOn: "about",
  alsoProvenOn: "about",
  "workload.ready": "about",
  "workload.readyTimeoutMs": "about",
  "workload.steps": "about",
  "workload.thinkMs": "about",
  "workload.soak": "about",
  "workload.load": "about",
  "workload.maxBody": "about",
  "workload.tools": "about",
  "workload.restart": "about",
  "workload.origin": "about",
  // What words hold of them is said there.
  "workload.variables": "about",
  "workload.hidden": "about",
  // What the original had; what is left of it stands in the profile's own fields.
  "workload.volumes": "about",
  "workload.grants": "about",
  "workload.user": "about",
} as const satisfies Partial<EveryField>;

/** What `fields` lose of this profile, in their order. */
export function lossesOf(
  { name, version }: { readonly name: string; readonly version?: string },
  fields: EveryField,
  profile: Profile,
  options: EmitOptions = {},
): Loss[] {
  return Object.entries(fields).flatMap(([field, meaning]) =>
    typeof meaning === "string"
      ? []
      : meaning(profile, { ...options, version: version ?? "" }).map((loss) => ({
          kind: loss.kind,
          code: loss.code,
          field: loss.field ?? field,
          target: name,
          ...(version !== undefined && { targetVersion: version }),
          wanted: loss.wanted,
          ...(loss.got !== undefined && { got: loss.got }),
          reason: loss.reason,
          ...(loss.remedy !== undefined && { remedy: loss.remedy }),
        })),
  );
}
