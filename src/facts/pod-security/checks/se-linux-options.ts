import type { PodSecurityCheck } from "../pod-security-check.ts";

const types = ["", "container_t", "container_init_t", "container_kvm_t"];
const typesSince31 = [...types, "container_engine_t"];

export const seLinuxOptions: PodSecurityCheck = {
  id: "seLinuxOptions",
  level: "baseline",
  since: 0,
  breaches: ({ context, containers }, minor) =>
    [{ context, title: "the pod" }, ...containers].flatMap((subject) => {
      const allowed = { type: minor >= 31 ? typesSince31 : types, user: [""], role: [""] };
      return (["type", "user", "role"] as const).flatMap((part) => {
        const setting = subject.context.text("seLinuxOptions", part);
        if (setting === undefined || allowed[part].includes(setting.value)) return [];
        return [{ ...setting, says: `${subject.title} sets the SELinux ${part} ${setting.value}` }];
      });
    }),
};
