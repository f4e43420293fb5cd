import type { Witness } from "../../domain/profile/witness.ts";

/** What a witness kept, for a reader: where the value alone says nothing, its field does. */
export function witnessLabel({ field, value }: Pick<Witness, "field" | "value">): string {
  if (field === "init") return "an init process";
  if (field === "user") return `user ${value}`;
  return value === "" ? field : value;
}
