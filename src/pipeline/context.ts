import type { Enforced } from "../domain/settings/config.ts";
import type { Renderer } from "../domain/report/rendered.ts";
import type { Consent } from "../domain/workload/host-access.ts";
import type { Progress } from "../domain/progress.ts";
import type { BaseImages } from "../sources/engine/images/base-images.ts";
import type { PathRules } from "../sources/paths/trusted-path.ts";
import type { EngineSession } from "../sources/engine/types.ts";
import type { IsolatedWorker } from "./rule-runs/isolated-work.ts";
import type { CustomRules } from "./rule-runs/custom-rules.ts";
import type { WorkloadFlags } from "../domain/workload/workload-flags.ts";

/** Everything that a pipeline gets from outside: nothing below it reads the clock, the environment or the terminal. */
export interface Context {
  readonly cwd: string;
  /** ISO date, for end-of-life rules. */
  readonly today: string;
  readonly version: string;
  readonly progress: Progress;
  /** For proxies and registry logins; the process's environment when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Rules for the paths of the checkout, whose files do not belong to the caller; those of the current folder when absent. */
  readonly pathRules?: PathRules;
  /** Cache folder for layers and images; optional. */
  readonly cacheFolder?: string;
  /** Absolute path of the advisory store, which may not exist. */
  readonly advisoriesFolder?: string;
  /** Cache folder for trials; optional. */
  readonly trialFolder?: string;
  /** Absolute path of permanent data other than advisories, such as recorded builds of bases; optional. */
  readonly dataFolder?: string;
  /** Aborts long work without an engine; work with one uses the signal of its run. */
  readonly signal?: AbortSignal;
  /** Targets of the command line: the search for configuration ends at them. */
  readonly targets?: readonly string[];
  /** The user's own settings; optional. */
  readonly userConfigFile?: string;
  /** A `hullproof.yaml` named on the command line, instead of the nearest one. */
  readonly configFile?: string;
  /** From the command line, before `hullproof.yaml`. */
  readonly workloadFlags?: WorkloadFlags;
  /** Permitted host access; none when absent. */
  readonly consent?: Consent;
  /** Shows a list on the terminal and asks for consent; absent without a terminal. */
  readonly askConsent?: (list: readonly string[]) => Promise<boolean>;
  /** `check` may start an image's own package manager, in a container of it, to find pending updates. */
  readonly imagePrograms?: boolean;
  /** Command-line settings that nothing in a repository can loosen. */
  readonly enforced?: Enforced;
  /** Also evaluates rules that are off by default. */
  readonly allRules?: boolean;
  /** Reads only builds from a repository's other files, in a fraction of a second. */
  readonly withoutRepository?: true;
  /** Minor version of Kubernetes 1.x to evaluate manifests for; the default of `emit` when absent. */
  readonly kubernetes?: number;
  /** Renders the charts and kustomizations of a search by the user's own program of that name. */
  readonly render?: readonly Renderer[];
  /** Values files for the one rendered chart, later ones first in precedence. */
  readonly values?: readonly string[];
  /** Podman version to evaluate Quadlet units for; the default of `emit` when absent. */
  readonly podman?: string;
  /** Findings include the edits of suggested fixes of YAML, which cost a merge each. */
  readonly edits?: boolean;
  /**
   * Present when the containers of texts are compared with profiles: the named files; empty for those of `.hullproof` next to a text.
   */
  readonly profiles?: readonly string[];
  /** The named Compose files are one project, in their order. */
  readonly layers?: boolean;
  /** Reads base images of the engine, where one may be contacted; optional. */
  readonly baseImages?: () => Promise<BaseImages>;
  /** Present when ShellCheck, where installed, reads every RUN. */
  readonly shellcheck?: { readonly signal: AbortSignal };
  /** Unsaved texts of an editor by absolute path, which replace the files. */
  readonly buffers?: ReadonlyMap<string, string>;
  /** Evaluates targets in other threads; without it in this one, with less protection. */
  readonly apart?: IsolatedWorker;
  /** Present when the rules of `policy.ruleFiles` may run: only the command line permits it. */
  readonly customRules?: CustomRules;
  /** Connects on first use, so that work without an engine does not need one. Throws `engine-unreachable`. */
  readonly run: () => Promise<EngineSession>;
}
