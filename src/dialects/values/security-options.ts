import type { Located } from "../../domain/container/container-spec.ts";

export interface SecurityOptions {
  readonly noNewPrivileges?: Located<boolean>;
  readonly seccomp?: Located<string>;
  readonly appArmor?: Located<string>;
  readonly unmasked?: Located<boolean>;
  readonly labels: readonly Located<string>[];
}

/**
 * `security_opt` and `--security-opt`: split at the first `=`, else at the first `:`; the last of repeated options
 * counts.
 */
export function securityOf(options: readonly Located<string>[]): SecurityOptions {
  const split = options.map((option) => {
    const cut = option.value.includes("=") ? option.value.indexOf("=") : option.value.indexOf(":");
    const [name, value] = cut === -1 ? [option.value, ""] : [option.value.slice(0, cut), option.value.slice(cut + 1)];
    return { name, value, said: option };
  });
  const last = (...names: readonly string[]) => split.findLast(({ name }) => names.includes(name));
  const of = <Value>({ said }: (typeof split)[number], value: Value): Located<Value> => ({
    written: said.value,
    ...said,
    value,
  });
  const [privileges, seccomp, appArmor] = [last("no-new-privileges"), last("seccomp"), last("apparmor")];
  // Podman's name for the option differs.
  const unmasked = split.findLast(
    ({ name, value }) =>
      (name === "systempaths" && value === "unconfined") || (name === "unmask" && value.toUpperCase() === "ALL"),
  );
  return {
    labels: split
      .filter(({ name, value }) => name === "label" && value !== "")
      .map((option) => of(option, option.value)),
    ...(privileges && { noNewPrivileges: of(privileges, /^(?:|true|t|1)$/i.test(privileges.value)) }),
    ...(seccomp && { seccomp: of(seccomp, seccomp.value) }),
    ...(appArmor && { appArmor: of(appArmor, appArmor.value) }),
    ...(unmasked && { unmasked: of(unmasked, true) }),
  };
}
