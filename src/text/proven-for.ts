import type { ProvenFor } from "../domain/profile/profile.ts";

/** `8 clients at once for 3 s`, and what was not. For profiles that do not say: nothing but single steps was asked of them. */
export function provenText({ clients, seconds, notUnderLoad = [] }: ProvenFor = { clients: 1, seconds: 0 }): string {
  const missing = notUnderLoad.length === 0 ? "" : `; not proven under load: ${notUnderLoad.join(", ")}`;
  if (seconds === 0) return `1 client, one step after the other${missing}`;
  const lasted = `${Math.round(seconds * 10) / 10} s`;
  return `${clients} client${clients === 1 ? "" : "s at once"} for ${lasted}${missing}`;
}
