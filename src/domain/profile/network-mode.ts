/** `private`: a separate network namespace with an interface; `none`: one with loopback only; `host`: the machine's. */
export const networkModes = ["private", "none", "host"] as const;

export type NetworkMode = (typeof networkModes)[number];
