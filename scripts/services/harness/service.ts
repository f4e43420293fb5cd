/** How the script's own client asks a service: independent of the product's workload steps. */
export type Probe =
  | { readonly kind: "http"; readonly port: number; readonly path: string; readonly contains?: string }
  | { readonly kind: "tcp"; readonly port: number; readonly send: string; readonly expect: string }
  /** Shell, run in a container of client programs; `$HOST` is the service. Ends with 0. */
  | { readonly kind: "client"; readonly script: string }
  /** Shell, run inside the container of the service. Ends with 0. */
  | { readonly kind: "inside"; readonly script: string };

/** A service made of Debian's packages, with all that the measurement has to know of it. */
export interface Service {
  readonly packages: readonly string[];
  /** Shell before the packages are installed. */
  readonly before?: string;
  /** Shell at the end of the build. */
  readonly setup?: string;
  /** Path in the image -> text; executable when it begins with `#!`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly ports: readonly number[];
  readonly volumes?: readonly string[];
  readonly stopSignal?: string;
  /** What a user gives `hullproof learn`: flags only. */
  readonly flags: readonly string[];
  /** All of them have to answer; the first one says that it is ready. */
  readonly probes: readonly Probe[];
  /** What 40 clients ask; default the first probe. */
  readonly load?: Probe;
  /** Shell by `docker exec`, as a person at the container would: ten at once, in the control and in the learned one. Each ends with 0. */
  readonly execs?: readonly string[];
  readonly reload?: { readonly signal: string } | { readonly inside: string };
  /** One day's worth of what cron or rotation does to it: shell inside the container. */
  readonly periodic?: string;
  /** `slim.drop` of its `hullproof.yaml`. */
  readonly drop?: readonly string[];
  /** What is known by hand: where it writes, and a user that it can be started as. */
  readonly known: {
    /** Values of `--tmpfs` with which a read-only root is tried. */
    readonly tmpfs: readonly string[];
    /** `--user` and `--tmpfs` with which it is tried without any capability; left out where nothing but root can do its work. */
    readonly user?: { readonly user: string; readonly tmpfs: readonly string[] };
  };
}

export interface NamedService extends Service {
  readonly name: string;
}
