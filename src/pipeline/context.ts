import type { Enforced } from "../domain/settings/config.ts";
import type { Renderer } from "../domain/report/rendered.ts";
import type { Consent } from "../domain/workload/reach.ts";
import type { Progress } from "../domain/progress.ts";
import type { BaseImages } from "../sources/engine/images/base-images.ts";
import type { PathRules } from "../sources/programs/trusted-path.ts";
import type { Run } from "../sources/engine/types.ts";
import type { Apart } from "./check/apart.ts";
import type { CustomRules } from "./custom-rules/custom-rules.ts";
import type { WorkloadFlags } from "../domain/workload/workload-flags.ts";

/** What the outside gives a pipeline: nothing below it reads the clock, the environment or the terminal. */
export interface Context {
  readonly cwd: string;
  /** ISO date, for end-of-life rules. */
  readonly today: string;
  readonly version: string;
  readonly progress: Progress;
  /** For proxies and logins of registries; this process's when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is the checkout, none of whose files are the caller's; that of the current folder when absent. */
  readonly pathRules?: PathRules;
  /** Where to keep what was read of layers and images; nothing fails without it. */
  readonly cacheFolder?: string;
  /** Absolute path of the advisory store; there may not be one. */
  readonly advisoriesFolder?: string;
  /** Where trials are kept for the next call; nothing fails without it. */
  readonly trialFolder?: string;
  /** Absolute path for what is kept for good and is no advisory: builds of bases that were seen. Nothing fails without it. */
  readonly dataFolder?: string;
  /** Ends long work that needs no engine; what uses one has the signal of its run. */
  readonly signal?: AbortSignal;
  /** What was named on the command line: configuration is searched for no further up. */
  readonly targets?: readonly string[];
  /** The user's own settings; nothing fails without it. */
  readonly userConfigFile?: string;
  /** A `hullproof.yaml` named on the command line, in place of the nearest one. */
  readonly configFile?: string;
  /** Of the command line: it wins over `hullproof.yaml`. */
  readonly workloadFlags?: WorkloadFlags;
  /** What may be reached beyond containers; nothing when absent. */
  readonly consent?: Consent;
  /** Shows a list to the person at the terminal, and whether they agree to it; absent where there is none. */
  readonly askConsent?: (list: readonly string[]) => Promise<boolean>;
  /** `check` may start an image's own package manager, in a container of it, to ask for updates. */
  readonly imagePrograms?: boolean;
  /** What nothing in a repository can loosen, as the command line has it. */
  readonly enforced?: Enforced;
  /** Rules that speak only on request are asked. */
  readonly allRules?: boolean;
  /** Of the other files of a repository only builds are looked at, for a part of a second. */
  readonly withoutRepository?: true;
  /** Minor version of Kubernetes 1.x that manifests are judged for; the default of `emit` when absent. */
  readonly kubernetes?: number;
  /** Charts and kustomizations that are found are rendered by the user's own program of that name. */
  readonly render?: readonly Renderer[];
  /** Files of values for the one chart that is rendered, the later over the earlier. */
  readonly values?: readonly string[];
  /** Version of Podman that Quadlet units are judged for; the default of `emit` when absent. */
  readonly podman?: string;
  /** Findings are to carry the edits of suggested fixes of YAML as well, which cost a merge each. */
  readonly edits?: boolean;
  /**
   * Present when the containers of texts are compared with profiles: the files that were named, none for those of `.hullproof` beside a text.
   */
  readonly profiles?: readonly string[];
  /** The Compose files that are named are one project, in their order. */
  readonly layers?: boolean;
  /** Base images that the engine has, where one may be asked; nothing fails without it. */
  readonly baseImages?: () => Promise<BaseImages>;
  /** Present when ShellCheck is to read every RUN, where it is installed. */
  readonly shellcheck?: { readonly signal: AbortSignal };
  /** Texts as an editor has them, by absolute path: they stand for those of the files. */
  readonly buffers?: ReadonlyMap<string, string>;
  /** Where a target is done that keeps its thread busy; without it, here and with less protection. */
  readonly apart?: Apart;
  /** Present when the rules that `policy.ruleFiles` names may be run: only the command line grants it. */
  readonly customRules?: CustomRules;
  /** Connects on first use, so that what needs no engine works without one. Throws `engine-unreachable`. */
  readonly run: () => Promise<Run>;
}
