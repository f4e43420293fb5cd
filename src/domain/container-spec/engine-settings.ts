/** An engine's settings as it reports them (`GET /info`, `GET /version`): they apply to all its containers. */
export interface EngineSettings {
  /** `Docker Engine`, `Podman Engine` */
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly endpoint: string;
  /** Programs that it consists of, with the version that each says: `runc` -> `1.3.6`. */
  readonly components: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly cgroupVersion: 1 | 2;
  readonly logDriver: string;
  readonly rootless: boolean;
  /** `userns-remap`: root of a container is no root outside. */
  readonly userNamespaces: boolean;
  /** Containers get no-new-privileges unless they ask otherwise. */
  readonly noNewPrivileges: boolean;
  /** The default seccomp profile; absent: the engine has no seccomp. */
  readonly seccomp?: string;
  /** Containers go on while the engine is restarted. */
  readonly liveRestore: boolean;
  /** Registries that are spoken to without checking who they are. */
  readonly insecureRegistries: readonly string[];
  /** Limits that its kernel or its rights do not let it set: `memory`, `swap`, `CPU quota`, `tasks`. */
  readonly withoutLimits: readonly string[];
  /** Its own warnings. */
  readonly warnings: readonly string[];
}
