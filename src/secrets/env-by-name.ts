import { ownValue } from "../domain/own-value.ts";
import { isPlaceOfSecret } from "./place-of-secret.ts";
import { holdsSecret } from "./secret-name.ts";
import type { KnownValue } from "./known-value.ts";
import type { Workload } from "../domain/workload/workload.ts";

type Env = Readonly<Record<string, string>>;

/** A value that is kept by name: `${API_TOKEN}`, as Compose writes it. The caller who runs the container supplies it. */
const byName = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** The variable that supplies the value; undefined when the value itself is there. */
export function suppliedBy(value: string): string | undefined {
  return byName.exec(value)?.[1];
}

/** Names that hint at a secret too weakly for a finding: their values are still never printed. */
const suspicious =
  /secret|token|authorization|csrf|passw|passwd|passphrase|passcode|credential|cookie|session|bearer|jwt|otp|psk|salt|seed|pepper|nonce|signature|webhook|dsn|(?:^|_)(?:pass|pw|pwd|pin|auth|key|keys|cert|id|sid|code|hash)(?:_|\d|$)|key$|auth$|pass$|pwd$/i;

/**
 * Forms of values that may be printed: a switch, a small number with its unit, a level, a mode, a place in the file system, a locale, a time
 * zone, an address without login, path or query. Everything else may be a secret, whatever its name is.
 */
const harmless = [
  /^\$?$/,
  /^(?:true|false|yes|no|on|off|none|null|auto|default|enabled?|disabled?|always|never|all|any|0|1)$/i,
  /^-?\d{1,5}(?:\.\d{1,3})?(?:ms|s|m|h|d|k|kb|kib|mb?|mib|gb?|gib|%)?$/i,
  /^(?:trace|debug|verbose|info|notice|warn(?:ing)?|error|err|fatal|critical|silent|quiet|emerg|alert|crit)$/i,
  /^(?:prod(?:uction)?|dev(?:elopment)?|stag(?:e|ing)|test(?:ing)?|local|ci|release|json|text|plain|logfmt|console|stdout|stderr|http|https|tcp|udp|unix|utf-?8)$/i,
  /^(?:C|POSIX|[a-z]{2,3}_[A-Z]{2})(?:\.[A-Za-z0-9-]{1,12})?$/,
  /^(?:UTC|GMT|(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)(?:\/[A-Z][A-Za-z_+-]{1,30}){1,2})$/,
  /^(?:\/[A-Za-z][A-Za-z._-]{0,30}\d{0,3}){1,8}\/?$/,
  /^(?:https?:\/\/)?(?:localhost|0\.0\.0\.0|127\.0\.0\.1|\[?::1?\]?|\*)?(?::\d{1,5})?\/?$/,
  /^(?:https?|tcp|rediss?|postgres(?:ql)?|mysql|mariadb|amqps?|mongodb|nats):\/\/[a-z][a-z.-]{0,60}(?::\d{1,5})?\/?$/,
  // The path of a server that keeps databases is the name of one.
  /^(?:rediss?|postgres(?:ql)?|mysql|mariadb|mongodb):\/\/[a-z][a-z.-]{0,60}(?::\d{1,5})?\/(?:[a-z][a-z_-]{0,30}|\d{1,2})$/,
] as const;

/** Whether a value may be printed with its name: known to be harmless, not only unsuspicious. */
export function isHarmless(name: string, value: string): boolean {
  if (/^(?:true|false|yes|no|on|off|)$/i.test(value) || isPlaceOfSecret(name, value)) return true;
  return !isSuspicious(name) && harmless.some((form) => form.test(value));
}

/** Whether a name says secret, also in ways that a finding would be too bold for. */
export function isSuspicious(name: string): boolean {
  return suspicious.test(name) || holdsSecret(name, undefined);
}

/** The placeholder of a value in a text. */
export function maskOf(name: string): string {
  return `[${name} masked]`;
}

/** The environment as a result may hold it. `suppliers`: variables that supply other values already, by name; those of this environment are added. */
export function shownEnv(env: Env, suppliers = new Map<string, string>(), owner = ""): Env {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      if (suppliedBy(value) !== undefined || isHarmless(name, value)) return [name, value];
      return [name, `\${${supplierOf(name, value, suppliers, owner)}}`];
    }),
  );
}

/** Two containers can have different values under one name. */
function supplierOf(name: string, value: string, suppliers: Map<string, string>, owner: string): string {
  const plain = name.replaceAll(/\W/g, "_").replace(/^(?=\d)/, "_");
  const owned = `${owner}_${plain}`.toUpperCase().replaceAll(/\W/g, "_");
  for (let number = 0; ; number++) {
    const candidate = number === 0 ? plain : number === 1 ? owned : `${owned}_${number}`;
    const assignedValue = suppliers.get(candidate);
    if (assignedValue !== undefined && assignedValue !== value) continue;
    suppliers.set(candidate, value);
    return candidate;
  }
}

/** The workload as a result may hold it: its own variables, those of companions and of steps that run here. */
export function shownWorkload(workload: Workload): Workload {
  const suppliers = new Map(Object.entries(workload.env));
  const maskedWorkload = mapEnv(workload, (env, owner) => shownEnv(env, suppliers, owner));
  return workload.hidden === undefined
    ? maskedWorkload
    : { ...maskedWorkload, hidden: shownEnv(workload.hidden, suppliers, "build") };
}

/** Variables without which the workload cannot run, in order. */
export function neededFor(workload: Workload): string[] {
  const names = new Set<string>();
  mapEnv(workload, (env) => {
    for (const value of Object.values(env)) {
      const name = suppliedBy(value);
      if (name !== undefined) names.add(name);
    }
    return env;
  });
  return [...names].sort();
}

/** The workload with the supplied `values`; a variable without one stays by name. */
export function suppliedWorkload(workload: Workload, suppliedValues: Env): Workload {
  const supplied = (env: Env): Env =>
    Object.fromEntries(
      Object.entries(env).map(([name, value]) => {
        const supplier = suppliedBy(value);
        return [name, supplier === undefined ? value : (ownValue(suppliedValues, supplier) ?? value)];
      }),
    );
  return { ...mapEnv(workload, supplied), ...(workload.hidden && { hidden: supplied(workload.hidden) }) };
}

/** Names and values of the workload that no result may hold. */
export function secretsOf(workload: Workload): KnownValue[] {
  const secretsByValue = new Map<string, KnownValue>();
  const add = (env: Env): Env => {
    for (const secret of secretsIn(env))
      if (!secretsByValue.has(secret.value)) secretsByValue.set(secret.value, secret);
    return env;
  };
  mapEnv(workload, add);
  add(workload.hidden ?? {});
  return [...secretsByValue.values()];
}

/** Those of an environment, or of the arguments of a build. */
export function secretsIn(env: Env): KnownValue[] {
  return Object.entries(env).flatMap(([name, value]) =>
    suppliedBy(value) === undefined && !isHarmless(name, value) ? [{ name, value }] : [],
  );
}

/** The environment of the container goes first: the variables of its words and the others have other names where theirs are taken. */
function mapEnv(workload: Workload, change: (env: Env, owner: string) => Env): Workload {
  const { companions, steps, variables } = workload;
  return {
    ...workload,
    env: change(workload.env, ""),
    ...(variables && { variables: change(variables, "word") }),
    steps: steps.map((step) =>
      step.kind === "run" && step.env !== undefined ? { ...step, env: change(step.env, "run") } : step,
    ),
    ...(companions && {
      companions: companions.map((companion) => ({
        ...companion,
        env: change(companion.env, companion.name),
        ...(companion.variables && { variables: change(companion.variables, companion.name) }),
      })),
    }),
  };
}
