/** Servers accept up to about 1 MiB by default; they create a temporary file below that. */
export const defaultBodyBytes = 1_000_000;
/** No more than a request that a trial can wait for. */
export const maxBodyBytes = 64 * 1024 * 1024;
