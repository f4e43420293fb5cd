import type { Witness } from "../../domain/profile/witness.ts";

/** The privilege of a witness for a reader: if the value alone is unclear, its field. */
export function witnessLabel({ field, value }: Pick<Witness, "field" | "value">): string {
  if (field === "init") return "an init process";
  if (field === "user") return `user ${value}`;
  return value === "" ? field : value;
}
