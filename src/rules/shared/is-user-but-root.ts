import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import type { Located } from "../../domain/container/container-spec.ts";

/** Whether a setting runs the container as a user other than root; a variable may have any value. */
export function isUserButRoot(user: Located<string> | undefined): boolean {
  if (user === undefined) return false;
  const [name = ""] = user.value.split(":");
  return name !== "" && !/^(?:0+|root)$/.test(name) && !/[$`{<]/.test(name);
}

/** A setting, or its build, runs it as a user other than root, and names no group, which may be the socket's. */
export function isUserAlone({ user, buildUser, refusesRoot, groups }: ContainerSpec): boolean {
  if (groups.length > 0 || user?.value.includes(":") === true) return false;
  return user === undefined ? refusesRoot?.value === true || buildUser !== undefined : isUserButRoot(user);
}
