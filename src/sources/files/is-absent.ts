import { lstatSync } from "node:fs";

/** Whether no file has that name, much cheaper than opening it safely; false if that cannot be determined. */
export function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
