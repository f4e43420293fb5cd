import { access } from "node:fs/promises";

/** Whether something of ours to see lies there. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
