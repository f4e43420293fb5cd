import type { Load } from "./workload.ts";

/** Where no one declared a load: enough for servers that keep a worker or a thread a connection, short enough for a learn of a minute. */
export const defaultLoad: Load = { clients: 8, forMs: 3000 };
