/** What servers take by default goes up to about 1 MiB; a temporary file comes in below that. */
export const defaultBodyBytes = 1_000_000;
/** No more than a request that a trial can wait for. */
export const maxBodyBytes = 64 * 1024 * 1024;
