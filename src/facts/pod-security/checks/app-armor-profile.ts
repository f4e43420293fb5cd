import type { PodSecurityCheck } from "../pod-security-check.ts";

const types = ["RuntimeDefault", "Localhost"];
const annotation = "container.apparmor.security.beta.kubernetes.io/";

export const appArmorProfile: PodSecurityCheck = {
  id: "appArmorProfile",
  level: "baseline",
  since: 0,
  breaches: ({ context, containers, annotations }) => [
    ...[{ context, title: "the pod" }, ...containers].flatMap((one) => {
      const said = one.context.any("appArmorProfile");
      const type = one.context.text("appArmorProfile", "type");
      if (said === undefined || types.includes(type?.value ?? "")) return [];
      const value = type?.value ?? "not set";
      return [{ ...(type ?? said), value, says: `${one.title} sets the AppArmor profile ${value}` }];
    }),
    ...[...(annotations.node?.entries.keys() ?? [])]
      .filter((key) => key.startsWith(annotation))
      .flatMap((key) => {
        const said = annotations.text(key);
        if (said === undefined || said.value === "" || said.value === "runtime/default") return [];
        if (said.value.startsWith("localhost/")) return [];
        const name = key.slice(annotation.length);
        return [{ ...said, says: `an annotation sets the AppArmor profile ${said.value} for container "${name}"` }];
      }),
  ],
};
