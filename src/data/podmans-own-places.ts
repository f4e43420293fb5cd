/**
 * Where Podman mounts a writable tmpfs of its own in a read-only container, also over a volume: podman-run(1), `--read-only-tmpfs`. Read on 5.4;
 * switched off, it makes /dev and /dev/shm read-only, too, since 4.7.
 */
export const podmansOwnPlaces: ReadonlySet<string> = new Set(["/run", "/tmp", "/var/tmp"]);

/** Options of a tmpfs that takes such a place: it has what the image has there (`tmpcopyup` is the default), and nothing is written to it. */
export const readOnlyPlace = "ro,nosuid,nodev";
