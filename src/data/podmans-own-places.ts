/**
 * Paths where Podman mounts its own writable tmpfs in a read-only container, even over a volume: podman-run(1),
 * `--read-only-tmpfs`. Read on 5.4; if disabled, it also makes /dev and /dev/shm read-only since 4.7.
 */
export const podmansOwnPlaces: ReadonlySet<string> = new Set(["/run", "/tmp", "/var/tmp"]);

/** Options of a tmpfs that replaces such a mount: it contains the image's files (`tmpcopyup` is the default), and is read-only. */
export const readOnlyPlace = "ro,nosuid,nodev";
