import type { Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Volume } from "../../../domain/workload/workload.ts";
import type { ExperimentRunner, Experiment } from "../../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { lowPorts } from "../../trial/environment/low-ports.ts";
import { grantedTo } from "../../restrictions/granted-to.ts";
import { securityOptions } from "../../observe/security-options.ts";
import { lessonAskedBeside, type Lesson } from "../lesson.ts";
import { describeResult, witness } from "../../experiment/describe-result.ts";
import { isRootUser } from "../../../text/is-root-user.ts";
import type { LearningContext } from "../learning-context.ts";
import { ownMounts } from "./own-mounts.ts";
import { learnPingGroups, pingGroups } from "./ping-groups.ts";

const portStart = "net.ipv4.ip_unprivileged_port_start";
/** Docker sets this in private networks of containers: no port needs a capability. */
const freePorts = "0";

export const environment = lessonAskedBeside(
  ["runner", "pings", "listening"],
  async ({ runner, pings, listening }, current) => {
    const low = lowPorts(runner.workload, listening);
    const settings = elsewhere(runner, current, { pings, low });
    return {
      questions: settings.flatMap(({ question: experiment, remedy, breaks }) =>
        breaks && remedy ? [experiment, remedy] : [experiment],
      ),
      learn: (now) => learnEnvironment(runner, now, settings, { pings, low }),
    };
  },
);

/** The behavior of another environment, with the capability that helps there. */
export interface Elsewhere {
  readonly what: "ports" | "ping" | "mounts";
  readonly question: Experiment;
  readonly helps: Capability;
  /** The same with the remedy; undefined if that is not granted, or already held. */
  readonly remedy?: Experiment & { readonly needs: string };
  /** Known to break: the remedy runs in parallel. */
  readonly breaks?: true;
}

/**
 * Independent experiments. `pings`: it pinged without NET_RAW, undefined if unknown; `low`: its listening ports below
 * 1024.
 */
export function elsewhere(
  runner: ExperimentRunner,
  current: Restrictions,
  { pings, low }: Pick<LearningContext, "pings"> & { readonly low: readonly string[] },
): readonly Elsewhere[] {
  const network = networkOf(runner, current);
  const withSysctl = (name: string, value: string): Restrictions => ({
    ...current,
    sysctls: { ...current.sysctls, [name]: value },
  });
  const settings: Elsewhere[] = [];
  const add = (subject: Elsewhere["what"], experiment: Experiment, helps: Capability) => {
    const remedy = remedyOf(runner, current, experiment, helps);
    // Only Docker allows low ports: elsewhere, a container without the capability cannot listen on one.
    const breaks = subject === "ports" && remedy !== undefined && !/podman/iu.test(runner.session.engine.info.name);
    settings.push({ what: subject, question: experiment, helps, ...(remedy && { remedy }), ...(breaks && { breaks }) });
  };
  if (network !== "host" && low.length > 0) {
    const title = `ports below 1024 are privileged (${portStart}=1024)`;
    add("ports", { title, restrictions: withSysctl(portStart, "1024") }, "NET_BIND_SERVICE");
  }
  if (network !== "host" && pings !== false && runner.workload.grants?.sysctls?.[pingGroups] === undefined) {
    // The kernel's own value, an empty range (icmp(7)).
    const title = `no one may ping without NET_RAW (${pingGroups}=1 0)`;
    add("ping", { title, restrictions: withSysctl(pingGroups, "1 0") }, "NET_RAW");
  }
  const mounts = ownMounts(runner, isPlain);
  if (mounts.length > 0) {
    const preparedMounts = mounts.map((path) => ({ path, uid: 0, gid: 0, mode: "755" }));
    const title = `${mounts.join(", ")} belongs to root, as a bind mount may`;
    add("mounts", { title, restrictions: { ...current, prepared: preparedMounts } }, "CHOWN");
  }
  return settings;
}

/** The same experiment with the remedy, as root, since only root holds added capabilities (capabilities(7)). */
function remedyOf(
  runner: ExperimentRunner,
  current: Restrictions,
  { title, restrictions }: Experiment,
  helps: Capability,
): Elsewhere["remedy"] {
  const heldCapabilities = current.addCapabilities ?? [];
  if (!grantedTo(runner).includes(helps) || heldCapabilities.includes(helps)) return undefined;
  const stepsUp = isRootUser(runner.imageSummary.user) && !isRootUser(current.user ?? "");
  const needs = stepsUp ? `${helps} and user 0:0` : helps;
  const addCapabilities = [...heldCapabilities, helps].toSorted();
  const remedyRestrictions = { ...restrictions, addCapabilities, ...(stepsUp && { user: "0:0" }) };
  return { title: `${title}, with ${needs}`, restrictions: remedyRestrictions, needs };
}

/**
 * Conditions of the results other than the image, and the requirements of other environments: Docker lets a container
 * in its private network bind ports below 1024 without NET_BIND_SERVICE (moby, daemon/oci_linux.go), and ping without
 * NET_RAW; host networks, other engines and older ones do not. A bind mount belongs to root, a volume to the image's
 * owner. Each is tried, with the helping capability. A result that relies on Docker's low ports or ping contains a
 * sysctl: it grants nothing that Docker's containers lack, and other engines get the same setting.
 */
async function learnEnvironment(
  runner: ExperimentRunner,
  current: Restrictions,
  questions: readonly Elsewhere[],
  { pings, low }: Pick<LearningContext, "pings"> & { readonly low: readonly string[] },
): Promise<Lesson & { readonly assumptions: Readonly<Record<string, string>> }> {
  const { info } = runner.session.engine;
  const network = networkOf(runner, current);
  const assumptions: Record<string, string> = { cgroup: `v${info.cgroupVersion}`, network };
  const answers: { readonly title: string; readonly answer: ExperimentResult }[] = [];
  const ask = async (title: string, restrictions: Restrictions): Promise<ExperimentResult> => {
    const result = await runner.run(title, restrictions);
    answers.push({ title, answer: result });
    return result;
  };
  const tryIt = async (subject: Elsewhere["what"]): Promise<Tried | undefined> => {
    const setting = questions.find((question) => question.what === subject);
    if (setting === undefined) return undefined;
    const { helps, remedy } = setting;
    const { title, restrictions } = setting.question;
    const plain = await ask(title, restrictions);
    const tried = (words: string): Tried => ({ title, plain, words });
    if (plain.passes) return tried("holds there too");
    if (!grantedTo(runner).includes(helps))
      return tried(`breaks there, and ${helps} was not granted: ${plain.problem}`);
    if (remedy === undefined) return tried(`breaks there: ${plain.problem}`);
    const { needs } = remedy;
    const result = await ask(remedy.title, remedy.restrictions);
    return tried(result.passes ? `needs ${needs} there` : `breaks there, with ${needs} too: ${result.problem}`);
  };

  const ports = await tryIt("ports");
  const grantedStart = runner.workload.grants?.sysctls?.[portStart];
  // A grant is already in the profile, with its own value.
  const rests = ports?.plain.passes === false && grantedStart === undefined ? ports : undefined;
  if (ports !== undefined) {
    assumptions["network"] = `${network}, ${portStart}=${grantedStart ?? freePorts}`;
    assumptions["ports below 1024"] =
      `port ${low.join(", ")} where ${portStart} is 1024 (other engines, host network): ${ports.words}`;
  } else if (network === "host" && low.length > 0 && !holdsAfter(runner, current).includes("NET_BIND_SERVICE")) {
    assumptions["ports below 1024"] =
      `port ${low.join(", ")} without NET_BIND_SERVICE, as the host's own ${portStart} lets it: no container sets that in the host's network, so each host has to`;
  }
  const ping = await tryIt("ping");
  const pingers = ping?.plain.passes === false ? await learnPingGroups(runner, current) : undefined;
  answers.push(...(pingers?.tried ?? []));
  // Without an observed ping, a pass is meaningless.
  if (ping !== undefined && (pings === true || pingers !== undefined)) {
    const range = pingers === undefined ? "lets everyone" : `${pingers.value} lets it`;
    assumptions["ping"] =
      `without NET_RAW, as ${pingGroups} ${range}; where it is 1 0 (other engines, host network): ${ping.words}`;
  }
  const mounts = ownMounts(runner, isPlain);
  const requestedMounts = runner.workload.volumes.map(({ path }) => path).filter((path) => !mounts.includes(path));
  assumptions["volumes"] =
    [
      ...(mounts.length === 0 ? [] : [`${mounts.join(", ")} owned as the engine makes them from the image`]),
      ...(requestedMounts.length === 0 ? [] : [`${requestedMounts.join(", ")} owned as the workload gives them`]),
    ].join("; ") || "none";
  const owned = await tryIt("mounts");
  if (owned !== undefined)
    assumptions["root-owned mounts"] = `${mounts.join(", ")} as a bind mount of root's: ${owned.words}`;
  assumptions["user namespace"] = securityOptions(info).remapped
    ? "remapped: root in the container is an unprivileged user outside"
    : "the host's: root in the container is root outside";
  const reasons = answers.map(({ title, answer: result }) => describeResult(result, title));
  // Conditions of the result, with the value to request from other engines.
  const provenSysctls = [
    ...(rests === undefined ? [] : [{ name: portStart, value: freePorts, tried: rests }]),
    ...(ping === undefined || pingers === undefined ? [] : [{ name: pingGroups, value: pingers.value, tried: ping }]),
  ];
  const sysctls = Object.fromEntries(provenSysctls.map(({ name, value }) => [name, value]));
  return {
    restrictions: provenSysctls.length === 0 ? {} : { sysctls: { ...current.sysctls, ...sysctls } },
    witnesses: provenSysctls.map(({ name, value, tried }) => witness("sysctls", `${name}=${value}`, tried.plain)),
    proofs: [],
    because: {
      assumptions: reasons,
      ...(provenSysctls.length > 0 && {
        sysctls: provenSysctls.map(({ tried }) => describeResult(tried.plain, tried.title)),
      }),
    },
    assumptions,
  };
}

/** Its remaining capabilities. */
function holdsAfter(runner: ExperimentRunner, { dropAll, addCapabilities = [] }: Restrictions): readonly Capability[] {
  return dropAll === true ? addCapabilities : grantedTo(runner);
}

/** An experiment of `elsewhere`, its result, and its meaning there. */
interface Tried {
  readonly title: string;
  readonly plain: ExperimentResult;
  readonly words: string;
}

function networkOf({ workload }: ExperimentRunner, current: Restrictions): NonNullable<Restrictions["network"]> {
  return current.network ?? workload.grants?.network ?? "private";
}

/** Volumes created from the image. */
const isPlain = ({ from, owner }: Volume): boolean => from === undefined && owner === undefined;
