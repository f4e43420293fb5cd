import type { PodSecurityCheck } from "../pod-security-check.ts";

const types = ["RuntimeDefault", "Localhost"];
const annotation = "container.apparmor.security.beta.kubernetes.io/";

export const appArmorProfile: PodSecurityCheck = {
  id: "appArmorProfile",
  level: "baseline",
  since: 0,
  breaches: ({ context, containers, annotations }) => [
    ...[{ context, title: "the pod" }, ...containers].flatMap((subject) => {
      const setting = subject.context.any("appArmorProfile");
      const type = subject.context.text("appArmorProfile", "type");
      if (setting === undefined || types.includes(type?.value ?? "")) return [];
      const value = type?.value ?? "not set";
      return [{ ...(type ?? setting), value, says: `${subject.title} sets the AppArmor profile ${value}` }];
    }),
    ...[...(annotations.node?.entries.keys() ?? [])]
      .filter((key) => key.startsWith(annotation))
      .flatMap((key) => {
        const setting = annotations.text(key);
        if (setting === undefined || setting.value === "" || setting.value === "runtime/default") return [];
        if (setting.value.startsWith("localhost/")) return [];
        const name = key.slice(annotation.length);
        return [
          { ...setting, says: `an annotation sets the AppArmor profile ${setting.value} for container "${name}"` },
        ];
      }),
  ],
};
