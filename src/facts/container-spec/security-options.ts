import type { Said } from "../../domain/container-spec/written-container.ts";

export interface SecurityOptions {
  readonly noNewPrivileges?: Said<boolean>;
  readonly seccomp?: Said<string>;
  readonly appArmor?: Said<string>;
  readonly unmasked?: Said<boolean>;
  readonly labels: readonly Said<string>[];
}

/** `security_opt` and `--security-opt`: split at the first `=`, else at the first `:`; of an option given twice the last counts. */
export function securityOf(options: readonly Said<string>[]): SecurityOptions {
  const split = options.map((said) => {
    const cut = said.value.includes("=") ? said.value.indexOf("=") : said.value.indexOf(":");
    const [name, value] = cut === -1 ? [said.value, ""] : [said.value.slice(0, cut), said.value.slice(cut + 1)];
    return { name, value, said };
  });
  const last = (...names: readonly string[]) => split.findLast(({ name }) => names.includes(name));
  const of = <Value>({ said }: (typeof split)[number], value: Value): Said<Value> => ({
    written: said.value,
    ...said,
    value,
  });
  const [privileges, seccomp, appArmor] = [last("no-new-privileges"), last("seccomp"), last("apparmor")];
  // Podman unmasks by another name.
  const unmasked = split.findLast(
    ({ name, value }) =>
      (name === "systempaths" && value === "unconfined") || (name === "unmask" && value.toUpperCase() === "ALL"),
  );
  return {
    labels: split.filter(({ name, value }) => name === "label" && value !== "").map((one) => of(one, one.value)),
    ...(privileges && { noNewPrivileges: of(privileges, /^(?:|true|t|1)$/i.test(privileges.value)) }),
    ...(seccomp && { seccomp: of(seccomp, seccomp.value) }),
    ...(appArmor && { appArmor: of(appArmor, appArmor.value) }),
    ...(unmasked && { unmasked: of(unmasked, true) }),
  };
}
