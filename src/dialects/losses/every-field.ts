import type { Loss } from "../../domain/profile/loss.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { ProfileField } from "../../domain/profile/profile-field.ts";
import type { EmitOptions, FieldLoss } from "../emitter.ts";

/**
 * How a dialect handles a field. `said`: its text contains the value, or omits it like the profile. `about`: not part
 * of the container's settings. `other`: a dialect for one aspect leaves it to others. Otherwise the losses, possibly
 * none.
 */
export type FieldMeaning =
  | "said"
  | "about"
  | "other"
  | ((profile: Profile, options: EmitOptions & { readonly version: string }) => readonly FieldLoss[]);

/** A dialect that forgets a field does not compile. */
export type EveryField = Readonly<Record<ProfileField, FieldMeaning>>;

/** How the values were learned, and how to learn them again: equal for every dialect. */
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
  "workload.cookies": "about",
  "workload.internet": "about",
  "workload.routes": "about",
  "workload.maxBody": "about",
  "workload.tools": "about",
  "workload.restart": "about",
  "workload.origin": "about",
  // The words that use them report their losses.
  "workload.variables": "about",
  "workload.hidden": "about",
  // Values of the original; the profile's fields contain the remaining ones.
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
