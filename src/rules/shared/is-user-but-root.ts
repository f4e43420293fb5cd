import type { WrittenContainer } from "../../domain/container-spec/written-container.ts";
import type { Located } from "../../domain/container-spec/written-container.ts";

/** Whether it is said that the container runs as a user other than root; a variable may hold any. */
export function isUserButRoot(user: Located<string> | undefined): boolean {
  if (user === undefined) return false;
  const [name = ""] = user.value.split(":");
  return name !== "" && !/^(?:0+|root)$/.test(name) && !/[$`{<]/.test(name);
}

/** It is said that it runs as another user than root, and no group is named, which may be the socket's. */
export function isUserAlone({ user, refusesRoot, groups }: WrittenContainer): boolean {
  if (groups.length > 0 || user?.value.includes(":") === true) return false;
  return user === undefined ? refusesRoot?.value === true : isUserButRoot(user);
}
