import { isWithin } from "../../text/is-within.ts";

/**
 * Places whose content may disappear at any time: Filesystem Hierarchy Standard 3.0 (/run, /tmp, /var/tmp, /var/lock,
 * /var/cache), shm_overview(7), the XDG base directory specification (.cache), PEP 3147 (__pycache__).
 */
const throwaway = ["/run", "/var/run", "/tmp", "/var/tmp", "/var/lock", "/var/cache", "/dev/shm"];
const throwawayName = /\/(?:\.cache|__pycache__)(?:\/|$)/u;

/** Files that programs recreate on demand. */
export function isCache(path: string): boolean {
  return isWithin(path, "/var/cache") || throwawayName.test(path);
}

/** A log file by its path: in /var/log or a log directory, or named like `access.log`, `access_log.1`. */
export function isLog(path: string): boolean {
  return /\/logs?\/|[._-]log(?:\.\d+)?$/iu.test(path);
}

export function isThrowaway(path: string): boolean {
  return throwaway.some((folder) => isWithin(path, folder)) || throwawayName.test(path);
}
