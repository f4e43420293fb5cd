import { access } from "node:fs/promises";

/** Whether a visible file of any type exists there. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
