import type { Restrictions } from "../profile/restrictions.ts";

/** Restrictions that the engine's API takes as a profile has them. */
type DirectRestrictions = Omit<
  Restrictions,
  "addCapabilities" | "anonymousVolumes" | "dropAll" | "network" | "seccomp" | "tmpfs"
>;

/**
 * Subset of `POST /containers/create` that hullproof uses. `prepared` are set before the first start, volumes
 * included. Without `init`, no init process reaps children, forwards signals and uses capabilities in the application's place.
 */
export interface CreateRequest extends DirectRestrictions {
  readonly image: string;
  readonly name?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** In place of the image's. */
  readonly workdir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly capDrop?: readonly string[];
  readonly capAdd?: readonly string[];
  /** path -> mount options */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Named volumes: name -> path. Made with our labels, removed with the container. */
  readonly volumes?: readonly { readonly name: string; readonly path: string; readonly readOnly?: boolean }[];
  /** The profile itself, JSON as text; missing: the engine's default. */
  readonly seccomp?: string;
  /** Container ports to publish on 127.0.0.1, each on a port that the engine chooses. */
  readonly ports?: readonly number[];
  readonly udpPorts?: readonly number[];
  readonly network?: "bridge" | "none" | "host";
  /** Networks of the run in place of the engine's bridge, with the names under which the others reach it. */
  readonly networks?: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** An existing source: a volume of the session, or a path of the engine's host. */
  readonly mounts?: readonly Mount[];
  /** In place of the image's. */
  readonly stopSignal?: string;
  /** The engine does not run the image's HEALTHCHECK by itself. */
  readonly noHealthcheck?: boolean;
}

export interface Mount {
  readonly type: "volume" | "bind";
  readonly source: string;
  readonly path: string;
  readonly readOnly?: boolean;
  /** An empty volume stays empty: the engine would fill it with what the image has at `path`. */
  readonly noCopy?: boolean;
  /** The content is hullproof's: where SELinux confines containers, the engine labels it so that they may use it (`:z`). */
  readonly relabel?: boolean;
}
