import type { PodSecurityCheck } from "../pod-security-check.ts";

const types = ["", "container_t", "container_init_t", "container_kvm_t"];
const typesSince31 = [...types, "container_engine_t"];

export const seLinuxOptions: PodSecurityCheck = {
  id: "seLinuxOptions",
  level: "baseline",
  since: 0,
  breaches: ({ context, containers }, minor) =>
    [{ context, title: "the pod" }, ...containers].flatMap((one) => {
      const allowed = { type: minor >= 31 ? typesSince31 : types, user: [""], role: [""] };
      return (["type", "user", "role"] as const).flatMap((part) => {
        const said = one.context.text("seLinuxOptions", part);
        if (said === undefined || allowed[part].includes(said.value)) return [];
        return [{ ...said, says: `${one.title} sets the SELinux ${part} ${said.value}` }];
      });
    }),
};
