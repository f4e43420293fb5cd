import type { Said } from "../../domain/container-spec/written-container.ts";

/** Whether it is said that the container runs as a user other than root; a variable may hold any. */
export function isUserButRoot(user: Said<string> | undefined): boolean {
  if (user === undefined) return false;
  const [name = ""] = user.value.split(":");
  return name !== "" && !/^(?:0+|root)$/.test(name) && !/[$`{<]/.test(name);
}
